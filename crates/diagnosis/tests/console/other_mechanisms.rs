//! Texts that name another mechanism, another place or another program than the one that is looked at first.

use preflight_diagnosis::{Message, explain, read_console};

fn causes(message: &Message) -> Vec<&'static str> {
    explain(message).candidates.iter().map(|candidate| candidate.finding.rule.name).collect()
}

fn only(text: &str) -> Message {
    let mut messages = read_console(text);
    assert_eq!(messages.len(), 1, "{text}: {messages:?}");
    messages.remove(0)
}

#[test]
fn safari_says_by_itself_why_a_resource_did_not_load() {
    for (says, cause) in [
        ("too many HTTP redirects", "redirect-not-followed"),
        ("The network connection was lost.", "unreachable"),
        ("Could not connect to the server.", "unreachable"),
        ("A server with the specified hostname could not be found.", "unreachable"),
        ("The Internet connection appears to be offline.", "unreachable"),
        ("The request timed out.", "unreachable"),
        ("cancelled", "not-cors"),
        ("unsupported URL", "wrong-url-or-env"),
        ("The certificate for this server is invalid. You might be connecting to another server.", "tls-untrusted"),
        ("Not allowed to use restricted network port", "wrong-url-or-env"),
    ] {
        let message = only(&format!("[Error] Failed to load resource: {says} (todos, line 0)"));
        assert_eq!(causes(&message)[0], cause, "{says}");
        assert_eq!(message.resource.as_deref(), Some("todos"), "{says}");
    }
}

#[test]
fn a_network_error_in_lower_case_is_the_same() {
    let message = only("GET https://cdn.example/a.js net::err_blocked_by_response.notsameorigin 200 (ok)");
    assert!(explain(&message).meaning.contains("Cross-Origin-Resource-Policy"));
    assert_eq!(causes(&message), ["not-cors"]);
}

#[test]
fn a_row_that_came_through_does_not_hide_the_block_below() {
    let url = "https://api.example/todos";
    let text = format!(
        "GET {url} [HTTP/1.1 200 OK 60ms]\nCross-Origin Request Blocked: The Same Origin Policy disallows reading the remote \
         resource at {url}. This can be fixed by moving the resource to the same domain or enabling CORS."
    );
    let message = only(&text);
    assert_eq!((message.url.as_deref(), message.method.as_deref()), (Some(url), Some("GET")));
    assert_eq!(causes(&message)[0], "no-acao");
    assert!(read_console(&format!("GET {url} [HTTP/1.1 200 OK 60ms]")).is_empty());
}

#[test]
fn notes_of_the_first_edge_report_no_failure() {
    for text in [
        "SEC7118: XMLHttpRequest for https://api.example/todos required Cross Origin Resource Sharing (CORS).",
        "XMLHttpRequest for https://api.example/todos required Cross Origin Resource Sharing (CORS).",
        "SEC7119: XMLHttpRequest for https://api.example/todos required CORS preflight.",
    ] {
        let message = only(text);
        assert_eq!(message.url.as_deref(), Some("https://api.example/todos"));
        assert!(causes(&message).is_empty(), "{text}");
    }
}

#[test]
fn a_redirect_to_a_login_counts_more_than_a_doubled_slash() {
    for login in [
        "https://login.windows.net/common/oauth2/authorize?client_id=1",
        "https://accounts.google.com/o/oauth2/v2/auth?scope=email",
        "https://sso.example/cas/login?service=x",
        "https://idp.example/saml2/idp/SSO",
        "https://id.example/realms/main/protocol/openid-connect/auth",
        "https://team.eu.auth0.com/authorize",
    ] {
        for begins in ["Access to", "`"] {
            let text = format!(
                "{begins} XMLHttpRequest at '{login}' (redirected from 'https://api.example//todos') from origin \
                 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
            );
            let message = only(&text);
            assert_eq!(message.url.as_deref(), Some(login));
            assert_eq!(message.redirected_from.as_deref(), Some("https://api.example//todos"));
            assert_eq!(causes(&message)[0], "redirect-to-login", "{text}");
        }
    }
}

#[test]
fn schemes_and_files_list_what_else_may_be_meant() {
    let worker = "Uncaught SecurityError: Failed to construct 'Worker': Script at 'file:///C:/app/worker.js' cannot be accessed from origin 'null'.";
    assert_eq!(causes(&only(worker)), ["not-cors", "file-origin-null"]);
    let scheme = "Fetch API cannot load todo-plugin://api/items. URL scheme \"todo-plugin\" is not supported.";
    assert_eq!(causes(&only(scheme)), ["not-cors", "wrong-url-or-env"]);
}

#[test]
fn a_worker_whose_own_call_is_blocked_adds_no_cause() {
    let text = "Access to fetch at 'http://localhost:5174/main.ts' from origin 'https://app.example' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n\
                The FetchEvent for \"http://localhost:5174/main.ts\" resulted in a network error response: the promise was rejected.";
    assert_eq!(only(text).reason.map(|reason| reason.name()), Some("missing-allow-origin"));
}

#[test]
fn a_worker_whose_call_failed_may_have_been_blocked() {
    let message = only("Failed to load resource: FetchEvent.respondWith received an error: TypeError: Load failed");
    assert!(!explain(&message).is_certain);
    assert_eq!(causes(&message), ["not-cors", "unreachable", "no-acao"]);
}

#[test]
fn a_target_without_a_scheme_and_a_proxy_between_are_named() {
    let bare =
        only("Proxy error: Could not proxy request /api/todos from localhost:3000 to localhost:8080/ (ECONNREFUSED).");
    assert_eq!(bare.url.as_deref(), Some("localhost:8080/"));
    assert!(explain(&bare).candidates[0].finding.fix().contains("`http://`"));
    let target = "[HPM] Error occurred while trying to proxy request /api/todos from localhost:4200 to https://api.example (ECONNREFUSED)\n";
    for (text, url) in [
        (format!("{target}Error: connect ECONNREFUSED 10.37.20.102:3128"), "https://api.example/api/todos"),
        (
            "FetchError: request to https://api.example/todos failed, reason: connect ECONNREFUSED 10.37.20.102:3128\n  errno: 'ECONNREFUSED',\n  code: 'ECONNREFUSED'"
                .to_owned(),
            "https://api.example/todos",
        ),
    ] {
        let message = only(&text);
        assert_eq!(message.url.as_deref(), Some(url), "{text}");
        assert!(explain(&message).meaning.contains("10.37.20.102:3128"), "{text}");
    }
    for end in ["statusCode=502", "cause=read ECONNRESET\n    at emit (events.js:315:20)\n  code: 'ECONNRESET'"] {
        let message = only(&format!("Error: tunneling socket could not be established, {end}"));
        assert_eq!(message.reason.map(|reason| reason.name()), Some("proxy-tunnel-failed"), "{end}");
    }
    for at in ["getsockopt: ", "connect: "] {
        let text = format!(
            "Get \"https://registry.example/v2/\": proxyconnect tcp: dial tcp 127.0.0.1:3128: {at}connection refused"
        );
        let message = only(&text);
        assert_eq!(message.url.as_deref(), Some("https://registry.example/v2/"));
        assert!(explain(&message).meaning.contains("`127.0.0.1:3128`"), "{text}");
    }
    let server =
        only("FetchError: request to http://api.example:3128/x failed, reason: connect ECONNREFUSED 10.37.20.102:3128");
    assert_eq!(server.reason.map(|reason| reason.name()), Some("connection-refused"));
}

#[test]
fn a_refused_connection_names_the_address() {
    let far = only("AxiosError: connect ECONNREFUSED 10.37.20.102:3128\n  errno: -111,\n  code: 'ECONNREFUSED'");
    assert!(explain(&far).meaning.contains("`10.37.20.102:3128`"));
    let here = only("Error: connect ECONNREFUSED 127.0.0.1:5000\n  code: 'ECONNREFUSED'");
    assert!(explain(&here).meaning.contains("the address that was called"));
}

#[test]
fn a_warning_of_next_is_no_failure() {
    let message = only(
        "Cross origin request detected from 192.168.1.5 to /_next/* resource. In a future major version of Next.js, you will need to explicitly configure \"allowedDevOrigins\" in next.config to allow this.",
    );
    let told = explain(&message);
    assert!(told.candidates.is_empty());
    assert!(told.meaning.contains("`192.168.1.5`") && told.meaning.contains("allowedDevOrigins"));
}

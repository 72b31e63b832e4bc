//! Kinds of pastes that were misread once: headlines alone, logins, a status beside a block, URLs that are glued or crossed out.

use preflight_diagnosis::{Message, explain, is_cut_url, page_call, read_console};

use crate::read::{API, APP, assert_read};

fn causes(message: &Message) -> Vec<&'static str> {
    explain(message).candidates.iter().map(|candidate| candidate.finding.rule.name).collect()
}

#[test]
fn a_headline_alone_is_a_message() {
    for text in [
        "Needed help for \"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote\".",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at",
        "Cross-Origin Request Blocked The Same Origin Policy disallows reading the remote resource",
        "firefox says the same origin policy disallows reading the remote resource",
    ] {
        assert_read(text, &[("firefox", "-", "-", "-", "no-acao")]);
    }
    let url = format!("The Same Origin Policy disallows reading the remote resource at {API}");
    assert_read(&url, &[("firefox", "-", API, "-", "no-acao")]);
    let both = format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource …\n\
         Access to fetch at '{API}' from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    );
    assert_eq!(read_console(&both).len(), 1);
}

#[test]
fn a_login_is_where_a_redirect_leads() {
    for (text, others) in [
        (
            "Access to XMLHttpRequest at 'http://id.example/oauth2/authorization/demo' (redirected from 'https://app.example.com/me') from origin 'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: Redirect is not allowed for a preflight request.",
            "preflight-redirect",
        ),
        (
            "Access to fetch at 'https://login.microsoftonline.com/t/oauth2/v2.0/authorize?client_id=1' (redirected from 'https://app.example.com/me') from origin 'https://app.example.com' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "preflight-needs-auth",
        ),
        (
            "XMLHttpRequest cannot load https://id.example/oauth/authorize?response_type=code. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
            "no-acao",
        ),
        (
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://accounts.google.com/o/oauth2/auth?client_id=1. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.",
            "no-acao",
        ),
        (
            "[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200\n[Error] Fetch API cannot load https://sts.example/adfs/ls/?wa=wsignin1.0 due to access control checks.",
            "no-acao",
        ),
    ] {
        let messages = read_console(text);
        let causes = causes(&messages[0]);
        assert_eq!(causes[0], "redirect-to-login", "{text}: {causes:?}");
        assert!(causes.contains(&others) && !explain(&messages[0]).is_certain, "{text}: {causes:?}");
    }
    // Scripts call a login's API on purpose.
    for url in ["https://id.example/connect/token", "https://api.example.com/auth/login"] {
        let text = format!(
            "Access to fetch at '{url}' from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
        );
        assert!(!causes(&read_console(&text)[0]).contains(&"redirect-to-login"), "{url}");
    }
}

#[test]
fn a_status_beside_a_block_of_firefox_is_its_status() {
    let block =
        format!("Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {API}.");
    for (row, status, first) in [
        (format!("\"NetworkError: 401 UNAUTHORIZED - {API}\""), 401, "error-without-cors"),
        (format!("\"NetworkError: 403 Forbidden - {API}\""), 403, "error-without-cors"),
        (format!("GET {API} 404 (Not Found)"), 404, "error-without-cors"),
        (format!("XHR GET {API} [HTTP/1.1 500 Internal Server Error 12ms]"), 500, "error-without-cors"),
        (format!("OPTIONS {API} 405 (Method Not Allowed)"), 405, "options-not-handled"),
    ] {
        for text in [format!("{row}\n{block}"), format!("{block}\n{row}")] {
            let messages = read_console(&text);
            assert_eq!(messages.len(), 1, "{text}: {messages:?}");
            assert_eq!((messages[0].status, causes(&messages[0])[0]), (Some(status), first), "{text}");
        }
    }
    let other = format!("\"NetworkError: 404 Not Found - https://api.example.com/other\"\n{block}");
    assert_eq!(read_console(&other).len(), 2);
}

#[test]
fn a_network_error_has_the_url_right_before_it() {
    for (text, url) in [
        ("一直跑出https://localhost:12121/ net::ERR_CERT_AUTHORITY_INVALID", "https://localhost:12121/"),
        ("https://api.example.com/todos: net::ERR_CONNECTION_TIMED_OUT", API),
        ("The page 'https://api.example.com/todos' net::ERR_CONNECTION_REFUSED", API),
        ("https://api.example.com/todos net::ERR_NAME_NOT_RESOLVED", API),
    ] {
        assert_eq!(read_console(text)[0].url.as_deref(), Some(url), "{text}");
    }
    assert_eq!(read_console("at https://app.example.com/app.js:12 net::ERR_FAILED")[0].url, None);
}

#[test]
fn a_policy_of_the_first_edge_is_one_message_a_url() {
    let line = |directive: &str, url: &str| {
        format!(
            "CSP14312: Resource violated directive '{directive}' in Content-Security-Policy: {url}. Resource will be blocked.\n"
        )
    };
    let one = line("connect-src 'self'", API);
    assert_read(&one, &[("-", "edge-csp", API, "-", "!not-cors")]);
    assert!(explain(&read_console(&one)[0]).candidates[0].finding.fix().contains("`connect-src`"));
    let two =
        line("default-src 'none'", "https://a.example/x.html") + &line("default-src 'none'", "https://b.example/");
    assert_eq!(read_console(&two).len(), 2);
}

#[test]
fn a_word_of_the_sentence_is_no_part_of_a_url() {
    for text in [
        "Solicitud de origen cruzado bloqueada: la misma política de origen no permite leer el recurso remoto en el archivo: ///foo/bar.js. (Razón: Solicitud CORS no HTTP).",
        "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf der Datei: ///foo/bar.js. (Grund: CORS-Anfrage war nicht http).",
        "Richiesta multiorigine bloccata: il criterio di corrispondenza dell'origine non consente la lettura della risorsa remota da file: ///foo/bar.js. (Motivo: richiesta CORS non http).",
    ] {
        assert_read(text, &[("firefox", "non-http-scheme", "file:///foo/bar.js", "-", "file-origin-null")]);
    }
}

#[test]
fn a_file_that_is_called_does_not_tell_the_page() {
    for (text, first, is_certain) in [
        ("Fetch API cannot load file:///app/x.json due to access control checks.", "file-origin-null", false),
        ("Not allowed to load local resource: file:///C:/a.png", "wrong-url-or-env", false),
        (
            "Access to fetch at 'file:///C:/a.json' from origin 'http://localhost:3000' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http, data, chrome, https.",
            "wrong-url-or-env",
            true,
        ),
        (
            "Access to fetch at 'file:///C:/a.json' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: http, data, chrome, https.",
            "file-origin-null",
            true,
        ),
        (
            "Security Error: Content at http://localhost:3000/ may not load or link to file:///C:/a.json.",
            "wrong-url-or-env",
            true,
        ),
    ] {
        let explanation = explain(&read_console(text)[0]);
        assert_eq!(
            (explanation.candidates[0].finding.rule.name, explanation.is_certain),
            (first, is_certain),
            "{text}"
        );
    }
}

#[test]
fn a_worker_of_a_file_wants_a_server() {
    for kind in ["Worker", "SharedWorker"] {
        let fix = |script: &str, origin: &str| {
            let text = format!(
                "Failed to construct '{kind}': Script at '{script}' cannot be accessed from origin '{origin}'."
            );
            explain(&read_console(&text)[0]).candidates[0].finding.fix().to_owned()
        };
        assert!(fix("file:///C:/w.js", "null").contains("localhost"));
        assert!(fix("https://cdn.example.com/w.js", APP).contains("Blob"));
    }
}

#[test]
fn what_is_crossed_out_is_never_called() {
    for url in [
        "https://api.example.com/projects/#######.json?api_key=####",
        "https://api.example.com/users/xxxx/todos",
        "https://api.example.com/todos?key=XXXXX",
        "https://api.example.com/todos?api_key=***",
        "https://api.example.com/todos?k=abc**def",
        "https://api.example.com/todos?client_id=<redacted>",
    ] {
        let text = format!(
            "XMLHttpRequest cannot load {url}. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin '{APP}' is therefore not allowed access."
        );
        let messages = read_console(&text);
        assert!(page_call(&messages[0]).url.is_unknown(), "{url}: {:?}", messages[0].url);
        assert!(messages[0].url.as_deref().is_some_and(is_cut_url), "{url}: {:?}", messages[0].url);
    }
}

#[test]
fn words_of_people_are_no_proof_of_a_servers_list() {
    for text in [
        "Origin not allowed in our list",
        "The server says CORS not allowed for this page",
        "the client says origin not allowed: we added it",
        "we think the CORS origin not allowed setting is on",
        "my CORS blocked origin again",
    ] {
        for message in read_console(text) {
            assert!(!explain(&message).is_certain, "{text}");
        }
    }
}

#[test]
fn a_list_of_hosts_is_that_of_the_product_that_the_text_names() {
    let blocked = "Blocked request. This host (\"a.test\") is not allowed.";
    for (text, fix) in [
        (
            format!("{blocked}\nTo allow this host, add \"a.test\" to `preview.allowedHosts` in vite.config.js."),
            "add the host name `a.test` to `preview.allowedHosts`",
        ),
        (
            format!("{blocked}\nTo allow this host, add \"a.test\" to `server.allowedHosts` in vite.config.js."),
            "add the host name `a.test` to `server.allowedHosts`",
        ),
        (
            format!(
                "{blocked}\nTo allow this host, add \"a.test\" to `allowedHosts` under the `serve` target in `angular.json`."
            ),
            "add the host name `a.test` to `allowedHosts` of the `serve` target in angular.json",
        ),
        (
            "[webpack-dev-server] Invalid Host/Origin header".to_owned(),
            "add the host name to `devServer.allowedHosts` of the webpack",
        ),
        (
            "⚠ Blocked cross-origin request from 192.0.2.7 to /_next/* resource.".to_owned(),
            "add the host name `192.0.2.7` to `allowedDevOrigins`",
        ),
        (
            "Blocked cross-origin request to Next.js dev resource /_next/webpack-hmr from \"a.test\".".to_owned(),
            "add the host name `a.test` to `allowedDevOrigins`",
        ),
        (
            "[ActionDispatch::HostAuthorization::DefaultResponseApp] Blocked hosts: a.test".to_owned(),
            "add the host name `a.test` to `config.hosts`",
        ),
        (
            "Invalid HTTP_HOST header: 'a.test:8000'. You may need to add 'a.test' to ALLOWED_HOSTS.".to_owned(),
            "add the host name `a.test` to `ALLOWED_HOSTS`",
        ),
        ("Untrusted Host \"a.test\".".to_owned(), "add the host name `a.test` to `framework.trusted_hosts`"),
        ("HTTP Error 400. The request hostname is invalid.".to_owned(), "add the host name to the bindings"),
    ] {
        let explanation = explain(&read_console(&text)[0]);
        let finding = &explanation.candidates[0].finding;
        assert_eq!(finding.rule.name, "not-cors", "{text}");
        assert!(finding.fix().starts_with(fix), "{text}: {}", finding.fix());
    }
    // Which product says this is not known.
    let general = explain(&read_console("Invalid Host header")[0]);
    assert!(general.candidates[0].finding.fix().contains("TrustedHostMiddleware"));
}

#[test]
fn a_file_that_is_called_says_nothing_of_the_page() {
    let text = "Fetch API cannot load file:///D:/x/a.js. URL scheme must be \"http\" or \"https\" for CORS request.";
    let message = &read_console(text)[0];
    assert_eq!(causes(message), ["file-origin-null", "wrong-url-or-env"]);
    assert!(!explain(message).is_certain);
}

#[test]
fn a_reason_of_firefox_in_other_words_is_read_or_said_to_be_unread() {
    let line = |reason: &str| {
        format!(
            "Cross-Origin request Blocked : Same Origin Policy prevents the remote resource from reading at {API}. (Reason: {reason})."
        )
    };
    let read = |reason: &str| read_console(&line(reason)).remove(0);
    let missing = read("CORS 'Access-Control-Allow-Origin' header is not present");
    assert_eq!(missing.reason.as_ref().map(|reason| reason.name()), Some("missing-allow-origin"));
    assert_eq!(missing.url.as_deref(), Some(API));
    let unread = explain(&read("the moon is full"));
    assert!(unread.meaning.contains("not understood"), "{}", unread.meaning);
}

#[test]
fn a_line_of_nginx_names_the_request_and_who_refused_it() {
    let line = |upstream: &str| {
        format!(
            "2026/04/09 06:50:53 [error] 30#30: *1 connect() failed (111: Connection refused) while connecting to upstream, client: 192.0.2.1, server: , request: \"POST /api/login HTTP/1.1\", upstream: \"http://{upstream}/api/login\", host: \"localhost:8080\", referrer: \"http://localhost:8080/login\""
        )
    };
    let messages = read_console(&format!("{}\n{}", line("[::1]:3000"), line("127.0.0.1:3000")));
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].method.as_deref(), Some("POST"));
    assert_eq!(messages[0].url.as_deref(), Some("http://localhost:8080/api/login"));
    assert_eq!(messages[0].origin.as_deref(), Some("http://localhost:8080"));
    assert!(explain(&messages[0]).meaning.contains("`localhost:3000`"));
}

#[test]
fn the_target_of_a_proxy_is_asked_for_the_path_that_failed() {
    let text = "[HPM] Error occurred while trying to proxy request /api/users from localhost:3000 to http://localhost:5000 (ECONNREFUSED)";
    let call = page_call(&read_console(text)[0]);
    assert_eq!(call.url.value().map(url::Url::as_str), Some("http://localhost:5000/api/users"));
}

#[test]
fn a_call_in_a_line_of_source_is_the_one_that_a_script_says_failed() {
    for (source, method) in [
        ("`await Dio().get('http://localhost:3000/users');`", "GET"),
        ("this.http.post<User>('http://localhost:3000/users', body).subscribe();", "POST"),
        ("$http.put('http://localhost:3000/users', data)", "PUT"),
        ("$.ajax({ url: 'http://localhost:3000/users', type: 'PATCH' })", "PATCH"),
        ("requests.get('http://localhost:3000/users')", "GET"),
    ] {
        let text = format!("{source}\n\nError: DioError [DioErrorType.response]: XMLHttpRequest error.");
        let message = read_console(&text).remove(0);
        assert_eq!(message.url.as_deref(), Some("http://localhost:3000/users"), "{source}");
        assert_eq!(message.method.as_deref(), Some(method), "{source}");
    }
    let two = "Dio().get('http://a.test/x');\nDio().get('http://b.test/x');\nError: XMLHttpRequest error.";
    assert_eq!(read_console(two)[0].url, None);
}

#[test]
fn the_url_of_a_service_that_fetches_for_others_is_whole() {
    let blocked = |url: &str| {
        let text = format!(
            "Access to fetch at '{url}' from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nGET {url} net::ERR_FAILED 401"
        );
        causes(&read_console(&text)[0])[0]
    };
    assert_eq!(blocked("https://proxy.test/https://api.test"), "error-without-cors");
    assert_eq!(blocked("https://api.test//x"), "wrong-url-or-env");
}

#[test]
fn the_old_name_of_a_bad_certificate_is_known() {
    let messages = read_console(&format!("GET {API} net::ERR_INSECURE_RESPONSE"));
    assert_eq!(causes(&messages[0])[0], "tls-untrusted");
}

#[test]
fn a_line_of_old_webkit_may_be_cut_behind_its_url() {
    for between in ["\n", " \n\n"] {
        let text = format!(
            "XMLHttpRequest cannot load {API}{between}Origin {APP} is not allowed by Access-Control-Allow-Origin."
        );
        let messages = read_console(&text);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert_eq!((messages[0].url.as_deref(), messages[0].origin.as_deref()), (Some(API), Some(APP)));
    }
}

//! Programs that nobody has a row for, and what their sentences say of CORS.

use preflight_diagnosis::{explain, read_console};

/// The first cause, and the origin.
fn read(text: &str) -> Option<(&'static str, Option<String>)> {
    let messages = read_console(text);
    assert!(messages.len() <= 1, "{text}: {messages:?}");
    let message = messages.into_iter().next()?;
    let explanation = explain(&message);
    assert!(!explanation.is_certain, "{text}: nobody knows this program");
    let first = explanation.candidates.first().map(|candidate| candidate.finding.rule.name)?;
    Some((first, message.origin))
}

#[test]
fn a_sentence_tells_what_was_refused() {
    for (text, first, origin) in [
        (
            "lvl=warn msg=\"Request Origin is not authorized\" logger=live origin=http://nas.test:3000 appUrl=http://localhost:3000/",
            "origin-mismatch",
            Some("http://nas.test:3000"),
        ),
        (
            "gateway[3]: denied call, origin \"https://a.test\" is not registered",
            "origin-mismatch",
            Some("https://a.test"),
        ),
        (
            "[i:58] [warn] [WebSocket] Rejected connection from unauthorized origin: https://ws.test",
            "origin-mismatch",
            Some("https://ws.test"),
        ),
        ("AcmePolicyService did not allow origin: https://a.test", "origin-mismatch", Some("https://a.test")),
        ("acme.http: HTTP method 'OPTIONS' is not supported", "options-not-handled", None),
        ("router: no handler for OPTIONS /api", "options-not-handled", None),
        ("acme: preflight rejected, authentication required", "preflight-needs-auth", None),
        ("cause = \"Wildcard origin (`*`) cannot be passed to `Origins::list`\"", "library-misuse", None),
        ("acme: allow_credentials cannot be used with wildcard origins", "wildcard-with-credentials", None),
        (
            "acme: you can not set '*' for another option when 'allow_credential' is true",
            "wildcard-with-credentials",
            None,
        ),
        (
            "acme: Access-Control-Allow-Headers cannot contain * when allowCredentials is true",
            "wildcard-with-credentials",
            None,
        ),
        ("acme: denied, origin=null", "file-origin-null", Some("null")),
        ("acme cors: header x-token rejected", "header-not-allowed", None),
        ("acme cors: method PATCH rejected", "method-not-allowed", None),
        ("acme: XSRF verification failed", "not-cors", None),
    ] {
        assert_eq!(read(text), Some((first, origin.map(str::to_owned))), "{text}");
    }
}

#[test]
fn other_things_have_an_origin_too() {
    for text in [
        "error: failed to push some refs to 'origin'",
        "the origin server refused the connection",
        "502 bad gateway, origin failed",
        "error: invalid option 'origin'",
        "the origin of the exception is unknown",
        "[info] CORS: origin https://a.example was not refused; OPTIONS /api ok",
        "cors: origin https://a.example denied=false",
        "no error: origin https://a.example allowed, OPTIONS /api not rejected",
        "CDN: origin http://10.0.0.1 refused connection (OPTIONS tcp nodelay)",
        "error execution phase preflight: [preflight] Some fatal errors occurred: token required",
        "Preflight checks failed, authentication required",
        "INFO cors: origins ['http://localhost:3000']",
        "if (!allowed.includes(origin)) { throw new Error('origin refused'); }",
        "I think that my origin is refused",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn the_page_of_a_tunnel_stands_before_the_server() {
    for (text, first) in [
        ("You are about to visit a.ngrok-free.app, served by 192.0.2.1", "answered-before-cors"),
        ("Set and send an ngrok-skip-browser-warning request header with any value.", "answered-before-cors"),
        ("ERR_NGROK_3200\nThe endpoint a.ngrok-free.app is offline.", "unreachable"),
        ("503 - Tunnel Unavailable", "unreachable"),
        ("Just a moment...\nVerify you are human. Ray ID: 1", "answered-before-cors"),
    ] {
        let messages = read_console(text);
        let first_of = messages.first().map(|message| explain(message).candidates[0].finding.rule.name);
        assert_eq!(first_of, Some(first), "{text}");
    }
    for text in ["Just a moment...", "fetch('/x', { headers: { 'ngrok-skip-browser-warning': '1' } })"] {
        assert!(read_console(text).is_empty(), "{text}");
    }
}

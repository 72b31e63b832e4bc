//! What looks like CORS and is something else, and what is only a warning.

use crate::read::{API, APP, assert_read};

#[test]
fn what_is_not_cors_is_named() {
    for (text, engine, reason, url, cause) in [
        ("Failed to load resource: net::ERR_BLOCKED_BY_CLIENT", "chromium", "network-error", "-", "!blocked-by-client"),
        (
            "GET https://ads.example.com/t.js net::ERR_BLOCKED_BY_CLIENT",
            "chromium",
            "network-error",
            "https://ads.example.com/t.js",
            "!blocked-by-client",
        ),
        (
            "GET http://localhost:6000/x net::ERR_UNSAFE_PORT",
            "chromium",
            "network-error",
            "http://localhost:6000/x",
            "!wrong-url-or-env",
        ),
        (
            "POST https://localhost:5001/api net::ERR_CERT_AUTHORITY_INVALID",
            "chromium",
            "network-error",
            "https://localhost:5001/api",
            "!tls-untrusted",
        ),
        (
            "localhost:5000/api/todos:1  Failed to load resource: net::ERR_CONNECTION_REFUSED",
            "chromium",
            "network-error",
            "localhost:5000/api/todos",
            "!unreachable",
        ),
        ("net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS", "chromium", "network-error", "-", "!local-network-access"),
        ("net::ERR_BLOCKED_BY_ORB", "chromium", "network-error", "-", "!not-cors"),
        (
            "Refused to connect to 'https://api.example.com/todos' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
            "chromium",
            "csp",
            API,
            "!not-cors",
        ),
        (
            "Refused to connect to https://api.example.com/todos because it does not appear in the connect-src directive of the Content Security Policy.",
            "webkit",
            "csp",
            API,
            "!not-cors",
        ),
        (
            "Content Security Policy: The page’s settings blocked the loading of a resource at https://api.example.com/todos (“connect-src”).",
            "firefox",
            "csp",
            API,
            "!not-cors",
        ),
        (
            "The resource at “https://api.example.com/todos” was blocked by OpaqueResponseBlocking. Reason: “after sniff: media request”.",
            "firefox",
            "orb",
            API,
            "!not-cors",
        ),
        (
            "Cross-Origin Read Blocking (CORB) blocked cross-origin response https://api.example.com/todos with MIME type application/json.",
            "chromium",
            "orb",
            API,
            "!not-cors",
        ),
        (
            "Blocked loading mixed active content “http://api.example.com/todos”",
            "firefox",
            "mixed-content",
            "http://api.example.com/todos",
            "!mixed-content",
        ),
        (
            "Blocked request. This host (\"app.test\") is not allowed.\nTo allow this host, add \"app.test\" to `server.allowedHosts` in vite.config.js.",
            "-",
            "host-check",
            "-",
            "!not-cors",
        ),
        (
            "WebSocket connection to 'wss://api.example.com/s' failed: Error during WebSocket handshake: Unexpected response code: 403",
            "chromium",
            "websocket-handshake",
            "wss://api.example.com/s",
            "!not-cors",
        ),
        (
            "Firefox can’t establish a connection to the server at wss://api.example.com/s.",
            "firefox",
            "connection-not-opened",
            "wss://api.example.com/s",
            "unreachable",
        ),
        (
            "The FetchEvent for \"https://api.example.com/todos\" resulted in a network error response: the promise was rejected.",
            "chromium",
            "service-worker",
            API,
            "!not-cors",
        ),
        (
            "Cookie “sid” has been rejected because it is in a cross-site context and its “SameSite” is “Lax” or “Strict”.",
            "firefox",
            "cookie",
            "-",
            "!cookie-not-sent",
        ),
        ("GET https://api.example.com/todos 404 (Not Found)", "chromium", "http-status", API, "!not-cors"),
        (
            "Refused to set unsafe header \"Access-Control-Request-Method\"",
            "-",
            "forbidden-header",
            "-",
            "!frontend-sends-cors-headers",
        ),
    ] {
        assert_read(text, &[(engine, reason, url, "-", cause)]);
    }
}

#[test]
fn a_warning_is_no_failure() {
    for (text, engine, url) in [
        (
            "Cross-Origin Request Warning: The Same Origin Policy will disallow reading the remote resource at https://api.example.com/todos soon. (Reason: When the `Access-Control-Allow-Headers` is `*`, the `Authorization` header is not covered. To include the `Authorization` header, it must be explicitly listed in CORS header `Access-Control-Allow-Headers`).",
            "firefox",
            API,
        ),
        (
            "Authorization will not be covered by the wildcard symbol (*) in CORS `Access-Control-Allow-Headers` handling.",
            "chromium",
            "-",
        ),
    ] {
        assert_read(text, &[(engine, "authorization-by-wildcard", url, "-", "none")]);
    }
    assert_read(
        "Mixed Content: The page at 'https://app.example.com/' was loaded over HTTPS, but requested an insecure element 'http://cdn.example.com/a.png'. This request was automatically upgraded to HTTPS, For more information see https://blog.chromium.org/",
        &[("chromium", "mixed-content-upgraded", "http://cdn.example.com/a.png", APP, "none")],
    );
}

#[test]
fn a_policy_that_only_reports_stops_nothing() {
    for (text, engine) in [
        (
            "[Report Only] Refused to connect to 'https://api.example.com/todos' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
            "chromium",
        ),
        (
            "Connecting to 'https://api.example.com/todos' violates the following report-only Content Security Policy directive: \"connect-src 'self'\". The action has been logged, but no further action has been taken.",
            "chromium",
        ),
        (
            "[Report Only] Refused to connect to https://api.example.com/todos because it does not appear in the connect-src directive of the Content Security Policy.",
            "webkit",
        ),
        (
            "Content-Security-Policy: (Report-Only policy) The page’s settings would block the loading of a resource (connect-src) at https://api.example.com/todos because it violates the following directive: “connect-src 'self'”",
            "firefox",
        ),
        (
            "Content Security Policy: The page’s settings observed the loading of a resource at https://api.example.com/todos (“connect-src”). A CSP report is being sent.",
            "firefox",
        ),
    ] {
        assert_read(text, &[(engine, "csp-report-only", API, "-", "none")]);
    }
}

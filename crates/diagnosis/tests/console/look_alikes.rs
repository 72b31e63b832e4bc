//! What looks like CORS and is something else, and what is only a warning.

use preflight_diagnosis::{explain, read_console};

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
        ("net::ERR_BLOCKED_BY_ORB", "chromium", "orb", "-", "!not-cors"),
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
            "not-cors",
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
            "vite-hosts",
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
        (
            "[blocked] The page at https://app.example.com/ requested insecure content from http://api.example.com/todos. This content was blocked and must be served over HTTPS.",
            "webkit",
            "mixed-content",
            "http://api.example.com/todos",
            "!mixed-content",
        ),
        (
            "Error: Permission denied to access property \"document\" on cross-origin object",
            "firefox",
            "frame-access",
            "-",
            "!not-cors",
        ),
        (
            "Refused to display 'https://api.example.com/todos' in a frame because it set 'X-Frame-Options' to 'deny'.",
            "chromium",
            "frame-embedding",
            API,
            "!not-cors",
        ),
        (
            "The loading of “https://api.example.com/todos” in a frame is denied by “X-Frame-Options“ directive set to “DENY“.",
            "firefox",
            "frame-embedding",
            API,
            "!not-cors",
        ),
        (
            "SecurityError: Failed to execute 'toDataURL' on 'HTMLCanvasElement': Tainted canvases may not be exported.",
            "chromium",
            "tainted-canvas",
            "-",
            "!not-cors",
        ),
        (
            "Failed to execute 'postMessage' on 'DOMWindow': The target origin provided ('https://a.example') does not match the recipient window's origin ('https://b.example').",
            "-",
            "window-message",
            "-",
            "!not-cors",
        ),
        (
            "Cross-Origin-Opener-Policy policy would block the window.closed call.",
            "chromium",
            "opener-policy",
            "-",
            "!not-cors",
        ),
        ("Refused to get unsafe header \"X-Total-Count\"", "-", "hidden-header", "-", "!expose-headers-missing"),
        (
            "Uncaught (in promise) SyntaxError: Unexpected token '<', \"<!DOCTYPE \"... is not valid JSON",
            "chromium",
            "not-json",
            "-",
            "wrong-url-or-env",
        ),
        (
            "SyntaxError: JSON.parse: unexpected character at line 1 column 1 of the JSON data",
            "firefox",
            "not-json",
            "-",
            "wrong-url-or-env",
        ),
        ("(blocked:mixed-content)", "chromium", "mixed-content", "-", "!mixed-content"),
        ("(blocked:csp)", "chromium", "csp", "-", "!not-cors"),
        (
            "Cross-Origin Resource Sharing error: PreflightMissingAllowOriginHeader",
            "chromium",
            "missing-allow-origin",
            "-",
            "options-not-handled",
        ),
        (
            "Cross-Origin Resource Sharing error: MethodDisallowedByPreflightResponse",
            "chromium",
            "method-not-allowed",
            "-",
            "method-not-allowed",
        ),
        ("CORS Missing Allow Credentials", "firefox", "allow-credentials-not-true", "-", "!acac-missing"),
        ("CORS Allow Origin Not Matching Origin", "firefox", "allow-origin-mismatch", "-", "!origin-mismatch"),
        ("ERR_CERT_DATE_INVALID", "chromium", "network-error", "-", "!tls-untrusted"),
        ("This site can’t be reached\nERR_CONNECTION_REFUSED", "chromium", "network-error", "-", "!unreachable"),
        (
            "[vite] http proxy error: /api/todos\nError: connect ECONNREFUSED 127.0.0.1:5000",
            "-",
            "dev-proxy-refused",
            "-",
            "!unreachable",
        ),
        (
            "curl: (60) SSL certificate problem: self-signed certificate",
            "-",
            "certificate-not-trusted",
            "-",
            "!tls-untrusted",
        ),
        (
            "⚠ Blocked cross-origin request from 192.0.2.7 to /_next/* resource. To allow this, configure \"allowedDevOrigins\" in next.config",
            "-",
            "next-origins",
            "-",
            "!not-cors",
        ),
        (
            "net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep",
            "chromium",
            "coep",
            "-",
            "!not-cors",
        ),
        ("net::ERR_BLOCKED_BY_RESPONSE.NotSameSite", "chromium", "corp", "-", "!not-cors"),
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

#[test]
fn an_error_that_came_through_was_blocked_by_nobody() {
    for (text, says) in [
        ("GET https://api.example.com/todos 404 (Not Found)", "404"),
        ("api.js:2  POST https://api.example.com/todos 500 (Internal Server Error)\nload @ api.js:2", "500"),
        ("Failed to load resource: the server responded with a status of 401 (Unauthorized)", "`Authorization`"),
        ("AxiosError: Request failed with status code 401", "`Authorization`"),
    ] {
        let messages = read_console(text);
        let explanation = explain(&messages[0]);
        assert!(messages[0].came_through() && !explanation.is_certain, "{text}");
        let [only] = &explanation.candidates[..] else { panic!("{text}: {:?}", explanation.candidates) };
        assert!(only.ask.is_none() && explanation.grant.is_none(), "{text}");
        let all = format!("{} {} {}", explanation.meaning, only.why, only.finding.fix());
        assert!(all.contains(says) && !all.contains("names another mechanism"), "{text}: {all}");
    }
    // The status of a blocked response stands behind the network error, and a preflight's is nothing that a page reads.
    for text in [
        "POST https://api.example.com/todos net::ERR_FAILED 500 (Internal Server Error)",
        "OPTIONS https://api.example.com/todos 405 (Method Not Allowed)",
    ] {
        let message = &read_console(text)[0];
        assert!(!message.came_through() && !explain(message).meaning.contains("came through"), "{text}");
    }
}

#[test]
fn a_request_header_that_is_left_out_stops_nothing() {
    for name in ["Origin", "Host", "Cookie", "Content-Length", "Referer", "Connection"] {
        let text = format!("vue-resource.min.js:7 Refused to set unsafe header \"{name}\"");
        assert_read(&text, &[("-", "forbidden-header", "-", "-", "none")]);
    }
}

#[test]
fn what_does_not_say_its_cause_is_not_certain() {
    for (text, engine, reason, url, origin, cause) in [
        (
            "Access to XMLHttpRequest at ‘https://admin.example.com/’ from origin ‘https://admin.example.com/’ has been blocked by CORS policy: Request had a target IP address space of unknown yet the resource is in address space public.",
            "chromium",
            "lna-space-unset",
            "https://admin.example.com/",
            "https://admin.example.com/",
            "local-network-access",
        ),
        (
            "Cross-Origin Read Blocking (CORB) blocked cross-origin response <URL> with MIME type application/json. See <URL> for more details.",
            "chromium",
            "orb",
            "-",
            "-",
            "not-cors",
        ),
        (
            "Quellübergreifende (Cross-Origin) Anfrage blockiert: Die Gleiche-Quelle-Regel verbietet das Lesen der externen Ressource auf https://api.example.com/todos. (Grund: CORS-Kopfzeile 'Access-Control-Allow-Origin' stimmt nicht mit '(null)' überein).",
            "firefox",
            "allow-origin-without-value",
            API,
            "-",
            "no-acao",
        ),
        (
            "[Error] Cross-origin script load denied by Cross-Origin Resource Sharing policy.",
            "-",
            "safari-load-denied",
            "-",
            "-",
            "no-acao",
        ),
        (
            "j.l.IllegalArgumentException: [https://*@:;] is not a valid HTTP URL\n\tat o.s.w.u.UriComponentsBuilder.checkSchemeAndHost(UriComponentsBuilder.java:309)\n\tat o.s.w.u.UriComponentsBuilder.fromOriginHeader(UriComponentsBuilder.java:371)",
            "-",
            "spring-origin-malformed",
            "-",
            "-",
            "origin-mismatch",
        ),
        (
            "Requisição cross-origin bloqueada: A política de mesma origem (Same Origin Policy) impede a leitura do recurso remoto em https://api.example.com/todos. (Motivo: a pré-conexão CORS falhou).",
            "firefox",
            "preflight-status",
            API,
            "-",
            "preflight-needs-auth",
        ),
    ] {
        assert_read(text, &[(engine, reason, url, origin, cause)]);
    }
}

#[test]
fn schemes_files_frames_and_integrity_are_told_as_that() {
    for (text, engine, reason, url, origin, cause) in [
        (
            "Access to XMLHttpRequest at 'chrome-extension://abcdefgh/test.html' from origin 'https://app.example.com' has been blocked by CORS policy: Cross-origin requests are only supported for protocol schemes: http, data, chrome, https.",
            "chromium",
            "extension-scheme",
            "chrome-extension://abcdefgh/test.html",
            APP,
            "!not-cors",
        ),
        (
            "Access to Script at 'file:///C:/todos/docs/bootstrap.js' from origin 'null' has been blocked by CORS policy: Invalid response. Origin 'null' is therefore not allowed access.",
            "chromium",
            "network-error",
            "file:///C:/todos/docs/bootstrap.js",
            "null",
            "!file-origin-null",
        ),
        (
            "Subresource Integrity: The resource 'https://api.example.com/todos' has an integrity attribute, but the resource requires the request to be CORS enabled to check the integrity, and it is not. The resource has been blocked because the integrity cannot be enforced.",
            "chromium",
            "integrity-without-cors",
            API,
            "-",
            "!not-cors",
        ),
        (
            "Uncaught SecurityError: Failed to read the 'contentDocument' property from 'HTMLIFrameElement': Blocked a frame with origin \"https://app.example.com\" from accessing a cross-origin frame.",
            "-",
            "frame-access",
            "-",
            APP,
            "!not-cors",
        ),
        (
            "Uncaught DOMException: Blocked a frame with origin \"null\" from accessing a cross-origin frame.",
            "-",
            "frame-of-null",
            "-",
            "null",
            "!not-cors",
        ),
        (
            "Forbidden (Referer checking failed - https://app.example.com/create/ does not match any trusted origins.): /create_process/",
            "-",
            "django-csrf",
            "-",
            APP,
            "!not-cors",
        ),
        (
            "Content Security Policy: Die Einstellungen der Seite haben das\nLaden einer Ressource auf self blockiert (\"script-src https://app.example.com 'unsafe-eval'\").",
            "firefox",
            "csp",
            "-",
            "-",
            "!not-cors",
        ),
    ] {
        assert_read(text, &[(engine, reason, url, origin, cause)]);
    }
}

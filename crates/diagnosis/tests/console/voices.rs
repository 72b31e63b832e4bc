//! What others than browsers say: the row's texts name what the text names.

use preflight_diagnosis::{explain, is_cut_url, page_call, read_console};

#[test]
fn what_a_text_names_stands_in_what_is_said_of_it() {
    for (text, rule, says) in [
        (
            "Error: No matching routes for OPTIONS /api/0/x.\nWarning: Responding with 404",
            "options-not-handled",
            "`/api/0/x`",
        ),
        (
            "{\"method\":\"OPTIONS\",\"authority\":\"a.test\",\"path\":\"/x\",\"response_code\":\"405\"}",
            "options-not-handled",
            "`/x`",
        ),
        (
            "{\"request\":{\"proto\":\"HTTP/2.0\",\"method\":\"OPTIONS\",\"host\":\"a.test\",\"uri\":\"/v1\",\"headers\":{\"Origin\":[\"http://b.test\"]}},\"size\":0,\"status\":404}",
            "options-not-handled",
            "`/v1`",
        ),
        (
            "{\"DownstreamStatus\":401,\"OriginStatus\":401,\"RequestMethod\":\"OPTIONS\",\"RequestPath\":\"/v1\"}",
            "preflight-needs-auth",
            "`/v1`",
        ),
        (
            "{\n  \"request_method\": \"OPTIONS\",\n  \"request_uri\": \"/x\",\n  \"status\": \"502\"\n}",
            "proxy-error-without-cors",
            "`/x`",
        ),
        (
            "2019-12-04\t21:02:31\tLAX1\t392\t192.0.2.1\tOPTIONS\td11.cloudfront.net\t/i.html\t301\t-\tMozilla/5.0",
            "preflight-redirect",
            "`/i.html`",
        ),
        (
            "h2 2018-07-02T22:23:00.186641Z app/lb/50dc 10.0.1.2:481 10.0.0.6:90 0.000 0.002 0.000 401 401 5 257 \"OPTIONS https://a.test:443/x HTTP/2.0\"",
            "preflight-needs-auth",
            "https://a.test:443/x",
        ),
        (
            "DEBUG CORS request received with 'Origin' http://localhost:8080\nDEBUG The request's Origin header does not match any of allowed origins.",
            "origin-mismatch",
            "`http://localhost:8080`",
        ),
        (
            "{\"msg\":\"Request origin is invalid\",\"origin\":\"https://unknown.test\"}",
            "origin-mismatch",
            "`https://unknown.test`",
        ),
        (
            "warn: Microsoft.AspNetCore.Cors.Infrastructure.CorsService[11]\n      The CORS protocol does not allow specifying a wildcard (any) origin and credentials at the same time.",
            "wildcard-with-credentials",
            "the server warns",
        ),
        (
            "Failed to proxy http://localhost:8070/a/b Error: connect ECONNREFUSED ::1:8070",
            "unreachable",
            "the page's call `/a/b`",
        ),
        (
            "Uncaught Error: xhr poll error\n at Timeout._onTimeout (/app/node_modules/engine.io-client/x.js:2:1)\n at ontimeout (timers.js:488:11)",
            "unreachable",
            "Node.js",
        ),
        (
            "[pid: 3|app: 0] 1.2.3.4 () {46 vars} [Wed Jul 4] OPTIONS /api/users => generated 0 bytes in 1 msecs (HTTP/1.1 405) 3 headers",
            "options-not-handled",
            "`/api/users`",
        ),
        ("[vite] http proxy error: /v1/flags\nError: connect ECONNREFUSED ::1:3000", "unreachable", "127.0.0.1"),
        ("Error: connect ECONNREFUSED ::1:8080", "unreachable", "http://127.0.0.1:`8080`"),
        (
            "?: (corsheaders.E013) Origin 'localhost:3000' in CORS_ALLOWED_ORIGINS is missing scheme or netloc",
            "origin-mismatch",
            "`http://localhost:3000`",
        ),
        (
            "Request origin http://localhost:4201 does not have permission to access the resource.",
            "origin-mismatch",
            "`http://localhost:4201`",
        ),
        ("http://localhost:4200 is not an accepted origin.", "origin-mismatch", "`http://localhost:4200`"),
        ("\"OPTIONS /api/items HTTP/1.1\" 308 -", "preflight-redirect", "`/api/items`"),
        ("Preflight aborted: requested method 'DELETE' not allowed", "method-not-allowed", "`DELETE`"),
        (
            "SEC7123: Request header x-a was not present in the Access-Control-Allow-Headers list.",
            "header-not-allowed",
            "`x-a`",
        ),
        (
            "{\"Message\":\"The origin 'http://localhost:8000' is not allowed.\"}",
            "origin-mismatch",
            "`http://localhost:8000`",
        ),
        ("(failed)net::ERR_BLOCKED_BY_ORB", "not-cors", "error page"),
        (
            "DEBUG [org.keycloak.services.cors.DefaultCors] Invalid CORS request: origin https://192.168.17.10 not in allowed origins []",
            "origin-mismatch",
            "add `https://192.168.17.10` to Web Origins",
        ),
        (
            "[warn] p.f.c.CORSFilter - Invalid CORS request;Origin=Some(http://localhost:4200);Method=GET;Access-Control-Request-Headers=None",
            "origin-mismatch",
            "add `http://localhost:4200` to `play.filters.cors.allowedOrigins`",
        ),
        ("{\"error\":\"Invalid CORS request\"}", "origin-mismatch", "Spring"),
        (
            "ERROR Only localhost origin is allowed, but Origin header value is: https://dev.example.com",
            "origin-mismatch",
            "`https://dev.example.com`",
        ),
        (">> CORS Error: Headers are not allowed", "header-not-allowed", "AllowedHeaders"),
        (">> CORS Error: Method is not allowed", "method-not-allowed", "allowed_methods"),
        ("message \"request-origin not allowed\"", "origin-mismatch", "poem"),
        ("Request origin not allowed: http://localhost:3001", "not-cors", "`http://localhost:3001`"),
        (
            "CORS preflight fails with HTTP 401: message Full authentication is required to access this resource",
            "preflight-needs-auth",
            "http.cors",
        ),
        ("InternalServerError: http://localhost:3000 is not a valid origin", "origin-mismatch", "strapi::cors"),
        ("{\"code\":4,\"message\":\"Forbidden\"}", "origin-mismatch", "Socket.IO"),
        ("It throws an error: \"network request failed\".", "unreachable", "React Native"),
        (
            "[error] 7#7: *9 connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.1, server: x, request: \"OPTIONS /a HTTP/1.1\"",
            "proxy-error-without-cors",
            "proxy_pass",
        ),
        (
            "upstream connect error or disconnect/reset before headers. reset reason: overflow",
            "proxy-error-without-cors",
            "Envoy",
        ),
        ("{\"message\": \"Endpoint request timed out\"}", "proxy-error-without-cors", "DEFAULT_5XX"),
        // A connection that was taken is not one that nobody listens for.
        ("[vite] http proxy error: /api/x\nError: socket hang up", "unreachable", "closed the connection"),
        ("[vite] http proxy error:\nError: read ECONNRESET", "unreachable", "passed the page's call on"),
        ("DioException [connection error]: The XMLHttpRequest onError callback was called.", "no-acao", "Flutter"),
    ] {
        let messages = read_console(text);
        let explanation = explain(&messages[0]);
        let first = &explanation.candidates[0];
        assert_eq!(first.finding.rule.name, rule, "{text}");
        let said = format!("{}\n{}\n{}", explanation.meaning, first.why, first.finding.fix());
        assert!(said.contains(says), "{says} is not in {said}");
    }
}

#[test]
fn a_note_reports_no_failure() {
    let messages = read_console(
        "info: Microsoft.AspNetCore.Cors.Infrastructure.CorsService[4]\n      CORS policy execution successful.",
    );
    let explanation = explain(&messages[0]);
    assert!(explanation.candidates.is_empty() && !explanation.is_certain, "of no cause");
}

#[test]
fn a_browser_s_line_counts_more_than_what_the_script_says() {
    let text = "AxiosError: Network Error\n    at XMLHttpRequest.handleError (http://localhost:3000/bundle.js:1:2)\nAccess to XMLHttpRequest at 'http://localhost:5000/a' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let messages = read_console(text);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].url.as_deref(), Some("http://localhost:5000/a"));
}

#[test]
fn what_a_script_says_is_told_of_the_script_that_says_it() {
    for (text, reason) in [
        ("NetworkError when attempting to fetch resource.", "fetch-failed-in-firefox"),
        ("TypeError: NetworkError when attempting to fetch resource.", "fetch-failed-in-firefox"),
        ("Uncaught (in promise) TypeError: NetworkError when attempting to fetch resource.", "fetch-failed-in-firefox"),
        ("Error: NetworkError when attempting to fetch resource.", "fetch-failed-in-firefox"),
        ("Error: TypeError: Load failed", "fetch-failed-in-safari"),
        ("[Error] Unhandled Promise Rejection: TypeError: Load failed", "fetch-failed-in-safari"),
        ("TypeError: Load failed (api.example.com)", "fetch-failed-in-safari"),
        ("Load failed", "fetch-failed-in-safari"),
        ("TypeError: Failed to fetch", "fetch-failed"),
        ("AxiosError: Network Error", "axios-network-error"),
        ("Uncaught (in promise) Error: Network Error", "axios-network-error"),
        ("{ message: 'Network Error', name: 'AxiosError', code: 'ERR_NETWORK' }", "axios-network-error"),
    ] {
        let messages = read_console(text);
        assert_eq!(messages[0].reason.as_ref().map(|reason| reason.name()), Some(reason), "{text}");
    }
}

#[test]
fn an_address_that_explains_is_not_the_one_that_was_called() {
    let text = "[HPM] Error occurred while trying to proxy request /auth from localhost:8080 to https://[::1]:3000 (ECONNREFUSED) (https://nodejs.org/api/errors.html#errors_common_system_errors)";
    let messages = read_console(text);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert_eq!(messages[0].url.as_deref(), Some("https://[::1]:3000"));
}

#[test]
fn a_part_of_a_url_is_told_and_not_called() {
    for text in [
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://cms-.....",
        "Access to fetch at 'https://api.example.com/…' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "Font from origin 'http://cdn.example.com' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'http://localhost:1337' is therefore not allowed access.",
    ] {
        let messages = read_console(text);
        let url = messages[0].url.as_deref().unwrap_or_default();
        assert!(is_cut_url(url), "{url}");
        assert!(page_call(&messages[0]).url.is_unknown(), "{text}");
    }
}

#[test]
fn a_call_beside_the_message_is_the_one_that_failed() {
    let text = "DioException [connection error]: The XMLHttpRequest onError callback was called.\n│ - URL: https://api.example.com/a\n│ - METHOD: POST\n│ - HEADER:\n│ {\n│   \"x-tenant\" : \"1\",\n│   \"content-type\" : \"text/plain\"\n│ }";
    let messages = read_console(text);
    assert_eq!(messages[0].url.as_deref(), Some("https://api.example.com/a"));
    assert_eq!(messages[0].method.as_deref(), Some("POST"));
    assert_eq!(messages[0].headers, ["x-tenant"]);
    // Of two calls nobody knows which one it was.
    let text = "await fetch('https://a.example/x'); await fetch('https://b.example/y');\nTypeError: Failed to fetch";
    assert_eq!(read_console(text)[0].url, None);
}

#[test]
fn words_that_others_say_too_need_what_only_this_one_says() {
    for text in [
        // Action Cable names the origin.
        "request origin not allowed",
        "{\"ok\":true,\"message\":\"Forbidden\"}",
        "networkRequestFailedHandler()",
    ] {
        let said = read_console(text).into_iter().find_map(|message| {
            let first = explain(&message).candidates.into_iter().next()?;
            Some((explain(&message).is_certain, first.finding.rule.name))
        });
        assert_ne!(said.map(|(is_certain, _)| is_certain), Some(true), "{text}: {said:?}");
    }
}

#[test]
fn a_call_that_was_given_up_repeats_what_another_line_says() {
    let proxy = "[HPM] Error occurred while trying to proxy request /api/x from localhost:8080 to http://localhost:3000 (ECONNREFUSED)";
    let row = "GET http://localhost:8080/api/x net::ERR_ABORTED";
    assert_eq!(read_console(&format!("{proxy}\n\n{row}")).len(), 1);
    let alone = read_console(row);
    assert!(!explain(&alone[0]).is_certain);
    let with_status = read_console(&format!("{row} 404 (Not Found)"));
    assert!(with_status[0].came_through());
    let preflight = read_console("OPTIONS https://a.test/ net::ERR_ABORTED 400 (Bad Request)");
    assert!(preflight[0].is_preflight && !preflight[0].came_through());
}

#[test]
fn a_header_of_a_response_in_the_pages_call_is_named() {
    for text in [
        "NETWORK_ERR: XMLHttpRequest Exception 101: A network error occurred\naxios.post(url, data, { headers: { \"Access-Control-Allow-Origin\": \"*\" } })",
        "NetworkError: Failed to execute 'send' on 'XMLHttpRequest'\nxhr.setRequestHeader('Access-Control-Allow-Origin', '*'); new XMLHttpRequest()",
        "NetworkError: Failed to execute 'send' on 'XMLHttpRequest': Failed to load 'https://a.test/x'.\naxios({ headers: { 'Access-Control-Allow-Origin': '*' } })",
        "TypeError: Failed to fetch\nfetch('https://a.test/x', { headers: { 'Access-Control-Allow-Origin': '*' } })",
    ] {
        let explanation = explain(&read_console(text)[0]);
        let names: Vec<_> = explanation.candidates.iter().map(|candidate| candidate.finding.rule.name).collect();
        assert!(names.contains(&"frontend-sends-cors-headers") && !explanation.is_certain, "{text}: {names:?}");
    }
}

#[test]
fn a_sentence_of_the_readers_own_is_no_browsers() {
    for (text, is_browsers) in [
        ("As you see there's no Access-Control-Allow-Origin header in the response.", false),
        ("No 'Access-Control-Allow-Origin' header is present on the requested resource.", true),
        ("there is no Access-Control-Allow-Origin header present on the requested resource", true),
    ] {
        let messages = read_console(text);
        assert_eq!(messages[0].engine.is_some(), is_browsers, "{text}");
    }
}

//! Wordings of Chromium, Firefox and WebKit, today's and those of ten years ago; the old ones are those of their sources.

use preflight_diagnosis::read_console;

use crate::read::{API, APP, FIREFOX_500, assert_read};

#[test]
fn old_chromium_is_read() {
    for (text, reason, cause) in [
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access. The response had HTTP status code 502.",
            "missing-allow-origin",
            "proxy-error-without-cors",
        ),
        (
            "Failed to load https://api.example.com/todos: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
            "missing-allow-origin",
            "error-without-cors",
        ),
        (
            "Fetch API cannot load https://api.example.com/todos. Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access. The response had HTTP status code 405.",
            "missing-allow-origin",
            "options-not-handled",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. The 'Access-Control-Allow-Origin' header contains multiple values 'https://app.example.com, *', but only one is allowed. Origin 'https://app.example.com' is therefore not allowed access.",
            "multiple-allow-origin",
            "acao-duplicated",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. A wildcard '*' cannot be used in the 'Access-Control-Allow-Origin' header when the credentials flag is true. Origin 'https://app.example.com' is therefore not allowed access.",
            "wildcard-origin-with-credentials",
            "!wildcard-with-credentials",
        ),
        (
            "Fetch API cannot load https://api.example.com/todos. Credentials flag is 'true', but the 'Access-Control-Allow-Credentials' header is ''. It must be 'true' to allow credentials. Origin 'https://app.example.com' is therefore not allowed access.",
            "allow-credentials-not-true",
            "!acac-missing",
        ),
    ] {
        assert_read(text, &[("chromium", reason, API, APP, cause)]);
    }
    for (text, reason, cause) in [
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. Response for preflight has invalid HTTP status code 401",
            "preflight-status",
            "!preflight-needs-auth",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. Response for preflight is invalid (redirect)",
            "preflight-redirect",
            "!preflight-redirect",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. Request header field authorization is not allowed by Access-Control-Allow-Headers in preflight response.",
            "header-not-allowed",
            "header-not-allowed",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
            "method-not-allowed",
            "method-not-allowed",
        ),
        (
            "XMLHttpRequest cannot load https://api.example.com/todos. The request was redirected to 'https://login.example.com/', which is disallowed for cross-origin requests that require preflight.",
            "preflight-redirect",
            "redirect-to-login",
        ),
    ] {
        assert_read(text, &[("chromium", reason, API, "-", cause)]);
    }
    assert_read(
        "Font from origin 'https://cdn.example.com' has been blocked from loading by Cross-Origin Resource Sharing policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. Origin 'https://app.example.com' is therefore not allowed access.",
        &[("chromium", "missing-allow-origin", "https://cdn.example.com/…", APP, "no-acao")],
    );
}

#[test]
fn every_kind_of_request_and_a_redirect_are_read() {
    for kind in
        ["XMLHttpRequest", "script", "font", "image", "CSS stylesheet", "resource", "link element resource", "Font"]
    {
        let text = format!(
            "Access to {kind} at 'https://cdn.example.com/f' from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
        );
        let message = &read_console(&text)[0];
        assert_eq!(message.initiator.as_deref(), Some(kind));
        assert_eq!(message.url.as_deref(), Some("https://cdn.example.com/f"));
    }
    let redirected = |url: &str, from: &str| {
        format!(
            "Access to XMLHttpRequest at '{url}' (redirected from '{from}') from origin '{APP}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
        )
    };
    let login = "https://login.example.com/authorize?x=1";
    assert_read(&redirected(login, API), &[("chromium", "missing-allow-origin", login, APP, "redirect-to-login")]);
    assert_eq!(read_console(&redirected(login, API))[0].redirected_from.as_deref(), Some(API));
    let own = "https://app.example.com/api/todos";
    assert_read(&redirected(API, own), &[("chromium", "missing-allow-origin", API, APP, "dev-proxy-misused")]);
    assert_read(
        &format!(
            "Access to fetch at 'https://third.example/x' (redirected from '{API}') from origin '{APP}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value '{APP}' that is not equal to the supplied origin. Have the server send the header with a valid value."
        ),
        &[("chromium", "allow-origin-mismatch", "https://third.example/x", APP, "!redirect-taints-origin")],
    );
}

#[test]
fn values_of_the_header_are_told_apart() {
    let text = |value: &str| {
        format!(
            "Access to fetch at '{API}' from origin '{APP}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains multiple values '{value}', but only one is allowed."
        )
    };
    for (value, cause) in [
        ("*, *", "acao-duplicated"),
        ("https://app.example.com, https://app.example.com", "acao-duplicated"),
        ("*, https://app.example.com", "acao-duplicated"),
        ("https://app.example.com,https://www.example.com", "!acao-list-or-pattern"),
        ("https://app.example.com https://www.example.com", "!acao-list-or-pattern"),
        ("https://app.example.com, https://www.example.com", "acao-list-or-pattern"),
    ] {
        assert_read(&text(value), &[("chromium", "multiple-allow-origin", API, APP, cause)]);
    }
    let text = |value: &str| {
        format!(
            "Access to fetch at '{API}' from origin '{APP}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header contains the invalid value '{value}'."
        )
    };
    assert_read(&text("app.example.com"), &[("chromium", "invalid-allow-origin", API, APP, "!origin-mismatch")]);
    assert_read(&text("*.example.com"), &[("chromium", "invalid-allow-origin", API, APP, "!acao-list-or-pattern")]);
    assert_read(
        &format!(
            "Access to fetch at '{API}' from origin '{APP}' has been blocked by CORS policy: Request header field access-control-allow-origin is not allowed by Access-Control-Allow-Headers in preflight response."
        ),
        &[("chromium", "header-not-allowed", API, APP, "!frontend-sends-cors-headers")],
    );
}

#[test]
fn a_page_without_an_origin_is_named() {
    assert_read(
        "Access to XMLHttpRequest at 'file:///C:/site/data.json' from origin 'null' has been blocked by CORS policy: Cross origin requests are only supported for protocol schemes: chrome, chrome-extension, data, http, https.",
        &[("chromium", "non-http-scheme", "file:///C:/site/data.json", "null", "!file-origin-null")],
    );
    assert_read(
        &format!(
            "Access to fetch at '{API}' from origin 'null' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."
        ),
        &[("chromium", "missing-allow-origin", API, "null", "file-origin-null")],
    );
    assert_read(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at file:///home/me/data.json. (Reason: CORS request not http).",
        &[("firefox", "non-http-scheme", "file:///home/me/data.json", "-", "file-origin-null")],
    );
}

#[test]
fn firefox_is_read() {
    let line = |reason: &str| {
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {API}. (Reason: {reason}"
        )
    };
    assert_read(&line("CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 500."), &[FIREFOX_500]);
    assert_read(
        &line("CORS header 'Access-Control-Allow-Origin' missing)."),
        &[("firefox", "missing-allow-origin", API, "-", "error-without-cors")],
    );
    for (reason, name, cause) in [
        (
            "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 301.",
            "missing-allow-origin",
            "redirect-without-cors",
        ),
        (
            "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 502.",
            "missing-allow-origin",
            "proxy-error-without-cors",
        ),
        (
            "CORS header ‘Access-Control-Allow-Origin’ does not match ‘*, *’).",
            "multiple-allow-origin",
            "acao-duplicated",
        ),
        (
            "Multiple CORS header ‘Access-Control-Allow-Origin’ not allowed).",
            "multiple-allow-origin",
            "acao-duplicated",
        ),
        (
            "missing token ‘x-token’ in CORS header ‘Access-Control-Allow-Headers’ from CORS preflight channel).",
            "header-not-allowed",
            "header-not-allowed",
        ),
        (
            "invalid token ‘a b’ in CORS header ‘Access-Control-Allow-Methods’).",
            "preflight-invalid-allow-methods",
            "!malformed-allow-list",
        ),
        ("CORS preflight channel did not succeed).", "preflight-status", "preflight-needs-auth"),
        ("CORS request did not succeed). Status code: (null).", "network-error", "unreachable"),
        ("CORS disabled).", "cors-disabled", "!not-cors"),
    ] {
        assert_read(&line(reason), &[("firefox", name, API, "-", cause)]);
    }
}

#[test]
fn the_second_line_of_firefox_belongs_to_the_first() {
    let line = |url: &str, reason: &str| {
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: {reason}\n"
        )
    };
    let cascade = "CORS request did not succeed). Status code: (null).";
    let text = line(API, "CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 401.") + &line(API, cascade);
    assert_read(&text, &[("firefox", "missing-allow-origin", API, "-", "!preflight-needs-auth")]);
    // Of another URL it is a message of its own.
    let other = "http://localhost:8000/x";
    assert_read(
        &(text + &line(other, cascade)),
        &[
            ("firefox", "missing-allow-origin", API, "-", "!preflight-needs-auth"),
            ("firefox", "network-error", other, "-", "unreachable"),
        ],
    );
}

#[test]
fn safari_is_read() {
    for (first, reason, origin, cause) in [
        (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200",
            "missing-allow-origin",
            APP,
            "no-acao",
        ),
        (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin.",
            "missing-allow-origin",
            APP,
            "error-without-cors",
        ),
        ("Preflight response is not successful. Status code: 405", "preflight-status", "-", "options-not-handled"),
        ("Preflight response is not successful. Status code: 301", "preflight-status", "-", "!preflight-redirect"),
        (
            "Request header field X-Token is not allowed by Access-Control-Allow-Headers.",
            "header-not-allowed",
            "-",
            "header-not-allowed",
        ),
        ("Method PUT is not allowed by Access-Control-Allow-Methods.", "method-not-allowed", "-", "method-not-allowed"),
        (
            "Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.",
            "wildcard-origin-with-credentials",
            "-",
            "!wildcard-with-credentials",
        ),
        (
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".",
            "allow-credentials-not-true",
            "-",
            "!acac-missing",
        ),
        (
            "Access-Control-Allow-Origin cannot contain more than one origin.",
            "multiple-allow-origin",
            "-",
            "acao-duplicated",
        ),
    ] {
        let text = format!(
            "[Error] {first}\n[Error] Fetch API cannot load {API} due to access control checks.\n[Error] Failed to load resource: {first} (todos, line 0)\n[Error] TypeError: Load failed"
        );
        assert_read(&text, &[("webkit", reason, API, origin, cause)]);
        let text = text.replace("Fetch API", "XMLHttpRequest");
        assert_read(&text, &[("webkit", reason, API, origin, cause)]);
    }
    let two = "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 500\nFetch API cannot load https://a.example/ due to access control checks.\nMethod PUT is not allowed by Access-Control-Allow-Methods.\nFetch API cannot load https://b.example/ due to access control checks.";
    assert_read(
        two,
        &[
            ("webkit", "missing-allow-origin", "https://a.example/", APP, "error-without-cors"),
            ("webkit", "method-not-allowed", "https://b.example/", "-", "method-not-allowed"),
        ],
    );
}

//! From a message to the page's call: what is known of it, and that nothing is invented.

use preflight_diagnosis::{page_call, read_console};
use preflight_engine::browser::RequestMode;

const CHROMIUM: &str = "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: ";

#[test]
fn a_call_has_what_the_text_says_and_no_more() {
    // method, header, credentials, preflight
    for (reason, expected) in [
        ("No 'Access-Control-Allow-Origin' header is present on the requested resource.", (None, None, false, None)),
        (
            "Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            (None, None, false, Some(true)),
        ),
        (
            "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
            (None, None, false, Some(true)),
        ),
        (
            "Method PUT is not allowed by Access-Control-Allow-Methods in preflight response.",
            (Some("PUT"), None, false, Some(true)),
        ),
        (
            "Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response.",
            (None, Some("x-tenant"), false, Some(true)),
        ),
        (
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
            (None, None, true, None),
        ),
        (
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.\nPOST https://api.example.com/todos net::ERR_FAILED 200 (OK)",
            (Some("POST"), None, false, None),
        ),
        (
            "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.\nDELETE https://api.example.com/todos net::ERR_FAILED",
            (Some("DELETE"), None, false, Some(true)),
        ),
    ] {
        let call = page_call(&read_console(&format!("{CHROMIUM}{reason}"))[0]);
        let read = (
            call.method.value().map(String::as_str),
            call.headers.first().map(|header| header.name.as_str()),
            call.credentials.value().is_some(),
            call.preflight.value().copied(),
        );
        assert_eq!(read, expected, "{reason}");
        assert_eq!(call.url.value().map(url::Url::as_str), Some("https://api.example.com/todos"), "{reason}");
        assert_eq!(call.origin.value().map(|origin| origin.as_str()), Some("https://app.example.com"), "{reason}");
    }
}

#[test]
fn what_no_text_says_stays_unknown() {
    for text in [
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/todos. (Reason: CORS preflight response did not succeed). Status code: 401.",
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/todos. (Reason: CORS request did not succeed). Status code: (null).",
        "GET https://api.example.com/todos net::ERR_FAILED",
    ] {
        assert!(page_call(&read_console(text)[0]).origin.is_unknown(), "{text}");
    }
    // A place in a source is no URL, and other schemes cannot be asked.
    for text in [
        "localhost:5000/api/todos:1  Failed to load resource: net::ERR_CONNECTION_REFUSED",
        "Fetch API cannot load capacitor://localhost/note.txt due to access control checks.",
    ] {
        assert!(page_call(&read_console(text)[0]).url.is_unknown(), "{text}");
    }
}

#[test]
fn the_method_of_the_preflight_is_not_the_call_s() {
    let text = format!(
        "OPTIONS https://api.example.com/todos 401 (Unauthorized)\n{CHROMIUM}Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource."
    );
    let call = page_call(&read_console(&text)[0]);
    assert!(call.method.is_unknown());
    assert_eq!(call.preflight.value(), Some(&true));
}

#[test]
fn an_element_never_asks_first() {
    let text = "Access to font at 'https://cdn.example.com/a.woff2' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    assert_eq!(page_call(&read_console(text)[0]).preflight.value(), Some(&false));
}

#[test]
fn two_urls_that_contradict_each_other_are_both_kept() {
    let text = format!(
        "{CHROMIUM}No 'Access-Control-Allow-Origin' header is present on the requested resource.\nGET https://other.example.com/todos net::ERR_FAILED"
    );
    let messages = read_console(&text);
    assert_eq!(messages.len(), 1);
    assert_eq!(messages[0].contradicting_url.as_deref(), Some("https://other.example.com/todos"));
}

#[test]
fn what_stopped_it_tells_the_mode() {
    for (text, mode, preflight) in [
        (
            "GET https://cdn.example.com/a.png net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)",
            Some(RequestMode::NoCors),
            Some(false),
        ),
        (
            "The resource at “https://cdn.example.com/a.png” was blocked due to its Cross-Origin-Resource-Policy header (or lack thereof).",
            Some(RequestMode::NoCors),
            Some(false),
        ),
        // There the page's own policy decides, whatever the mode.
        (
            "GET https://cdn.example.com/a.png net::ERR_BLOCKED_BY_RESPONSE.NotSameOriginAfterDefaultedToSameOriginByCoep 200 (OK)",
            None,
            None,
        ),
        (
            "Fetch API cannot load https://cdn.example.com/a.png. Request mode is \"same-origin\" but the URL's origin is not same as the request origin https://app.example.com.",
            Some(RequestMode::SameOrigin),
            Some(false),
        ),
        ("GET https://cdn.example.com/a.png net::ERR_FAILED", None, None),
    ] {
        let call = page_call(&read_console(text)[0]);
        assert_eq!((call.mode.value().copied(), call.preflight.value().copied()), (mode, preflight), "{text}");
    }
}

/// Firefox says of a redirect without headers the same, whether it answers the preflight or the call; only how often it adds that
/// nothing came tells.
#[test]
fn a_redirect_of_firefox_is_a_preflights_where_two_requests_failed() {
    let line = |reason: &str| {
        format!(
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://a.test/api. (Reason: {reason}"
        )
    };
    let missing = line("CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 301.");
    let echo = line("CORS request did not succeed). Status code: (null).");
    for (text, expected) in [
        (format!("{missing}\n{echo}\n"), None),
        (format!("{missing}\n{echo} 2\n\nUncaught TypeError"), Some(true)),
        (format!("{missing}\n{echo}\n{echo}"), Some(true)),
        (format!("{missing}\n{echo}\n{missing}\n{echo}"), None),
        (format!("{missing}\n{echo}\n10:31:12 {missing}"), None),
    ] {
        let call = page_call(&read_console(&text)[0]);
        assert_eq!(call.preflight.value().copied(), expected, "{text}");
    }
}

//! Shapes of pasted text: wrapped, quoted, with noise around it, of several browsers at once, in other languages.

use preflight_diagnosis::{Engine, read_console};

use crate::read::{API, APP, FIREFOX_500, MISSING, assert_read};

#[test]
fn marks_of_terminals_and_issue_trackers_do_no_harm() {
    for text in [
        // Wrapped at 80 columns, between words and inside of them.
        "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.exam\nple.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' heade\nr is present on the requested resource.",
        // Typographic quotes, from a word processor.
        "Access to fetch at ‘https://api.example.com/todos’ from origin “https://app.example.com” has been blocked by CORS policy: No ‘Access-Control-Allow-Origin’ header is present on the requested resource.",
        // A quotation in Markdown, with its list mark and code marks.
        "> > - `Access to fetch at 'https://api.example.com/todos' from origin\n> > 'https://app.example.com' has been blocked by CORS policy: No\n> > 'Access-Control-Allow-Origin' header is present on the requested resource.`",
        // File and line, time, symbols, colours.
        "index.html:1 Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        "12:34:56.789 (index):12  \u{26d4} \u{1b}[31mAccess to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy:\u{1b}[0m No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        // HTML and JSON escapes.
        "localhost/:1 Access to fetch at &#39;https://api.example.com/todos&#39; from origin &#x27;https://app.example.com&#x27; has been blocked by CORS policy: No \\\"Access-Control-Allow-Origin\\\" header is present",
        // The quotes lost on the way.
        "Access to fetch at https://api.example.com/todos from origin https://app.example.com has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
        // The hint of older versions.
        "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set the request's mode to 'no-cors' to fetch the resource with CORS disabled.",
        // What the page and its libraries say.
        "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\napp.js:7 GET https://api.example.com/todos net::ERR_FAILED\nload @ app.js:7\nUncaught (in promise) TypeError: Failed to fetch\n    at load (app.js:7:3)\nAxiosError {message: 'Network Error', code: 'ERR_NETWORK'}",
        "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\napi.example.com/todos:1 Failed to load resource: net::ERR_FAILED",
    ] {
        assert_read(text, &[MISSING]);
    }
}

#[test]
fn the_status_on_the_next_line_decides() {
    let text = "Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\nPOST https://api.example.com/todos net::ERR_FAILED 500 (Internal Server Error)";
    assert_read(text, &[("chromium", "missing-allow-origin", API, APP, "error-without-cors")]);
    let message = &read_console(text)[0];
    assert_eq!((message.method.as_deref(), message.status), (Some("POST"), Some(500)));
    assert_read(
        &text.replace("500 (Internal Server Error)", "413"),
        &[("chromium", "missing-allow-origin", API, APP, "proxy-error-without-cors")],
    );
    assert_read(
        &text.replace("500 (Internal Server Error)", "200 (OK)"),
        &[("chromium", "missing-allow-origin", API, APP, "no-acao")],
    );
    // The other way round.
    let (first, second) = text.split_once('\n').unwrap();
    assert_read(&format!("{second}\n{first}"), &[("chromium", "missing-allow-origin", API, APP, "error-without-cors")]);
}

#[test]
fn several_browsers_in_one_paste_are_several_messages() {
    let text = "### Steps\nChrome:\n```\n(index):1 Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\napp.js:7     GET https://api.example.com/todos net::ERR_FAILED\n```\nFirefox:\n> Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/todos. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 500. [Learn More]\nSafari:\n[Error] Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 500\n[Error] Fetch API cannot load https://api.example.com/todos due to access control checks.\n";
    assert_read(text, &[MISSING, FIREFOX_500, ("webkit", "missing-allow-origin", API, APP, "error-without-cors")]);
}

#[test]
fn a_message_in_a_language_without_a_pack_still_has_its_url() {
    let text = "来自 CORS 的错误：无法读取https://api.example.com/todos的资源。";
    assert_read(text, &[("firefox", "translated", API, "-", "unreachable")]);
}

#[test]
fn a_text_without_a_message_gives_none() {
    for text in [
        "",
        "   \n",
        "it works fine",
        "https://api.example.com/todos",
        "I have enabled CORS on https://api.example.com and it is great",
    ] {
        assert_read(text, &[]);
    }
}

/// Every order of three lines.
const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

#[test]
fn the_three_lines_of_safari_are_one_message_in_any_order() {
    let reason = "[Error] Preflight response is not successful. Status code: 403";
    let url = "[Error] XMLHttpRequest cannot load https://api.example.com/todos due to access control checks.";
    for place in
        [" (https://api.example.com/todos)", " (https://api.example.com/todos, line 0)", " (todos, line 0)", ""]
    {
        let status = format!("[Error] Failed to load resource: the server responded with a status of 403 (){place}");
        let lines = [reason, url, &status];
        for order in ORDERS {
            let text = order.map(|at| lines[at]).join("\n");
            assert_read(&text, &[("webkit", "preflight-status", API, "-", "preflight-needs-auth")]);
        }
    }
}

#[test]
fn a_status_of_another_url_is_another_call() {
    let text = |status: &str| {
        format!(
            "{status}\n[Error] Preflight response is not successful. Status code: 403\n[Error] XMLHttpRequest cannot load https://api.example.com/todos due to access control checks.\n"
        )
    };
    let blocked = ("webkit", "preflight-status", API, "-", "preflight-needs-auth");
    let row = "[Error] Failed to load resource: the server responded with a status of 403 ()";
    let other = "https://api.example.com/users";
    let came_through = ("webkit", "http-status", other, "-", "not-cors");
    assert_read(&text(&format!("{row} ({other})")), &[came_through, blocked]);
    assert_read(&text(&format!("{row} (users, line 0)")), &[("webkit", "http-status", "-", "-", "not-cors"), blocked]);
    let behind = format!("{}{row} ({other})", text(""));
    assert_read(&behind, &[blocked, came_through]);
}

#[test]
fn what_safari_blocked_without_a_reason_did_not_come_through() {
    let text = "[Error] Failed to load resource: the server responded with a status of 403 () (todos, line 0)\n[Error] Fetch API cannot load https://api.example.com/todos due to access control checks.\n";
    let messages = preflight_diagnosis::read_console(text);
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(!messages[0].came_through());
    assert_eq!((messages[0].status, messages[0].url.as_deref()), (Some(403), Some(API)));
}

#[test]
fn a_file_that_is_called_has_no_server_that_could_listen() {
    for text in [
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at file:///C:/app/data.json. (Reason: CORS request did not succeed). Status code: (null).",
        "GET file:///C:/app/data.json net::ERR_FAILED",
        "[Error] Fetch API cannot load file:///C:/app/data.json due to access control checks.",
    ] {
        let messages = read_console(text);
        assert_eq!(messages.len(), 1, "{text}: {messages:?}");
        assert_eq!(messages[0].url.as_deref(), Some("file:///C:/app/data.json"), "{text}");
        let explanation = preflight_diagnosis::explain(&messages[0]);
        assert!(explanation.meaning.contains("nothing was sent"), "{text}: {}", explanation.meaning);
        assert!(!explanation.candidates.iter().any(|one| one.finding.rule.name == "unreachable"), "{text}");
    }
}

#[test]
fn a_row_of_firefox_tells_method_url_and_status() {
    for (text, reason, method, status, is_preflight) in [
        (
            "XHRPOSThttps://api.example.com/todos\n[HTTP/1.1 500 Internal Server Error 120ms]\n",
            "http-status",
            Some("POST"),
            Some(500),
            false,
        ),
        ("XHRPOST https://api.example.com/todos\n[HTTP/1.1 500 ]\n", "http-status", Some("POST"), Some(500), false),
        (
            "XHR GET https://api.example.com/todos [HTTP/2 404 Not Found 120ms]\n",
            "http-status",
            Some("GET"),
            Some(404),
            false,
        ),
        ("XHR\nGET\nhttps://api.example.com/todos\n[HTTP/3 503  50ms]\n", "http-status", Some("GET"), Some(503), false),
        (
            "XHROPTIONS https://api.example.com/todos\n[HTTP/1.1 405 Method Not Allowed 9ms]",
            "http-status",
            None,
            Some(405),
            true,
        ),
        ("XHROPTIONS https://api.example.com/todos CORS Failed\n", "panel-cors-error", None, None, true),
        ("XHRGET https://api.example.com/todos\nCORS Failed\n", "panel-cors-error", Some("GET"), None, false),
        ("GET\nhttps://api.example.com/todos\nNS_ERROR_DOM_BAD_URI\n", "panel-cors-error", Some("GET"), None, false),
        (
            "XHRPUThttps://api.example.com/todos\n[HTTP/1.1 200 OK 3ms]\nCORS Missing Allow Origin\n",
            "missing-allow-origin",
            Some("PUT"),
            Some(200),
            false,
        ),
        (
            "XHRGET https://api.example.com/todos NS_ERROR_CONNECTION_REFUSED\n",
            "network-error",
            Some("GET"),
            None,
            false,
        ),
    ] {
        let messages = read_console(text);
        assert_eq!(messages.len(), 1, "{text}: {messages:?}");
        let message = &messages[0];
        assert_eq!(message.engine, Some(Engine::Firefox), "{text}");
        assert_eq!(message.reason.as_ref().map(|reason| reason.name()), Some(reason), "{text}");
        assert_eq!(message.url.as_deref(), Some(API), "{text}");
        assert_eq!(
            (message.method.as_deref(), message.status, message.is_preflight),
            (method, status, is_preflight),
            "{text}"
        );
    }
}

#[test]
fn a_row_of_firefox_without_a_failure_belongs_to_the_line_about_it() {
    let row = "XHRPOST\nhttps://api.example.com/todos\n[HTTP/1.1 200 OK 3ms]\n";
    let preflight = "XHROPTIONS\nhttps://api.example.com/todos\n[HTTP/1.1 204 No Content 3ms]\n";
    let line = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/todos. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 200.\n";
    assert_read(row, &[]);
    assert_read(&format!("{preflight}{row}"), &[]);
    for text in [format!("{row}{line}"), format!("{line}{row}"), format!("{preflight}{row}{line}")] {
        let messages = read_console(&text);
        assert_eq!(messages.len(), 1, "{text}: {messages:?}");
        assert_eq!((messages[0].method.as_deref(), messages[0].status), (Some("POST"), Some(200)), "{text}");
        assert!(!messages[0].is_preflight, "{text}");
    }
}

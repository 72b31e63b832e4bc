//! `preflight explain`: red text in, cause and fix out.

use serde_json::Value;

use crate::run::{run, run_on};

const MISSING: &str = "Access to fetch at 'http://localhost:8000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
const SLASH: &str = "Access to fetch at 'http://localhost:8000/api' from origin 'http://localhost:5173' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'http://localhost:5173/' that is not equal to the supplied origin.";

#[test]
fn a_message_is_explained_from_an_argument_and_from_stdin() {
    for said in [run(&["explain", SLASH]), run_on(&["explain"], SLASH), run_on(&["explain", "-"], SLASH)] {
        assert_eq!(said.code, 1, "{}", said.err);
        assert!(said.out.contains("PF005") && said.out.contains("slash"), "{}", said.out);
    }
}

#[test]
fn an_unclear_message_has_candidates_and_the_line_that_settles_it() {
    let said = run(&["explain", MISSING, "--format", "json"]);
    let json: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!((&json[0]["certain"], said.code), (&Value::Bool(false), 1));
    assert!((2..=6).contains(&json[0]["causes"].as_array().expect("a list").len()));
    assert!(
        json[0]["causes"][0]["ask"].as_str().expect("a question").contains("preflight check http://localhost:8000/api")
    );
}

#[test]
fn the_fix_is_written_for_the_framework() {
    for (framework, line) in [
        ("express", "origin: ['http://localhost:5173']"),
        ("flask", "http://localhost:5173"),
        ("django", "CORS_ALLOWED_ORIGINS"),
        ("aspnet", "WithOrigins"),
        ("node", "http://localhost:5173"),
    ] {
        let said = run(&["explain", SLASH, "--for", framework]);
        assert!(said.out.contains(line), "{framework}: {}", said.out);
    }
}

#[test]
fn a_code_or_a_name_shows_its_page() {
    for name in ["PF012", "pf012", "acao-duplicated"] {
        let said = run(&["explain", name]);
        assert_eq!(said.code, 0);
        assert!(said.out.contains("PF012") && said.out.contains("curl") && said.out.contains("nginx"), "{}", said.out);
    }
    let json: Value = serde_json::from_str(&run(&["explain", "PF012", "--format", "json"]).out).expect("JSON");
    assert_eq!(json[0]["causes"][0]["id"], "acao-duplicated");
}

#[test]
fn words_are_looked_for_in_the_names_and_titles_of_rules() {
    let exact = run(&["explain", "trailing slash"]);
    assert!(exact.code == 0 && exact.out.contains("PF208"), "{}{}", exact.out, exact.err);
    assert!(exact.out.contains("PF005 origin-mismatch"), "what else it may be is named: {}", exact.out);
    let several = run(&["explain", "wildcard credentials"]);
    assert_eq!(several.code, 2, "{}", several.out);
    for words in ["PF021 wildcard-with-credentials", "`preflight explain CODE` shows one"] {
        assert!(several.err.contains(words), "{}", several.err);
    }
}

#[test]
fn what_is_no_message_is_told_with_its_remedy() {
    for (text, message, remedy) in [
        ("", "there is no text", "copy the red lines"),
        ("https://api.example.com/x", "is a URL", "preflight check"),
        (
            "curl https://api.example.com/",
            "a call, not a console's message",
            "preflight check https://api.example.com/",
        ),
        ("<!doctype html><p>hi", "HTML page", "console"),
        ("\u{1b}[31mhello", "holds no message", "console"),
    ] {
        let said = run_on(&["explain"], text);
        assert_eq!(said.code, 2, "{text}");
        assert!(said.err.contains(message) && said.err.contains(remedy), "{text}: {}", said.err);
        assert!(!said.err.contains('\u{1b}'));
    }
}

#[test]
fn a_policy_that_only_reports_is_no_failure() {
    for text in [
        "[Report Only] Refused to connect to 'https://api.example.com/' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
        "Content-Security-Policy: (Report-Only policy) The page’s settings would block the loading of a resource (connect-src) at https://api.example.com/ because it violates the following directive: “connect-src 'self'”",
    ] {
        let said = run(&["explain", text, "--format", "json"]);
        let json: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!((json[0]["causes"][0]["id"].as_str(), said.code), (Some("none"), 0), "{text}: {}", said.out);
    }
}

#[test]
fn what_chromium_only_announces_is_no_failure() {
    let text = "[Deprecation] The website requested a subresource from a network that it could only access because of its users' privileged network position. To mitigate these risks, Chrome deprecates requests to non-public subresources when initiated from non-secure contexts, and will start blocking them in Chrome 92 (July 2021).";
    let said = run(&["explain", text]);
    assert_eq!(said.code, 0, "{}", said.out);
}

#[test]
fn a_question_stands_on_a_line_of_its_own() {
    let said = run(&["explain", MISSING]).out;
    let questions: Vec<_> = said.lines().filter(|line| line.ends_with('?')).collect();
    assert!(!questions.is_empty(), "{said}");
    for line in questions {
        let begins = line.strip_prefix("      ").is_some_and(|text| text.starts_with(|c: char| c.is_uppercase()));
        assert!(begins && !line.contains("ask "), "{line}");
    }
}

#[test]
fn a_status_that_was_not_pasted_is_said_to_be_assumed() {
    let text = "Host: a.example\nOrigin: http://b.example\nAccess-Control-Request-Method: GET\n\nresponse:\nLocation: http://c.example/x\nServer: x\n";
    let said = run_on(&["explain"], &format!("request:\n{text}"));
    assert!(said.out.contains("PF017") && said.out.contains("the text has no status"), "{}", said.out);
}

#[test]
fn a_test_without_an_origin_says_where_it_was_redirected() {
    let text = "$ curl -I 'http://a.example/x'\nHTTP/1.1 301 Moved Permanently\nServer: Cowboy\nLocation: http://b.example/x?t=s3cret\n";
    let said = run_on(&["explain"], text);
    assert!(said.out.contains("PF006") && said.out.contains("redirected to `http://b.example/x`"), "{}", said.out);
    assert!(!said.out.contains("s3cret"), "{}", said.out);
}

#[test]
fn an_options_that_is_no_preflight_is_told() {
    let text = "$ curl -I -X OPTIONS http://api.example.com/index\nHTTP/1.1 404 Not Found\nX-Rack-CORS: preflight-hit; no-origin\n\
                Vary: Origin\n";
    let said = run_on(&["explain"], text);
    assert!(said.out.contains("OPTIONS without `Origin`") && said.out.contains("PF006"), "{}", said.out);
}

#[test]
fn a_command_and_its_response_are_judged_together() {
    let origin = "-H 'Origin: http://localhost:3000'";
    let asks = "-H 'Access-Control-Request-Method: POST'";
    for (command, head, rule, exit) in [
        (format!("-i -X OPTIONS {origin} {asks}"), "405 Not Allowed\nAllow: GET", "options-not-handled", 1),
        (format!("-i -X OPTIONS {origin} {asks}"), "401 Unauthorized\nVary: Origin", "preflight-needs-auth", 1),
        // A status that fails every preflight counts, whatever the test lacks.
        (format!("-i -X OPTIONS {origin}"), "401 Unauthorized", "preflight-needs-auth", 1),
        ("-i -X OPTIONS".to_owned(), "401 Unauthorized\nAccess-Control-Allow-Origin: *", "preflight-needs-auth", 1),
        ("-i -X OPTIONS".to_owned(), "302 Found\nLocation: /login", "preflight-redirect", 1),
        ("-i -X OPTIONS".to_owned(), "204 No Content\nAllow: GET", "no-origin-in-test", 0),
        ("-I".to_owned(), "200 OK", "no-origin-in-test", 0),
        (format!("-i {origin}"), "200 OK\nContent-Type: text/plain", "no-acao", 1),
        // Two values are none, also where the preflight was not pasted, and whoever asks.
        (
            format!("-i -X PUT {origin}"),
            "200 OK\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Origin: http://localhost:3000",
            "acao-duplicated",
            1,
        ),
        (
            "-i".to_owned(),
            "200 OK\nAccess-Control-Allow-Origin: http://a.test\nAccess-Control-Allow-Origin: http://a.test",
            "acao-duplicated",
            1,
        ),
        (
            format!("-i -X OPTIONS {origin} {asks}"),
            "400 Bad Request\nServer: uvicorn\n\nDisallowed CORS origin",
            "origin-mismatch",
            1,
        ),
    ] {
        let text = format!("$ curl {command} http://localhost:8080/items\nHTTP/1.1 {head}\n");
        let said = run_on(&["explain", "--format", "json"], &text);
        let id = format!("\"causes\":[{{\"id\":\"{rule}\"");
        assert!(said.out.replace([' ', '\n'], "").contains(&id), "{text}: {}", said.out);
        assert!(said.out.contains("http://localhost:8080/items") && said.code == exit, "{text}: {}", said.out);
    }
}

#[test]
fn what_was_answered_counts_before_what_a_browser_had_not_sent() {
    let command = "curl -i -H 'Origin: https://a.test' http://api.example.com/x";
    for (head, rule) in
        [("200 OK\nContent-Type: text/plain", "no-acao"), ("200 OK\nAccess-Control-Allow-Origin: *", "mixed-content")]
    {
        let said = run_on(&["explain"], &format!("{command}\nHTTP/1.1 {head}\n"));
        assert!(said.out.contains(rule) && said.code == 1, "{}", said.out);
    }
    // Cookies go to another origin only where the page says so.
    let text = format!("{command} -b s=1\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n");
    let said = run_on(&["explain"], &text);
    assert!(said.out.contains("wildcard-with-credentials"), "{}", said.out);
}

#[test]
fn a_log_beside_a_head_says_why_a_proxy_had_no_answer() {
    let text = "[HPM] Error occurred while trying to proxy request /api/user from localhost:4200 to https://localhost:9000 \
                (ECONNRESET) (https://nodejs.org/api/errors.html#errors_co\nmmon_system_errors)\n\n\
                Request URL: https://localhost:4200/api/user\nRequest Method: GET\nStatus Code: 504 Gateway Timeout\n";
    let said = run_on(&["explain"], text);
    assert!(said.out.contains("closed the connection") && said.code == 1, "{}", said.out);
}

#[test]
fn nothing_is_allowed_beside_a_failure_or_without_an_origin() {
    let head = "HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *\n\n[]\n";
    let allowed = format!("$ curl -i -H 'Origin: http://a.test' http://b.test/\n{head}");
    let said = run_on(&["explain"], &allowed);
    assert!(said.out.contains("allowed") && said.code == 0, "{}", said.out);
    let two = format!("$ curl -i http://b.test/\nHTTP/1.1 200 OK\n\n{allowed}");
    let said = run_on(&["explain"], &two);
    assert!(said.out.starts_with("allowed"), "{}", said.out);
    let answered = |head: &str| format!("$ curl -i -H 'Origin: http://a.test' http://b.test/\n{head}");
    let preflight = "$ curl -i -X OPTIONS -H 'Origin: http://a.test' -H 'Access-Control-Request-Method: PUT' http://b.test/\nHTTP/1.1 204 No Content\nAccess-Control-Allow-Origin: *\nAccess-Control-Allow-Methods: PUT\n\n";
    let put = format!("$ curl -i -X PUT -H 'Origin: http://a.test' http://b.test/\n{head}");
    assert!(run_on(&["explain"], &format!("{preflight}{put}")).out.starts_with("allowed"));
    for text in [
        format!("$ curl -i http://b.test/\n{head}"),
        format!("Error: Network Error\n\n{allowed}"),
        // The server quotes the value, an early head is no answer, and a line that is indented goes on with the one above.
        answered("HTTP/1.1 200 OK\nAccess-Control-Allow-Origin: \"http://a.test\"\n\n"),
        answered("HTTP/1.1 103 Early Hints\nAccess-Control-Allow-Origin: *\n\nHTTP/1.1 200 OK\nServer: x\n\n"),
        answered("HTTP/1.1 200 OK\nX-A: b\n Access-Control-Allow-Origin: *\n\n"),
        answered("{}\nAccess-Control-Allow-Origin: *\nHTTP/1.1 200 OK\nServer: x\n\n"),
        // Two answers, two URLs, two pages, two methods.
        format!("{allowed}HTTP/1.1 200 OK\nServer: x\n\n"),
        format!("{preflight}{}", put.replace("b.test/", "b.test/other")),
        format!("{}{put}", preflight.replace("http://a.test", "http://evil.test")),
        format!("{}{put}", preflight.replace("Method: PUT", "Method: DELETE")),
    ] {
        let said = run_on(&["explain"], &text);
        assert!(!said.out.starts_with("allowed"), "{}", said.out);
    }
}

#[test]
fn a_part_of_a_url_is_said_and_not_checked() {
    let said = run(&["explain", &MISSING.replace("/api", "/…")]);
    assert!(said.out.contains("only a part of the URL") && !said.out.contains("preflight check http"), "{}", said.out);
}

#[test]
fn nothing_that_was_pasted_reaches_the_terminal_raw() {
    let text = MISSING.replace("/api", "/\u{1b}]0;title\u{7}\u{202e}");
    for format in ["text", "json"] {
        let said = run_on(&["explain", "--format", format], &text);
        assert!(!said.out.chars().any(|c| (c.is_control() && c != '\n') || c == '\u{202e}'), "{:?}", said.out);
    }
}

#[test]
fn equal_causes_of_two_calls_are_told_once() {
    let line = |path: &str| {
        format!(
            "Access to fetch at 'http://localhost:8000/{path}' from origin 'http://localhost:5173' has been blocked by CORS \
             policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
        )
    };
    let text = format!("{}{}POST http://localhost:8000/c 500 (Internal Server Error)\n", line("a"), line("b"));
    let said = run_on(&["explain"], &text).out;
    assert_eq!(said.matches("no-acao").count(), 1, "{said}");
    assert!(said.contains("the causes are those above"), "{said}");
    for path in ["a", "b", "c"] {
        assert!(said.contains(&format!("preflight check http://localhost:8000/{path} ")), "{said}");
    }
    // What came through was blocked by nobody.
    assert!(said.contains("failed  POST http://localhost:8000/c") && !said.contains("certain"), "{said}");
}

#[test]
fn what_was_pasted_is_data_and_no_option() {
    let call = "-H 'Origin: https://a.test' https://b.test/x";
    for (text, id, exit) in [
        (
            "OPTIONS /x HTTP/1.1\nHost: b.test\nOrigin: http://a.test\nAccess-Control-Request-Method: GET\nAccess-Control-Request-Headers: accept, origin, x-a\n\nHTTP/1.1 405 OK\nServer: nginx".to_owned(),
            "options-not-handled",
            1,
        ),
        (format!("curl -i -X TRACE {call}\nHTTP/1.1 405 Not Allowed\nAllow: GET"), "none", 0),
        (
            "curl -i -H 'Origin: https://a.test' https://user:word@b.test/x\nHTTP/1.1 200 OK\nServer: nginx".to_owned(),
            "no-acao",
            1,
        ),
        // As people write it down, and a head without its first line.
        ("Access-Control-Allow-Origin : *\n\nAccess-Control-Allow-Origin : a.test".to_owned(), "acao-duplicated", 1),
        (format!("curl -I {call}\n\n    Vary: Accept-Encoding\n    Content-Type: text/css"), "no-acao", 1),
        (format!("curl -i {call}\n# → HTTP/1.1 500 Internal Server Error\n"), "error-without-cors", 1),
        (
            format!("curl -I {call}\nHTTP/1.1 200 OK\nServer: nginx\n\nNotice there's no Access-Control-Allow-Origin header."),
            "no-acao",
            1,
        ),
        (
            "$ curl -I 'https://b.test/x'             [±:india:∂]\nHTTP/1.1 200 OK\nAccess-Control-Allow-Origin: *".to_owned(),
            "no-origin-in-test",
            0,
        ),
    ] {
        let said = run_on(&["explain", "--format", "json"], &text);
        let first = format!("\"causes\":[{{\"id\":\"{id}\"");
        assert!(said.out.replace([' ', '\n'], "").contains(&first), "{text}: {} {}", said.out, said.err);
        assert_eq!(said.code, exit, "{text}: {}", said.out);
    }
}

#[test]
fn a_cache_that_answered_is_named_beside_the_cause() {
    let call = "curl -I -H 'Origin: https://a.test' https://cdn.test/f.js\nHTTP/2 200\n";
    for (head, is_named) in [
        ("cf-cache-status: HIT\nvary: Accept-Encoding", true),
        ("x-cache: Hit from cloudfront", true),
        ("age: 12\naccess-control-allow-origin: https://b.test", true),
        ("x-cache: HIT\nvary: Origin", false),
        ("x-cache: HIT\naccess-control-allow-origin: *", false),
        ("x-cache: MISS", false),
    ] {
        let said = run_on(&["explain", "--format", "json"], &format!("{call}{head}"));
        assert_eq!(said.out.contains("cache-without-vary"), is_named, "{head}: {}", said.out);
    }
}

#[test]
fn an_error_of_a_head_with_an_origin_may_be_a_refusal_of_it() {
    let call = "curl -I -H 'Origin: http://a.test:8788' http://localhost:8788/main.js\n";
    for (head, is_named) in [
        ("HTTP/1.1 403 Forbidden\ncontent-type: text/html", true),
        ("HTTP/1.1 400 Bad Request\n\n{\"message\":\"origin not allowed\"}", true),
        ("HTTP/1.1 400 Bad Request\n\n{\"message\":\"id is missing\"}", false),
        ("HTTP/1.1 404 Not Found", false),
    ] {
        let said = run_on(&["explain"], &format!("{call}{head}"));
        assert_eq!(said.out.contains("origin-mismatch"), is_named, "{head}: {}", said.out);
        assert_eq!(said.code, 1, "{head}: {}", said.out);
    }
}

#[test]
fn nobody_is_told_to_allow_null() {
    let head = "$ curl -v -X OPTIONS http://localhost:1880/x -H 'Origin: null' -H 'Access-Control-Request-Method: GET'\n\
                > OPTIONS /x HTTP/1.1\n> Host: localhost:1880\n> Origin: null\n> Access-Control-Request-Method: GET\n>\n";
    for status in ["401 Unauthorized", "404 Not Found", "200 OK", "403 Forbidden"] {
        let said = run_on(&["explain"], &format!("{head}< HTTP/1.1 {status}\n< X-Powered-By: Express\n"));
        assert!(!said.out.contains("Access-Control-Allow-Origin: null"), "{status}: {}", said.out);
        assert!(said.out.contains("serve the page over http"), "{status}: {}", said.out);
        assert_eq!(said.code, 1, "{status}: {}", said.out);
    }
}

#[test]
fn a_hidden_part_of_a_url_is_said_to_be_shown_by_a_flag() {
    let text = MISSING.replace("/api'", "/api?key=0123456789abcdef'");
    let said = run(&["explain", &text]);
    assert!(said.out.contains("key=…") && said.out.contains("--show-values shows it whole"), "{}", said.out);
    let whole = run(&["explain", &text, "--show-values"]);
    assert!(!whole.out.contains("--show-values shows"), "{}", whole.out);
    let refused = run(&["check", "http://localhost:8000/api?key=…", "--origin", "http://localhost:5173"]);
    assert!(refused.code == 2 && refused.err.contains("explain --show-values"), "{}", refused.err);
}

#[test]
fn a_good_preflight_says_what_it_allows() {
    let pane = "Request URL: http://localhost:3001/login\nRequest Method: OPTIONS\nStatus Code: 200 OK\n\
                Response Headers\nAccess-Control-Allow-Headers: Content-Type\nAccess-Control-Allow-Methods: GET,POST\n\
                Access-Control-Allow-Origin: http://localhost:3000\n\
                Request Headers\nAccess-Control-Request-Headers: content-type\nAccess-Control-Request-Method: POST\n";
    let said = run_on(&["explain"], pane);
    let allows =
        "the preflight allows the origin `http://localhost:3000`, the methods `GET,POST`, the headers `Content-Type`";
    assert!(said.out.contains("undetermined") && said.out.contains(allows), "{}", said.out);
}

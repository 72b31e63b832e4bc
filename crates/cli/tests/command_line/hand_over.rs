//! The command that `explain` prints, run as it stands: it is about the call that failed, and never says that it is allowed.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::{Said, run, run_on};
use crate::shells::{commands, words};

const PAGE: &str = "http://localhost:5173";

/// A server with a fault for each path.
fn faulty(line: &str) -> String {
    let allow = "Access-Control-Allow-Origin: http://localhost:5173";
    match line {
        "GET /no-options" | "POST /no-options" => format!("200 OK\r\n{allow}"),
        "OPTIONS /moved" => "308 Permanent Redirect\r\nLocation: /moved/".to_owned(),
        "GET /moved" => format!("200 OK\r\n{allow}"),
        "OPTIONS /half" => format!("204 No Content\r\n{allow}\r\nAccess-Control-Allow-Headers: content-type"),
        "GET /half" => format!("200 OK\r\n{allow}"),
        "POST /half" => "200 OK".to_owned(),
        "OPTIONS /header" => format!("204 No Content\r\n{allow}\r\nAccess-Control-Allow-Headers: accept"),
        "GET /header" => format!("200 OK\r\n{allow}"),
        "GET /slash" | "OPTIONS /slash" => format!("200 OK\r\n{allow}/"),
        _ => "404 Not Found".to_owned(),
    }
}

fn chromium(url: &str, reason: &str) -> String {
    format!("Access to fetch at '{url}' from origin '{PAGE}' has been blocked by CORS policy: {reason}")
}

fn firefox(url: &str, reason: &str) -> String {
    format!(
        "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at {url}. (Reason: {reason})."
    )
}

/// The command that a text leads to, run as it stands.
fn followed(said: &Said) -> (Vec<String>, Said) {
    let printed = commands(&said.out);
    let command = words(printed.first().unwrap_or_else(|| panic!("no command in {}", said.out)));
    let arguments: Vec<_> = command[1..].iter().map(String::as_str).collect();
    let said = run(&[&arguments[..], &["--format", "json"]].concat());
    (command, said)
}

#[test]
fn the_printed_command_finds_the_cause_of_the_call_that_failed() {
    let backend = Backend::start(faulty);
    let preflight = "Response to preflight request doesn't pass access control check: ";
    let missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    for (sentence, path, text, cause) in [
        (
            "a preflight that nobody answers, of a method that the text does not name",
            "/no-options",
            (chromium as fn(&str, &str) -> String, format!("{preflight}{missing}")),
            "options-not-handled",
        ),
        (
            "a text that does not say whether there was a preflight",
            "/no-options",
            (firefox as fn(&str, &str) -> String, "CORS header ‘Access-Control-Allow-Origin’ missing".to_owned()),
            "options-not-handled",
        ),
        (
            "a preflight that is redirected",
            "/moved",
            (chromium, format!("{preflight}Redirect is not allowed for a preflight request.")),
            "preflight-redirect",
        ),
        (
            "a header",
            "/header",
            (
                chromium,
                "Request header field x-token is not allowed by Access-Control-Allow-Headers in preflight response."
                    .to_owned(),
            ),
            "header-not-allowed",
        ),
        (
            "a response",
            "/slash",
            (
                chromium,
                "The 'Access-Control-Allow-Origin' header has a value 'http://localhost:5173/' that is not equal to the supplied origin."
                    .to_owned(),
            ),
            "origin-mismatch",
        ),
    ] {
        let url = backend.url(path);
        let text = text.0(&url, &text.1);
        let explained = run_on(&["explain", "--origin", PAGE], &text);
        assert_eq!(explained.code, 1, "{sentence}: {}{}", explained.out, explained.err);
        let (command, said) = followed(&explained);
        assert_eq!((command[2].as_str(), command[4].as_str()), (url.as_str(), PAGE), "{sentence}: {command:?}");
        let object: Value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{sentence}: {error} {}", said.err));
        assert_eq!(said.code, 1, "{sentence}: {command:?} {}", said.out);
        assert_eq!(object["findings"][0]["cause"], cause, "{sentence}: {command:?}");
        assert!(!object["verdicts"].to_string().contains("allowed"), "{sentence}: {object}");
        let next = run_on(&["explain", "--origin", PAGE, "--format", "json"], &text);
        let listed: Value = serde_json::from_str(&next.out).expect("JSON");
        assert_eq!(listed[0]["next"], serde_json::json!(command), "{sentence}: JSON and text print one command");
    }
}

#[test]
fn what_was_not_sent_is_told_with_the_command_that_sends_it() {
    let backend = Backend::start(faulty);
    let url = backend.url("/half");
    let text = format!(
        "{}\napi.js:2  POST {url} net::ERR_FAILED 200 (OK)",
        chromium(&url, "No 'Access-Control-Allow-Origin' header is present on the requested resource.")
    );
    let (command, checked) = followed(&run_on(&["explain"], &text));
    assert_eq!(checked.code, 4, "{command:?} {}", checked.out);
    assert!(backend.asked().iter().all(|line| !line.starts_with("POST")), "{:?}", backend.asked());
    let object: Value = serde_json::from_str(&checked.out).expect("JSON");
    assert_eq!((&object["visible"], &object["reason"]), (&Value::Null, &Value::Null));
    let next: Vec<_> = object["next"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    assert!(next.ends_with(&["--send-unsafe"]), "{next:?}");
    let sent = run(&next[1..]);
    assert!(sent.out.starts_with("blocked"), "{}", sent.out);
    assert!(backend.asked().contains(&"POST /half".to_owned()));
}

#[test]
fn a_page_that_nobody_named_stays_unknown() {
    let backend = Backend::start(faulty);
    let text = firefox(
        &backend.url("/slash"),
        "CORS header ‘Access-Control-Allow-Origin’ does not match ‘http://localhost:5173/’",
    );
    let said = run_on(&["explain"], &text);
    let command = words(commands(&said.out).first().expect("a command"));
    assert_eq!(command[3..5], ["--origin", "<page>"]);
    let arguments: Vec<_> = command[1..].iter().map(String::as_str).collect();
    let refused = run(&arguments);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("`<page>` stands for the origin of the page"), "{}", refused.err);
    assert!(!said.out.contains("localhost:3000"), "an origin was made up: {}", said.out);
}

#[test]
fn every_url_is_printed_so_that_three_shells_read_it_alike() {
    for url in [
        "http://a.test/x?a=1&b=2",
        "http://a.test/$(id)",
        "http://a.test/`id`",
        "http://[::1]:8080/x",
        "http://a.test/x;y|z",
        "http://a.test/{a}*?b=!c",
        "http://a.test/~x,y@z#f",
    ] {
        let text = chromium(url, "No 'Access-Control-Allow-Origin' header is present on the requested resource.");
        let said = run_on(&["explain"], &text);
        let printed = commands(&said.out);
        assert_eq!(printed.len(), 1, "{url}: {}", said.out);
        assert_eq!(words(printed[0])[..2], ["preflight", "check"], "{url}");
    }
}

/// A server that lists methods by path, and answers everything else as it should.
fn listing(line: &str) -> String {
    let allow = "Access-Control-Allow-Origin: http://localhost:5173";
    let credentials = "Access-Control-Allow-Credentials: true";
    match line {
        "OPTIONS /none" => format!("204 No Content\r\n{allow}\r\nAccess-Control-Allow-Methods: GET, POST"),
        "OPTIONS /some" => format!("204 No Content\r\n{allow}\r\nAccess-Control-Allow-Methods: GET, PUT, DELETE"),
        "OPTIONS /star" => format!("204 No Content\r\n{allow}\r\n{credentials}\r\nAccess-Control-Allow-Headers: *"),
        "OPTIONS /all" => format!(
            "204 No Content\r\n{allow}\r\n{credentials}\r\nAccess-Control-Allow-Headers: content-type, x-token, authorization\r\nAccess-Control-Allow-Methods: PUT, PATCH, DELETE"
        ),
        "GET /slashless" => "301 Moved Permanently\r\nLocation: /slashless/".to_owned(),
        _ => format!("200 OK\r\n{allow}\r\n{credentials}"),
    }
}

#[test]
fn what_the_text_leaves_open_is_asked_for_every_call_that_it_may_be() {
    let backend = Backend::start(listing);
    let method = "Did not find method in CORS header ‘Access-Control-Allow-Methods’";
    let header = "header ‘x-token’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response";
    for (sentence, path, reason, code, cause, says) in [
        ("no method is listed", "/none", method, 1, "method-not-allowed", "`PUT`, `PATCH` or `DELETE`"),
        ("some are listed", "/some", method, 4, "method-not-allowed", "`PATCH`"),
        ("all are listed by now", "/all", method, 4, "stale-preflight", ""),
        ("`*` is no name where cookies go along", "/star", header, 4, "header-not-allowed", ""),
    ] {
        let text = firefox(&backend.url(path), reason);
        let (command, said) = followed(&run_on(&["explain", "--origin", PAGE], &text));
        assert_eq!(said.code, code, "{sentence}: {command:?} {}{}", said.out, said.err);
        let object: Value = serde_json::from_str(&said.out).expect("JSON");
        let first = &object["findings"][0];
        assert_eq!(first["cause"], cause, "{sentence}: {object}");
        assert!(first["fix"].as_str().is_some_and(|fix| fix.contains(says)), "{sentence}: {first}");
        assert!(!object["verdicts"].to_string().contains("allowed"), "{sentence}: {object}");
    }
    assert!(backend.asked().iter().all(|line| line.starts_with("OPTIONS")), "{:?}", backend.asked());
}

#[test]
fn a_status_that_the_console_names_is_no_status_of_another_call() {
    let backend = Backend::start(listing);
    for (path, status, cause) in
        [("/upload", "413", "proxy-error-without-cors"), ("/slashless", "500", "error-without-cors")]
    {
        let missing = firefox(&backend.url(path), "CORS header ‘Access-Control-Allow-Origin’ missing");
        let text = format!("{missing} Status code: {status}.");
        let (command, said) = followed(&run_on(&["explain", "--origin", PAGE], &text));
        let handed = ["--said", "missing-allow-origin", "--status", status].map(str::to_owned);
        assert!(command.ends_with(&handed), "{command:?}");
        let object: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!((said.code, &object["findings"][0]["cause"]), (4, &cause.into()), "{object}");
        assert_eq!(object["findings"][0]["certainty"], "possible");
    }
}

/// Whatever is asked in its place, and sent on demand: what passes is not the call.
#[test]
fn a_call_that_was_blocked_is_never_allowed() {
    let backend = Backend::start(listing);
    let url = backend.url("/all");
    for call in [&["-X", "GET"][..], &["-X", "POST", "--data", "{}"], &["-X", "PUT"], &["-H", "x-token: 1"], &[]] {
        for blocked in ["--preflighted", "--preflighted=no", "--preflighted=unknown"] {
            let words = [&["check", &url, "--origin", PAGE, blocked, "--send-unsafe"], call].concat();
            let said = run(&words);
            assert_eq!(said.code, 4, "{words:?}: {}{}", said.out, said.err);
            assert!(said.out.starts_with("undetermined") && said.out.contains("leave out"), "{words:?}: {}", said.out);
        }
    }
}

#[test]
fn the_mode_goes_along() {
    let text = "Fetch API cannot load http://localhost:8000/x. Request mode is \"same-origin\" but the URL's origin is not same as the request origin http://localhost:5173.";
    let (command, said) = followed(&run_on(&["explain"], text));
    assert!(command.windows(2).any(|pair| pair == ["--mode", "same-origin"]), "{command:?}");
    let object: Value = serde_json::from_str(&said.out).expect("JSON");
    assert_eq!(object["findings"][0]["cause"], "same-origin-mode", "{object}");
    let text = "GET http://localhost:8000/logo.svg net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)";
    let command = words(commands(&run_on(&["explain"], text).out).first().expect("a command"));
    assert!(command.windows(2).any(|pair| pair == ["--mode", "no-cors"]), "{command:?}");
}

/// No body is printed, and none is lost: as it stands the command is about no other call.
#[test]
fn the_body_goes_along_as_what_is_not_known() {
    let backend = Backend::start(faulty);
    let url = backend.url("/half");
    for call in [
        &["check", &url, "--origin", PAGE, "-X", "POST", "--data", "{}", "-H", "Content-Type: application/json"][..],
        &["check", &url, "--origin", PAGE, "--data", "s3cret"],
        &[&format!("curl {url} -H 'Origin: {PAGE}' -d a=b")],
        &[&format!("curl {url} -H 'Origin: {PAGE}' --data-raw '{{}}' -H 'content-type: application/json'")],
        &[&format!("curl {url} -H 'Origin: {PAGE}' -F a=b")],
        &[&format!("fetch('{url}', {{method: 'POST', body: new URLSearchParams({{a: 1}})}})"), "--origin", PAGE],
        &[&format!("fetch('{url}', {{method: 'POST', body: s}})"), "--origin", PAGE],
        &["explain", &format!("curl {url} -H 'Origin: {PAGE}' -F a=b"), "--origin", PAGE],
        &[
            "explain",
            &format!(
                "POST /half HTTP/1.1\nHost: {}\nOrigin: {PAGE}\nContent-Type: text/plain\n\nHTTP/1.1 200 OK\n",
                &url[7..url.len() - 5]
            ),
        ],
    ] {
        let said = run(call);
        let whole = format!("{}{}", said.out, said.err);
        let line = whole.lines().find_map(|line| line.split_once("preflight check ").map(|(_, words)| words));
        let command = words(line.unwrap_or_else(|| panic!("{call:?}: {whole}")).trim_end_matches('`'));
        assert!(command.windows(2).any(|pair| pair == ["--data", "…"]), "{call:?}: {command:?}");
        let mut followed: Vec<_> = ["check"].into_iter().chain(command.iter().map(String::as_str)).collect();
        followed.push("--send-unsafe");
        followed.dedup();
        let told = run(&followed);
        assert_eq!(told.code, 4, "{followed:?}: {}{}", told.out, told.err);
        assert!(told.out.contains("put your body in place of `…`"), "{followed:?}: {}", told.out);
    }
    assert!(backend.asked().iter().all(|line| !line.starts_with("POST")), "{:?}", backend.asked());
    let shown = run(&["check", &url, "--origin", PAGE, "--data", "{\"a\":1}", "--show-values"]);
    assert!(shown.out.contains("--data '{\"a\":1}' --send-unsafe") && !shown.out.contains("its body"), "{}", shown.out);
}

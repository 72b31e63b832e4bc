//! A server sees of `check` what it would see of the browser.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::run;

const PAGE: &str = "http://localhost:5173";

/// A tunnel: browsers get its own page first, which allows nobody.
fn tunnel(head: &str) -> String {
    let is_browser = head.contains("user-agent: Mozilla/5.0") && head.contains("sec-fetch-mode: cors");
    match is_browser {
        true => "200 OK\r\nngrok-error-code: ERR_NGROK_6024".to_owned(),
        false => "200 OK\r\nAccess-Control-Allow-Origin: *".to_owned(),
    }
}

#[test]
fn a_page_that_only_browsers_get_is_got() {
    let backend = Backend::reading(tunnel);
    let url = backend.url("/todos");
    for (sentence, arguments, word) in [
        ("as every browser", &[][..], "blocked"),
        ("as Firefox", &["--engine", "firefox"], "blocked"),
        ("as WebKit", &["--engine", "webkit"], "blocked"),
        ("under our own name", &["--identify"], "allowed"),
        ("under another name", &["--user-agent", "curl/8"], "allowed"),
    ] {
        let said = run(&[&["check", &url, "--origin", PAGE], arguments].concat());
        assert!(said.out.starts_with(word), "{sentence}: {}", said.out);
    }
}

fn all(_: &str) -> String {
    let allow = "Access-Control-Allow";
    format!("200 OK\r\n{allow}-Origin: *\r\n{allow}-Methods: PUT\r\n{allow}-Headers: *")
}

#[test]
fn the_fields_are_those_of_the_browser_that_was_asked_for() {
    let backend = Backend::reading(all);
    let url = backend.url("/todos");
    let preflight_version = concat!("preflight/", env!("CARGO_PKG_VERSION"));
    for (arguments, name, expected) in [
        (&[][..], "User-Agent", Some("Chrome/")),
        (&[], "sec-ch-ua-mobile", Some("?0")),
        (&[], "Sec-Fetch-Site", Some("cross-site")),
        (&[], "Sec-Fetch-Dest", Some("empty")),
        (&[], "Referer", Some("http://localhost:5173/")),
        (&[], "Accept-Language", Some("en-US")),
        (&["--engine", "firefox"], "User-Agent", Some("Firefox/")),
        (&["--engine", "firefox"], "sec-ch-ua-mobile", None),
        (&["--engine", "firefox"], "Priority", Some("u=4")),
        (&["--engine", "webkit"], "User-Agent", Some("Version/")),
        (&["--identify"], "User-Agent", Some(preflight_version)),
        (&["--identify"], "Sec-Fetch-Mode", Some("cors")),
        (&["--user-agent", "acme-probe"], "User-Agent", Some("acme-probe")),
        (&["-H", "Accept: text/csv"], "Accept", Some("text/csv")),
        (&["--mode", "no-cors"], "Sec-Fetch-Mode", Some("no-cors")),
    ] {
        let said = run(&[&["check", &url, "--origin", PAGE, "--format", "json"], arguments].concat());
        let report: Value = serde_json::from_str(&said.out).expect("JSON");
        let exchange = &report["exchanges"][0];
        let fields = exchange["request"]["headers"].as_array().expect("a list");
        let value = fields.iter().find(|field| field[0] == name).map(|field| field[1].as_str().expect("text"));
        assert_eq!(value.is_some(), expected.is_some(), "{arguments:?} {name}: {value:?}");
        assert!(value.unwrap_or_default().contains(expected.unwrap_or_default()), "{arguments:?} {name}: {value:?}");
        let curl = exchange["curl"].as_str().expect("a line");
        let line = value.map(|value| format!("-H '{name}: {value}'"));
        assert!(line.is_none_or(|line| curl.contains(&line)), "{curl}");
    }
}

#[test]
fn no_more_requests_are_sent_than_one_browser_needs() {
    let backend = Backend::reading(all);
    let url = backend.url("/todos");
    run(&["check", &url, "--origin", PAGE, "-X", "PUT", "--send-unsafe", "--quick"]);
    assert_eq!(backend.asked(), ["OPTIONS /todos", "PUT /todos"]);
}

#[test]
fn a_user_agent_is_one_line() {
    let said = run(&["check", "http://127.0.0.1:9/", "--user-agent", "a\nX-B: c"]);
    assert_eq!(said.code, 2, "{}", said.err);
    assert!(said.err.contains("--user-agent"), "{}", said.err);
}

//! A page that nobody named has no list to be on: no cause is made of an origin that preflight made up.

use serde_json::Value;

use crate::backend::Backend;
use crate::run::run;

const NAMED: &str = "Access-Control-Allow-Origin: http://localhost:5871";

/// One origin for every request that is no preflight.
fn without_options(head: &str) -> String {
    match head.starts_with("OPTIONS ") {
        true => "200 OK\r\nAllow: GET,HEAD,PUT".to_owned(),
        false => format!("200 OK\r\n{NAMED}"),
    }
}

/// The same, and preflights of that origin are answered.
fn with_options(head: &str) -> String {
    match (head.starts_with("OPTIONS "), head.contains("origin: http://localhost:5871\n")) {
        (true, true) => format!("204 No Content\r\n{NAMED}\r\nAccess-Control-Allow-Methods: PUT"),
        _ => without_options(head),
    }
}

#[test]
fn the_cause_is_not_made_of_an_origin_that_nobody_named() {
    for (sentence, answer, verdict, cause) in [
        (
            "OPTIONS has no header for any origin",
            without_options as fn(&str) -> String,
            "blocked",
            Some("options-not-handled"),
        ),
        ("OPTIONS has a header for the origin of the list", with_options, "undetermined", None),
    ] {
        let backend = Backend::reading(answer);
        let said = run(&["check", &backend.url("/api/todos"), "-X", "PUT", "--format", "json"]);
        let object: Value = serde_json::from_str(&said.out).expect("JSON");
        assert_eq!(object["verdicts"]["chromium"], verdict, "{sentence}: {}", said.out);
        assert_eq!(object["findings"][0]["cause"].as_str(), cause, "{sentence}: {}", said.out);
        let text = run(&["check", &backend.url("/api/todos"), "-X", "PUT"]).out;
        assert!(!text.contains("slash"), "{sentence}: {text}");
        // What was sent is shown as it was sent; what is said of it and what is advised is about the page.
        let findings = object["findings"].as_array().expect("a list");
        for said in findings.iter().flat_map(|finding| [&finding["message"], &finding["fix"]]) {
            assert!(!said.to_string().contains(".example"), "{sentence}: {said}");
        }
        assert_eq!(text.contains("with `--origin`"), verdict == "undetermined", "{sentence}: {text}");
    }
}

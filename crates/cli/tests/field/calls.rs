//! Calls in any form that people paste, as the only argument.

use serde_json::Value;

use crate::run::run;
use crate::{field, report, strings};

#[test]
fn calls_in_any_form_are_understood() {
    let field = field();
    let cases = field["pasted"].as_array().expect("a list");
    report(cases.iter().map(|case| {
        let text = case["text"].as_str().expect("a string");
        (case["id"].to_string(), wrong(text, &case["expect"]))
    }));
}

fn wrong(text: &str, expected: &Value) -> Vec<String> {
    let said = run(&[text, "--format", "json"]);
    let Ok(checked) = serde_json::from_str::<Value>(&said.out) else { return vec![said.err] };
    let mut wrong = Vec::new();
    for key in ["method", "url", "credentials", "origin"] {
        if expected.get(key).is_some_and(|value| *value != checked[key]) {
            wrong.push(format!("{key} is {}", checked[key]));
        }
    }
    let asked = asked_headers(&checked);
    wrong.extend(
        strings(expected, "headers")
            .into_iter()
            .filter(|name| !asked.contains(name))
            .map(|name| format!("{name} is not asked for")),
    );
    wrong
}

/// The names that preflights ask for.
fn asked_headers(checked: &Value) -> Vec<String> {
    let exchanges = checked["exchanges"].as_array().cloned().unwrap_or_default();
    let fields =
        exchanges.iter().flat_map(|exchange| exchange["request"]["headers"].as_array().cloned().unwrap_or_default());
    let asked = fields.filter(|field| {
        field[0].as_str().is_some_and(|name| name.eq_ignore_ascii_case("access-control-request-headers"))
    });
    asked
        .flat_map(|field| field[1].as_str().unwrap_or_default().split(',').map(str::to_owned).collect::<Vec<_>>())
        .collect()
}

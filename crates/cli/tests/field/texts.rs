//! Texts that are piped to `explain`.

use serde_json::{Value, json};

use crate::run::run_on;
use crate::{field, report, strings, wrong_words};

#[test]
fn texts_of_consoles_servers_and_tools_are_explained() {
    let field = field();
    let cases = field["explain"].as_array().expect("a list");
    report(cases.iter().map(|case| (id(case), wrong(text(&case["text"]), &case["expect"]))));
}

#[test]
fn firefox_is_understood_in_other_languages() {
    let pack = field()["langpack"].clone();
    let languages = pack["languages"].as_object().expect("an object");
    let lines = languages.iter().flat_map(|(language, lines)| {
        lines.as_object().expect("an object").iter().map(move |(reason, line)| (language, reason, line))
    });
    report(lines.map(|(language, reason, line)| {
        let url = pack["urls"].get(reason).unwrap_or(&pack["urls"]["*"]);
        let expected = json!({ "first": pack["first"][reason], "url": url });
        (format!("{language} {reason}"), wrong(text(line), &expected))
    }));
}

fn wrong(input: &str, expected: &Value) -> Vec<String> {
    let json = run_on(&["explain", "--format", "json"], input);
    let messages: Vec<Value> = serde_json::from_str(&json.out).unwrap_or_default();
    let said = run_on(&["explain"], input);
    let mut wrong = wrong_words(expected, &format!("{}{}", said.out, said.err));
    let first = messages.first().unwrap_or(&Value::Null);
    let causes = causes(first);
    if expected.get("first").is_some() && !causes.first().is_some_and(|id| strings(expected, "first").contains(id)) {
        wrong.push(format!("first is {:?}", causes.first()));
    }
    wrong.extend(
        strings(expected, "listed")
            .into_iter()
            .filter(|id| !causes.contains(id))
            .map(|id| format!("{id} is not listed")),
    );
    let all: Vec<String> = messages.iter().flat_map(self::causes).collect();
    wrong.extend(
        strings(expected, "any").into_iter().filter(|id| !all.contains(id)).map(|id| format!("{id} is nowhere")),
    );
    for key in ["url", "origin"] {
        if expected.get(key).is_some_and(|value| *value != first[key]) {
            wrong.push(format!("{key} is {}", first[key]));
        }
    }
    if expected.get("messages").is_some_and(|count| *count != messages.len()) {
        wrong.push(format!("{} messages", messages.len()));
    }
    if let Some(codes) = expected["exit"].as_array()
        && !codes.contains(&json!(said.code))
    {
        wrong.push(format!("exit {}", said.code));
    }
    let certain: Vec<String> =
        messages.iter().filter(|message| message["certain"] == true).flat_map(self::causes).collect();
    if expected["not_certain"] == true && !certain.is_empty() {
        wrong.push("it is certain".to_owned());
    }
    wrong.extend(
        strings(expected, "not_certain_of")
            .into_iter()
            .filter(|id| certain.contains(id))
            .map(|id| format!("certain of {id}")),
    );
    wrong
}

fn causes(message: &Value) -> Vec<String> {
    let causes = message["causes"].as_array().cloned().unwrap_or_default();
    causes.iter().map(|cause| text(&cause["id"]).to_owned()).collect()
}

fn id(case: &Value) -> String {
    text(&case["id"]).to_owned()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

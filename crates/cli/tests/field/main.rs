//! What people paste, run and ask, held against what the program makes of it: `corpus/field.json`.

#[path = "../command_line/run.rs"]
mod run;

mod answers;
mod calls;
mod texts;

use serde_json::Value;

/// The corpus.
fn field() -> Value {
    serde_json::from_str(include_str!("../../../../corpus/field.json")).expect("the corpus is JSON")
}

/// The strings of a list; none where the key is missing.
fn strings(expected: &Value, key: &str) -> Vec<String> {
    let list = expected[key].as_array().cloned().unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether the text matches; `(?i)` and the like as in Python.
fn matches(pattern: &str, text: &str) -> bool {
    regex::Regex::new(pattern).expect("an expression of the corpus").is_match(text)
}

/// What of `says` and `says_not` the text gets wrong.
fn wrong_words(expected: &Value, text: &str) -> Vec<String> {
    let unsaid = strings(expected, "says").into_iter().filter(|pattern| !matches(pattern, text));
    let said = strings(expected, "says_not").into_iter().filter(|pattern| matches(pattern, text));
    unsaid
        .map(|pattern| format!("does not say {pattern}"))
        .chain(said.map(|pattern| format!("says {pattern}")))
        .collect()
}

/// Fails with a line for each case that went wrong.
fn report(cases: impl IntoIterator<Item = (String, Vec<String>)>) {
    let cases: Vec<_> = cases.into_iter().collect();
    let wrong: Vec<_> = cases
        .iter()
        .filter(|(_, wrong)| !wrong.is_empty())
        .map(|(id, wrong)| format!("{id}: {}", wrong.join("; ")))
        .collect();
    assert!(!cases.is_empty(), "the corpus holds none");
    assert!(wrong.is_empty(), "{} of {} went wrong\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

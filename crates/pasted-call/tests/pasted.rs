//! Texts as people paste them, each with the call that it is: the files of `tests/calls`. A case begins with `=== ` and its name,
//! and ends with `--- ` and the call in a line.

#![forbid(unsafe_code)]

use std::fmt::Write;
use std::fs;
use std::path::Path;

use preflight_engine::browser::CredentialsMode;
use preflight_pasted_call::{Pasted, read};

/// The call in a line: method, URL, the origin of the page, the names of the headers that need a preflight's word, credentials.
fn line_of(pasted: &Pasted) -> String {
    let call = &pasted.call;
    let method = call.method.value().map_or("?", String::as_str);
    let mut line = format!("{method} {}", call.url.value().map_or("?", |url| url.as_str()));
    if let Some(origin) = call.origin.value() {
        let _ = write!(line, " from {}", origin.as_str());
    }
    let mut names: Vec<_> = call.headers.iter().map(|header| header.name.to_ascii_lowercase()).collect();
    names.sort();
    if !names.is_empty() {
        let _ = write!(line, " with {}", names.join(", "));
    }
    match call.credentials.value() {
        Some(CredentialsMode::Include) => line.push_str(" include"),
        Some(CredentialsMode::Omit) => line.push_str(" omit"),
        Some(CredentialsMode::SameOrigin) => line.push_str(" same-origin"),
        None => {}
    }
    if let Some(Some(media_type)) = call.body_type.value() {
        let _ = write!(line, " body {}", media_type.split(';').next().unwrap_or_default());
    }
    line
}

fn outcome(text: &str) -> String {
    match read(text) {
        None => "no call".to_owned(),
        Some(Err(error)) => format!("unreadable: {error}"),
        Some(Ok(pasted)) => line_of(&pasted),
    }
}

/// The cases of a file: name, text, call.
fn cases(file: &str) -> Vec<(String, String, String)> {
    let mut cases = Vec::new();
    for case in file.split("\n=== ").map(|case| case.strip_prefix("=== ").unwrap_or(case)) {
        let (name, rest) = case.split_once('\n').expect("a name");
        let (text, expected) = rest.rsplit_once("\n---").unwrap_or_else(|| panic!("{name} has no call"));
        cases.push((name.to_owned(), text.to_owned(), expected.trim().to_owned()));
    }
    cases
}

#[test]
fn each_text_is_read_as_its_call() {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/calls");
    let mut wrong = String::new();
    let mut count = 0;
    for entry in fs::read_dir(directory).expect("the calls") {
        let path = entry.expect("a file").path();
        for (name, text, expected) in cases(&fs::read_to_string(&path).expect("a text")) {
            count += 1;
            let found = outcome(&text);
            if found != expected {
                let _ = writeln!(wrong, "{name}\n  expected {expected}\n  found    {found}");
            }
        }
    }
    assert!(wrong.is_empty(), "of {count} calls:\n{wrong}");
}

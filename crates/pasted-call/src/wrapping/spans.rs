//! What stands between backticks in a text of Markdown.

use std::borrow::Cow;

/// So many spans are looked at.
const SPANS_LIMIT: usize = 8;

/// How the line of a request begins.
const REQUESTS: [&str; 5] = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

/// What stands between fences.
pub(super) fn fenced(text: &str) -> Vec<&str> {
    parts(text).0
}

/// What stands between fences, and what outside of them.
fn parts(text: &str) -> (Vec<&str>, Vec<&str>) {
    let (mut inside, mut outside) = (Vec::new(), Vec::new());
    let (mut start, mut is_open, mut at) = (0, false, 0);
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            if is_open { &mut inside } else { &mut outside }.push(&text[start..at]);
            is_open = !is_open;
            start = at + line.len();
        }
        at += line.len();
    }
    // The last fence may have lost its end.
    if is_open { &mut inside } else { &mut outside }.push(&text[start..]);
    (inside, outside)
}

/// The spans of code that hold calls, each by itself, and then all code of the text together: one span may define what
/// another one uses.
pub(super) fn of_code(text: &str) -> Vec<Cow<'_, str>> {
    let (blocks, outside) = parts(text);
    let spans: Vec<&str> =
        outside.iter().flat_map(|part| part.split('`').skip(1).step_by(2)).take(SPANS_LIMIT).collect();
    let begins = |span: &&&str| super::CALLS.iter().chain(&REQUESTS).any(|start| span.starts_with(start));
    let mut found: Vec<Cow<'_, str>> = spans.iter().filter(begins).map(|span| Cow::Borrowed(*span)).collect();
    let is_statement = |span: &&&str| span.contains('(') || span.contains(" = ");
    let code: Vec<&str> = blocks.iter().chain(spans.iter().filter(is_statement)).copied().collect();
    if code.len() > 1 {
        found.push(Cow::Owned(code.join("\n")));
    }
    found
}

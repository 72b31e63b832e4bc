//! What a paste is read as, in one line a message.

use preflight_diagnosis::{Engine, explain, read_console};

/// What a paste is read as: engine, reason, URL, origin, and the likeliest cause; `!` before a cause that is certain.
pub type Read = (&'static str, &'static str, &'static str, &'static str, &'static str);

/// Asserts what a paste is read as.
pub fn assert_read(text: &str, expected: &[Read]) {
    let messages = read_console(text);
    let explanations: Vec<_> = messages.iter().map(explain).collect();
    let read: Vec<_> = messages
        .iter()
        .zip(&explanations)
        .map(|(message, explanation)| {
            let first = explanation.candidates.first().map_or("none", |candidate| candidate.finding.rule.name);
            let mark = if explanation.is_certain && first != "none" { "!" } else { "" };
            (
                message.engine.map_or("-", Engine::name),
                message.reason.as_ref().map_or("-", |reason| reason.name()),
                message.url.as_deref().unwrap_or("-"),
                message.origin.as_deref().unwrap_or("-"),
                format!("{mark}{first}"),
            )
        })
        .collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|&(engine, reason, url, origin, cause)| (engine, reason, url, origin, cause.to_owned()))
        .collect();
    assert_eq!(read, expected, "{text}");
}

/// The URL of most messages.
pub const API: &str = "https://api.example.com/todos";
/// The page's origin in most messages.
pub const APP: &str = "https://app.example.com";
/// Chromium's commonest message.
pub const MISSING: Read = ("chromium", "missing-allow-origin", API, APP, "error-without-cors");
/// A server error in Firefox.
pub const FIREFOX_500: Read = ("firefox", "missing-allow-origin", API, "-", "error-without-cors");

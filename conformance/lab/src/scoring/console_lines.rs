//! The lines of a console that speak of CORS, and what of them is the same each time.

use crate::browser::Engine;

/// What a line of the console must contain, or begin with, to be counted.
const CHROMIUM_LINES: [&str; 2] = ["has been blocked by CORS policy", "Request mode is \"same-origin\""];
const FIREFOX_LINES: [&str; 2] = ["Cross-Origin Request Blocked", "Cross-Origin Request Warning"];
const WEBKIT_LINES: [&str; 9] = [
    "Access-Control",
    "access control checks",
    "Cross-origin redirection",
    "Cross origin requests",
    "Preflight response",
    "CORS",
    "Credentials flag",
    "wildcard",
    "Unsafe attempt",
];

/// What Firefox prints of an opaque origin: a random identifier stands in the braces.
const NULL_PRINCIPAL: &str = "moz-nullprincipal:{";

/// The lines that count.
pub(super) fn counted_lines(engine: Engine, text: &str) -> Vec<String> {
    let counts = |line: &&str| match engine {
        Engine::Chromium => CHROMIUM_LINES.iter().any(|part| line.contains(part)),
        Engine::Firefox => FIREFOX_LINES.iter().any(|start| line.starts_with(start)),
        Engine::WebKitGtk => WEBKIT_LINES.iter().any(|part| line.contains(part)),
    };
    text.split('\n').filter(counts).map(without_identifier).collect()
}

fn without_identifier(line: &str) -> String {
    match line.split_once(NULL_PRINCIPAL).and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, after)) => format!("{before}{NULL_PRINCIPAL}}}{}", without_identifier(after)),
        None => line.to_owned(),
    }
}

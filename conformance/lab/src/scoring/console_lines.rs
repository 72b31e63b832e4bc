//! The lines of a console that speak of CORS, and what of them is the same each time.

use crate::browser::Engine;

/// What a line of the console must contain, or begin with, to be counted.
const CHROMIUM_LINES: [&str; 3] = [
    "has been blocked by CORS policy",
    "Request mode is \"same-origin\"",
    "This request has been blocked; the content must be served over HTTPS",
];
const FIREFOX_LINES: [&str; 3] =
    ["Cross-Origin Request Blocked", "Cross-Origin Request Warning", "Blocked loading mixed active content"];
const WEBKIT_LINES: [&str; 10] = [
    "[blocked] The page at",
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

/// Where the pages of the lab are, each with a number.
const LAB_PAGE: &str = "/lab/page/";

/// What Firefox prints of an opaque origin: a random identifier stands in the braces.
const NULL_PRINCIPAL: &str = "moz-nullprincipal:{";

/// The lines that count.
pub(super) fn counted_lines(engine: Engine, text: &str) -> Vec<String> {
    let counts = |line: &&str| match engine {
        Engine::Chromium => CHROMIUM_LINES.iter().any(|part| line.contains(part)),
        Engine::Firefox => FIREFOX_LINES.iter().any(|start| line.starts_with(start)),
        Engine::WebKitGtk => WEBKIT_LINES.iter().any(|part| line.contains(part)),
    };
    text.split('\n').filter(counts).map(|line| without_identifier(&without_page(line))).collect()
}

/// The lab's pages have numbers, which say nothing.
fn without_page(line: &str) -> String {
    let Some((before, rest)) = line.split_once(LAB_PAGE) else { return line.to_owned() };
    format!("{before}/{}", rest.trim_start_matches(|c: char| c.is_ascii_digit()))
}

fn without_identifier(line: &str) -> String {
    match line.split_once(NULL_PRINCIPAL).and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, after)) => format!("{before}{NULL_PRINCIPAL}}}{}", without_identifier(after)),
        None => line.to_owned(),
    }
}

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

/// What stands before the name of a page, and what after it.
const PAGE: &str = "The page at ";
const PAGE_ENDS: [&str; 2] = [" was loaded", " requested"];

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

/// The lab's pages and workers have names that say nothing.
fn without_page(line: &str) -> String {
    let after = |rest: &str| PAGE_ENDS.iter().find_map(|end| rest.find(end)).map(|at| rest[at..].to_owned());
    match line.split_once(PAGE).and_then(|(before, rest)| Some((before, after(rest)?))) {
        Some((before, after)) => format!("{before}{PAGE}{after}"),
        None => line.to_owned(),
    }
}

fn without_identifier(line: &str) -> String {
    match line.split_once(NULL_PRINCIPAL).and_then(|(before, rest)| Some((before, rest.split_once('}')?.1))) {
        Some((before, after)) => format!("{before}{NULL_PRINCIPAL}}}{}", without_identifier(after)),
        None => line.to_owned(),
    }
}

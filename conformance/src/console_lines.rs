//! The lines of a console that count, and what of them is the same each time.

use preflight_engine::browser::Console;

/// The lines about CORS and mixed content.
pub fn counted(console: Console, text: &str) -> Vec<String> {
    let lines = text.split('\n').filter(|line| is_about_cors(console, line));
    lines.map(|line| without_random(&without_page(line))).collect()
}

fn is_about_cors(console: Console, line: &str) -> bool {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| line.contains(phrase));
    match console {
        Console::Silent => false,
        Console::Chromium => has(&[
            "has been blocked by CORS policy",
            "Request mode is \"same-origin\"",
            "This request has been blocked; the content must be served over HTTPS",
        ]),
        Console::Firefox => {
            let starts =
                ["Cross-Origin Request Blocked", "Cross-Origin Request Warning", "Blocked loading mixed active"];
            starts.iter().any(|start| line.starts_with(start))
        }
        Console::WebKit => has(&[
            "[blocked] The page at",
            "automatically upgraded",
            "Access-Control",
            "access control checks",
            "Cross-origin redirection",
            "Cross origin requests",
            "Preflight response",
            "CORS",
            "Credentials flag",
            "wildcard",
            "Unsafe attempt",
        ]),
    }
}

/// The lab's pages and workers have names that say nothing.
fn without_page(line: &str) -> String {
    const PAGE: &str = "The page at ";
    let after = |rest: &str| {
        [" was loaded", " requested"].iter().find_map(|end| rest.find(end)).map(|at| rest[at..].to_owned())
    };
    match line.split_once(PAGE).and_then(|(before, rest)| Some((before, after(rest)?))) {
        Some((before, after)) => format!("{before}{PAGE}{after}"),
        None => line.to_owned(),
    }
}

/// Firefox names an opaque origin by a random identifier.
fn without_random(line: &str) -> String {
    const PRINCIPAL: &str = "moz-nullprincipal:{";
    let mut parts = line.split(PRINCIPAL);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |line, part| line + PRINCIPAL + part.split_once('}').map_or(part, |(_, rest)| rest))
}

//! Libraries that scripts load and no browser has.

use super::axios::Texts;
use super::callee::Callee;
use super::tokens::{Token, Tokens};

/// Their names as packages, and as they are quoted.
const LIBRARIES: [(&str, &str); 9] = [
    ("node-fetch", "`node-fetch`"),
    ("undici", "`undici`"),
    ("got", "`got`"),
    ("needle", "`needle`"),
    ("request", "`request`"),
    ("request-promise", "`request-promise`"),
    ("request-promise-native", "`request-promise-native`"),
    ("unirest", "`unirest`"),
    ("node-libcurl", "`node-libcurl`"),
];

/// The library that a script imports: `from 'got'`, `require('got')`, `import('got')`.
pub(super) fn imported(tokens: &Tokens<'_>) -> Option<&'static str> {
    let is_import = |at: usize| {
        let before = |steps: usize| at.checked_sub(steps).and_then(|at| tokens.name(at));
        before(1) == Some("from") || matches!(before(2), Some("require" | "import")) && tokens.is_mark(at - 1, "(")
    };
    tokens.list.iter().enumerate().find_map(|(at, token)| match token {
        Token::Text(text) if is_import(at) => quoted(text),
        _ => None,
    })
}

/// What a name calls that an import of this library gave: Postman's snippets have both.
pub(super) fn callee(path: &[&str], imported: &str) -> Option<Callee<'static>> {
    match (path, imported) {
        (["request"], "`request`") => Some(Callee::Axios(None, None, Texts::Plain)),
        (["unirest"], "`unirest`") => Some(Callee::Unirest),
        _ => None,
    }
}

/// The library that is called by this name where nothing is imported.
pub(super) fn called(root: &str) -> Option<&'static str> {
    match root {
        "got" | "undici" => quoted(root),
        "nodeFetch" => quoted("node-fetch"),
        _ => None,
    }
}

fn quoted(name: &str) -> Option<&'static str> {
    LIBRARIES.iter().find(|(package, _)| *package == name.trim_start_matches("node:")).map(|(_, quoted)| *quoted)
}

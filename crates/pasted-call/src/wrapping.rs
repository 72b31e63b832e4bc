//! What stands around a call where people copy it from: Markdown, quotation, typographic quotes, entities.

mod marked;
mod spans;

use std::borrow::Cow;

/// How the line begins with which a call does.
const CALLS: [&str; 15] = [
    "curl ",
    "wget ",
    "http ",
    "https ",
    "fetch(",
    "await fetch(",
    "axios(",
    "axios.",
    "await axios",
    "ky(",
    "ky.",
    "$.ajax(",
    "$.post(",
    "Invoke-RestMethod ",
    "Invoke-WebRequest ",
];

/// The text as it was typed: ends of lines, blanks and characters that nobody sees.
pub(crate) fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.replace(['\u{a0}', '\u{202f}', '\u{2007}'], " ").replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    text.replace(['\u{feff}', '\u{200b}', '\u{2060}'], "")
}

/// The texts in which a call is looked for, the likeliest first.
pub(crate) fn candidates(text: &str) -> Vec<Cow<'_, str>> {
    let mut candidates: Vec<Cow<'_, str>> = spans::fenced(text).into_iter().map(Cow::Borrowed).collect();
    candidates.push(Cow::Borrowed(text));
    let quoted = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('>');
    if text.lines().count() > 1 && text.lines().all(quoted) {
        let lines = text.lines().map(|line| marked::unquoted(line).unwrap_or(line));
        candidates.insert(0, Cow::Owned(lines.collect::<Vec<_>>().join("\n")));
    }
    if let Some(quoted) = marked::quoted(text) {
        candidates.insert(0, Cow::Owned(quoted));
    }
    if let Some(plain) = uncommented(text) {
        candidates.insert(0, Cow::Owned(plain));
    }
    let trimmed = text.trim();
    if let Some(inner) = trimmed.strip_prefix('`').and_then(|text| text.strip_suffix('`'))
        && !trimmed.starts_with("``")
    {
        candidates.insert(0, Cow::Borrowed(inner));
    }
    for mark in ["**", "_", "\"\"\"", "'''"] {
        // What closes without having been opened was cut off at its start.
        let inner = trimmed.strip_prefix(mark).map(|text| text.strip_suffix(mark).unwrap_or(text));
        let inner = inner.or_else(|| trimmed.strip_suffix(mark).filter(|_| mark.len() > 2));
        if let Some(inner) = inner {
            candidates.insert(0, Cow::Borrowed(inner));
        }
    }
    // The options of a command whose name was not copied along.
    if is_of_options(text) {
        candidates.push(Cow::Owned(format!("curl {text}")));
    }
    candidates.extend(spans::of_code(text));
    candidates.extend(marked::beginnings(text).into_iter().map(Cow::Owned));
    if text.contains(['‘', '’', '“', '”', '′', '″', '„', '–', '—']) {
        candidates.push(Cow::Owned(straightened(text)));
    }
    if text.contains("&quot;") || text.contains("&amp;") || text.contains("&#39;") {
        let plain = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
        candidates.push(Cow::Owned(plain.replace("&amp;", "&")));
    }
    candidates
}

/// Whether a text begins with an option and its value, and has a URL: `-X POST https://…`.
fn is_of_options(text: &str) -> bool {
    let Some((option, value)) = text.split_once(char::is_whitespace) else { return false };
    let name = option.trim_start_matches('-');
    let is_method = name.strip_prefix('X').is_some_and(|name| name.chars().all(|c| c.is_ascii_uppercase()));
    let is_option = option.starts_with("--") || option.starts_with('-') && (name.len() == 1 || is_method);
    is_option
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphabetic() || c == '-')
        && !value.trim().is_empty()
        && value.contains("://")
}

/// The text of lines that are all comments.
fn uncommented(text: &str) -> Option<String> {
    let mark = ["//", "#", "*", "--"].into_iter().find(|mark| text.trim_start().starts_with(mark))?;
    let mut plain = String::with_capacity(text.len());
    for line in text.lines().map(str::trim_start).filter(|line| !line.is_empty()) {
        plain.push_str(line.strip_prefix(mark)?);
        plain.push('\n');
    }
    Some(plain)
}

/// Quotes and hyphens as word processors write them are those of a keyboard.
pub(crate) fn straightened(text: &str) -> String {
    text.replace(['‘', '’', '′'], "'").replace(['“', '”', '″', '„'], "\"").replace('—', "--").replace('–', "-")
}

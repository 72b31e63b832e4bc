//! Literals of JavaScript, written.

use preflight_engine::OriginPattern;

use crate::pattern_expression;

/// A string in single quotes.
pub(crate) fn quote(text: &str) -> String {
    let mut quoted = String::from("'");
    for c in text.chars() {
        match c {
            '\'' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || !c.is_ascii() => quoted.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

/// An anchored regular expression for an origin pattern.
pub(crate) fn regex(pattern: &OriginPattern) -> String {
    // Within a literal a slash has to be escaped.
    format!("/^{}$/", pattern_expression::unanchored(pattern).replace("://", ":\\/\\/"))
}

/// `[a, b]`, on several lines where it is long.
pub(crate) fn list(elements: &[String], indent: &str) -> String {
    let line = format!("[{}]", elements.join(", "));
    if line.len() <= 80 {
        return line;
    }
    format!("[\n{indent}  {},\n{indent}]", elements.join(&format!(",\n{indent}  ")))
}

/// The entries of an object literal, a line each.
pub(crate) fn object(entries: &[(&str, String)]) -> String {
    entries.iter().map(|(name, value)| format!("  {name}: {value},\n")).collect()
}

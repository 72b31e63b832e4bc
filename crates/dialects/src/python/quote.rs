//! Literals of Python, written.

use preflight_engine::OriginPattern;

use crate::pattern_expression;

/// An anchored regular expression for an origin pattern. `\Z` is the end; `$` would let a line break follow.
pub(crate) fn compiled(pattern: &OriginPattern) -> String {
    format!("r\"^{}\\Z\"", pattern_expression::unanchored(pattern))
}

/// `[a, b]`, on several lines where it is long.
pub(crate) fn list(elements: &[String], indent: &str) -> String {
    let line = format!("[{}]", elements.join(", "));
    if line.len() <= 80 {
        return line;
    }
    format!("[\n{indent}    {},\n{indent}]", elements.join(&format!(",\n{indent}    ")))
}

//! Literals of C#, written.

/// A string in which a backslash is a backslash.
pub(crate) fn verbatim(text: &str) -> String {
    format!("@\"{}\"", text.replace('"', "\"\""))
}

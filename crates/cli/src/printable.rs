//! Text from outside, made safe for a terminal. Never for JSON, which has an escaping of its own.

use std::path::Path;

use preflight_policy_file::is_unseen;

/// Text with the characters escaped that nobody sees; bytes that are no UTF-8 are written `\xff`.
pub fn printable(bytes: &[u8]) -> String {
    let mut shown = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if is_unseen(c) { shown.extend(c.escape_default()) } else { shown.push(c) }
        }
        shown.push_str(&chunk.invalid().escape_ascii().to_string());
    }
    shown
}

/// A path for people.
pub fn printable_path(path: &Path) -> String {
    printable(path.as_os_str().as_encoded_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_acts_on_a_terminal_is_left() {
        for (bytes, shown) in [
            (b"todos".as_slice(), "todos"),
            ("Größe ‘x’ 漢".as_bytes(), "Größe ‘x’ 漢"),
            (b"\x1b[31mred", "\\u{1b}[31mred"),
            ("a\u{202e}b\u{200b}c\u{e0041}\u{9b}".as_bytes(), "a\\u{202e}b\\u{200b}c\\u{e0041}\\u{9b}"),
            (b"\xff\n\xc3\xa9", "\\xff\\né"),
        ] {
            assert_eq!(printable(bytes), shown);
        }
    }
}

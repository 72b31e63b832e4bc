//! Text from outside, made safe for a terminal, and values that are never printed.

use preflight_engine::header_list::is_secret;

/// What stands in place of a secret.
pub const REDACTED: &str = "…";

/// Text with its control characters escaped, those that turn the direction of what follows or are not seen too; bytes that
/// are no UTF-8 are escaped as well.
pub fn printable(bytes: &[u8]) -> String {
    let escape = |c: char| if is_shown(c) { c.to_string() } else { c.escape_default().to_string() };
    match std::str::from_utf8(bytes) {
        Ok(text) => text.chars().map(escape).collect(),
        Err(_) => bytes.escape_ascii().to_string(),
    }
}

/// The value of a field, for people and for JSON.
pub fn printable_value(name: &[u8], value: &[u8]) -> String {
    if is_secret(name) { REDACTED.to_owned() } else { printable(value) }
}

/// Whether a terminal shows a character where it stands, and does nothing else.
fn is_shown(c: char) -> bool {
    let is_unseen = matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}');
    !c.is_control() && !is_unseen
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
            ("a\u{202e}b\u{200b}c".as_bytes(), "a\\u{202e}b\\u{200b}c"),
            (b"\xff\n", "\\xff\\n"),
        ] {
            assert_eq!(printable(bytes), shown);
        }
        assert_eq!(printable_value(b"Set-Cookie", b"a=1"), REDACTED);
    }
}

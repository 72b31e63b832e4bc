//! Text from outside as a type: it cannot be printed as it is, each renderer takes it out in the way that its format needs.

use preflight_policy_file::is_unseen;
use serde::{Serialize, Serializer};

/// Text that may hold what a server or a user wrote, redacted already. It has no `Display`, so that no format can write it
/// without having chosen how.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outside(String);

impl Outside {
    /// The text with the characters escaped that nobody sees: for a terminal, and for every other format that people read.
    pub fn for_people(&self) -> String {
        printable(self.0.as_bytes())
    }

    /// The same with its tabs, which move nothing but the text itself: for lines of sources.
    pub fn for_source(&self) -> String {
        self.0.split('\t').map(|part| printable(part.as_bytes())).collect::<Vec<_>>().join("\t")
    }

    /// The text itself: for JSON, which has an escaping of its own.
    pub fn for_json(&self) -> &str {
        &self.0
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: Into<String>> From<T> for Outside {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl Serialize for Outside {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

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

    #[test]
    fn the_same_text_is_itself_in_json() {
        let outside = Outside::from("a\t\"\u{1b}");
        assert_eq!(outside.for_people(), "a\\t\"\\u{1b}");
        assert_eq!(outside.for_json(), "a\t\"\u{1b}");
    }
}

//! Words for a shell.

pub use preflight_report::{command_line, is_quotable, quoted};

#[cfg(feature = "dialects")]
use crate::printable::printable;

/// Whether a word can be shown on a terminal so that every shell reads it as exactly this text: a control character is
/// shown escaped, and some quotes have no spelling.
#[cfg(feature = "dialects")]
pub fn has_spelling(word: &str) -> bool {
    printable(word.as_bytes()) == word && (is_quotable(word) || quoted(word) != quoted("'$"))
}

#[cfg(test)]
mod tests {
    #[cfg(feature = "dialects")]
    #[test]
    fn a_name_that_cannot_be_shown_has_no_command() {
        for (name, expected) in [
            ("server.js", true),
            ("my server.js", true),
            ("it's.js", true),
            ("it's $HOME.js", false),
            ("a\nb.js", false),
            ("a\u{1b}[2J.js", false),
        ] {
            assert_eq!(super::has_spelling(name), expected, "{name:?}");
        }
    }
}

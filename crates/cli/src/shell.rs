//! Words for a shell.

pub use preflight_report::{command_line, is_quotable, quoted};

use crate::printable::printable;

/// Whether a word can be shown on a terminal so that every shell reads it as exactly this text: a control character is
/// shown escaped, and some quotes have no spelling.
pub fn has_spelling(word: &str) -> bool {
    printable(word.as_bytes()) == word && (is_quotable(word) || quoted(word) != quoted("'$"))
}

#[cfg(test)]
mod tests {
    use super::has_spelling;

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
            assert_eq!(has_spelling(name), expected, "{name:?}");
        }
    }
}

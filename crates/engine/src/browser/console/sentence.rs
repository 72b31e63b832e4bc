//! A sentence of a console, which its writer and its readers share.

use std::fmt::Display;

/// A sentence as a browser prints it, with `{}` for each value in it, and the words that give it away.
///
/// ```
/// use preflight_engine::browser::console::Sentence;
///
/// const STATUS: Sentence = Sentence::new("The answer has status {}.", "answer has status");
/// assert_eq!(STATUS.with(&[&404]), "The answer has status 404.");
/// assert_eq!(STATUS.key(), "answer has status");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentence {
    text: &'static str,
    key: &'static str,
}

impl Sentence {
    /// A sentence and its key.
    ///
    /// # Panics
    ///
    /// If the sentence does not have the key, which fails the build for a constant: who recognises a sentence by words that
    /// nobody writes never does.
    pub const fn new(text: &'static str, key: &'static str) -> Self {
        assert!(contains(text.as_bytes(), key.as_bytes()), "the key is not in the sentence");
        Self { text, key }
    }

    /// The words that no other sentence of this browser has.
    pub const fn key(&self) -> &'static str {
        self.key
    }

    /// The sentence, with `{}` for what it names.
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// The sentence with its values, in order.
    pub fn with(&self, values: &[&dyn Display]) -> String {
        let mut pieces = self.text.split("{}");
        let mut shown = pieces.next().unwrap_or_default().to_owned();
        for (piece, value) in pieces.zip(values) {
            shown.push_str(&value.to_string());
            shown.push_str(piece);
        }
        shown
    }
}

const fn contains(text: &[u8], key: &[u8]) -> bool {
    let mut start = 0;
    while start + key.len() <= text.len() {
        let mut length = 0;
        while length < key.len() && text[start + length] == key[length] {
            length += 1;
        }
        if length == key.len() {
            return true;
        }
        start += 1;
    }
    false
}

//! The name of something new, in all the spellings in which it stands somewhere.

use crate::failure::Failure;

/// Words in lower case.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Name {
    words: Vec<String>,
}

impl Name {
    /// Reads `vary-missing` or `vary_missing`.
    pub(super) fn parse(text: &str) -> Result<Self, Failure> {
        let words: Vec<_> = text.split(['-', '_']).map(str::to_owned).collect();
        let is_word = |word: &String| {
            word.starts_with(|c: char| c.is_ascii_lowercase())
                && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        match words.iter().all(is_word) {
            true => Ok(Self { words }),
            false => {
                Err(Failure::usage(format!("`{text}` is not a name: write words in lower case, such as vary-missing")))
            }
        }
    }

    /// `vary-missing`
    pub(super) fn kebab(&self) -> String {
        self.words.join("-")
    }

    /// `vary_missing`
    pub(super) fn snake(&self) -> String {
        self.words.join("_")
    }

    /// `VARY_MISSING`
    pub(super) fn constant(&self) -> String {
        self.snake().to_ascii_uppercase()
    }

    /// `vary missing`
    pub(super) fn words(&self) -> String {
        self.words.join(" ")
    }
}

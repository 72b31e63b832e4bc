//! The languages that a policy can be written in, each turned into the same document.

mod json;
mod json_value;
mod toml;

use std::ops::Range;
use std::path::Path;

use crate::document::Table;
pub(crate) use json_value::convert as convert_json_value;

/// The language of a policy file. Closed: the two that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Syntax {
    Toml,
    Json,
}

/// A text that is not of its language.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    pub(crate) message: String,
    pub(crate) span: Range<usize>,
}

impl Syntax {
    /// JSON for a path that ends so, TOML for every other.
    pub(crate) fn of(path: &Path) -> Self {
        match path.extension() {
            Some(extension) if extension.eq_ignore_ascii_case("json") => Self::Json,
            Some(_) | None => Self::Toml,
        }
    }

    pub(crate) fn parse(self, text: &str) -> Result<Table<'_>, SyntaxError> {
        match self {
            Self::Toml => toml::parse(text),
            Self::Json => json::parse(text),
        }
    }
}

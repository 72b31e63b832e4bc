//! What fixes a finding, and how safe it is to do.

use crate::evidence::Position;

/// A change that fixes a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What to do, in one sentence.
    pub sentence: String,
    /// How safe it is to do without a person.
    pub safety: Safety,
    /// The change itself, as far as it can be written down.
    pub change: Change,
}

/// How safe a fix is to apply without a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Safety {
    /// It takes nothing from anybody and allows nobody besides.
    Safe,
    /// It may change what somebody else may do; a person has to agree.
    Unsafe,
    /// It is to be read, not applied.
    ShownOnly,
}

/// The change that a fix makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A sentence is all there is.
    Advice,
    /// Response headers to send, in this order, in place of those of the same names.
    Headers(Vec<(String, String)>),
    /// A piece of configuration.
    Snippet {
        /// The system that it is for, by its name in `--for`.
        system: &'static str,
        /// The text.
        text: String,
    },
    /// Edits of files.
    Edits(Vec<Edit>),
}

/// One edit of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file, as the user named it.
    pub file: String,
    /// Where the old text begins.
    pub from: Position,
    /// Where the old text ends.
    pub to: Position,
    /// What stands there instead.
    pub text: String,
}

impl Fix {
    /// Only a sentence.
    pub fn advice(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), safety: Safety::ShownOnly, change: Change::Advice }
    }

    /// Response headers, which whoever owns the server has to send.
    pub fn headers(sentence: impl Into<String>, headers: Vec<(String, String)>) -> Self {
        Self { sentence: sentence.into(), safety: Safety::ShownOnly, change: Change::Headers(headers) }
    }
}

impl Safety {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::ShownOnly => "shown-only",
        }
    }
}

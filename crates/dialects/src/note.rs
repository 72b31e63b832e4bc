//! What a translation could not say, and where in the source it stands.

use std::fmt;

use crate::code::{Code, NoteSeverity};

/// One difference between a configuration and its translation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationNote {
    /// The kind of difference; its name is stable.
    pub code: Code,
    /// The value, the rule, and what was done about it.
    pub message: String,
    /// The line in the source, from 1. On an export, 0: a policy has no place in a source.
    pub line: usize,
    /// The column in that line, in characters, from 1. On an export, 0.
    pub column: usize,
}

/// A place in a source: line and column, both from 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Site {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

/// The notes of one translation, each said once.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    notes: Vec<ConfigurationNote>,
    let_in: Vec<LetIn>,
}

/// Whom a source lets in, and the policy made of it leaves out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LetIn {
    /// An origin, or the words for several.
    pub(crate) who: String,
    /// Whether strangers can have a name that is let in.
    pub(crate) is_open: bool,
    pub(crate) site: Site,
}

impl ConfigurationNote {
    /// How much the difference matters.
    pub fn severity(&self) -> NoteSeverity {
        self.code.severity()
    }
}

impl fmt::Display for ConfigurationNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.line > 0 {
            write!(f, "{}:{}: ", self.line, self.column)?;
        }
        let rule = self.code.rule();
        write!(f, "{}: {} [{} {}]", self.severity().name(), self.message, rule.code, rule.name)
    }
}

impl Notes {
    pub(crate) fn note(&mut self, code: Code, site: Site, message: impl Into<String>) {
        let note = ConfigurationNote { code, message: message.into(), line: site.line, column: site.column };
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Somebody whom the source lets in, and the policy does not.
    pub(crate) fn lets_in(&mut self, who: impl Into<String>, is_open: bool, site: Site) {
        let let_in = LetIn { who: who.into(), is_open, site };
        if !self.let_in.contains(&let_in) {
            self.let_in.push(let_in);
        }
    }

    /// Those, in the order in which they were met.
    pub(crate) fn let_in(&self) -> &[LetIn] {
        &self.let_in
    }

    /// A loss of an export, which has no place.
    pub(crate) fn loss(&mut self, code: Code, message: impl Into<String>) {
        self.note(code, Site::default(), message);
    }

    /// The notes in the order of the source.
    pub(crate) fn into_sorted(mut self) -> Vec<ConfigurationNote> {
        self.notes.sort_by_key(|note| (note.line, note.column));
        self.notes
    }
}

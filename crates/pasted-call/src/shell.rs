//! A command line of a shell: the command that makes the call, and its words.

mod caret;
mod find;
mod right_prompt;
mod words;

pub(crate) use find::{Command, Tool, find, is_tool};

/// A word, and the first variable in it whose value is not in the text; its `$NAME` stays in the word.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) missing: Option<String>,
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), missing: None }
    }
}

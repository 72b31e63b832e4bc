//! The errors of commands, each with the exit code that it ends with.

use std::fmt;

pub use preflight_report::Exit;
use preflight_report::Role;

/// A command that could not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong: the value, as far as it is shown, and the rule. Control characters are escaped already.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

impl Failure {
    /// The arguments or the configuration are wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None, notes: Vec::new() }
    }

    /// Adds what to do about it.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds what else is worth knowing.
    pub fn with_notes(self, notes: impl IntoIterator<Item = String>) -> Self {
        Self { notes: notes.into_iter().collect(), ..self }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (error, help) = (Role::Bad.style(), Role::Label.style());
        write!(f, "{error}error:{error:#} {}", self.message)?;
        if let Some(text) = &self.help {
            write!(f, "\n{help}help:{help:#}  {text}")?;
        }
        self.notes.iter().try_for_each(|note| write!(f, "\n{help}note:{help:#}  {note}"))
    }
}

//! Exit codes, a contract with scripts, and the errors that carry one.

use std::fmt;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};

const ERROR: Style = AnsiColor::Red.on_default().bold();
const HELP: Style = AnsiColor::Cyan.on_default().bold();

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: allowed, nothing found, done.
    Good,
    /// 1: blocked, something found.
    Findings,
    /// 2: the arguments or the configuration are wrong.
    Usage,
    /// 3: the target does not answer.
    Unreachable,
    /// 4: what decides was not sent, or is not known.
    Undetermined,
}

/// A command that could not do its work.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What is wrong: the value, as far as it is shown, and the rule. Control characters are escaped already.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
}

impl Failure {
    /// The arguments or the configuration are wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into(), help: None }
    }

    /// Adds what to do about it.
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Good => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Unreachable => 3,
            Exit::Undetermined => 4,
        })
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{ERROR}error:{ERROR:#} {}", self.message)?;
        match &self.help {
            Some(help) => write!(f, "\n{HELP}help:{HELP:#}  {help}"),
            None => Ok(()),
        }
    }
}

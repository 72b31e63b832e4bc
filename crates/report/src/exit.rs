//! Exit codes, a contract with scripts.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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

impl Exit {
    /// The code.
    pub fn code(self) -> u8 {
        match self {
            Self::Good => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Unreachable => 3,
            Self::Undetermined => 4,
        }
    }

    /// Which of two ends is told where a command has several: a fault in what was asked before what was found, and what was
    /// found before what is not known.
    #[must_use]
    pub fn or_worse(self, other: Self) -> Self {
        let rank = |exit: Self| match exit {
            Self::Good => 0,
            Self::Undetermined => 1,
            Self::Unreachable => 2,
            Self::Findings => 3,
            Self::Usage => 4,
        };
        if rank(other) > rank(self) { other } else { self }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

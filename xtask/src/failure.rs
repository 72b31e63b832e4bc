//! Why a chore ends early, in one line.

use std::fmt;
use std::process::ExitCode;

/// A failure, and whose it is.
#[derive(Debug)]
pub struct Failure {
    line: String,
    exit_code: u8,
}

impl Failure {
    /// Something was found.
    pub fn found(line: impl Into<String>) -> Self {
        Self { line: line.into(), exit_code: 1 }
    }

    /// The command line is not one of ours.
    pub fn usage(line: impl Into<String>) -> Self {
        Self { line: line.into(), exit_code: 2 }
    }

    /// The exit code of the process.
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.exit_code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line)
    }
}

//! Why a browser does not run.

use std::{fmt, io};

use super::Engine;
use crate::SKIP_VARIABLE;

/// Why a browser does not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum LaunchError {
    /// None of its names is a program of this system.
    NotInstalled(Engine),
    /// The screen that nobody sees did not say its number.
    NoScreen,
    /// The system says no.
    Io(io::Error),
}

impl fmt::Display for LaunchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled(engine) => {
                let (name, how) = (engine.name(), engine.how_to_get());
                write!(f, "{name} is not installed: `{how}`, or set {SKIP_VARIABLE}=1 to go without browsers")
            }
            Self::NoScreen => f.write_str("Xvfb does not start: `apt-get install xvfb`"),
            Self::Io(error) => write!(f, "the browser does not start: {error}"),
        }
    }
}

impl std::error::Error for LaunchError {}

impl From<io::Error> for LaunchError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

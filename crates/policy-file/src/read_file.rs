//! Reading a file as text, with a bound.

use std::fmt;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use crate::diagnostic::{Diagnostics, Place};

/// A file may have this many bytes. A million origins need about 40 MB.
pub const FILE_LIMIT: u64 = 256 << 20;

/// Reads a text file.
///
/// # Errors
/// [`Diagnostics`] where it cannot be read, is larger than [`FILE_LIMIT`], or is not UTF-8.
///
/// ```
/// use std::path::Path;
/// use preflight_policy_file::read_file;
///
/// let errors = read_file(Path::new("no/such/preflight.toml")).unwrap_err();
/// assert_eq!(errors.to_string(), "no/such/preflight.toml: error: there is no such file");
/// ```
pub fn read_file(path: &Path) -> Result<String, Diagnostics> {
    read(path)
        .map_err(|unreadable| Diagnostics::one(Place::File(path.display().to_string()), unreadable.to_string(), None))
}

/// Why a file could not be read as text.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// There is none.
    Missing,
    /// It is there, and the reason in words.
    Broken(String),
}

/// Reads a text file.
pub(crate) fn read(path: &Path) -> Result<String, Unreadable> {
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes));
    read.map_err(|error| Unreadable::from_io(&error))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(Unreadable::Broken(format!("it is larger than the {} MiB that are read", FILE_LIMIT >> 20)));
    }
    String::from_utf8(bytes).map_err(|invalid| {
        let sound = &invalid.as_bytes()[..invalid.utf8_error().valid_up_to()];
        let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
        Unreadable::Broken(format!("line {line} is not UTF-8; save the file as UTF-8"))
    })
}

impl Unreadable {
    /// The usual reasons in the same words on every system.
    fn from_io(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::NotFound => Self::Missing,
            ErrorKind::PermissionDenied => Self::Broken("there is no permission to read it".to_owned()),
            ErrorKind::IsADirectory => Self::Broken("it is a directory".to_owned()),
            _ => Self::Broken(format!("it cannot be read: {error}")),
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("there is no such file"),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

//! Reading a file as text, with a bound.

use std::fmt;
use std::io::ErrorKind;
use std::path::Path;

use crate::diagnostic::{Diagnostics, Place};
use crate::named_file::{Streams, no_file, read_named};

/// A file may have this many bytes. A million origins need about 40 MB.
pub const FILE_LIMIT: u64 = 256 << 20;

/// Reads a text file, or what the shell hands over under a name.
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
    read_text(path, Streams::Read)
}

/// The same, at a start or later.
pub(crate) fn read_text(path: &Path, streams: Streams) -> Result<String, Diagnostics> {
    read(path, streams)
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
pub(crate) fn read(path: &Path, streams: Streams) -> Result<String, Unreadable> {
    let bytes = read_named(path, FILE_LIMIT + 1, streams).map_err(|error| Unreadable::from_io(&error))?;
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
            _ => Self::Broken(no_file(error).unwrap_or_else(|| format!("it cannot be read: {error}"))),
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

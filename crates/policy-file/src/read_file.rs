//! Reading a file as text, with a bound.

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
    let error = |message: String| Diagnostics::one(Place::File(path.display().to_string()), message, None);
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_LIMIT + 1).read_to_end(&mut bytes));
    read.map_err(|io| error(reason(&io)))?;
    if bytes.len() as u64 > FILE_LIMIT {
        return Err(error(format!("it is larger than the {} MiB that are read", FILE_LIMIT >> 20)));
    }
    String::from_utf8(bytes).map_err(|invalid| {
        let sound = &invalid.as_bytes()[..invalid.utf8_error().valid_up_to()];
        let line = sound.iter().filter(|byte| **byte == b'\n').count() + 1;
        error(format!("line {line} is not UTF-8; save the file as UTF-8"))
    })
}

/// The usual reasons in the same words on every system.
fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => "there is no such file".to_owned(),
        ErrorKind::PermissionDenied => "there is no permission to read it".to_owned(),
        ErrorKind::IsADirectory => "it is a directory".to_owned(),
        _ => format!("it cannot be read: {error}"),
    }
}

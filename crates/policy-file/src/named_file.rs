//! Files that somebody names: opened without waiting, and read no further than a bound.
//!
//! A name may lead to a pipe that nobody writes to, or to a device without an end. Neither is a file, and opening the one
//! would wait for good. What a shell hands over as `/dev/fd/63` or `/dev/stdin` is read all the same, once.

use std::error;
use std::fmt;
use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use crate::load::Load;

/// Whether what a shell hands over under a name, `<(…)` or `/dev/stdin`, is read. Closed: there is nothing between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Streams {
    /// It is: the program has just been started with that name.
    Read,
    /// It was read when the program started, and cannot be read again.
    Refused,
}

/// What a name leads to instead of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(unix), expect(dead_code, reason = "other systems have no pipes and sockets among their files"))]
enum NoFile {
    Directory,
    Pipe,
    Socket,
    Device,
    /// A pipe or device of the shell that was read before.
    SpentStream,
    /// It looks like a file, and keeps whoever reads it waiting.
    Endless,
}

/// Reads what a name leads to, `limit` bytes at most. It never waits for another program, unless the shell handed its
/// output over.
///
/// # Errors
/// Those of the system, and one that says what stands there where it is not a file.
///
/// ```
/// use std::path::Path;
/// use preflight_policy_file::{Streams, read_named};
///
/// let directory = std::env::temp_dir();
/// let error = read_named(&directory, 10, Streams::Read).unwrap_err();
/// assert_eq!(error.to_string(), "it is a directory");
/// ```
pub fn read_named(path: &Path, limit: u64, streams: Streams) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = open_to_read(path, streams)?.take(limit).read_to_end(&mut bytes);
    match read {
        Ok(_) => Ok(bytes),
        Err(error) if error.kind() == ErrorKind::WouldBlock => Err(NoFile::Endless.into()),
        Err(error) => Err(error),
    }
}

/// Opens a file to change it: it can be read and written. What is no regular file is not opened.
///
/// # Errors
/// As with [`read_named`].
pub fn open_to_change(path: &Path) -> io::Result<File> {
    let (file, metadata) = open(path, OpenOptions::new().read(true).write(true))?;
    match NoFile::of(&metadata) {
        None => Ok(file),
        Some(no_file) => Err(no_file.into()),
    }
}

fn open_to_read(path: &Path, streams: Streams) -> io::Result<File> {
    let is_stream = is_of_the_shell(path);
    // Opening a device may already do something, so it is looked at before as well.
    if let Some(no_file) = NoFile::of(&path.metadata()?).filter(|_| !is_stream) {
        return Err(no_file.into());
    }
    let (file, metadata) = open(path, OpenOptions::new().read(true))?;
    match (NoFile::of(&metadata), streams) {
        (None, _) => Ok(file),
        (Some(NoFile::Directory), _) => Err(NoFile::Directory.into()),
        (Some(_), _) if is_stream && path == Path::new("/dev/null") => Ok(file),
        (Some(_), Streams::Read) if is_stream => wait_for_input(file),
        (Some(_), Streams::Refused) if is_stream => Err(NoFile::SpentStream.into()),
        (Some(no_file), _) => Err(no_file.into()),
    }
}

/// Opens without waiting for whoever writes into a pipe, and tells what was opened.
fn open(path: &Path, options: &mut OpenOptions) -> io::Result<(File, Metadata)> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;

        use rustix::fs::OFlags;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOCTTY).bits().cast_signed());
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

/// From here on reading waits, as for the program within `<(…)`.
fn wait_for_input(file: File) -> io::Result<File> {
    #[cfg(unix)]
    {
        use rustix::fs::{OFlags, fcntl_getfl, fcntl_setfl};
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
    }
    Ok(file)
}

/// Whether a name is one of those by which a shell hands its own files over: `/dev/stdin`, `/dev/fd/63`,
/// `/proc/self/fd/63`; or `/dev/null`, by which people say that there is nothing.
fn is_of_the_shell(path: &Path) -> bool {
    let Some(path) = path.to_str() else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match *path.split('/').collect::<Vec<_>>() {
        ["", "dev", "stdin" | "null"] => true,
        ["", "dev", "fd", number] => is_number(number),
        ["", "proc", process, "fd", number] => (process == "self" || is_number(process)) && is_number(number),
        _ => false,
    }
}

impl Load {
    /// A stream ends once.
    pub(crate) fn streams(&self) -> Streams {
        match self {
            Self::First => Streams::Read,
            Self::Reload { .. } => Streams::Refused,
        }
    }
}

impl NoFile {
    fn of(metadata: &Metadata) -> Option<Self> {
        match metadata.file_type() {
            kind if kind.is_file() => None,
            kind if kind.is_dir() => Some(Self::Directory),
            kind => Some(Self::special(kind)),
        }
    }

    #[cfg(unix)]
    fn special(kind: FileType) -> Self {
        use std::os::unix::fs::FileTypeExt;
        match (kind.is_fifo(), kind.is_socket()) {
            (true, _) => Self::Pipe,
            (false, true) => Self::Socket,
            (false, false) => Self::Device,
        }
    }

    #[cfg(not(unix))]
    fn special(_: FileType) -> Self {
        Self::Device
    }
}

impl fmt::Display for NoFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Directory => "it is a directory",
            Self::Pipe => "it is a pipe, not a file; write what it gives into a file, and name that",
            Self::Socket => "it is a socket, not a file; name a file",
            Self::Device => "it is a device, not a file; name a file",
            Self::SpentStream => "it was read at the start and cannot be read again, so that nothing is reloaded; name a file to have changes applied",
            Self::Endless => "it has no end, as a file has; name a file",
        })
    }
}

impl error::Error for NoFile {}

impl From<NoFile> for io::Error {
    fn from(no_file: NoFile) -> Self {
        let kind = match no_file {
            NoFile::Directory => ErrorKind::IsADirectory,
            _ => ErrorKind::InvalidInput,
        };
        Self::new(kind, no_file)
    }
}

/// What an error says, if it is that there is no file.
pub(crate) fn no_file(error: &io::Error) -> Option<String> {
    error.get_ref().filter(|inner| inner.is::<NoFile>()).map(ToString::to_string)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_hands_over_under_few_names() {
        for (path, expected) in [
            ("/dev/stdin", true),
            ("/dev/null", true),
            ("/dev/fd/63", true),
            ("/proc/self/fd/0", true),
            ("/proc/17/fd/0", true),
            ("/dev/fd/", false),
            ("/dev/fd/../zero", false),
            ("/dev/zero", false),
            ("/proc/kmsg", false),
            ("/tmp/dev/stdin", false),
            ("dev/stdin", false),
        ] {
            assert_eq!(is_of_the_shell(Path::new(path)), expected, "{path}");
        }
    }
}

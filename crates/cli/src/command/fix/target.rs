//! The file that is changed, opened once and asked again.

use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use preflight_policy_file::open_to_change;

use crate::exit::Failure;

/// An opened file, and the name that has to lead to it.
pub struct Target {
    file: File,
    name: PathBuf,
}

impl Target {
    /// Opens what `path` names. `name` is what the user wrote, which may be a link to it.
    pub fn open(name: &Path, path: &Path, shown: &str) -> Result<Self, Failure> {
        let unwritable = |error| super::write::unwritable(shown, &error);
        let metadata = fs::metadata(path).map_err(unwritable)?;
        if !metadata.is_file() {
            return Err(Failure::usage(format!("{shown} is not a regular file")).with_help("name the source itself"));
        }
        // The superuser could write it all the same, and was not asked to.
        if metadata.permissions().readonly() {
            return Err(
                Failure::usage(format!("{shown} is read-only")).with_help("make it writable, or leave `--write` out")
            );
        }
        let file = open_to_change(path).map_err(unwritable)?;
        lock(&file).map_err(|_| {
            Failure::usage(format!("{shown} is locked by another program; nothing was written"))
                .with_help("run the same again when that has finished")
        })?;
        Ok(Self { file, name: name.to_owned() })
    }

    /// The same file, in which nothing can be written any more.
    #[cfg(test)]
    pub fn made_read_only(self) -> Self {
        Self { file: File::open(&self.name).expect("it is there"), name: self.name }
    }

    /// Whether the file holds this text and no other, and is still what the name leads to.
    pub fn holds(&mut self, text: &[u8]) -> io::Result<bool> {
        let mut found = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        // One byte more is enough to see that there is more.
        (&self.file).take(text.len() as u64 + 1).read_to_end(&mut found)?;
        Ok(found == text && self.is_named())
    }

    /// Puts a text in place of what the file holds.
    pub fn replace(&mut self, text: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(0))?;
        self.file.write_all(text)?;
        self.file.set_len(text.len() as u64)?;
        self.file.sync_all()
    }

    /// Refuses what `ulimit -f` does not permit: the system kills whoever writes beyond it, in the middle.
    #[cfg(unix)]
    pub fn has_room_for(&self, length: usize) -> io::Result<()> {
        let (limit, _) = rlimit::Resource::FSIZE.get()?;
        if length as u64 > limit {
            let message = format!("it needs {length} bytes, and a file may have {limit} here");
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
        }
        Ok(())
    }

    #[cfg(not(unix))]
    pub fn has_room_for(&self, _: usize) -> io::Result<()> {
        Ok(())
    }

    #[cfg(unix)]
    fn is_named(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        let (Ok(named), Ok(opened)) = (fs::metadata(&self.name), self.file.metadata()) else { return false };
        (named.dev(), named.ino()) == (opened.dev(), opened.ino())
    }

    /// Here a file that is open is not replaced by renaming.
    #[cfg(not(unix))]
    fn is_named(&self) -> bool {
        self.name.exists()
    }
}

/// Keeps other runs out until the file is closed. Where the file system has no locks there is none.
#[cfg(unix)]
fn lock(file: &File) -> io::Result<()> {
    use rustix::fs::{FlockOperation, flock};
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Err(rustix::io::Errno::WOULDBLOCK) => Err(io::ErrorKind::WouldBlock.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(not(unix))]
fn lock(_: &File) -> io::Result<()> {
    Ok(())
}

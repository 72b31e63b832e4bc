//! A file whose text is changed, and nothing else of it: owner, group, mode, extended attributes, hard links and symbolic
//! links stay.
//!
//! It is written in place: a new file under the old name would lose whatever the process cannot give away. The old text
//! stands beside it until the new one is on the disk, and is put back if that fails.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::exit::Failure;
use crate::printable::printable_path;

/// How the copy of the old text begins, where it has to be found after a crash.
const BACKUP_PREFIX: &str = ".preflight-old-text-";

/// Puts a new text in place of the old one, which has to be there still.
///
/// Gives the file that was changed, where `file` is a link to it.
pub fn write(file: &Path, old: &str, new: &str) -> Result<Option<PathBuf>, Failure> {
    let name = printable_path(file);
    if file == Path::new("-") {
        return Err(Failure::usage("stdin cannot be written").with_help("name the file, or leave `--write` out"));
    }
    let path = fs::canonicalize(file).map_err(|error| unwritable(&name, &error))?;
    let mut opened = open(&path, &name)?;
    let mut found = Vec::new();
    opened.read_to_end(&mut found).map_err(|error| unwritable(&name, &error))?;
    if found != old.as_bytes() {
        return Err(Failure::usage(format!("{name} was changed meanwhile; nothing was written"))
            .with_help("run the same again: it reads the file as it is now"));
    }
    let backup = backup(&path, &found).map_err(|error| unwritable(&name, &error))?;
    if let Err(error) = replace(&mut opened, new.as_bytes()) {
        return Err(restore(&mut opened, &found, backup, &name, &error));
    }
    let is_link = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink());
    Ok(is_link.then_some(path))
}

fn open(path: &Path, name: &str) -> Result<File, Failure> {
    let metadata = fs::metadata(path).map_err(|error| unwritable(name, &error))?;
    if !metadata.is_file() {
        return Err(Failure::usage(format!("{name} is no regular file")).with_help("name the source itself"));
    }
    // The superuser could write it all the same, and was not asked to.
    if metadata.permissions().readonly() {
        return Err(
            Failure::usage(format!("{name} is read-only")).with_help("make it writable, or leave `--write` out")
        );
    }
    OpenOptions::new().read(true).write(true).open(path).map_err(|error| unwritable(name, &error))
}

/// The old text on the disk: beside the file, or among the temporary files where that folder cannot be written.
fn backup(path: &Path, old: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix(BACKUP_PREFIX);
        builder
    };
    let mut backup = builder().tempfile_in(folder).or_else(|_| builder().tempfile())?;
    backup.write_all(old)?;
    backup.as_file().sync_all()?;
    Ok(backup)
}

fn replace(file: &mut File, text: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text)?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

/// Puts the old text back after a failure; where even that fails, its copy is kept and named.
fn restore(file: &mut File, old: &[u8], backup: NamedTempFile, name: &str, error: &io::Error) -> Failure {
    if replace(file, old).is_ok() {
        return Failure::usage(format!("{name} cannot be written: {error}; it is as it was"))
            .with_help("make room on the disk, or leave `--write` out");
    }
    match backup.keep() {
        Ok((_, kept)) => Failure::usage(format!("{name} cannot be written: {error}; it is incomplete now"))
            .with_help(format!("its old text is in {}", printable_path(&kept))),
        Err(lost) => Failure::usage(format!("{name} cannot be written: {error}; it is incomplete now"))
            .with_help(format!("its old text is in {}", printable_path(lost.file.path()))),
    }
}

fn unwritable(name: &str, error: &io::Error) -> Failure {
    let failure = Failure::usage(format!("{name} cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::PermissionDenied => failure.with_help("run it as the file's owner, or leave `--write` out"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        fs::write(&file, "new\n").expect("it can be written");
        let failure = write(&file, "old\n", "edited\n").expect_err("it is another text");
        assert!(failure.message.contains("changed meanwhile"), "{failure:?}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "new\n");
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_shorter_text_leaves_nothing_of_the_old_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        for (old, new) in [("long text\r\n", "x"), ("x", "\u{feff}longer text\r\n"), ("\u{feff}longer text\r\n", "")] {
            fs::write(&file, old).expect("it can be written");
            assert_eq!(write(&file, old, new).expect("it is written"), None);
            assert_eq!(fs::read_to_string(&file).expect("it is there"), new);
        }
        assert_eq!(fs::read_dir(folder.path()).expect("it is there").count(), 1, "nothing is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn what_cannot_be_written_says_so() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        fs::write(&file, "old\n").expect("it can be written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("they can be set");
        assert!(write(&file, "old\n", "x").expect_err("it is read-only").message.contains("read-only"));
        assert!(write(folder.path(), "old\n", "x").expect_err("a folder").message.contains("no regular file"));
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "old\n");
    }
}

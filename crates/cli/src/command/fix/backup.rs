//! The old text of a file, as long as the new one is not on the disk.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What follows the file's name, so that whoever finds the copy after a crash knows what it is.
const BACKUP_MARK: &str = ".before-preflight-fix-";

/// So many bytes of the file's name begin the name of its copy: systems take names of 255 bytes.
const BACKUP_NAME_LIMIT: usize = 200;

/// The old text on the disk: beside the file, or among the temporary files where that folder cannot be written.
pub fn backup(path: &Path, old: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let prefix = format!("{}{BACKUP_MARK}", beginning(path));
    let builder = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix);
        builder
    };
    let mut backup = builder().tempfile_in(folder).or_else(|_| builder().tempfile())?;
    backup.write_all(old)?;
    backup.as_file().sync_all()?;
    Ok(backup)
}

/// Keeps the copy, and tells its name.
pub fn kept(backup: NamedTempFile) -> PathBuf {
    match backup.keep() {
        Ok((_, path)) => path,
        // Then it is there all the same.
        Err(error) => {
            let path = error.file.path().to_owned();
            std::mem::forget(error);
            path
        }
    }
}

fn beginning(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let end = (0..=name.len().min(BACKUP_NAME_LIMIT)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
    name[..end].to_owned()
}

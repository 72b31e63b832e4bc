//! A file changed as a whole or not at all.

use std::fs;
use std::io::Write;
use std::path::Path;

use tempfile::NamedTempFile;

use crate::exit::Failure;
use crate::printable::printable;

/// Puts a new text in place of the old one, which has to be there still. Permissions are kept; a link stays a link.
pub fn write(file: &Path, old: &str, new: &str) -> Result<(), Failure> {
    let name = printable(file.to_string_lossy().as_bytes());
    if file == Path::new("-") {
        return Err(Failure::usage("stdin cannot be written").with_help("name the file, or leave `--write` out"));
    }
    let failed = |error: std::io::Error| Failure::usage(format!("{name} cannot be written: {error}"));
    let path = fs::canonicalize(file).map_err(failed)?;
    let metadata = fs::metadata(&path).map_err(failed)?;
    if metadata.permissions().readonly() {
        return Err(
            Failure::usage(format!("{name} is read-only")).with_help("make it writable, or leave `--write` out")
        );
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut temporary = NamedTempFile::new_in(folder).map_err(failed)?;
    temporary.write_all(new.as_bytes()).map_err(failed)?;
    fs::set_permissions(temporary.path(), metadata.permissions()).map_err(failed)?;
    temporary.as_file().sync_all().map_err(failed)?;
    if fs::read(&path).map_err(failed)? != old.as_bytes() {
        return Err(Failure::usage(format!("{name} was changed meanwhile; nothing was written"))
            .with_help("run the same again: it reads the file as it is now"));
    }
    temporary.persist(&path).map_err(|error| failed(error.error))?;
    Ok(())
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

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_are_kept() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let (file, link) = (folder.path().join("server.js"), folder.path().join("link.js"));
        fs::write(&file, "old\n").expect("it can be written");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o751)).expect("they can be set");
        std::os::unix::fs::symlink(&file, &link).expect("a link");
        write(&link, "old\n", "edited\n").expect("it is written");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "edited\n");
        assert_eq!(fs::metadata(&file).expect("it is there").permissions().mode() & 0o777, 0o751);
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
        fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).expect("they can be set");
        assert!(write(&file, "edited\n", "x").expect_err("it is read-only").message.contains("read-only"));
    }
}

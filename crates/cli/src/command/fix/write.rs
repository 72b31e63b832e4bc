//! A file whose text is changed, and nothing else of it: owner, group, mode, extended attributes, hard links and symbolic
//! links stay.
//!
//! It is written in place: a new file under the old name would lose whatever the process cannot give away. The old text
//! stands beside it until the new one is on the disk, and is put back if that fails. Somebody else may change the file at
//! the same time, and no lock stops an editor: what the file holds, and what its name leads to, is looked at immediately
//! before it is written and once more after that.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::backup::{backup, kept};
use super::target::Target;
use crate::exit::Failure;
use crate::printable::printable_path;

/// The points of a change at which somebody else may have changed the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// Its old text stands beside it.
    BackedUp,
    /// The new text is on the disk.
    Written,
}

/// Puts a new text in place of the old one, which has to be there still.
///
/// Gives the file that was changed, where `file` is a link to it.
pub fn write(file: &Path, old: &str, new: &str) -> Result<Option<PathBuf>, Failure> {
    write_observed(file, old, new, |_| ())
}

/// The same, and tells how far it is.
fn write_observed(
    file: &Path,
    old: &str,
    new: &str,
    mut observe: impl FnMut(Moment),
) -> Result<Option<PathBuf>, Failure> {
    let name = printable_path(file);
    if file == Path::new("-") {
        return Err(Failure::usage("stdin cannot be written").with_help("name the file, or leave `--write` out"));
    }
    let path = fs::canonicalize(file).map_err(|error| unwritable(&name, &error))?;
    let mut target = Target::open(file, &path, &name)?;
    must_hold(&mut target, old, &name)?;
    target.has_room_for(old.len().max(new.len())).map_err(|error| unwritable(&name, &error))?;
    let backup = backup(&path, old.as_bytes()).map_err(|error| not_backed_up(&name, &error))?;
    observe(Moment::BackedUp);
    must_hold(&mut target, old, &name)?;
    if let Err(error) = target.replace(new.as_bytes()) {
        return Err(restore(&mut target, old, backup, &name, &error));
    }
    observe(Moment::Written);
    if !target.holds(new.as_bytes()).unwrap_or(false) {
        return Err(overtaken(backup, &name));
    }
    let is_link = fs::symlink_metadata(file).is_ok_and(|metadata| metadata.is_symlink());
    Ok(is_link.then_some(path))
}

fn must_hold(target: &mut Target, old: &str, name: &str) -> Result<(), Failure> {
    if target.holds(old.as_bytes()).map_err(|error| unwritable(name, &error))? {
        return Ok(());
    }
    Err(Failure::usage(format!("{name} was changed meanwhile; nothing was written"))
        .with_help("run the same again: it reads the file as it is now"))
}

/// Puts the old text back after a failure; where even that fails, its copy is kept and named.
fn restore(target: &mut Target, old: &str, backup: NamedTempFile, name: &str, error: &io::Error) -> Failure {
    if target.replace(old.as_bytes()).is_ok() {
        return Failure::usage(format!("{name} cannot be written: {error}; it is as it was")).with_help(MAKE_ROOM);
    }
    Failure::usage(format!("{name} cannot be written: {error}; it is incomplete now"))
        .with_help(format!("its old text is in {}", printable_path(&kept(backup))))
}

/// Another program changed the file between the last look at it and the end of the writing.
fn overtaken(backup: NamedTempFile, name: &str) -> Failure {
    Failure::usage(format!(
        "{name} was changed by another program while it was written; what it holds now may lack one of the two changes"
    ))
    .with_help(format!(
        "look at it, then run the same again; the text before both is in {}",
        printable_path(&kept(backup))
    ))
}

const MAKE_ROOM: &str = "make room on the disk, or leave `--write` out";

/// Nothing was touched yet.
fn not_backed_up(name: &str, error: &io::Error) -> Failure {
    Failure::usage(format!("{name} was not written, since a copy of its old text could not be: {error}"))
        .with_help("make room on the disk, or leave `--write` out and make the change by hand")
}

pub(super) fn unwritable(name: &str, error: &io::Error) -> Failure {
    let failure = Failure::usage(format!("{name} cannot be written: {error}"));
    match error.kind() {
        io::ErrorKind::PermissionDenied => failure.with_help("run it as the file's owner, or leave `--write` out"),
        io::ErrorKind::FileTooLarge => failure.with_help("raise `ulimit -f`, or leave `--write` out"),
        _ => failure,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(folder: &Path) -> usize {
        fs::read_dir(folder).expect("it is there").count()
    }

    #[test]
    fn what_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        fs::write(&file, "new\n").expect("it can be written");
        let failure = write(&file, "old\n", "edited\n").expect_err("it is another text");
        assert!(failure.message.contains("changed meanwhile"), "{failure:?}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "new\n");
        assert_eq!(count(folder.path()), 1, "nothing is left behind");
    }

    /// An editor's two ways to save.
    fn save_in_place(file: &Path) {
        fs::write(file, "of the editor\n").expect("it can be written");
    }

    #[cfg(unix)]
    fn save_by_renaming(file: &Path) {
        let beside = file.with_extension("swap");
        fs::write(&beside, "of the editor\n").expect("it can be written");
        fs::rename(beside, file).expect("it can be renamed");
    }

    #[cfg(unix)]
    #[test]
    fn what_an_editor_saves_at_any_moment_is_never_called_written() {
        for (sentence, moment, save) in [
            ("in place, before the writing", Moment::BackedUp, save_in_place as fn(&Path)),
            ("by renaming, before the writing", Moment::BackedUp, save_by_renaming),
            ("in place, after the writing", Moment::Written, save_in_place),
            ("by renaming, after the writing", Moment::Written, save_by_renaming),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let file = folder.path().join("server.js");
            fs::write(&file, "old\n").expect("it can be written");
            let saving = |now| {
                if now == moment {
                    save(&file)
                }
            };
            let failure = write_observed(&file, "old\n", "edited\n", saving).expect_err(sentence);
            assert_eq!(fs::read_to_string(&file).expect("it is there"), "of the editor\n", "{sentence}");
            let (words, files) = match moment {
                Moment::BackedUp => ("changed meanwhile", 1),
                Moment::Written => ("changed by another program", 2),
            };
            assert!(failure.message.contains(words), "{sentence}: {failure:?}");
            assert_eq!(count(folder.path()), files, "{sentence}: the old text is kept once the file was touched");
        }
    }

    #[test]
    fn after_a_failure_the_old_text_is_put_back_or_kept_and_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        let full = io::Error::from(io::ErrorKind::StorageFull);
        for (sentence, can_be_written, words, text) in
            [("put back", true, "it is as it was", "old\n"), ("kept", false, "it is incomplete now", "hal")]
        {
            fs::write(&file, "hal").expect("it can be written");
            let mut target = Target::open(&file, &file, "server.js").expect("it is there");
            if !can_be_written {
                target = target.made_read_only();
            }
            let copy = backup(&file, b"old\n").expect("there is room");
            let kept_at = copy.path().to_owned();
            let failure = restore(&mut target, "old\n", copy, "server.js", &full);
            assert!(failure.message.contains(words), "{sentence}: {failure:?}");
            assert_eq!(fs::read_to_string(&file).expect("it is there"), text, "{sentence}");
            assert_eq!(kept_at.exists(), !can_be_written, "{sentence}");
            let help = failure.help.unwrap_or_default();
            assert_eq!(help.contains(&printable_path(&kept_at)), !can_be_written, "{sentence}: {help}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn two_runs_do_not_write_at_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("server.js");
        fs::write(&file, "old\n").expect("it can be written");
        let mut second = None;
        let first = write_observed(&file, "old\n", "edited\n", |moment| {
            if moment == Moment::BackedUp {
                second = Some(write(&file, "old\n", "edited twice\n"));
            }
        });
        assert_eq!(first.expect("it has the lock"), None);
        let failure = second.expect("it ran").expect_err("the lock is taken");
        assert!(failure.message.contains("another program"), "{failure:?}");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "edited\n");
    }

    #[test]
    fn the_old_text_stands_beside_the_file_under_a_telling_name_meanwhile() {
        let folder = tempfile::tempdir().expect("a folder");
        for name in ["server.js".to_owned(), format!("{}.js", "ü".repeat(120))] {
            let file = folder.path().join(&name);
            fs::write(&file, "old\n").expect("it can be written");
            let mut found = Vec::new();
            let looking = |_| {
                let names = fs::read_dir(folder.path()).expect("it is there");
                found.extend(names.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned()));
            };
            write_observed(&file, "old\n", "x", looking).expect("it is written");
            assert!(found.iter().any(|found| found.contains(".before-preflight-fix-")), "{found:?}");
            fs::remove_file(file).expect("it is there");
        }
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
        assert_eq!(count(folder.path()), 1, "nothing is left behind");
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
        assert!(write(folder.path(), "old\n", "x").expect_err("a folder").message.contains("not a regular file"));
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "old\n");
    }
}

//! `fix --write` changes the text of a file and nothing else of it.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::run::preflight;

const PAGE: &str = "http://localhost:5173";
const OLD: &str = "app.use(cors({ origin: ['http://localhost:3000'] }));\n";

/// Somebody who is not the superuser.
const USER: u32 = 12345;
const GROUP: u32 = 12346;

/// A source in a folder of its own that everybody may enter.
fn source(text: &str) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("they can be set");
    let file = folder.path().join("server.js");
    fs::write(&file, text).expect("it can be written");
    (folder, file)
}

fn fix(file: &Path) -> Output {
    preflight().arg("fix").arg(file).args(["--origin", PAGE, "--write"]).output().expect("the binary runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn is_written(output: &Output, file: &Path) -> bool {
    output.status.success() && fs::read_to_string(file).is_ok_and(|text| text.contains(PAGE))
}

/// Whether owners can be changed here.
fn is_superuser(file: &Path) -> bool {
    let own = fs::metadata(file).expect("it is there").uid();
    own == 0 && chown(file, Some(USER), Some(GROUP)).is_ok() && chown(file, Some(0), Some(0)).is_ok()
}

fn entries(folder: &Path) -> usize {
    fs::read_dir(folder).expect("it is there").count()
}

#[test]
fn owner_group_mode_and_inode_stay() {
    let (folder, file) = source(OLD);
    if is_superuser(&file) {
        chown(&file, Some(USER), Some(GROUP)).expect("the superuser may");
    }
    fs::set_permissions(&file, Permissions::from_mode(0o664)).expect("they can be set");
    let before = fs::metadata(&file).expect("it is there");
    let output = fix(&file);
    assert!(is_written(&output, &file), "{}", said(&output));
    let after = fs::metadata(&file).expect("it is there");
    let facts = |of: &fs::Metadata| (of.uid(), of.gid(), of.mode(), of.ino(), of.dev());
    assert_eq!(facts(&before), facts(&after));
    assert_eq!(entries(folder.path()), 1, "nothing is left behind");
}

#[test]
fn hard_links_stay_one_file() {
    let (folder, file) = source(OLD);
    let other = folder.path().join("other.js");
    fs::hard_link(&file, &other).expect("a link");
    let output = fix(&file);
    assert!(is_written(&output, &file), "{}", said(&output));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), fs::read_to_string(&other).expect("it is there"));
    assert_eq!(fs::metadata(&other).expect("it is there").nlink(), 2);
}

#[test]
fn a_symbolic_link_is_followed_and_that_is_said() {
    let (folder, file) = source(OLD);
    let link = folder.path().join("link.js");
    symlink("server.js", &link).expect("a link");
    let output = fix(&link);
    assert!(is_written(&output, &file), "{}", said(&output));
    assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    let note = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(note.contains("is a link") && note.contains("server.js"), "{note}");
    fs::remove_file(&file).expect("it can be removed");
    let dangling = fix(&link);
    assert_eq!(dangling.status.code(), Some(2), "{}", said(&dangling));
    assert!(!file.exists(), "nothing is made up");
}

#[test]
fn extended_attributes_stay() {
    let (_folder, file) = source(OLD);
    if xattr::set(&file, "user.preflight", b"kept").is_err() {
        // Not every file system has them.
        return;
    }
    let output = fix(&file);
    assert!(is_written(&output, &file), "{}", said(&output));
    assert_eq!(xattr::get(&file, "user.preflight").expect("it can be read"), Some(b"kept".to_vec()));
}

#[test]
fn byte_order_mark_line_ends_and_a_missing_last_one_stay() {
    for old in [
        "\u{feff}app.use(cors({ origin: ['http://localhost:3000'] }));\r\nlisten();\r\n",
        "// one\r\napp.use(cors({ origin: ['http://localhost:3000'] }));",
        "app.use(cors({ origin: ['http://localhost:3000'] }))\n\n",
    ] {
        let (_folder, file) = source(old);
        let output = fix(&file);
        assert!(is_written(&output, &file), "{}", said(&output));
        let new = fs::read_to_string(&file).expect("it is there");
        let parts: Vec<_> = old.split("'http://localhost:3000'").collect();
        assert!(new.starts_with(parts[0]) && new.ends_with(parts[1].trim_start_matches([' ', ']'])), "{new:?}");
        assert_eq!(new.matches('\r').count(), old.matches('\r').count());
        assert_eq!(new.matches('\n').count(), old.matches('\n').count());
    }
}

#[test]
fn a_read_only_file_is_refused() {
    let (folder, file) = source(OLD);
    fs::set_permissions(&file, Permissions::from_mode(0o444)).expect("they can be set");
    let output = fix(&file);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("read-only"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), OLD);
    assert_eq!(entries(folder.path()), 1, "nothing is left behind");
}

/// Of a limit of the shell nothing is left half written: the system would kill the process in the middle.
#[test]
fn a_file_that_may_not_be_so_long_stays_as_it_is() {
    let filler = "// a line that makes the source longer than the limit\n".repeat(40);
    for old in [format!("{OLD}{filler}"), format!("{filler}{OLD}")] {
        let (folder, file) = source(&old);
        let binary = env!("CARGO_BIN_EXE_preflight");
        let output = Command::new("sh")
            .args(["-c", "ulimit -f 1; exec \"$0\" fix \"$1\" --origin \"$2\" --write", binary])
            .arg(&file)
            .arg(PAGE)
            .output()
            .expect("a shell runs");
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains("ulimit -f"), "{}", said(&output));
        assert_eq!(fs::read_to_string(&file).expect("it is there"), old);
        assert_eq!(entries(folder.path()), 1, "nothing is left behind");
    }
}

/// The binary in a place that another user can reach.
fn binary_for_all() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("they can be set");
    let binary = folder.path().join("preflight");
    fs::copy(env!("CARGO_BIN_EXE_preflight"), &binary).expect("it can be copied");
    fs::set_permissions(&binary, Permissions::from_mode(0o755)).expect("they can be set");
    (folder, binary)
}

fn fix_as_user(binary: &Path, file: &Path) -> Output {
    let mut command = Command::new(binary);
    command.arg("fix").arg(file).args(["--origin", PAGE, "--write"]).env("NO_COLOR", "1");
    command.uid(USER).gid(GROUP).current_dir("/").output().expect("the binary runs")
}

#[test]
fn another_user_writes_what_is_theirs_and_nothing_else() {
    let (folder, file) = source(OLD);
    if !is_superuser(&file) {
        return;
    }
    let (_folder, binary) = binary_for_all();
    let output = fix_as_user(&binary, &file);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot be written"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), OLD);

    // Their own file, in a folder where they can make none.
    chown(&file, Some(USER), Some(0)).expect("the superuser may");
    let output = fix_as_user(&binary, &file);
    assert!(is_written(&output, &file), "{}", said(&output));
    let after = fs::metadata(&file).expect("it is there");
    assert_eq!((after.uid(), after.gid()), (USER, 0));
    assert_eq!(entries(folder.path()), 1, "nothing is left behind");

    // A file of somebody else's that their group may write.
    fs::write(&file, OLD).expect("it can be written");
    chown(&file, Some(0), Some(GROUP)).expect("the superuser may");
    fs::set_permissions(&file, Permissions::from_mode(0o664)).expect("they can be set");
    let output = fix_as_user(&binary, &file);
    assert!(is_written(&output, &file), "{}", said(&output));
    let after = fs::metadata(&file).expect("it is there");
    assert_eq!((after.uid(), after.gid(), after.mode() & 0o777), (0, GROUP, 0o664));
}

/// `ulimit -f` counts blocks of 512 bytes: the old text fits in one, the new one does not.
#[test]
fn where_there_is_no_room_the_old_text_stays() {
    let comment = format!("// {}\n", "x".repeat(500 - OLD.len() - 4));
    let (folder, file) = source(&format!("{comment}{OLD}"));
    let old = fs::read_to_string(&file).expect("it is there");
    assert!(old.len() <= 512 && old.len() + PAGE.len() > 512, "{}", old.len());
    let script = "trap '' XFSZ; ulimit -f 1; exec \"$0\" \"$@\"";
    let output = Command::new("dash")
        .args(["-c", script, env!("CARGO_BIN_EXE_preflight"), "fix"])
        .arg(&file)
        .args(["--origin", PAGE, "--write"])
        .env("NO_COLOR", "1")
        .output();
    let Ok(output) = output else { return };
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("cannot be written") && said(&output).contains("ulimit -f"), "{}", said(&output));
    assert_eq!(fs::read_to_string(&file).expect("it is there"), old);
    assert_eq!(entries(folder.path()), 1, "nothing is left behind");
}

//! Files that are watched: the directories in which a change of them shows, and what is in them.

use std::fs;
use std::path::{Path, PathBuf};

use preflight_policy_file::{Streams, read_named};

/// A chain of symbolic links that is longer has a loop; Linux stops at the same number.
const LINKS_LIMIT: usize = 40;

/// More than any file that is read here may have; a device or a pipe in its place is not read at all.
const WATCHED_LIMIT: u64 = 16 * 1024 * 1024;

/// What files hold, as far as it is compared; or why one cannot be read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Contents(Vec<(PathBuf, Result<Vec<u8>, String>)>);

impl Contents {
    pub(crate) fn read(files: &[PathBuf]) -> Self {
        let read = |file: &PathBuf| {
            let bytes = read_named(file, WATCHED_LIMIT, Streams::Refused);
            (file.clone(), bytes.map_err(|error| error.to_string()))
        };
        Self(files.iter().map(read).collect())
    }
}

/// The directories of the files, of every link on the way to them, and of what is at the end. A directory that is itself
/// reached through a link (`..data` of a Kubernetes volume) is at the end of that link.
pub(crate) fn directories(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut directories: Vec<PathBuf> = files.iter().flat_map(|file| on_the_way(file)).collect();
    directories.sort();
    directories.dedup();
    directories
}

fn on_the_way(file: &Path) -> Vec<PathBuf> {
    let mut directories = Vec::new();
    let mut path = file.to_owned();
    for _ in 0..LINKS_LIMIT {
        let directory = directory_of(&path);
        directories.push(directory.clone());
        match fs::read_link(&path) {
            Ok(target) => path = directory.join(target),
            Err(_) => break,
        }
    }
    directories.extend(fs::canonicalize(file).ok().as_deref().map(directory_of));
    directories
}

fn directory_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_directory_is_here() {
        assert_eq!(directories(&["preflight.toml".into(), "./.env".into()]), [PathBuf::from(".")]);
    }
}

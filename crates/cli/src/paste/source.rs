//! The source that sets the server up: the one that was named, or the only one in this folder.

use std::path::Path;
#[cfg(feature = "dialects")]
use std::path::PathBuf;

#[cfg(feature = "dialects")]
use crate::check::Word;
use crate::check::{Checked, Looked};
use crate::exit::Failure;

/// As many files of this folder are looked at.
#[cfg(feature = "dialects")]
const FOLDER_LIMIT: usize = 200;

/// What the source says of a call that is blocked.
#[derive(Default)]
pub struct Beside {
    pub looked: Option<Looked>,
    /// Why none was looked at, and how to name one.
    pub note: Option<String>,
}

/// What `fix` would do to the source that was named, or, where the server is this machine's, to the one of this folder.
#[cfg(feature = "dialects")]
pub fn look(checked: &Checked, named: Option<&Path>) -> Result<Beside, Failure> {
    if checked.lead().word() != Word::Blocked {
        return Ok(Beside::default());
    }
    let file = match named {
        Some(file) => Ok(file.to_owned()),
        None if is_of_this_machine(checked) => only_source(),
        None => Err("the server is of another machine, so that no source of this folder was read"),
    };
    match file {
        Ok(file) => Ok(Beside { looked: Some(crate::check::look_at(checked, file)?), note: None }),
        Err(reason) => {
            Ok(Beside { looked: None, note: Some(format!("{reason}; `--fix FILE` names the server's source")) })
        }
    }
}

#[cfg(not(feature = "dialects"))]
pub fn look(_: &Checked, named: Option<&Path>) -> Result<Beside, Failure> {
    named.map_or(Ok(Beside::default()), |_| Err(crate::lacking::failure("--fix")))
}

#[cfg(feature = "dialects")]
fn is_of_this_machine(checked: &Checked) -> bool {
    use preflight_engine::browser::{AddressSpace, AddressSpaces};
    AddressSpaces::default().of(checked.question.url()) == Some(AddressSpace::Loopback)
}

/// The file of this folder that sets a server of a known system up, if there is one and no other; else why there is not.
#[cfg(feature = "dialects")]
fn only_source() -> Result<PathBuf, &'static str> {
    let Ok(folder) = std::fs::read_dir(".") else { return Err("this folder cannot be read") };
    let files = folder.take(FOLDER_LIMIT).flatten().map(|entry| entry.path());
    let mut sources = files.filter(|path| is_source(path));
    let Some(only) = sources.next() else {
        return Err("no file of this folder sets up Express, Node, Flask, Django or ASP.NET Core");
    };
    match sources.next() {
        None => Ok(only.strip_prefix(".").unwrap_or(&only).to_owned()),
        Some(_) => Err("several files of this folder set a server up, so that none was read"),
    }
}

/// Whether the file has a source's ending, and says by its contents which system it sets up.
#[cfg(feature = "dialects")]
fn is_source(path: &Path) -> bool {
    use preflight_dialects::{SOURCE_LIMIT, guess};
    use preflight_policy_file::{Streams, read_named};
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if !crate::recognize::SOURCES.contains(&ending.as_str()) || !path.is_file() {
        return false;
    }
    let text =
        read_named(path, SOURCE_LIMIT as u64, Streams::Refused).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.is_some_and(|text| guess(&text, &path.to_string_lossy()).is_some())
}

//! The source that sets the server up: the one that was named, or the only one in this folder.

use std::path::Path;
#[cfg(feature = "dialects")]
use std::path::PathBuf;

#[cfg(feature = "dialects")]
use url::Url;

#[cfg(feature = "dialects")]
use crate::command::check::Word;
use crate::command::check::{Checked, Looked};
#[cfg(feature = "dialects")]
use crate::command::fix::another_port;
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
        None if is_of_this_machine(checked) => only_source(checked.question.url()),
        None => Err("the server is of another machine, so that no source of this folder was read".to_owned()),
    };
    match file {
        Ok(file) => Ok(Beside { looked: Some(crate::command::check::look_at(checked, file)?), note: None }),
        Err(reason) => {
            Ok(Beside { looked: None, note: Some(format!("{reason}; `--fix FILE` names the server's source")) })
        }
    }
}

#[cfg(not(feature = "dialects"))]
pub fn look(_: &Checked, named: Option<&Path>) -> Result<Beside, Failure> {
    named.map_or(Ok(Beside::default()), |_| Err(crate::command::lacking::failure("--fix")))
}

#[cfg(feature = "dialects")]
fn is_of_this_machine(checked: &Checked) -> bool {
    use preflight_engine::browser::{AddressSpace, AddressSpaces};
    AddressSpaces::default().of(checked.question.url()) == Some(AddressSpace::Loopback)
}

/// The file of this folder that sets the server of this URL up, if there is one of a known system and no other; else why there is
/// not.
#[cfg(feature = "dialects")]
fn only_source(url: &Url) -> Result<PathBuf, String> {
    let Ok(folder) = std::fs::read_dir(".") else { return Err("this folder cannot be read".to_owned()) };
    let files = folder.take(FOLDER_LIMIT).flatten().map(|entry| entry.path());
    let mut sources = files.filter(|path| is_source(path));
    let Some(only) = sources.next() else {
        return Err("no file of this folder sets up Express, Node, Flask, Django or ASP.NET Core".to_owned());
    };
    let only = only.strip_prefix(".").unwrap_or(&only).to_owned();
    if sources.next().is_some() {
        return Err("several files of this folder set a server up, so that none was read".to_owned());
    }
    let text = read(&only).unwrap_or_default();
    match url.port_or_known_default().and_then(|port| another_port(&text, port)) {
        Some(port) => Err(format!("{} listens on port {port}, which is not the server of this call", shown(&only))),
        None => Ok(only),
    }
}

#[cfg(feature = "dialects")]
fn shown(path: &Path) -> String {
    crate::printable::printable(path.as_os_str().as_encoded_bytes())
}

/// Whether the file has a source's ending, and says by its contents which system it sets up.
#[cfg(feature = "dialects")]
fn is_source(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if !crate::recognize::SOURCES.contains(&ending.as_str()) || !path.is_file() {
        return false;
    }
    read(path).is_some_and(|text| preflight_dialects::guess(&text, &path.to_string_lossy()).is_some())
}

/// The text of a file that may be a source.
#[cfg(feature = "dialects")]
fn read(path: &Path) -> Option<String> {
    use preflight_policy_file::{Streams, read_named};
    let bytes = read_named(path, preflight_dialects::SOURCE_LIMIT as u64, Streams::Refused).ok()?;
    String::from_utf8(bytes).ok()
}

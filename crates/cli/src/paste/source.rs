//! The source that sets the server up: the one that was named, or the only one in this folder.

use std::path::{Path, PathBuf};

use crate::check::{Checked, Looked, Word};
use crate::exit::Failure;

/// As many files of this folder are looked at.
#[cfg(feature = "dialects")]
const FOLDER_LIMIT: usize = 200;

/// What `fix` would do, where the server is this machine's and blocks the call.
#[cfg(feature = "dialects")]
pub fn look(checked: &Checked, named: Option<&Path>) -> Result<Option<Looked>, Failure> {
    if checked.lead().word() != Word::Blocked {
        return Ok(None);
    }
    let file = match named {
        Some(file) => Some(file.to_owned()),
        None if is_of_this_machine(checked) => only_source(),
        None => None,
    };
    file.map(|file| crate::check::look_at(checked, file)).transpose()
}

#[cfg(not(feature = "dialects"))]
pub fn look(_: &Checked, named: Option<&Path>) -> Result<Option<Looked>, Failure> {
    named.map_or(Ok(None), |_| Err(crate::lacking::failure("--fix")))
}

#[cfg(feature = "dialects")]
fn is_of_this_machine(checked: &Checked) -> bool {
    use preflight_engine::browser::{AddressSpace, AddressSpaces};
    AddressSpaces::default().of(checked.question.url()) == Some(AddressSpace::Loopback)
}

/// The file of this folder that sets a server of a known system up, if there is one and no other.
#[cfg(feature = "dialects")]
fn only_source() -> Option<PathBuf> {
    let files = std::fs::read_dir(".").ok()?.take(FOLDER_LIMIT).flatten().map(|entry| entry.path());
    let mut sources = files.filter(|path| is_source(path));
    let only = sources.next()?;
    let name = only.strip_prefix(".").unwrap_or(&only).to_owned();
    sources.next().is_none().then_some(name)
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

//! The source that sets the server up: the one that was named, or the only one that the usual folders hold.

use std::path::Path;
#[cfg(feature = "dialects")]
use std::path::PathBuf;

#[cfg(feature = "dialects")]
use url::Url;

#[cfg(feature = "dialects")]
use super::folders::{Candidate, candidates, links_out};
use crate::arguments::call::Asked;
#[cfg(feature = "dialects")]
use crate::arguments::call::words_of;
#[cfg(feature = "dialects")]
use crate::command::check::Word;
use crate::command::check::{Checked, Looked};
use crate::exit::Failure;
#[cfg(feature = "dialects")]
use crate::shell::has_spelling;

/// So many sources are named where several set a server up.
#[cfg(feature = "dialects")]
const NAMED_LIMIT: usize = 8;

/// What the source says of a call that is blocked.
#[derive(Default)]
pub struct Beside {
    pub looked: Option<Looked>,
    /// Why none was looked at, and how to name one.
    pub note: Option<String>,
    /// Where several may be meant, the command that looks at each.
    pub commands: Vec<Vec<String>>,
}

/// What `fix` would do to the source that was named, or, where the server is this machine's, to the one of the usual
/// folders.
#[cfg(feature = "dialects")]
pub fn look(checked: &Checked, named: Option<&Path>) -> Result<Beside, Failure> {
    let word = checked.lead().word();
    let is_missing = word == Word::Unreachable;
    if word != Word::Blocked && !is_missing {
        return Ok(Beside::default());
    }
    let found = match named {
        Some(file) => Found::One(file.to_owned()),
        None if is_of_this_machine(checked.question.url()) => found(checked.question.url()),
        None => Found::None("the server is of another machine, so that no source of this folder was read".to_owned()),
    };
    let naming = |reason: String| Some(format!("{reason}; `--fix FILE` names the server's source"));
    Ok(match found {
        // Nothing answers: a folder without a source is no news then.
        Found::None(_) if is_missing => Beside::default(),
        Found::One(file) => {
            Beside { looked: Some(crate::command::check::look_at(checked, file)?), ..Beside::default() }
        }
        Found::None(reason) => Beside { note: naming(reason), ..Beside::default() },
        Found::Several(files) => Beside {
            note: naming(several(&files)),
            commands: files.iter().take(NAMED_LIMIT).filter_map(|file| command(checked, file)).collect(),
            ..Beside::default()
        },
    })
}

#[cfg(not(feature = "dialects"))]
pub fn look(_: &Checked, named: Option<&Path>) -> Result<Beside, Failure> {
    named.map_or(Ok(Beside::default()), |_| Err(crate::command::lacking::failure("--fix")))
}

/// The call, with the method that the server's source has for it where nobody said one.
#[cfg(feature = "dialects")]
pub fn with_served_method(asked: Asked, named: Option<&Path>) -> Asked {
    let is_open = asked.was_blocked.is_some() && asked.call.method.is_unknown();
    let Some(url) = asked.call.url.value().filter(|_| is_open) else { return asked };
    let file = match named {
        Some(file) => Some(file.to_owned()),
        None if is_of_this_machine(url) => match found(url) {
            Found::One(file) => Some(file),
            Found::None(_) | Found::Several(_) => None,
        },
        None => None,
    };
    file.into_iter().fold(asked, |asked, file| crate::command::check::with_served_method(asked, &file))
}

#[cfg(not(feature = "dialects"))]
pub fn with_served_method(asked: Asked, _: Option<&Path>) -> Asked {
    asked
}

#[cfg(feature = "dialects")]
fn is_of_this_machine(url: &Url) -> bool {
    use preflight_engine::browser::{AddressSpace, AddressSpaces};
    AddressSpaces::default().of(url) == Some(AddressSpace::Loopback)
}

/// Which source sets the server up.
#[cfg(feature = "dialects")]
enum Found {
    One(PathBuf),
    /// None does, for this reason.
    None(String),
    /// Each of these may.
    Several(Vec<PathBuf>),
}

/// The file that sets the server of this call up, if there is one of a known system and no other: of several, the one that
/// has CORS.
#[cfg(feature = "dialects")]
fn found(url: &Url) -> Found {
    let all = candidates(Path::new("."), url.port_or_known_default());
    let (elsewhere, here): (Vec<_>, Vec<_>) = all.into_iter().partition(|candidate| candidate.other_port.is_some());
    // What names its port where the environment names none may answer at any.
    let (perhaps, elsewhere): (Vec<_>, Vec<_>) = elsewhere.into_iter().partition(|candidate| candidate.has_open_port);
    let here = if here.is_empty() { perhaps } else { here };
    let with_cors: Vec<_> = here.iter().filter(|candidate| candidate.has_cors).cloned().collect();
    let meant = if with_cors.is_empty() { here } else { with_cors };
    match (&meant[..], &elsewhere[..]) {
        ([only], _) => Found::One(only.file.clone()),
        ([], []) => Found::None(format!(
            "no file of this folder sets up Express, Node, Flask, Django or ASP.NET Core, and none of `src`, `server`, \
             `api`, `backend`, `app` or `packages/*` does{}",
            not_followed(&links_out(Path::new("."))),
        )),
        ([], elsewhere) => Found::None(elsewhere.iter().map(of_another).collect::<Vec<_>>().join("; ")),
        (several, _) => Found::Several(several.iter().map(|candidate| candidate.file.clone()).collect()),
    }
}

#[cfg(feature = "dialects")]
fn not_followed(links: &[PathBuf]) -> String {
    let names: Vec<_> = links.iter().map(|link| format!("`{}`", shown(link))).collect();
    match names.is_empty() {
        true => String::new(),
        false => format!("; {} was not looked through, since the link leads out of this folder", names.join(", ")),
    }
}

#[cfg(feature = "dialects")]
fn of_another(candidate: &Candidate) -> String {
    let port = candidate.other_port.unwrap_or_default();
    format!("{} listens on port {port}, which is not the server of this call", shown(&candidate.file))
}

#[cfg(feature = "dialects")]
fn several(files: &[PathBuf]) -> String {
    let names: Vec<_> = files.iter().take(NAMED_LIMIT).map(|file| format!("`{}`", shown(file))).collect();
    let rest = match files.len().saturating_sub(NAMED_LIMIT) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("several files of this folder set a server up, so that none was read: {}{rest}", names.join(", "))
}

/// The check that looks at this source beside the server.
#[cfg(feature = "dialects")]
fn command(checked: &Checked, file: &Path) -> Option<Vec<String>> {
    let command = ["preflight", "check"].map(str::to_owned).into_iter();
    let words = command.chain(words_of(&checked.asked, &checked.redactor));
    Some(words.chain(["--fix".to_owned(), file.to_str().filter(|name| has_spelling(name))?.to_owned()]).collect())
}

#[cfg(feature = "dialects")]
fn shown(path: &Path) -> String {
    crate::printable::printable(path.as_os_str().as_encoded_bytes())
}

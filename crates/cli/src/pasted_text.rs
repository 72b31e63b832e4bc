//! What somebody pastes: from a terminal, from a pipe or out of a file, with one limit for all.

use std::io::{self, IsTerminal, Read};
use std::path::Path;
use std::time::Duration;

use preflight_policy_file::{Streams, read_named};

use crate::exit::Failure;
use crate::json::text_of;
use crate::output::say;
use crate::printable::printable_path;
use crate::terminal::next_line;

/// A longer text is refused: a console's log of a long day has a tenth of it.
const PASTE_LIMIT: usize = 4 * 1024 * 1024;

/// So soon after an empty line the next line comes, if it is part of the same paste.
const PAUSE_IN_PASTE: Duration = Duration::from_millis(200);

/// Reads stdin: all of a pipe, and of a terminal what is pasted, which ends at an empty line or Ctrl-D. Bytes that are no UTF-8
/// stand for themselves.
pub fn of_stdin() -> Result<String, Failure> {
    let stdin = io::stdin();
    if stdin.is_terminal() {
        say("paste the console's red text, a URL, or a curl or fetch line; end with an empty line or Ctrl-D");
        return of_terminal();
    }
    let mut bytes = Vec::new();
    let read = stdin.lock().take(PASTE_LIMIT as u64 + 1).read_to_end(&mut bytes);
    read.map_err(|error| Failure::usage(format!("stdin cannot be read: {error}")))?;
    within_limit("what stands on stdin", bytes)
}

/// A folder is no text, and holds many.
pub fn refuse_folder(text: &str) -> Result<(), Failure> {
    let path = Path::new(text);
    if text.contains('\n') || !path.is_dir() {
        return Ok(());
    }
    Err(Failure::usage(format!("`{}` is a folder", printable_path(path)))
        .with_help("name a file in it: a console's log, a server's source, or a policy that ends in .toml"))
}

/// Reads a file.
pub fn of_file(path: &Path) -> Result<String, Failure> {
    let shown = format!("`{}`", printable_path(path));
    let bytes = read_named(path, PASTE_LIMIT as u64 + 1, Streams::Read)
        .map_err(|error| Failure::usage(format!("{shown} cannot be read: {error}")))?;
    within_limit(&shown, bytes)
}

fn within_limit(what: &str, bytes: Vec<u8>) -> Result<String, Failure> {
    if bytes.len() > PASTE_LIMIT {
        return Err(Failure::usage(format!("{what} is longer than {} MiB", PASTE_LIMIT / 1024 / 1024))
            .with_help("hand over the lines around the failure, and only those"));
    }
    Ok(text_of(&bytes))
}

/// Line by line, since a paste may have empty lines in it: only one after which nothing follows ends it.
fn of_terminal() -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut is_empty_line = false;
    while let Some(line) = next_line(is_empty_line.then_some(PAUSE_IN_PASTE)) {
        // Empty lines before anything is pasted are those of whoever is about to.
        is_empty_line = line.trim_ascii().is_empty() && !bytes.trim_ascii().is_empty();
        bytes.extend_from_slice(&line);
        if bytes.len() > PASTE_LIMIT {
            break;
        }
    }
    within_limit("what was pasted", bytes)
}

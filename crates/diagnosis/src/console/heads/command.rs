//! The command above a head: `curl -i -H 'Origin: …' https://…`, `http --headers …`.

use preflight_pasted_call::{Sent, sent_by_command};

use super::line::{Line, line, marked};

/// A command has no more lines.
const COMMAND_LINES_LIMIT: usize = 40;

/// The names of commands, with what follows them at least.
const NAMES: [&str; 7] = ["curl ", "curl.exe ", "wget ", "http ", "https ", "xh ", "xhs "];

/// Whether a line begins with `curl`, readable or not.
pub(super) fn begins_with_curl(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '%', '#', '`', ' ']);
    text.starts_with("curl ") || text.starts_with("curl.exe ")
}

/// What the command sends that begins in this line and may go on in those that follow.
pub(super) fn sent(first: &str, following: &str) -> Option<Sent> {
    if !NAMES.iter().any(|name| first.contains(name)) {
        return None;
    }
    let is_of_command = |text: &&str| {
        let ends = text.trim_start().starts_with("```") || text.trim().is_empty();
        !ends && !matches!(line(marked(text).1), Line::Status(_) | Line::Request { .. })
    };
    let mut text = first.to_owned();
    for line in following.lines().take(COMMAND_LINES_LIMIT).take_while(is_of_command) {
        text.push('\n');
        text.push_str(line);
    }
    sent_by_command(&text)
}

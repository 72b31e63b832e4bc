//! A unified diff, in colours where there are any. Control characters of the source are escaped, but for tabs.

use std::fmt::Write;

use anstyle::{AnsiColor, Effects, Style};
use similar::{ChangeTag, TextDiff};

use crate::printable::printable;

const BOLD: Style = Style::new().effects(Effects::BOLD);
const PLACE: Style = AnsiColor::Cyan.on_default();
const REMOVED: Style = AnsiColor::Red.on_default();
const ADDED: Style = AnsiColor::Green.on_default();

/// Lines around a change.
const CONTEXT: usize = 3;

/// The diff for a terminal.
pub fn coloured(name: &str, old: &str, new: &str) -> String {
    let mut out = format!("{BOLD}--- {name}{BOLD:#}\n{BOLD}+++ {name}{BOLD:#}\n");
    let diff = TextDiff::from_lines(old, new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        let _ = writeln!(out, "{PLACE}{}{PLACE:#}", hunk.header());
        for change in hunk.iter_changes() {
            let text = change.value().trim_end_matches(['\n', '\r']);
            let text = text.split('\t').map(|part| printable(part.as_bytes())).collect::<Vec<_>>().join("\t");
            let _ = match change.tag() {
                ChangeTag::Equal => writeln!(out, " {text}"),
                ChangeTag::Delete => writeln!(out, "{REMOVED}-{text}{REMOVED:#}"),
                ChangeTag::Insert => writeln!(out, "{ADDED}+{text}{ADDED:#}"),
            };
            if change.missing_newline() {
                out.push_str("\\ No newline at end of file\n");
            }
        }
    }
    out
}

/// The diff for `patch`.
pub fn plain(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(CONTEXT).header(name, name).to_string()
}

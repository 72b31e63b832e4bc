//! A unified diff, in colours where there are any. Control characters of the source are escaped, but for tabs.

use preflight_report::{Page, Role, Span};
use similar::{ChangeTag, TextDiff};

/// Lines around a change.
const CONTEXT: usize = 3;

/// Writes the diff for people.
pub fn write(page: &mut Page, name: &str, old: &str, new: &str) {
    page.line(0, [Span::new(Role::Strong, format!("--- {name}"))]);
    page.line(0, [Span::new(Role::Strong, format!("+++ {name}"))]);
    let diff = TextDiff::from_lines(old, new);
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        page.line(0, [Span::new(Role::Label, hunk.header().to_string())]);
        for change in hunk.iter_changes() {
            let text = change.value().trim_end_matches(['\n', '\r']);
            match change.tag() {
                ChangeTag::Equal => page.source_line(Role::Plain, format!(" {text}")),
                ChangeTag::Delete => page.source_line(Role::Bad, format!("-{text}")),
                ChangeTag::Insert => page.source_line(Role::Good, format!("+{text}")),
            }
            if change.missing_newline() {
                page.line(0, [Span::from("\\ No newline at end of file")]);
            }
        }
    }
}

/// The diff for `patch`.
pub fn plain(name: &str, old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().context_radius(CONTEXT).header(name, name).to_string()
}

//! A call below prose, or with marks around it that are of the text and not of the call: emphasis, quotation, a list.

use crate::message;
use crate::prompt::without_prompt;

/// So many lines of a text may be its first.
const BEGINNINGS_LIMIT: usize = 8;

/// What opens and closes emphasis, code or a string, the longest first.
const MARKS: [&str; 10] = ["\"\"\"", "'''", "***", "**", "__", "*", "_", "`", "\"", "'"];

/// The texts that begin with the line of a call, without what stands before them.
pub(super) fn beginnings(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let has_response = text.lines().any(|line| line.trim_start_matches(['<', '>', ' ']).starts_with("HTTP/"));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let unlisted = without_place(line);
        let (mark, first) = marked(unlisted);
        // A mark may stand in a line of its own.
        let is_alone = first.trim().is_empty() && !mark.is_empty();
        let from = if is_alone { at } else { start + line.len() - first.len() };
        let rest = &text[from..];
        let begins = rest.lines().next().unwrap_or_default();
        let is_bare = mark.is_empty() && unlisted.len() == line.len();
        if begins_call(begins) && !is_bare || !has_response && (start > 0 || !is_bare) && is_head(rest) {
            found.push(closed(rest, mark).to_owned());
        }
        if found.len() >= BEGINNINGS_LIMIT {
            break;
        }
    }
    found.extend(Some(quoted_lines(text)).filter(|lines| !has_response && is_head(lines)));
    found
}

/// The lines that are quoted, where others are not and they begin as a call does: a log has such lines too.
pub(super) fn quoted(text: &str) -> Option<String> {
    Some(quoted_lines(text)).filter(|lines| begins_call(lines))
}

fn quoted_lines(text: &str) -> String {
    let lines = text.lines().skip_while(|line| unquoted(line).is_none()).map_while(unquoted);
    lines.collect::<Vec<_>>().join("\n")
}

fn begins_call(line: &str) -> bool {
    super::CALLS.iter().any(|call| line.starts_with(call))
}

/// A line without the marks of quotation, which may stand in one another.
pub(super) fn unquoted(line: &str) -> Option<&str> {
    let mut rest = line.trim_start().strip_prefix('>')?;
    while let Some(inner) = rest.trim_start().strip_prefix('>') {
        rest = inner;
    }
    Some(rest.strip_prefix(' ').unwrap_or(rest))
}

/// A line without its place in a list.
fn without_place(line: &str) -> &str {
    let line_start = line.trim_start();
    let digits = line_start.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line_start.len() && line_start.len() - digits.len() <= 2;
    let places = [". ", ") "].into_iter().filter(|_| is_numbered).find_map(|mark| digits.strip_prefix(mark));
    let place = places.or_else(|| ["- ", "* ", "+ ", "• "].into_iter().find_map(|mark| line_start.strip_prefix(mark)));
    place.map_or(line_start, str::trim_start)
}

/// The mark with which a text begins, and what follows it.
fn marked(text: &str) -> (&'static str, &str) {
    let found = MARKS.into_iter().find_map(|mark| text.strip_prefix(mark).map(|rest| (mark, rest)));
    found.unwrap_or(("", text))
}

/// A text up to the mark that closes it, at the end of a line.
fn closed<'t>(text: &'t str, mark: &str) -> &'t str {
    if mark.is_empty() {
        return text;
    }
    let mut at = 0;
    let mut ends = text.split_inclusive('\n').filter_map(|line| {
        at += line.len();
        let body = line.trim_end().trim_end_matches(['.', ',', ':', ';']);
        body.strip_suffix(mark).map(|inner| at - line.len() + inner.len())
    });
    // A call has quotes of its own.
    let end = if matches!(mark, "\"" | "'") { ends.last() } else { ends.next() };
    end.map_or(text, |end| &text[..end])
}

/// Whether a text begins with the line of a request and that of a header.
fn is_head(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim);
    let is_request = lines.next().is_some_and(|line| message::is_request_line(without_prompt(line)));
    is_request && lines.next().is_some_and(message::is_header)
}

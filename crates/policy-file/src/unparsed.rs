//! What an excerpt does not show of a text that could not be parsed. Nobody knows what is a key there and what a value, so
//! less is shown than of a sound one.

use std::ops::Range;

use crate::{quotable, unshown};

/// What is neither white space nor a part of a word.
const MARKS: [char; 8] = ['=', ',', '[', ']', '{', '}', '\'', '"'];

/// A string or a run of words.
struct Piece<'t> {
    text: &'t str,
    start: usize,
    is_string: bool,
    is_key: bool,
}

/// The bytes of these lines that no excerpt shows, in order.
pub(crate) fn unshown(text: &str, lines: Range<usize>) -> Vec<Range<usize>> {
    let mut unshown = Vec::new();
    let mut key = Key::None;
    for piece in pieces(&text[lines.clone()]) {
        let range = lines.start + piece.start..lines.start + piece.start + piece.text.len();
        if piece.is_key {
            key = Key::of(piece.text);
        }
        let is_shown = match piece.is_key {
            true => quotable::in_place_of(piece.text).is_none(),
            false => key.shows(&piece),
        };
        if !is_shown {
            unshown.push(range);
        }
    }
    unshown
}

/// The key whose value is read.
enum Key {
    None,
    Known(quotable::InPlaceOf),
    Unknown,
}

impl Key {
    fn of(text: &str) -> Self {
        let last = text.rsplit('.').next().unwrap_or_default().trim();
        unshown::rule_of(last).map_or(Self::Unknown, Self::Known)
    }

    fn shows(&self, piece: &Piece<'_>) -> bool {
        let text = piece.text.trim();
        let is_word = quotable::in_place_of(text).is_none();
        let is_plain = text.contains("://")
            || matches!(text, "true" | "false" | "any")
            || !text.contains(|c: char| c.is_alphanumeric() && !c.is_ascii_digit());
        let is_name = text == "route" || text.starts_with("policy.") || text.split('.').all(unshown::is_known);
        match self {
            Self::None => is_word && (is_plain || is_name),
            Self::Known(in_place_of) => in_place_of(text).is_none() && (piece.is_string || is_plain),
            Self::Unknown => false,
        }
    }
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at + first.len_utf8()..];
        let (start, length, is_string) = match first {
            '\'' | '"' => (at + 1, closing(rest, first), true),
            _ if first.is_whitespace() || MARKS.contains(&first) => {
                at += first.len_utf8();
                continue;
            }
            _ => (at, words(&text[at..]), false),
        };
        at = start + length;
        let after = if is_string { text[at..].strip_prefix(first).unwrap_or(&text[at..]) } else { &text[at..] };
        if is_string {
            at = text.len() - after.len();
        }
        let body = &text[start..start + length];
        // `name:` of YAML is no key of these formats, and what follows it a value all the same.
        let is_key = after.trim_start().starts_with(['=', ':']) || !is_string && body.trim_end().ends_with(':');
        if !body.is_empty() && body.trim() != ":" {
            pieces.push(Piece { text: body, start, is_string, is_key });
        }
    }
    pieces
}

/// How long a string is; one that is not closed ends with its line.
fn closing(text: &str, quote: char) -> usize {
    let mut is_escaped = false;
    let end = text.char_indices().find(|&(_, c)| {
        let is_end = c == '\n' || c == quote && !is_escaped;
        is_escaped = quote == '"' && c == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |(at, _)| at)
}

/// How long a run of words is.
fn words(text: &str) -> usize {
    let end = text.char_indices().find(|&(_, c)| c == '\n' || MARKS.contains(&c)).map_or(text.len(), |(at, _)| at);
    // Of `name: value` the name is a run of its own.
    let colon = text[..end].find(": ").map_or(end, |at| at + 1);
    text[..colon].trim_end().len().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let mut shown = line.to_owned();
        for range in unshown(line, 0..line.len()).into_iter().rev() {
            shown.replace_range(range, quotable::HIDDEN);
        }
        shown
    }

    #[test]
    fn what_could_not_be_parsed_is_shown_where_it_is_known() {
        for (line, expected) in [
            ("upstream = 'http://localhost:5000' x", "upstream = 'http://localhost:5000' …"),
            ("upstream = http://localhost:5000", "upstream = http://localhost:5000"),
            ("authorization = \"Bearer s3cret", "authorization = \"…"),
            ("authorization = s3cret", "authorization = …"),
            ("origins = [\"https://a.test\" \"https://b.test\"]", "origins = [\"https://a.test\" \"https://b.test\"]"),
            ("max-age = 2h", "max-age = …"),
            ("credentials = true x", "credentials = …"),
            ("Bearer s3cret", "…"),
            ("s3cret", "…"),
            ("Authorization: Bearer s3cret", "Authorization: …"),
            ("[policy.app", "[policy.app"),
            ("{\"upstream\":\"http://h\",\"api-key\":\"s3cret\",}", "{\"upstream\":\"http://h\",\"api-key\":\"…\",}"),
            ("methods = ['x=s3cret'", "methods = ['…'"),
            ("request-headers = [\"Authorization: Bearer s3cret\"", "request-headers = [\"…\""),
        ] {
            assert_eq!(shown(line), expected);
        }
    }
}

//! Pasted text made searchable: quotes straight, marks of terminals and issue trackers gone, white space left out.

use std::borrow::Cow;
use std::ops::Range;

/// An extracted URL, value or name may be this long; a longer one is cut.
const FIELD_LIMIT: usize = 2048;

/// A terminal's escape sequence may be this long: a link with its URL.
const SEQUENCE_LIMIT: usize = 512;

/// As many signs stand before a line of a comment or of a list: `###`.
const MARGIN_LIMIT: usize = 6;

/// What ends a terminal's link.
const BELL: char = '\u{7}';

/// What stands for a quotation mark: straight, typographic, in code, in other languages.
const QUOTES: [char; 16] = ['\'', '"', '`', '´', '‘', '’', '‚', '‛', '“', '”', '„', '‟', '«', '»', '「', '」'];

/// HTML entities that issue trackers leave in pasted text.
const ENTITIES: [(&str, char); 26] = [
    ("&#8216;", '\''),
    ("&#8217;", '\''),
    ("&#8220;", '\''),
    ("&#8221;", '\''),
    ("&#x2018;", '\''),
    ("&#x2019;", '\''),
    ("&lsquo;", '\''),
    ("&rsquo;", '\''),
    ("&ldquo;", '\''),
    ("&rdquo;", '\''),
    ("&#x2F;", '/'),
    ("&#47;", '/'),
    ("\\u0027", '\''),
    ("\\u0022", '\''),
    ("\\u2018", '\''),
    ("\\u2019", '\''),
    ("\\u003e", '>'),
    ("&#39;", '\''),
    ("&#x27;", '\''),
    ("&#34;", '\''),
    ("&apos;", '\''),
    ("&quot;", '\''),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&nbsp;", ' '),
    ("&amp;", '&'),
];

/// Console text, twice: as it was written, and without white space. Places count the bytes of the latter.
pub(super) struct Transcript {
    /// As it was written, without what nobody sees.
    text: String,
    /// Without white space.
    solid: String,
    /// The same in lower case, for searching.
    folded: String,
    /// For each byte of `solid` its place in `text`.
    places: Vec<u32>,
}

impl Transcript {
    /// Reads text; it must be shorter than 4 GiB.
    pub(super) fn new(pasted: &str) -> Self {
        let is_escaped = pasted.contains("\\\"") && pasted.contains("\\n");
        let unescaped = if is_escaped { Cow::Owned(pasted.replace("\\n", "\n")) } else { Cow::Borrowed(pasted) };
        let mut text = String::with_capacity(unescaped.len());
        for (number, line) in unescaped.lines().enumerate() {
            if number > 0 {
                text.push('\n');
            }
            // Where a URL was cut behind its scheme, the next line begins with its slashes.
            let goes_on = ["http:", "https:", "file:"].iter().any(|scheme| text.trim_end().ends_with(scheme));
            let line = clean_line(without_margin(line, goes_on));
            text.push_str(&line);
        }
        let mut solid = String::with_capacity(text.len());
        let mut places = Vec::with_capacity(text.len());
        for (place, c) in text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            solid.push(c);
            places.extend((0..c.len_utf8()).map(|byte| (place + byte) as u32));
        }
        let folded = solid.to_ascii_lowercase();
        Self { text, solid, folded, places }
    }

    /// The text without white space, in lower case.
    pub(super) fn folded(&self) -> &str {
        &self.folded
    }

    /// The text line by line.
    pub(super) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// A word: without the white space that wrapping put into it, and without quotes around it.
    pub(super) fn word(&self, range: Range<usize>) -> String {
        let word = self.solid.get(range).unwrap_or_default().trim_matches('\'');
        // `<host>/path` stands for a host; `<https://…>` is only set off.
        let is_placeholder = word.starts_with('<') && !word.ends_with('>') && word.contains(">/");
        bounded(if is_placeholder { word } else { word.trim_matches(['\'', '<', '>']) })
    }

    /// A value with the spaces it has; line breaks count as wrapping, except after a comma.
    pub(super) fn value(&self, range: Range<usize>) -> String {
        let (Some(&first), Some(&last)) = (self.places.get(range.start), self.places.get(range.end.wrapping_sub(1)))
        else {
            return String::new();
        };
        let written =
            if range.is_empty() { "" } else { self.text.get(first as usize..=last as usize).unwrap_or_default() };
        let mut value = String::with_capacity(written.len());
        for (number, line) in written.lines().enumerate() {
            if number > 0 && value.ends_with(',') {
                value.push(' ');
            }
            value.push_str(if number > 0 { line.trim_start() } else { line });
        }
        bounded(&value)
    }

    /// Whether white space stands before this place; at both ends it does.
    pub(super) fn is_word_start(&self, place: usize) -> bool {
        match (place.checked_sub(1).and_then(|before| self.places.get(before)), self.places.get(place)) {
            (Some(before), Some(here)) => here - before > 1,
            _ => true,
        }
    }

    /// The same text with other phrases at these ranges, which are in order and do not overlap.
    pub(super) fn with<'p>(&self, phrases: impl Iterator<Item = (Range<usize>, &'p str)>) -> Self {
        let (mut solid, mut places) = (String::with_capacity(self.solid.len()), Vec::with_capacity(self.places.len()));
        let mut floor = 0;
        for (range, phrase) in phrases {
            solid.push_str(&self.solid[floor..range.start]);
            places.extend_from_slice(&self.places[floor..range.start]);
            solid.push_str(phrase);
            let stretch = |at: usize| range.start + at * range.len() / phrase.len().max(1);
            places.extend((0..phrase.len()).map(|at| self.places[stretch(at).min(range.end - 1)]));
            floor = range.end;
        }
        solid.push_str(&self.solid[floor..]);
        places.extend_from_slice(&self.places[floor..]);
        let folded = solid.to_ascii_lowercase();
        Self { text: self.text.clone(), solid, folded, places }
    }

    /// The line that a place stands in, no further than `within` reaches.
    pub(super) fn line_around(&self, place: usize, within: Range<usize>) -> Range<usize> {
        let at = |place: usize| self.places.get(place).map_or(self.text.len(), |&place| place as usize);
        let (floor, here, ceiling) = (at(within.start), at(place), at(within.end));
        let start = self.text.get(floor..here).and_then(|text| text.rfind('\n')).map_or(floor, |at| floor + at);
        let end = self.text.get(here..ceiling).and_then(|text| text.find('\n')).map_or(ceiling, |at| here + at);
        let solid = |place: usize| self.places.partition_point(|&at| (at as usize) < place);
        solid(start)..solid(end)
    }

    /// Whether no line break stands between these places.
    pub(super) fn is_one_line(&self, range: Range<usize>) -> bool {
        let place = |at: usize| self.places.get(at).map_or(self.text.len(), |&place| place as usize);
        self.text.get(place(range.start)..place(range.end)).is_some_and(|text| !text.trim_end().contains('\n'))
    }

    /// The word that ends where `place` begins, if it stands on the same line.
    pub(super) fn word_before(&self, place: usize) -> Option<&str> {
        let before = self.text.get(..*self.places.get(place)? as usize)?.trim_end_matches(' ');
        let start = before.char_indices().rev().take(FIELD_LIMIT).find(|(_, c)| c.is_whitespace());
        let word = start.map_or(before, |(start, c)| &before[start + c.len_utf8()..]);
        (!word.is_empty()).then_some(word)
    }
}

/// A line without what stands before it in a quotation, in a comment of a source, or in a list, and without a fence of code.
fn without_margin(line: &str, goes_on: bool) -> &str {
    let line = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '|' | '│' | '┃'));
    let fence = line.strip_prefix("```").or_else(|| line.strip_prefix("~~~"));
    if fence.is_some_and(|language| language.trim().bytes().all(|byte| byte.is_ascii_alphanumeric())) {
        return "";
    }
    let comment = match line.as_bytes() {
        [b'/', b'/', ..] if !goes_on && !is_url_without_scheme(line) => line.trim_start_matches('/'),
        [b'/', b'*', ..] => line[1..].trim_start_matches('*'),
        [b'<', b'!', b'-', b'-', ..] => &line["<!--".len()..],
        [b'*', b'/', ..] => &line["*/".len()..],
        [b'*' | b'#' | b'-' | b';' | b'%' | b'+', ..] => {
            let inner = line.trim_start_matches(['*', '#', '-', ';', '%', '+']);
            if inner.starts_with(char::is_whitespace) && line.len() - inner.len() <= MARGIN_LIMIT {
                inner
            } else {
                line
            }
        }
        _ => line,
    };
    comment.trim_start()
}

/// `//cdn.example.com/x.js`, at the beginning of a line.
fn is_url_without_scheme(line: &str) -> bool {
    let word = line["//".len()..].split_whitespace().next().unwrap_or_default();
    word.split_once('/').is_some_and(|(host, _)| host.contains('.') && !line["//".len()..].starts_with(' '))
}

/// A line without control characters, escape sequences, invisible characters and the marks of a quotation.
fn clean_line(line: &str) -> String {
    let mut clean = String::with_capacity(line.len());
    let has_bell = line.contains(BELL);
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if let Some((entity, decoded)) = entity(c, rest) {
            clean.push(decoded);
            rest = &rest[entity.len()..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        match c {
            '[' if rest.starts_with("http") => {
                let (link, after) = link(rest);
                // A value in quotes is shown as it was sent: `'[http://localhost:3000]'` is an array, and no link.
                let is_value =
                    clean.ends_with('\'') && rest[link.len()..].starts_with(']') && after.starts_with(is_quote_mark);
                if is_value && rest.len() == link.len() + 1 + after.len() {
                    clean.push('[');
                    continue;
                }
                clean.push_str(link);
                rest = after;
            }
            '*' if rest.starts_with('*') => {
                let stars = 1 + rest.len() - rest.trim_start_matches('*').len();
                rest = &rest[stars - 1..];
                if is_mask(&clean, stars, rest) {
                    clean.push_str(MASK);
                } else if stars % 2 == 1 {
                    clean.push('*');
                }
            }
            '\u{1b}' => rest = after_escape_sequence(rest, has_bell),
            '\\' if rest.starts_with(['"', '\'']) => {}
            _ if is_quote(c) => clean.push('\''),
            '\t' => clean.push(' '),
            _ if c.is_control() || is_invisible(c) => {}
            _ => clean.push(c),
        }
    }
    clean
}

/// Whether stars between these stand for what somebody crossed out of a URL: `?api_key=***`, and do not end what is bold.
fn is_mask(before: &str, stars: usize, after: &str) -> bool {
    let near = super::boundary::floor_char_boundary(before, before.len().saturating_sub(FIELD_LIMIT));
    let word = before[near..].rsplit(' ').next().unwrap_or_default();
    let is_inside = after.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '&'));
    let is_in_url = word.contains("://") && !word.contains(['(', ')']);
    is_in_url && (word.ends_with('=') || stars > 2 && word.ends_with('/') || is_inside)
}

/// What somebody crossed out, however long it was.
const MASK: &str = "***";

fn is_quote_mark(c: char) -> bool {
    c == '\'' || is_quote(c)
}

/// An entity at this character, and what it stands for.
fn entity(c: char, rest: &str) -> Option<(&'static str, char)> {
    if !matches!(c, '&' | '\\') {
        return None;
    }
    ENTITIES.iter().copied().find(|(entity, _)| rest.starts_with(entity))
}

/// What a link in Markdown shows, `[http://…](http://…)` or `[http://…]`, and what follows it.
fn link(rest: &str) -> (&str, &str) {
    let near = &rest[..super::boundary::floor_char_boundary(rest, FIELD_LIMIT)];
    let closing = near.find(']').map(|end| (&rest[..end], &rest[end + 1..]));
    let Some((shown, after)) = closing.filter(|(shown, _)| !shown.contains([' ', '[', '\''])) else {
        return ("", rest);
    };
    let near = &after[..super::boundary::floor_char_boundary(after, FIELD_LIMIT)];
    // A title may follow the target: `(http://… "…")`.
    let is_target = |end: &usize| near[..*end].split_once(' ').is_none_or(|(_, title)| title.starts_with('"'));
    let target = near.strip_prefix("(http").and_then(|_| near.find(')')).filter(is_target);
    (shown, target.map_or(after, |end| &after[end + 1..]))
}

/// What follows a terminal's escape sequence: colours (`[…m`) and links (`]…` up to a bell).
fn after_escape_sequence(rest: &str, has_bell: bool) -> &str {
    let mut bytes = rest.bytes().take(SEQUENCE_LIMIT);
    let end = match bytes.next() {
        Some(b'[') => bytes.position(|byte| matches!(byte, b'@'..=b'~')),
        Some(b']') if has_bell => bytes.position(|byte| char::from(byte) == BELL),
        _ => None,
    };
    end.and_then(|end| rest.get(end + "[".len() + 1..)).unwrap_or(rest)
}

fn is_quote(c: char) -> bool {
    matches!(c, '\'' | '"' | '`') || !c.is_ascii() && QUOTES.contains(&c)
}

/// Zero-width characters, soft hyphens and directional marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn bounded(text: &str) -> String {
    let end = super::boundary::floor_char_boundary(text, FIELD_LIMIT);
    if end < text.len() { format!("{}…", &text[..end]) } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrapping_quoting_and_colours_do_no_harm() {
        let transcript =
            Transcript::new("> \u{1b}[31mAccess to ‘http://a.exa\n> mple/x’\u{1b}[0m\u{200b}, &quot;*, \n> b&quot;");
        assert_eq!(transcript.folded(), "accessto'http://a.example/x','*,b'");
        assert_eq!(transcript.word(8..28), "http://a.example/x");
        let value = transcript.folded().find("*,").unwrap();
        assert_eq!(transcript.value(value..value + 3), "*, b");
    }

    #[test]
    fn a_field_is_bounded() {
        let transcript = Transcript::new(&"ä".repeat(4 * FIELD_LIMIT));
        assert!(transcript.word(0..8 * FIELD_LIMIT).len() <= FIELD_LIMIT + '…'.len_utf8());
    }
}

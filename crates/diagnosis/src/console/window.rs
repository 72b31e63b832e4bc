//! A place in a transcript where a known phrase stands, and how far its message may reach.

use std::ops::Range;

use super::cut_url::{CUT, is_cut_mark};
use super::documentation::is_documentation;
use super::transcript::Transcript;

/// What ends a URL that stands without quotes.
const NO_URL: [char; 6] = ['\'', '<', '>', '|', '{', '}'];

/// What may stand after a URL and is no part of it.
const AFTER_URL: [char; 5] = ['.', ',', ';', ':', ')'];

/// As much is shown of a URL that holds its content.
const OPAQUE_LIMIT: usize = 96;

/// As many URLs beside a phrase are looked at.
const URLS_LIMIT: usize = 16;

/// A phrase, and the text that may belong to it.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub(super) transcript: &'a Transcript,
    /// Where the message before it ends.
    pub(super) floor: usize,
    /// Where the phrase begins.
    pub(super) start: usize,
    /// Where the phrase ends.
    pub(super) end: usize,
    /// Where the next message begins.
    pub(super) ceiling: usize,
}

impl<'a> Window<'a> {
    /// The text after the phrase.
    pub(super) fn rest(&self) -> &'a str {
        self.transcript.folded().get(self.end..self.ceiling).unwrap_or_default()
    }

    /// The text before the phrase.
    pub(super) fn before(&self) -> &'a str {
        self.transcript.folded().get(self.floor..self.start).unwrap_or_default()
    }

    /// Whether this is the phrase.
    pub(super) fn is(&self, phrase: &str) -> bool {
        self.transcript.folded().get(self.start..self.end) == Some(phrase)
    }

    /// Where a phrase stands after this one.
    pub(super) fn find(&self, phrase: &str) -> Option<Range<usize>> {
        let at = self.end + self.rest().find(phrase)?;
        Some(at..at + phrase.len())
    }

    /// Where the first of these phrases stands after this one.
    pub(super) fn find_first(&self, phrases: &[&str]) -> Option<Range<usize>> {
        phrases.iter().filter_map(|phrase| self.find(phrase)).min_by_key(|range| (range.start, usize::MAX - range.end))
    }

    /// Where the last of this phrase stands before this one.
    pub(super) fn find_before(&self, phrase: &str) -> Option<Range<usize>> {
        let at = self.floor + self.before().rfind(phrase)?;
        Some(at..at + phrase.len())
    }

    /// The window of a later phrase; what lies between belongs to it.
    pub(super) fn at(&self, phrase: Range<usize>) -> Self {
        Self { floor: self.end, start: phrase.start, end: phrase.end, ..*self }
    }

    /// What stands between the phrase and the next of these.
    pub(super) fn word_until(&self, phrases: &[&str]) -> Option<String> {
        let end = self.find_first(phrases)?;
        Some(self.transcript.word(self.end..end.start))
    }

    /// The same, with its spaces.
    pub(super) fn value_until(&self, phrases: &[&str]) -> Option<String> {
        let end = self.find_first(phrases)?;
        Some(self.transcript.value(self.end..end.start))
    }

    /// What stands between the last of this phrase before, and this phrase.
    pub(super) fn word_since(&self, phrase: &str) -> Option<String> {
        let start = self.find_before(phrase)?;
        Some(self.transcript.word(start.end..self.start))
    }

    /// The same, with its spaces.
    pub(super) fn value_since(&self, phrase: &str) -> Option<String> {
        let start = self.find_before(phrase)?;
        Some(self.transcript.value(start.end..self.start))
    }

    /// The HTTP status that stands right after the phrase.
    pub(super) fn status(&self) -> Option<u16> {
        let dots = self.rest().len() - self.rest().trim_start_matches(['.', ')']).len();
        let phrase = "statuscode:";
        if self.rest()[dots..].starts_with(phrase) { self.status_at(self.end + dots + phrase.len()) } else { None }
    }

    /// Three digits at a place.
    pub(super) fn status_at(&self, place: usize) -> Option<u16> {
        let text = self.transcript.folded().get(place..self.ceiling)?;
        let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        if digits == 3 { text[..digits].parse().ok() } else { None }
    }

    /// Three digits at a place, with white space or the end on both sides.
    pub(super) fn lone_status_at(&self, place: usize) -> Option<u16> {
        let digits = self.transcript.folded().get(place..place + 3)?;
        let is_alone = self.transcript.is_word_start(place) && self.transcript.is_word_start(place + 3);
        if is_alone && digits.bytes().all(|byte| byte.is_ascii_digit()) { digits.parse().ok() } else { None }
    }

    /// The same window, no longer than the line of the phrase.
    pub(super) fn on_its_line(&self) -> Self {
        let line = self.transcript.line_around(self.start, self.floor..self.ceiling);
        Self { floor: line.start.max(self.floor), ceiling: line.end.clamp(self.end, self.ceiling), ..*self }
    }

    /// The same window, whose phrase belongs to what is read.
    pub(super) fn including_phrase(&self) -> Self {
        Self { end: self.start, ..*self }
    }

    /// The same window, which reaches no further than so many bytes.
    pub(super) fn near(&self, reach: usize) -> Self {
        let end = super::boundary::floor_char_boundary(self.transcript.folded(), self.end + reach);
        Self { ceiling: end.clamp(self.end, self.ceiling), ..*self }
    }

    /// The same window, which begins no further before the phrase.
    pub(super) fn not_before(&self, reach: usize) -> Self {
        let start = super::boundary::floor_char_boundary(self.transcript.folded(), self.start.saturating_sub(reach));
        Self { floor: start.max(self.floor), ..*self }
    }

    /// Whether only preflights fail with this phrase.
    pub(super) fn is_preflight_phrase(&self) -> bool {
        self.transcript.folded().get(self.start..self.end).is_some_and(|phrase| phrase.contains("preflight"))
    }

    /// Whether the phrase is a member that says `OPTIONS`.
    pub(super) fn ends_with_options(&self) -> bool {
        self.transcript.folded().get(self.start..self.end).is_some_and(|phrase| phrase.ends_with("'options'"))
    }

    /// Whether nothing stands before the phrase on its line.
    pub(super) fn starts_its_line(&self) -> bool {
        self.on_its_line().before().is_empty()
    }

    /// Whether white space stands after the phrase.
    pub(super) fn ends_its_word(&self) -> bool {
        self.transcript.is_word_start(self.end)
    }

    /// Whether the phrase is all that its line has.
    pub(super) fn is_whole_line(&self) -> bool {
        let line = self.on_its_line();
        line.before().is_empty() && line.rest().is_empty()
    }

    /// The word after the phrase: up to white space, a quote, or the end of a list's element.
    pub(super) fn next_word(&self) -> String {
        let rest = self.rest();
        let start = self.end + rest.len() - rest.trim_start_matches(['\'', ':', '=', '(', '[']).len();
        let text = self.transcript.folded().get(start..self.ceiling).unwrap_or_default();
        let is_end = |&(place, c): &(usize, char)| {
            place > 0 && self.transcript.is_word_start(start + place)
                || matches!(c, '\'' | ',' | ';' | ')' | ']' | '<' | '>' | '{' | '}' | '|')
        };
        let end = text.char_indices().find(is_end).map_or(self.ceiling, |(place, _)| start + place);
        self.transcript.word(start..end).trim_end_matches(AFTER_URL).to_owned()
    }

    /// What stands between the last two quotes before the phrase, on its line.
    pub(super) fn quoted_before(&self) -> Option<String> {
        let line = self.on_its_line();
        let before = line.before();
        let close = before.rfind('\'')?;
        let open = before[..close].rfind('\'')?;
        Some(self.transcript.word(line.floor + open + 1..line.floor + close))
    }

    /// The next URL after the phrase.
    pub(super) fn url_after(&self) -> Option<String> {
        let colons = self.rest().match_indices("://").take(URLS_LIMIT);
        let mut urls = colons.filter_map(|(at, _)| self.url_around(self.end + at, self.end, self.ceiling));
        // What stands right behind the phrase is what it is about, whatever it is.
        let is_next = self.rest().trim_start_matches('\'').starts_with("http");
        if is_next { urls.next() } else { urls.find(|url| !is_documentation(url)) }
    }

    /// A URL without a host right behind the phrase: `data:…`, `blob:…`, `file:///…`, `about:blank`.
    pub(super) fn opaque_url_after(&self) -> Option<String> {
        const SCHEMES: [&str; 6] = ["data:", "blob:", "file:", "about:", "javascript:", "chrome-error:"];
        let rest = self.rest().trim_start_matches('\'');
        if !SCHEMES.iter().any(|scheme| rest.starts_with(scheme)) {
            return None;
        }
        let start = self.ceiling - rest.len();
        let is_end = |&(place, c): &(usize, char)| {
            NO_URL.contains(&c)
                || !c.is_ascii() && !is_cut_mark(c)
                || place > 0 && self.transcript.is_word_start(start + place) && !rest[place..].starts_with("///")
        };
        let end = rest.char_indices().find(is_end).map_or(self.ceiling, |(place, _)| start + place);
        let url = self.transcript.word(start..end);
        let url = url.trim_end_matches(AFTER_URL);
        // Nobody reads the rest of what is encoded in a URL.
        let shown = super::boundary::floor_char_boundary(url, OPAQUE_LIMIT);
        Some(if shown < url.len() { format!("{}{CUT}", &url[..shown]) } else { url.to_owned() })
    }

    /// The last URL before the phrase.
    pub(super) fn url_before(&self) -> Option<String> {
        let colons = self.before().rmatch_indices("://").take(URLS_LIMIT);
        let mut urls = colons.filter_map(|(at, _)| self.url_around(self.floor + at, self.floor, self.start));
        urls.find(|url| !is_documentation(url))
    }

    /// The URL whose scheme ends at `colon`.
    fn url_around(&self, colon: usize, floor: usize, ceiling: usize) -> Option<String> {
        let text = self.transcript.folded();
        let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-');
        let scheme = text[floor..colon].chars().rev().take_while(|&c| is_scheme(c)).count();
        let mut start = colon - scheme;
        // A word glued before the scheme by leaving the white space out.
        if let Some(later) = (start..colon).rev().find(|&place| self.transcript.is_word_start(place)) {
            start = later;
        }
        let is_quoted = text[floor..start].ends_with('\'');
        // Consoles print URLs in ASCII; what follows in another script is the sentence.
        let is_end = |(place, c): (usize, char)| {
            NO_URL.contains(&c)
                || !is_quoted
                    && (!c.is_ascii() && !is_cut_mark(c) || place > 2 && self.transcript.is_word_start(colon + place))
        };
        let end =
            text[colon..ceiling].char_indices().find(|&at| is_end(at)).map_or(ceiling, |(place, _)| colon + place);
        let written = self.transcript.word(start..end);
        let url = written.trim_end_matches(AFTER_URL);
        let is_cut = written[url.len()..].contains("...");
        let is_url = colon > start && url.len() > colon - start + "://".len();
        is_url.then(|| if is_cut { format!("{url}{CUT}") } else { url.to_owned() })
    }
}

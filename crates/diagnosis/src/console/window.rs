//! A place in a transcript where a known phrase stands, and how far its message may reach.

use std::ops::Range;

use super::transcript::Transcript;

/// What ends a URL that stands without quotes.
const NO_URL: [char; 6] = ['\'', '<', '>', '|', '{', '}'];

/// What may stand after a URL and is no part of it.
const AFTER_URL: [char; 5] = ['.', ',', ';', ':', ')'];

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

    /// The next URL after the phrase.
    pub(super) fn url_after(&self) -> Option<String> {
        let colon = self.end + self.rest().find("://")?;
        self.url_around(colon, self.end, self.ceiling)
    }

    /// The last URL before the phrase.
    pub(super) fn url_before(&self) -> Option<String> {
        let colon = self.floor + self.before().rfind("://")?;
        self.url_around(colon, self.floor, self.start)
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
                || !is_quoted && (!c.is_ascii() || place > 0 && self.transcript.is_word_start(colon + place))
        };
        let end =
            text[colon..ceiling].char_indices().find(|&at| is_end(at)).map_or(ceiling, |(place, _)| colon + place);
        let url = self.transcript.word(start..end);
        let url = url.trim_end_matches(AFTER_URL);
        (colon > start && url.len() > colon - start + "://".len()).then(|| url.to_owned())
    }
}

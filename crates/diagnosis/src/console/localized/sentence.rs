//! Reads a line in another language: URL, reason, value and status, where its language has them.

use std::ops::Range;

use super::super::cut_url::is_cut_mark;
use super::super::firefox::{EMPTY, is_of_preflight, of_place, of_url};
use super::super::message::{Engine, Message};
use super::super::reason::ConsoleReason;
use super::super::transcript::Transcript;
use super::super::voices::legacy_browsers::REQUEST_FAILED;
use super::super::window::Window;
use super::ALLOW_ORIGIN;
use super::letters::Letters;
use super::line::Line;
use super::table::{AfterUrl, Row, Table};
use super::told::{Details, told};

/// A status stands so near to the reason, and a value to the words before it.
const REACH: usize = 400;
/// As far behind the words of a reason that are known its sentence goes on.
const NAME_REACH: usize = 100;
/// Between "status code" and the digits.
const BEFORE_DIGITS: usize = 8;

/// As far before a reason its URL stands, where the words between were cut out.
const CUT_OUT_REACH: usize = 512;

/// Words that translations of 2015 had, and later ones have not.
const OF_2015: [&str; 1] = ["multi-origines"];

/// Words for a preflight that only older packs had.
const OLD_PREFLIGHTS: [&str; 1] = ["preconexaocors"];

/// Marks that stand around a URL or a value in some language.
const MARKS: [char; 20] =
    ['\'', '"', '‹', '›', '『', '』', '《', '》', '＂', '＇', '(', ')', '（', '）', '<', '>', '。', '、', '।', '՝'];

/// A text with what its letters tell.
pub(super) struct Reader<'a> {
    pub(super) transcript: &'a Transcript,
    pub(super) letters: &'a Letters,
    pub(super) table: &'static Table,
}

/// What a line says, and where it ends in the transcript.
pub(in crate::console) struct Sentence {
    pub(in crate::console) range: Range<usize>,
    pub(in crate::console) message: Message,
}

/// A reason, with the letters where it ends and where a status follows.
struct Found {
    reason: ConsoleReason,
    end: usize,
    status: Option<usize>,
    /// Whether a value is there, if one belongs to it.
    is_whole: bool,
}

impl Reader<'_> {
    /// What a line says; `None` for one that only looks like the beginning of one.
    pub(super) fn read(&self, line: &Line<'_>) -> Option<Sentence> {
        let first = line.reason().next();
        let bound = first.map_or(line.limit, |(_, end, _)| end);
        let url = self.url(line, bound);
        let url_end = url.as_ref().map_or(line.start, |(_, end)| *end);
        let before = || self.url_before(line);
        let url = url.map(|(url, _)| url).or_else(before);
        let mut message = Message { url, ..Message::of(Engine::Firefox) };
        let mut end = url_end;
        if let Some(found) = self.reason(line, url_end, message.url.as_deref()) {
            message.status = found.status.and_then(|letter| self.digits(letter));
            let is_of_old = matches!(found.reason, ConsoleReason::Network(_)) && self.is_old(line.start..found.end);
            let words = url_end..line.limit.min(found.end + NAME_REACH);
            let reason = match (found.reason, self.quoted_name(words.clone())) {
                // Until 2020 a header that is missing in the list was called a missing token.
                (ConsoleReason::InvalidAllowHeaders { .. }, Some(name)) if self.is_missing(words) => {
                    ConsoleReason::HeaderNotAllowed { name }
                }
                (reason, _) => reason,
            };
            let reason = if is_of_old { ConsoleReason::Said(&REQUEST_FAILED) } else { reason };
            message.reason = Some(of_place(reason, message.url.as_deref()));
            end = found.end;
        } else {
            message.reason = self.untold(&message, url_end..line.limit.min(url_end + REACH))?;
        }
        message.is_preflight = message.reason.as_ref().is_some_and(is_of_preflight);
        let start = self.letters.place(line.start);
        Some(Sentence { range: start..self.letters.place_behind(end, self.transcript.folded()), message })
    }

    /// What the reason is. Languages that have a run in common differ in what stands around the value.
    fn reason(&self, line: &Line<'_>, floor: usize, url: Option<&str>) -> Option<Found> {
        let found = line.reason().filter_map(|(start, end, row)| {
            let value = self.value(row, floor, start, line.limit);
            let status = self.status(start..line.limit.min(end + REACH));
            let is_whole = value.is_some() || row.around_value == ("", "");
            let reason = told(row, &Details { value: value.as_deref(), url, status })?;
            Some(Found { reason, end, status, is_whole })
        });
        let mut found: Vec<_> = found.collect();
        let whole = found.iter().position(|found| found.is_whole).unwrap_or_default();
        (whole < found.len()).then(|| found.swap_remove(whole))
    }

    /// The URL, and the letter behind it.
    fn url(&self, line: &Line<'_>, bound: usize) -> Option<(String, usize)> {
        let (letter, places) = line.url.as_ref()?;
        let start = self.letters.place_behind(*letter, self.transcript.folded());
        let after = places.iter().flat_map(|place| &place.after).filter(|after| !after.letters.is_empty());
        let end = after.filter_map(|after| Some((self.after_url(*letter..bound, after)?, after.marks)));
        let whole = end.min_by_key(|(end, _)| *end).and_then(|(end, marks)| {
            let url = self.transcript.word(start..self.letters.place(end));
            let is_behind = |c| is_mark(c) || marks.contains(c) || matches!(c, '.' | ',' | ';' | ':');
            let url =
                url.trim_start_matches(|c| is_mark(c) || matches!(c, '-' | ',' | ':')).trim_end_matches(is_behind);
            is_url(url).then(|| (url.to_owned(), end))
        });
        whole.or_else(|| self.bare_url(*letter, line.limit))
    }

    /// Where the words after a URL begin. A path may have them too, but not behind these marks or behind a space.
    fn after_url(&self, letters: Range<usize>, after: &AfterUrl) -> Option<usize> {
        let written = self.transcript.folded();
        let mut start = letters.start;
        while let Some(found) = self.letters.find(after.letters, start..letters.end + after.letters.len()) {
            let place = self.letters.place(found.start);
            let before = written.get(..place).and_then(|before| before.chars().next_back());
            if self.transcript.is_word_start(place) || before.is_some_and(|before| after.marks.ends_with(before)) {
                return Some(found.start);
            }
            start = found.end;
        }
        None
    }

    /// A URL behind which nothing is known.
    fn bare_url(&self, letter: usize, limit: usize) -> Option<(String, usize)> {
        let start = self.letters.place_behind(letter, self.transcript.folded());
        let ceiling = self.letters.place(limit);
        let rest = self.transcript.folded().get(start..ceiling)?.trim_start_matches(is_mark);
        if rest.starts_with("file:") && !rest.starts_with("file://") {
            return Some(("file:".to_owned(), letter + "file".len()));
        }
        let window = Window { transcript: self.transcript, floor: start, start, end: start, ceiling };
        let url = window.opaque_url_after().or_else(|| window.url_after())?;
        let letters = url.chars().filter_map(super::letter::letter).count();
        Some((url, letter + letters))
    }

    /// The URL of a line whose words before it were cut out: `Solicitud … bloqueada ... http://… (Razón: …`. It stands on the line
    /// of the reason, or on the one before.
    fn url_before(&self, line: &Line<'_>) -> Option<String> {
        let written = self.transcript.folded();
        let end = self.letters.place(line.start);
        let floor = super::super::boundary::floor_char_boundary(written, end.saturating_sub(CUT_OUT_REACH));
        let here = self.transcript.line_around(end, floor..written.len());
        let before = self.transcript.line_around(here.start.saturating_sub(1), floor..written.len());
        let start = if line.url.is_none() { before.start.min(here.start) } else { return None };
        Window { transcript: self.transcript, floor: start, start: end, end, ceiling: end }.url_before()
    }

    /// The value between the words around it.
    fn value(&self, row: &Row, floor: usize, reason: usize, limit: usize) -> Option<String> {
        let (before, after) = row.around_value;
        if before.is_empty() && after.is_empty() {
            return None;
        }
        let floor = floor.max(reason.saturating_sub(REACH));
        let first = self.letters.find(before, floor..limit.min(reason + REACH))?.end;
        let written = self.transcript.folded();
        let start = self.letters.place_behind(first, written);
        let end = match after {
            "" => None,
            after => Some(self.letters.place(self.letters.find(after, first..limit.min(first + REACH))?.start)),
        };
        let is_quoted = written.get(start..)?.starts_with(is_mark);
        let end = end.or_else(|| self.closing(start, is_quoted))?;
        self.inside(start..end)
    }

    /// Where a value ends that nothing follows: at its closing mark.
    fn closing(&self, start: usize, is_quoted: bool) -> Option<usize> {
        let ceiling = super::super::boundary::floor_char_boundary(self.transcript.folded(), start + REACH);
        let rest = self.transcript.folded().get(start..ceiling)?;
        let inner = rest.trim_start_matches(is_mark);
        let is_end = |c: char| if is_quoted { is_mark(c) } else { matches!(c, ')' | '）') };
        let length = inner.find(is_end).unwrap_or(if is_quoted { inner.len() } else { word_length(inner) });
        Some(start + (rest.len() - inner.len()) + length)
    }

    /// A value without the marks around it; what is glued behind a closing mark belongs to the sentence.
    fn inside(&self, range: Range<usize>) -> Option<String> {
        let written = self.transcript.folded().get(range.clone())?;
        if self.transcript.folded().get(range.start..)?.trim_start_matches(['\'', '"', '„', '“']).starts_with(EMPTY)
        {
            return Some(EMPTY.to_owned());
        }
        let inner = written.trim_start_matches(|c| is_mark(c) || matches!(c, ':' | ','));
        let start = range.start + (written.len() - inner.len());
        let is_quoted = written[..written.len() - inner.len()].contains(MARKS);
        let length = match inner.rfind(MARKS).filter(|_| is_quoted) {
            Some(mark) => inner[..mark].trim_end_matches(is_mark).len(),
            None => inner.trim_end_matches(|c| is_mark(c) || matches!(c, '-' | '.' | ',')).len(),
        };
        Some(self.transcript.value(start..start + length))
    }

    /// The letter behind the words for a status.
    fn status(&self, letters: Range<usize>) -> Option<usize> {
        self.table.statuses.iter().find_map(|words| Some(self.letters.find(words, letters.clone())?.end))
    }

    /// The status right behind a letter.
    fn digits(&self, letter: usize) -> Option<u16> {
        let written = self.transcript.folded();
        let rest = written.get(self.letters.place_behind(letter, written)..)?;
        let marks = rest.chars().take(BEFORE_DIGITS).take_while(|c| !c.is_ascii_digit()).map(char::len_utf8).sum();
        let digits = rest[marks..].split(|c: char| !c.is_ascii_digit()).next()?;
        if digits.len() == 3 { digits.parse().ok() } else { None }
    }

    /// What can be said of a line whose reason is cut off, or older than the packs.
    fn untold(&self, message: &Message, letters: Range<usize>) -> Option<Option<ConsoleReason>> {
        let url = message.url.as_deref()?;
        if url.starts_with("file:") {
            return Some(Some(ConsoleReason::NonHttpScheme));
        }
        let header = super::HEADERS.into_iter().find(|(_, run)| self.letters.find(run, letters.clone()).is_some());
        let is_preflight = self
            .table
            .preflights
            .iter()
            .chain(&OLD_PREFLIGHTS)
            .any(|word| self.letters.find(word, letters.clone()).is_some());
        match header {
            None if is_preflight => Some(Some(ConsoleReason::PreflightStatus)),
            None if self.is_without_reason(letters.clone()) => Some(of_url(Some(url))),
            Some(("access-control-allow-headers", _)) if self.is_missing(letters.clone()) => {
                let name = self.quoted_name(letters);
                Some(Some(name.map_or(ConsoleReason::Translated { header: header.map(|(name, _)| name) }, |name| {
                    ConsoleReason::HeaderNotAllowed { name }
                })))
            }
            Some((ALLOW_ORIGIN, _)) if self.is_missing(letters) => Some(Some(ConsoleReason::MissingAllowOrigin)),
            header => Some(Some(ConsoleReason::Translated { header: header.map(|(name, _)| name) })),
        }
    }

    /// The name of a request header in quotes.
    fn quoted_name(&self, letters: Range<usize>) -> Option<String> {
        let written = self.transcript.folded();
        let (start, end) = (self.letters.place(letters.start), self.letters.place(letters.end));
        let is_name = |word: &&str| {
            !word.is_empty()
                && !word.starts_with("access-control-")
                && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        };
        written.get(start..end)?.split('\'').skip(1).step_by(2).find(is_name).map(str::to_owned)
    }

    /// Whether the words around the header's name say that it is not there.
    fn is_missing(&self, letters: Range<usize>) -> bool {
        let written = self.transcript.folded();
        let (start, end) = (self.letters.place(letters.start), self.letters.place(letters.end));
        super::says_missing(written.get(start..end).unwrap_or_default())
    }

    /// Whether the words are those of 2015, when Firefox said of any call that it had failed.
    fn is_old(&self, letters: Range<usize>) -> bool {
        let written = self.transcript.folded();
        let (start, end) = (self.letters.place(letters.start), self.letters.place(letters.end));
        // The words before the URL that are known may begin in the middle of the sentence.
        let start = self.transcript.line_around(start, 0..written.len()).start;
        let written = written.get(start..end).unwrap_or_default();
        OF_2015.iter().any(|words| written.contains(words))
    }

    /// Whether the line gives no reason at all, as those of 2014 did, which only advise: a reason stands after a colon or in
    /// parentheses.
    fn is_without_reason(&self, letters: Range<usize>) -> bool {
        let written = self.transcript.folded();
        let place = self.letters.place_behind(letters.start, written);
        let line = self.transcript.line_around(place, 0..written.len());
        let rest = written.get(place..line.end.max(place)).unwrap_or_default();
        !rest.contains([':', '(', '：', '（'])
    }
}

/// A mark around a URL or a value, or one that belongs to the letter before it.
fn is_mark(c: char) -> bool {
    MARKS.contains(&c) || !c.is_ascii() && !c.is_alphanumeric() && !is_cut_mark(c)
}

/// Browsers print a URL in ASCII.
fn is_url(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    text.chars().all(|c| c.is_ascii() || is_cut_mark(c))
        && text.len() > scheme.len()
        && !scheme.is_empty()
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Without any mark a value is one word.
fn word_length(text: &str) -> usize {
    text.find(|c: char| !c.is_ascii_graphic()).unwrap_or(text.len())
}

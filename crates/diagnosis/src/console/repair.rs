//! Gives damaged text its sentences back: quotes that a shell took, typos, the slips of a text recognition. Known phrases
//! are searched by their letters alone, within a few edits, and written over what stands there.
//!
//! It costs more than reading, so it is tried only where a text gave nothing as it is, and on the text's beginning.

mod alike;
mod grams;
mod letters;

use std::sync::LazyLock;

use super::phrase::Reader;
use super::scan;
use super::transcript::Transcript;
use alike::Pattern;
use grams::Grams;
use letters::Letters;

/// As much of a text is repaired, without its white space: a message and what stands around it.
const REPAIR_LIMIT: usize = 8 * 1024;

/// As many phrases are written over.
const REPAIRED_LIMIT: usize = 256;

/// Shorter phrases of browsers stand in any text.
const SHORTEST: usize = 8;

/// Shorter phrases of others do.
const SHORTEST_OF_OTHERS: usize = 16;

/// What stands between the phrases that are looked for.
const CONNECTORS: [&str; 21] = [
    "accesstofetchat",
    "accesstoxmlhttprequestat",
    "accesstofontat",
    "accesstoscriptat",
    "accesstoimageat",
    "fromorigin",
    "hasbeenblockedbycorspolicy:",
    "responsetopreflightrequestdoesn'tpassaccesscontrolcheck:",
    "'thatisnotequaltothesuppliedorigin",
    "',butonlyoneisallowed",
    "'whichmustbe'true'",
    "requestheaderfield",
    "thesameoriginpolicydisallowsreadingtheremoteresourceat",
    "isthereforenotallowedaccess",
    "duetoaccesscontrolchecks",
    "onrequestedresource",
    "mustnotbethewildcard'*'whentherequest'scredentialsmodeis'include'",
    "the'access-control-allow-origin'headerhasavalue'",
    "the'access-control-allow-origin'headercontainsmultiplevalues'",
    "the'access-control-allow-origin'headercontainstheinvalidvalue'",
    "(redirectedfrom",
];

/// A phrase found in the text.
struct Found {
    start: usize,
    end: usize,
    /// Letters that fit, less what had to be changed.
    score: usize,
    says: &'static str,
}

/// A phrase, ready to be searched.
struct Searched {
    says: &'static str,
    letters: Vec<u8>,
    tolerance: usize,
    is_of_browser: bool,
}

/// Which phrases are given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// What browsers say.
    Browsers,
    /// What anybody says.
    Anybody,
}

static SEARCHED: LazyLock<Vec<Searched>> = LazyLock::new(|| {
    let connectors = CONNECTORS.iter().map(|&says| (says, true));
    let phrases = scan::ALL.entries().iter().map(|entry| (entry.says, !matches!(entry.reader, Reader::Row(_))));
    let searched = connectors.chain(phrases).map(|(says, is_of_browser)| {
        let letters = Letters::of(says).signs;
        // There are hundreds of rows, and some are like what people write: they lose their quotes, and no letters.
        let tolerance = if is_of_browser { tolerance(letters.len()) } else { 0 };
        Searched { says, letters, tolerance, is_of_browser }
    });
    let shortest = |searched: &Searched| if searched.is_of_browser { SHORTEST } else { SHORTEST_OF_OTHERS };
    // Each spelling of this one is a phrase of its own.
    let is_spelt_out =
        |searched: &Searched| searched.says.starts_with("failedtoload") && searched.says.ends_with("http");
    searched.filter(|searched| searched.letters.len() >= shortest(searched) && !is_spelt_out(searched)).collect()
});

/// The same text with its known phrases as they should be; `None` where none was damaged.
pub(super) fn repaired(transcript: &Transcript, scope: Scope) -> Option<Transcript> {
    let text = &transcript.folded()[..super::boundary::floor_char_boundary(transcript.folded(), REPAIR_LIMIT)];
    let chosen = without_overlaps(found(text, scope));
    let mut floor = 0;
    let mut changes = Vec::new();
    for found in chosen.into_iter().map(|found| with_marks(found, text)) {
        // The marks at two ends can be the same one.
        if found.start >= floor && text[found.start..found.end] != *found.says {
            floor = found.end;
            changes.push(found);
        }
    }
    (!changes.is_empty()).then(|| transcript.with(changes.iter().map(|found| (found.start..found.end, found.says))))
}

/// Every phrase that the text is like, the best first.
fn found(text: &str, scope: Scope) -> Vec<Found> {
    let letters = Letters::of(text);
    let grams = Grams::of(&letters.signs);
    let mut found = Vec::new();
    for searched in SEARCHED.iter().filter(|searched| searched.is_of_browser || scope == Scope::Anybody) {
        if !grams.may_have(&searched.letters, searched.tolerance) {
            continue;
        }
        let Some(pattern) = Pattern::new(&searched.letters) else { continue };
        for place in pattern.places(&letters.signs, searched.tolerance) {
            if !letters::has_same_fields(&letters.signs[place.start..place.end], &searched.letters) {
                continue;
            }
            let score = pattern.length().saturating_sub(4 * place.distance);
            let (start, end) = letters.range(place.start, place.end);
            found.push(Found { start, end, score, says: searched.says });
        }
    }
    found.sort_by_key(|found| usize::MAX - found.score);
    found
}

/// As many edits a phrase of this length may need: one in eight letters, none in a short one.
fn tolerance(length: usize) -> usize {
    match length {
        0..=9 => 0,
        10..=15 => 1,
        16..=23 => 2,
        24..=35 => 3,
        _ => 5,
    }
}

/// The best first; what overlaps a better one goes. In the order of the text.
fn without_overlaps(found: Vec<Found>) -> Vec<Found> {
    let mut chosen: Vec<Found> = Vec::new();
    for candidate in found {
        if chosen.len() == REPAIRED_LIMIT {
            break;
        }
        if !chosen.iter().any(|other| candidate.start < other.end && other.start < candidate.end) {
            chosen.push(candidate);
        }
    }
    chosen.sort_by_key(|found| found.start);
    chosen
}

/// The phrase's own quotes and colons at its ends, where the text has them too.
fn with_marks(mut found: Found, text: &str) -> Found {
    let is_mark = |c: &char| !c.is_ascii_alphanumeric();
    for mark in found.says.chars().rev().take_while(is_mark).collect::<Vec<_>>().into_iter().rev() {
        if text[found.end..].starts_with(mark) {
            found.end += mark.len_utf8();
        }
    }
    for mark in found.says.chars().take_while(is_mark).collect::<Vec<_>>().into_iter().rev() {
        if text[..found.start].ends_with(mark) {
            found.start -= mark.len_utf8();
        }
    }
    found
}

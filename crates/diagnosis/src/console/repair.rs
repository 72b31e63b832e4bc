//! Gives damaged text its sentences back: quotes that a shell took, typos, the slips of a text recognition. Known phrases
//! are searched by their letters alone, within a few edits, and written over what stands there.
//!
//! It costs more than reading, so it is tried only where a text gave nothing as it is, and on the text's beginning.

mod alike;
mod grams;

use super::phrase::{Entry, Reader};
use super::transcript::Transcript;
use alike::Pattern;
use grams::Grams;

/// As much of a text is repaired, without its white space: a message and what stands around it.
const REPAIR_LIMIT: usize = 8 * 1024;

/// As many phrases are written over.
const REPAIRED_LIMIT: usize = 256;

/// Shorter phrases stand in any text.
const SHORTEST: usize = 8;

/// What stands between the phrases that are looked for.
const CONNECTORS: [&str; 22] = [
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
    "thevalueofthe'access-control-allow-origin'headerintheresponse",
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

/// The same text with its known phrases as they should be; `None` where none was damaged.
pub(super) fn repaired(transcript: &Transcript, entries: &[Entry]) -> Option<Transcript> {
    let text = &transcript.folded()[..super::floor_char_boundary(transcript.folded(), REPAIR_LIMIT)];
    let (letters, places) = skeleton(text);
    let mut found = Vec::new();
    let grams = Grams::of(&letters);
    let phrases = entries.iter().map(|entry| (entry.says, matches!(entry.reader, Reader::Saying(_))));
    for (says, is_saying) in CONNECTORS.into_iter().map(|says| (says, false)).chain(phrases) {
        let (pattern, _) = skeleton(says);
        // There are hundreds of rows, and some are like what people write: they lose their quotes, and no letters.
        let tolerance = if is_saying { 0 } else { tolerance(pattern.len()) };
        if pattern.len() < SHORTEST || !grams.may_have(&pattern, tolerance) {
            continue;
        }
        let Some(pattern) = Pattern::new(&pattern) else { continue };
        for place in pattern.places(&letters, tolerance) {
            let score = pattern.length().saturating_sub(4 * place.distance);
            let range = (places[place.start], places[place.end - 1] + 1);
            found.push(Found { start: range.0, end: range.1, score, says });
        }
    }
    found.sort_by_key(|found| usize::MAX - found.score);
    let chosen = without_overlaps(found);
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

/// Letters and digits alone, those that look alike as one, and where each stands.
fn skeleton(text: &str) -> (Vec<u8>, Vec<usize>) {
    let letters = text.bytes().enumerate().filter_map(|(place, byte)| {
        let letter = match byte {
            b'1' | b'l' | b'|' | b'i' => b'i',
            b'0' | b'o' => b'o',
            b'5' | b's' => b's',
            byte if byte.is_ascii_alphanumeric() => byte,
            _ => return None,
        };
        Some((letter, place))
    });
    letters.unzip()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_that_look_alike_are_one() {
        assert_eq!(skeleton("al1ow-0rigin'").0, skeleton("allow origin").0);
    }
}

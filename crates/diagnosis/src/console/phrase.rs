//! Finds all known phrases in one pass: hundreds of them, in a text of any length.

use super::rule::{Rule, Sighting};
use super::saying::Saying;
use super::window::Window;

/// Each phrase is looked at so often; a log that has it more often repeats itself.
const PHRASE_LIMIT: usize = 2_000;

/// As many bytes of a phrase are looked up first; no phrase is shorter.
const PREFIX: usize = 4;

/// A phrase that is looked for.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) says: &'static str,
    pub(super) is_opener: bool,
    pub(super) reader: Reader,
}

/// Who reads what stands around a phrase.
#[derive(Clone, Copy)]
pub(super) enum Reader {
    Function(fn(&Window<'_>) -> Option<Sighting>),
    Rule(&'static Rule),
    Saying(&'static Saying),
}

/// A phrase at its place.
#[derive(Clone, Copy)]
pub(super) struct Phrase<'e> {
    pub(super) start: usize,
    pub(super) entry: &'e Entry,
    /// Where the same phrase stands next: what it is about reaches no further.
    pub(super) repeated_at: usize,
}

impl Phrase<'_> {
    pub(super) fn end(&self) -> usize {
        self.start + self.entry.says.len()
    }
}

/// All phrases in the order of the text; of those that begin at one place, the longest first.
pub(super) fn find<'e>(folded: &str, entries: &'e [Entry]) -> Vec<Phrase<'e>> {
    let mut by_prefix: Vec<([u8; PREFIX], usize)> = Vec::with_capacity(entries.len());
    let mut begins = [false; 1 << 16];
    for (index, entry) in entries.iter().enumerate() {
        if let Some(&prefix) = entry.says.as_bytes().first_chunk::<PREFIX>() {
            by_prefix.push((prefix, index));
            begins[pair(prefix)] = true;
        }
    }
    by_prefix.sort_unstable();
    let mut counts = vec![0_usize; entries.len()];
    let mut phrases = Vec::new();
    let bytes = folded.as_bytes();
    for start in 0..bytes.len() {
        let Some(&prefix) = bytes[start..].first_chunk::<PREFIX>() else { break };
        if !begins[pair(prefix)] {
            continue;
        }
        let from = by_prefix.partition_point(|&(other, _)| other < prefix);
        for &(_, index) in by_prefix[from..].iter().take_while(|&&(other, _)| other == prefix) {
            let entry = &entries[index];
            if bytes[start..].starts_with(entry.says.as_bytes()) && counts[index] < PHRASE_LIMIT {
                counts[index] += 1;
                phrases.push((index, Phrase { start, entry, repeated_at: usize::MAX }));
            }
        }
    }
    let mut next = vec![usize::MAX; entries.len()];
    for (index, phrase) in phrases.iter_mut().rev() {
        phrase.repeated_at = std::mem::replace(&mut next[*index], phrase.start);
    }
    phrases.sort_by_key(|&(index, phrase)| (phrase.start, usize::MAX - phrase.end(), index));
    phrases.into_iter().map(|(_, phrase)| phrase).collect()
}

/// The first and the third byte: neighbours in a language are too alike.
fn pair(prefix: [u8; PREFIX]) -> usize {
    usize::from(prefix[0]) << 8 | usize::from(prefix[2])
}

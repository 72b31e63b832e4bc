//! Finds all known phrases in one pass: hundreds of them, in a text of any length.

use super::rule::{Rule, Sighting};
use super::voices::Row;
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
    Row(&'static Row),
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

/// Phrases, ready to be looked for.
pub(super) struct Index {
    entries: Vec<Entry>,
    /// The beginnings of the phrases, in order, and whose they are.
    by_prefix: Vec<([u8; PREFIX], usize)>,
    /// Which pairs of bytes a phrase begins with: most places of a text are passed over by it.
    begins: Vec<bool>,
}

impl Index {
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let prefix = |(index, entry): (usize, &Entry)| Some((*entry.says.as_bytes().first_chunk::<PREFIX>()?, index));
        let mut by_prefix: Vec<_> = entries.iter().enumerate().filter_map(prefix).collect();
        by_prefix.sort_unstable();
        let mut begins = vec![false; 1 << 16];
        for &(prefix, _) in &by_prefix {
            begins[pair(prefix)] = true;
        }
        Self { entries, by_prefix, begins }
    }

    /// The phrases.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// All phrases in the order of the text; of those that begin at one place, the longest first.
    pub(super) fn find(&self, folded: &str) -> Vec<Phrase<'_>> {
        let mut found = self.places(folded.as_bytes());
        let mut next = vec![usize::MAX; self.entries.len()];
        for (index, phrase) in found.iter_mut().rev() {
            phrase.repeated_at = std::mem::replace(&mut next[*index], phrase.start);
        }
        found.sort_by_key(|&(index, phrase)| (phrase.start, usize::MAX - phrase.end(), index));
        found.into_iter().map(|(_, phrase)| phrase).collect()
    }

    fn places(&self, bytes: &[u8]) -> Vec<(usize, Phrase<'_>)> {
        let mut counts = vec![0_usize; self.entries.len()];
        let mut found = Vec::new();
        for (start, prefix) in bytes.windows(PREFIX).enumerate() {
            let Some(&prefix) = prefix.first_chunk::<PREFIX>().filter(|&&prefix| self.begins[pair(prefix)]) else {
                continue;
            };
            let from = self.by_prefix.partition_point(|&(other, _)| other < prefix);
            for &(_, index) in self.by_prefix[from..].iter().take_while(|&&(other, _)| other == prefix) {
                let entry = &self.entries[index];
                if bytes[start..].starts_with(entry.says.as_bytes()) && counts[index] < PHRASE_LIMIT {
                    counts[index] += 1;
                    found.push((index, Phrase { start, entry, repeated_at: usize::MAX }));
                }
            }
        }
        found
    }
}

/// The first and the third byte: neighbours in a language are too alike.
fn pair(prefix: [u8; PREFIX]) -> usize {
    usize::from(prefix[0]) << 8 | usize::from(prefix[2])
}

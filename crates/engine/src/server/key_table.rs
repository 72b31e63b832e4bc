//! A set of pairs of byte strings: its lookups compare with a few keys at most, however many it holds.

use std::borrow::Cow;
use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

/// A lookup compares with no more keys than this, however they were chosen; a table that would need more is built
/// again under another seed.
const BUCKET_LIMIT: usize = 16;

/// A key of a [`KeyTable`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    pub(super) head: &'a [u8],
    pub(super) tail: Cow<'a, [u8]>,
}

/// A set of (head, tail) pairs: the text of all entries, ordered by their hash, and where each bucket of it begins.
#[derive(Debug)]
pub(super) struct KeyTable {
    hasher: FixedState,
    /// One more than there are buckets; their number is a power of two.
    beginnings: Box<[u32]>,
    /// Each entry: its length in two bytes, then the head, a colon (which no head holds), and the tail.
    text: Box<[u8]>,
}

impl KeyTable {
    pub(super) fn new(mut keys: Vec<Key<'_>>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let mut buckets = keys.len().next_power_of_two();
        loop {
            if let Some(table) = (0..8).find_map(|seed| Self::build(&keys, buckets, seed)) {
                return table;
            }
            buckets *= 2;
        }
    }

    /// The table under this seed, unless too many entries would share a bucket.
    fn build(keys: &[Key<'_>], buckets: usize, seed: u64) -> Option<Self> {
        let hasher = FixedState::with_seed(seed);
        let bucket_of = |key: &Key<'_>| bucket(hash(&hasher, key.head, &key.tail), buckets);
        let mut by_bucket: Vec<(usize, &Key<'_>)> = keys.iter().map(|key| (bucket_of(key), key)).collect();
        by_bucket.sort_by_key(|(bucket, _)| *bucket);
        if by_bucket.chunk_by(|(a, _), (b, _)| a == b).any(|entries| entries.len() > BUCKET_LIMIT) {
            return None;
        }
        let mut entries = by_bucket.into_iter().peekable();
        let mut beginnings = Vec::with_capacity(buckets + 1);
        let mut text = Vec::with_capacity(keys.iter().map(Key::entry_length).sum());
        for bucket in 0..buckets {
            beginnings.push(text.len() as u32);
            while let Some((_, key)) = entries.next_if(|(of, _)| *of == bucket) {
                key.write_to(&mut text);
            }
        }
        beginnings.push(text.len() as u32);
        Some(Self { hasher, beginnings: beginnings.into(), text: text.into() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    #[inline]
    pub(super) fn contains(&self, head: &[u8], tail: &[u8]) -> bool {
        if self.is_empty() {
            return false;
        }
        let bucket = bucket(hash(&self.hasher, head, tail), self.beginnings.len() - 1);
        let (start, end) = (self.beginnings[bucket] as usize, self.beginnings[bucket + 1] as usize);
        let mut entries = &self.text[start..end];
        while let [low, high, rest @ ..] = entries {
            let (entry, others) = rest.split_at(usize::from(u16::from_le_bytes([*low, *high])));
            if is_entry(entry, head, tail) {
                return true;
            }
            entries = others;
        }
        false
    }
}

impl Key<'_> {
    fn entry_length(&self) -> usize {
        2 + self.head.len() + 1 + self.tail.len()
    }

    fn write_to(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(&((self.entry_length() - 2) as u16).to_le_bytes());
        text.extend_from_slice(self.head);
        text.push(b':');
        text.extend_from_slice(&self.tail);
    }
}

#[inline]
fn hash(hasher: &FixedState, head: &[u8], tail: &[u8]) -> u64 {
    let mut hasher = hasher.build_hasher();
    hasher.write(head);
    hasher.write(tail);
    hasher.finish()
}

fn bucket(hash: u64, buckets: usize) -> usize {
    (hash >> 32) as usize & (buckets - 1)
}

fn is_entry(entry: &[u8], head: &[u8], tail: &[u8]) -> bool {
    entry.len() == head.len() + 1 + tail.len()
        && &entry[head.len() + 1..] == tail
        && entry[head.len()] == b':'
        // A `memcmp` of nothing looks at where an empty slice points to, which costs more than all the rest.
        && (head.is_empty() || entry.starts_with(head))
}

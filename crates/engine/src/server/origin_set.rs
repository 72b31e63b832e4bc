//! The compiled lookup of origins: its cost depends on the request's `Origin`, never on how many are allowed.
//!
//! Exact origins are one probe into a hash table of byte strings. Patterns are keyed by what is fixed about them, so a
//! request costs one probe for each depth of subdomain that some pattern has.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::OriginPattern;
use crate::origin::{ORIGIN_LIMIT, check_port, is_label};

/// A lookup compares with no more entries than this, however they were chosen; a table that would need more is built
/// again under another seed.
const BUCKET_LIMIT: usize = 16;

/// The origins of a policy, by what is fixed about them.
#[derive(Debug)]
pub(super) struct OriginSet {
    /// `scheme://host:port`, whole.
    exact: Table,
    /// Scheme and host.
    any_port: Table,
    /// Scheme and `.base:port`.
    any_subdomain: Table,
    /// Scheme and `.base`.
    any_subdomain_and_port: Table,
    /// Bit n: some pattern has a base of n labels, so the lookup tries the suffixes of that depth only.
    depths: u128,
}

impl OriginSet {
    pub(super) fn new(patterns: &[OriginPattern]) -> Self {
        let table = |any_subdomain, any_port| {
            let of_kind = patterns
                .iter()
                .filter(|pattern| pattern.has_any_subdomain() == any_subdomain && pattern.has_any_port() == any_port);
            Table::new(of_kind.map(key_of).collect())
        };
        Self {
            exact: table(false, false),
            any_port: table(false, true),
            any_subdomain: table(true, false),
            any_subdomain_and_port: table(true, true),
            depths: patterns
                .iter()
                .filter(|pattern| pattern.has_any_subdomain())
                .fold(0, |depths, pattern| depths | depth_bit(pattern.base_host().split('.').count())),
        }
    }

    /// Whether the value of an `Origin` header stands in the set.
    #[inline]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        origin.len() <= ORIGIN_LIMIT && (self.exact.contains(b"", origin) || self.matches_pattern(origin))
    }

    fn matches_pattern(&self, origin: &[u8]) -> bool {
        let has_patterns = self.depths != 0 || !self.any_port.is_empty();
        has_patterns && Shape::read(origin).is_some_and(|shape| self.matches_shape(&shape))
    }

    fn matches_shape(&self, shape: &Shape<'_>) -> bool {
        self.any_port.contains(shape.scheme, shape.host) || self.matches_suffix(shape)
    }

    /// Tries the suffixes of the host at the depths that patterns have, the shortest first.
    fn matches_suffix(&self, shape: &Shape<'_>) -> bool {
        let mut dots = (1..shape.host.len()).rev().filter(|&at| shape.host[at] == b'.');
        let mut depth = 0;
        dots.any(|dot| {
            depth += 1;
            self.depths & depth_bit(depth) != 0
                && (self.any_subdomain.contains(shape.scheme, &shape.host_and_port[dot..])
                    || self.any_subdomain_and_port.contains(shape.scheme, &shape.host[dot..]))
                && shape.host[..dot].split(|&byte| byte == b'.').all(is_label)
        })
    }
}

/// The scheme and what is fixed after it; see the fields of [`OriginSet`].
fn key_of(pattern: &OriginPattern) -> Key {
    if pattern.is_exact() {
        return Key { head: Box::default(), tail: pattern.as_str().as_bytes().into() };
    }
    let dot = if pattern.has_any_subdomain() { "." } else { "" };
    let port = pattern.port().map(|port| format!(":{port}")).unwrap_or_default();
    Key {
        head: pattern.scheme().as_bytes().into(),
        tail: format!("{dot}{}{port}", pattern.base_host()).into_bytes().into(),
    }
}

fn depth_bit(depth: usize) -> u128 {
    1u128.checked_shl(depth as u32).unwrap_or(0)
}

/// A request's origin, split without being believed: the host is compared, and what no pattern fixes is checked.
struct Shape<'a> {
    scheme: &'a [u8],
    host: &'a [u8],
    host_and_port: &'a [u8],
}

impl<'a> Shape<'a> {
    fn read(origin: &'a [u8]) -> Option<Self> {
        let colon = origin.iter().position(|&byte| byte == b':')?;
        let (scheme, rest) = origin.split_at(colon);
        let host_and_port = rest.strip_prefix(b"://")?;
        let host = match host_and_port.iter().rposition(|&byte| byte == b':' || byte == b']') {
            Some(at) if host_and_port[at] == b':' => {
                has_proper_port(scheme, &host_and_port[at + 1..]).then_some(&host_and_port[..at])?
            }
            _ => host_and_port,
        };
        Some(Self { scheme, host, host_and_port })
    }
}

fn has_proper_port(scheme: &[u8], port: &[u8]) -> bool {
    match (std::str::from_utf8(scheme), std::str::from_utf8(port)) {
        (Ok(scheme), Ok(port)) => check_port(scheme, port).is_ok(),
        _ => false,
    }
}

/// A key of a [`Table`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    head: Box<[u8]>,
    tail: Box<[u8]>,
}

/// A set of (head, tail) pairs: the text of all entries, ordered by their hash, and where each bucket of it begins. The
/// beginnings of a million entries fit a processor's cache, so that a lookup waits for memory once.
#[derive(Debug)]
struct Table {
    hasher: FixedState,
    /// One more than there are buckets; their number is a power of two.
    beginnings: Box<[u32]>,
    /// Each entry: its length in two bytes, then the head, a colon (which no head holds), and the tail.
    text: Box<[u8]>,
}

impl Table {
    fn new(mut keys: Vec<Key>) -> Self {
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
    fn build(keys: &[Key], buckets: usize, seed: u64) -> Option<Self> {
        let hasher = FixedState::with_seed(seed);
        let bucket_of = |key: &Key| bucket(hash(&hasher, &key.head, &key.tail), buckets);
        let mut by_bucket: Vec<(usize, &Key)> = keys.iter().map(|key| (bucket_of(key), key)).collect();
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

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    #[inline]
    fn contains(&self, head: &[u8], tail: &[u8]) -> bool {
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

impl Key {
    fn entry_length(&self) -> usize {
        2 + self.head.len() + 1 + self.tail.len()
    }

    fn write_to(&self, text: &mut Vec<u8>) {
        text.extend_from_slice(&((self.entry_length() - 2) as u16).to_le_bytes());
        text.extend_from_slice(&self.head);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn set(patterns: &[&str]) -> OriginSet {
        OriginSet::new(&patterns.iter().map(|text| OriginPattern::parse(text).unwrap()).collect::<Vec<_>>())
    }

    #[test]
    fn patterns_match_what_they_say_and_nothing_else() {
        let set = set(&[
            "https://example.com",
            "https://*.example.com",
            "https://*.example.org:8443",
            "http://*.dev.test:*",
            "http://localhost:*",
            "http://[::1]:*",
        ]);
        for (origin, allowed) in [
            ("https://example.com", true),
            ("https://a.example.com", true),
            ("https://a.b.example.com", true),
            ("https://a.example.com:8443", false),
            ("https://a.example.org:8443", true),
            ("https://a.example.org", false),
            ("https://example.org:8443", false),
            ("http://x.dev.test", true),
            ("http://x.dev.test:3000", true),
            ("http://dev.test:3000", false),
            ("http://localhost", true),
            ("http://localhost:5173", true),
            ("http://localhost:80", false),
            ("http://localhost:05173", false),
            ("http://localhost:65536", false),
            ("http://localhost:", false),
            ("http://[::1]:3000", true),
            ("http://[::1]", true),
            ("https://evilexample.com", false),
            ("https://.example.com", false),
            ("https://a..example.com", false),
            ("https://evil.test/.example.com", false),
            ("https://evil.test:1.example.com", false),
            ("https://A.example.com", false),
            ("https://a%2eexample.com", false),
            ("https://example.com.evil.test", false),
            ("https://example.com/", false),
            ("http://example.com", false),
            ("null", false),
            ("", false),
        ] {
            assert_eq!(set.contains(origin.as_bytes()), allowed, "{origin}");
        }
    }

    #[test]
    fn a_large_set_finds_its_own_and_nothing_else() {
        let names: Vec<_> = (0..20_000).map(|n| format!("https://app{n}.example.com")).collect();
        let set = set(&names.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(names.iter().all(|name| set.contains(name.as_bytes())));
        assert!(!set.contains(b"https://app20000.example.com"));
    }
}

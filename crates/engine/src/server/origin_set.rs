//! The compiled lookup of origins: its cost depends on the request's `Origin`, never on how many are allowed.
//!
//! Exact origins are one probe into a hash table of byte strings. Patterns are keyed by what is fixed about them, so a
//! request costs one probe for each depth of subdomain that some pattern has.

use std::hash::{BuildHasher, Hasher};

use foldhash::quality::FixedState;

use crate::OriginPattern;
use crate::origin::{ORIGIN_LIMIT, check_port, is_label};

/// A lookup looks at no more neighbouring slots than this, however the entries were chosen; a table that would need more
/// is built again under another seed.
const PROBE_LIMIT: usize = 128;

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

/// A set of (head, tail) pairs: open addressing over one array of (fingerprint, place) and one array of text, so that a
/// hit touches two places in memory and a miss one.
#[derive(Debug)]
struct Table {
    hasher: FixedState,
    slots: Box<[Slot]>,
    /// Each entry: its length in two bytes, then the head, a colon (which no head holds), and the tail.
    text: Box<[u8]>,
}

#[derive(Clone, Copy, Debug)]
struct Slot {
    fingerprint: u32,
    place: u32,
}

impl Slot {
    const EMPTY: Self = Self { fingerprint: 0, place: u32::MAX };

    fn is_empty(self) -> bool {
        self.place == u32::MAX
    }
}

impl Table {
    fn new(mut keys: Vec<Key>) -> Self {
        keys.sort_unstable();
        keys.dedup();
        let mut slots = (keys.len() * 2).next_power_of_two();
        loop {
            if let Some(table) = (0..8).find_map(|seed| Self::build(&keys, slots, seed)) {
                return table;
            }
            slots *= 2;
        }
    }

    /// The table under this seed, unless an entry would stand too far from its place.
    fn build(keys: &[Key], slots: usize, seed: u64) -> Option<Self> {
        let mut table =
            Self { hasher: FixedState::with_seed(seed), slots: vec![Slot::EMPTY; slots].into(), text: Box::default() };
        let mut text = Vec::with_capacity(keys.iter().map(|key| key.head.len() + key.tail.len() + 3).sum());
        for Key { head, tail } in keys {
            let hash = table.hash(head, tail);
            let at = table.probe(hash).find(|&at| table.slots[at].is_empty())?;
            table.slots[at] = Slot { fingerprint: hash as u32, place: text.len() as u32 };
            text.extend_from_slice(&((head.len() + 1 + tail.len()) as u16).to_le_bytes());
            text.extend_from_slice(head);
            text.push(b':');
            text.extend_from_slice(tail);
        }
        table.text = text.into();
        Some(table)
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    #[inline]
    fn contains(&self, head: &[u8], tail: &[u8]) -> bool {
        if self.is_empty() {
            return false;
        }
        let hash = self.hash(head, tail);
        self.probe(hash)
            .map(|at| self.slots[at])
            .take_while(|slot| !slot.is_empty())
            .any(|slot| slot.fingerprint == hash as u32 && self.stands_at(slot.place as usize, head, tail))
    }

    #[inline]
    fn hash(&self, head: &[u8], tail: &[u8]) -> u64 {
        let mut hasher = self.hasher.build_hasher();
        hasher.write(head);
        hasher.write(tail);
        hasher.finish()
    }

    fn probe(&self, hash: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        let start = (hash >> 32) as usize;
        (0..PROBE_LIMIT.min(self.slots.len())).map(move |step| (start + step) & mask)
    }

    fn stands_at(&self, place: usize, head: &[u8], tail: &[u8]) -> bool {
        let length = usize::from(u16::from_le_bytes([self.text[place], self.text[place + 1]]));
        let entry = &self.text[place + 2..place + 2 + length];
        length == head.len() + 1 + tail.len()
            && &entry[head.len() + 1..] == tail
            && entry[head.len()] == b':'
            // A `memcmp` of nothing looks at where an empty slice points to, which costs more than all the rest.
            && (head.is_empty() || entry.starts_with(head))
    }
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

//! The exact origins of a policy, for lookups that wait for memory once.
//!
//! A million origins fit no processor's cache, and reaching for memory costs more than all the rest of a decision. So
//! the hash of an origin names the line of memory where its text stands, and neither an index nor a pointer is
//! followed. What many origins share is written once, since less text is sooner in a cache. The lines have room for
//! twice the text; the few origins that find their line full stand in a table of buckets.

mod affix;
mod line;

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use self::affix::{Affixes, Numbering};
use self::line::Line;
use super::key_table::{Key, KeyTable};

/// How much more room the lines have than the text needs.
const SPARSENESS: usize = 2;

/// A set of serialized origins.
#[derive(Debug)]
pub(super) struct ExactOrigins {
    affixes: Affixes,
    lines: Box<[Line]>,
    /// Those whose line was full.
    others: KeyTable,
}

impl ExactOrigins {
    pub(super) fn new<'a>(origins: impl Iterator<Item = &'a str>) -> Self {
        let mut origins: Vec<&[u8]> = origins.map(str::as_bytes).collect();
        origins.sort_unstable();
        origins.dedup();
        let numbering = Numbering::of(&origins);
        let room: usize = origins.iter().map(|origin| line::room(numbering.strip(origin).1)).sum();
        let count = (SPARSENESS * room).div_ceil(line::ROOM);
        let mut lines = vec![Line::EMPTY; count];
        origins.retain(|origin| {
            let (affix, middle) = numbering.strip(origin);
            !lines[home(origin, count)].insert(affix, middle)
        });
        let others = origins.into_iter().map(|origin| Key { head: b"", tail: origin.into() }).collect();
        Self { affixes: numbering.into_affixes(), lines: lines.into(), others: KeyTable::new(others) }
    }

    #[inline]
    pub(super) fn contains(&self, origin: &[u8]) -> bool {
        if self.lines.is_empty() {
            return false;
        }
        let line = &self.lines[home(origin, self.lines.len())];
        line.entries().any(|(affix, middle)| self.affixes.is_around(affix, middle, origin))
            || line.is_full() && self.others.contains(b"", origin)
    }
}

/// The line where an origin stands if there is room: its hash, scaled down to the number of lines.
#[inline]
fn home(origin: &[u8], lines: usize) -> usize {
    let hash = FixedState::with_seed(0).hash_one(origin);
    ((u128::from(hash) * lines as u128) >> 64) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(origins: &[String]) -> ExactOrigins {
        ExactOrigins::new(origins.iter().map(String::as_str))
    }

    #[test]
    fn a_large_set_finds_its_own_and_nothing_else() {
        let of = |n: usize| match n % 3 {
            0 => format!("https://app{n}.example.com"),
            1 => format!("http://{n}.test:8080"),
            _ => format!("https://www.customer{n}.example"),
        };
        let set = set(&(0..50_000).map(of).collect::<Vec<_>>());
        assert!((0..50_000).all(|n| set.contains(of(n).as_bytes())));
        assert!((50_000..100_000).all(|n| !set.contains(of(n).as_bytes())));
    }

    #[test]
    fn origins_of_every_length_are_found() {
        let names: Vec<_> = (1..300).map(|length| format!("https://{}.example.com", "a".repeat(length))).collect();
        let set = set(&names);
        assert!(names.iter().all(|name| set.contains(name.as_bytes())));
        assert!(!set.contains(format!("https://{}.example.com", "a".repeat(300)).as_bytes()));
    }

    #[test]
    fn what_is_shared_must_stand_where_it_stood() {
        let set = set(&["https://a.example.com".into(), "https://b.example.com".into()]);
        for other in ["", "https://.example.com", "https://example.com", "a.example.com", "https://a", "https://", "a"]
        {
            assert!(!set.contains(other.as_bytes()), "{other}");
        }
    }
}

//! Finds a thousand runs of letters in one pass: by six bytes of each, which few texts have.

use std::collections::HashMap;

/// So many bytes of a run are looked up; every run has them.
const KEY: usize = 6;
/// One bit for each hash, so that nearly every place of a text is passed by after one look.
const BITS: u32 = 16;

/// Runs by their keys.
pub(super) struct Finder {
    runs: Vec<&'static str>,
    may_have: Vec<u64>,
    by_key: HashMap<u64, Vec<(usize, usize)>>,
}

impl Finder {
    /// Of its first and its last bytes those are looked up that fewer other runs have. A run shorter than a key is not found.
    pub(super) fn new(runs: Vec<&'static str>) -> Self {
        let mut counts: HashMap<u64, usize> = HashMap::new();
        for key in runs.iter().flat_map(|run| [key_at(run, 0), key_at(run, run.len().saturating_sub(KEY))]).flatten() {
            *counts.entry(key).or_default() += 1;
        }
        let mut finder = Self { runs, may_have: vec![0; (1 << BITS) / 64], by_key: HashMap::new() };
        for (number, run) in finder.runs.iter().enumerate() {
            let ends = [0, run.len().saturating_sub(KEY)];
            let keys = ends.into_iter().filter_map(|offset| Some((key_at(run, offset)?, offset)));
            if let Some((key, offset)) = keys.min_by_key(|(key, _)| counts.get(key).copied()) {
                let hash = hash(key);
                finder.may_have[hash / 64] |= 1 << (hash % 64);
                finder.by_key.entry(key).or_default().push((number, offset));
            }
        }
        finder
    }

    /// Every place where a run begins, and which; in the order of the text.
    pub(super) fn find_all(&self, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for place in 0..text.len().saturating_sub(KEY - 1) {
            let Some(key) = key_at(text, place) else { break };
            let hash = hash(key);
            if self.may_have[hash / 64] & (1 << (hash % 64)) == 0 {
                continue;
            }
            for &(number, offset) in self.by_key.get(&key).into_iter().flatten() {
                let start = place.checked_sub(offset);
                if let Some(start) =
                    start.filter(|&start| text.as_bytes()[start..].starts_with(self.runs[number].as_bytes()))
                {
                    found.push((start, number));
                }
            }
        }
        found.sort_unstable();
        found
    }
}

fn key_at(text: &str, place: usize) -> Option<u64> {
    let bytes: [u8; KEY] = text.as_bytes().get(place..place + KEY)?.try_into().ok()?;
    let [a, b, c, d, e, f] = bytes;
    Some(u64::from_le_bytes([a, b, c, d, e, f, 0, 0]))
}

fn hash(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - BITS)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_run_is_found_wherever_it_stands() {
        let finder = Finder::new(vec!["accesscontrolallow", "corsdisabled", "跨来源请求", "allowed"]);
        assert_eq!(finder.find_all("xcorsdisabled"), [(1, 1)]);
        assert_eq!(finder.find_all("accesscontrolallowed跨来源请求"), [(0, 0), (13, 3), (20, 2)]);
        assert!(finder.find_all("cors").is_empty() && finder.find_all("").is_empty());
    }
}

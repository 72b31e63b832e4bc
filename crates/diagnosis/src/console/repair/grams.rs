//! Which runs of four letters a text has: most patterns are ruled out by them before a search.

/// As many letters make a run.
const RUN: usize = 4;

/// The runs of a text, by a hash: one that is missing is missing for sure.
pub(super) struct Grams {
    has: Vec<bool>,
}

impl Grams {
    pub(super) fn of(letters: &[u8]) -> Self {
        let mut has = vec![false; 1 << 16];
        for run in letters.windows(RUN) {
            has[hash(run)] = true;
        }
        Self { has }
    }

    /// Whether the pattern can stand in the text within so many edits: of one part more than there are edits, one is whole.
    pub(super) fn may_have(&self, pattern: &[u8], tolerance: usize) -> bool {
        let length = pattern.len().div_ceil(tolerance + 1).max(1);
        pattern.chunks(length).any(|part| part.windows(RUN).all(|run| self.has[hash(run)]))
    }
}

fn hash(run: &[u8]) -> usize {
    let number = run.iter().fold(0_u32, |number, &byte| number << 8 | u32::from(byte));
    (number.wrapping_mul(0x9E37_79B1) >> 16) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_with_an_edit_in_each_part_but_one_may_be_there() {
        let grams = Grams::of(b"blockedbycorsplicy");
        assert!(grams.may_have(b"blockedbycorspolicy", 1));
        assert!(!grams.may_have(b"opaqueresponseblocking", 2));
    }
}

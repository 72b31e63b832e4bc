//! Random numbers that are the same for the same seed on every machine and in every year: SplitMix64.

/// A stream of numbers.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`, which is not 0 and small enough that the remainder's bias does not matter.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^= mixed >> 31;
        usize::try_from(mixed % limit as u64).expect("it is below a usize")
    }

    /// True in so many of a hundred cases.
    pub(super) fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of these.
    pub(super) fn pick<T: Copy>(&mut self, options: &[T]) -> T {
        options[self.below(options.len())]
    }

    /// One of these, each as often as its weight says.
    pub(super) fn weigh<T: Copy>(&mut self, options: &[(usize, T)]) -> T {
        let mut rest = self.below(options.iter().map(|(weight, _)| weight).sum());
        for &(weight, option) in options {
            if rest < weight {
                return option;
            }
            rest -= weight;
        }
        unreachable!("the rest is below the sum of the weights")
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn a_seed_says_it_all() {
        let mut dice = Dice::new(1);
        let drawn: Vec<_> = (0..6).map(|_| dice.below(100)).collect();
        assert_eq!(drawn, [65, 19, 90, 35, 61, 48]);
    }
}

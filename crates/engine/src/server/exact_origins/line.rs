//! What a processor fetches from memory at once: a few origins, one after the other.

const SIZE: usize = 64;

/// How many bytes of origins a line has room for.
pub(super) const ROOM: usize = SIZE - 1;

#[derive(Debug, Clone)]
#[repr(align(64))]
pub(super) struct Line {
    /// Each origin: a byte for the length of what follows, a byte for the affix, and what stands between. A length of
    /// nothing ends them.
    entries: [u8; ROOM],
    full: bool,
}

/// What an origin takes of a line's [`ROOM`].
pub(super) fn room(middle: &[u8]) -> usize {
    2 + middle.len()
}

impl Line {
    pub(super) const EMPTY: Self = Self { entries: [0; ROOM], full: false };

    /// Adds an origin; `false`, and [`is_full`](Self::is_full) from now on, where it has no room.
    pub(super) fn insert(&mut self, affix: u8, middle: &[u8]) -> bool {
        let start: usize = self.entries().map(|(_, middle)| room(middle)).sum();
        let Some(free) = self.entries.get_mut(start..start + room(middle)) else {
            self.full = true;
            return false;
        };
        let (numbers, text) = free.split_at_mut(2);
        numbers.copy_from_slice(&[1 + middle.len() as u8, affix]);
        text.copy_from_slice(middle);
        true
    }

    /// Whether some origin found no room.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.full
    }

    /// The number of each origin's affix, and what stands between.
    #[inline]
    pub(super) fn entries(&self) -> impl Iterator<Item = (u8, &[u8])> {
        let mut rest = &self.entries[..];
        std::iter::from_fn(move || {
            let (length, others) = rest.split_first()?;
            let (entry, others) = others.split_at_checked(usize::from(*length))?;
            rest = others;
            let (affix, middle) = entry.split_first()?;
            Some((*affix, middle))
        })
    }
}

//! Places where a text is like a pattern within a few edits, all of them in one pass (Myers, "A fast bit-vector algorithm
//! for approximate string matching", 1999): a column of the table of edits is two words of 64 bits.

/// A pattern is one machine word; of a longer phrase nothing is searched.
const PATTERN_LIMIT: usize = 64;

/// As many places of one pattern are found.
const PLACE_LIMIT: usize = 64;

/// What is searched.
pub(super) struct Pattern<'a> {
    letters: &'a [u8],
    /// For each letter the places at which the pattern has it.
    masks: [u64; 256],
}

/// A place that is like the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) distance: usize,
}

impl<'a> Pattern<'a> {
    pub(super) fn new(letters: &'a [u8]) -> Option<Self> {
        if letters.is_empty() || letters.len() > PATTERN_LIMIT {
            return None;
        }
        let mut masks = [0; 256];
        for (place, &letter) in letters.iter().enumerate() {
            masks[usize::from(letter)] |= 1 << place;
        }
        Some(Self { letters, masks })
    }

    pub(super) fn length(&self) -> usize {
        self.letters.len()
    }

    /// The best place of each run of places that need no more than so many edits.
    pub(super) fn places(&self, text: &[u8], tolerance: usize) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        for (end, distance) in self.ends(text, tolerance) {
            let is_full = places.len() == PLACE_LIMIT;
            let place = Place { start: 0, end, distance };
            match places.last_mut() {
                Some(last) if end - last.end > tolerance + 1 && is_full => break,
                Some(last) if end - last.end > tolerance + 1 => places.push(place),
                Some(last) if distance < last.distance => *last = place,
                Some(_) => {}
                None => places.push(place),
            }
        }
        for place in &mut places {
            place.start = self.start(text, *place);
        }
        places
    }

    /// Every end within the tolerance, with its edits.
    fn ends(&self, text: &[u8], tolerance: usize) -> Vec<(usize, usize)> {
        let last = 1_u64 << (self.letters.len() - 1);
        let (mut up, mut down, mut distance) = (u64::MAX, 0_u64, self.letters.len());
        let mut ends = Vec::new();
        for (place, &letter) in text.iter().enumerate() {
            let equal = self.masks[usize::from(letter)];
            let vertical = equal | down;
            let horizontal = ((equal & up).wrapping_add(up) ^ up) | equal;
            let (mut grows, mut shrinks) = (down | !(horizontal | up), up & horizontal);
            distance = distance + usize::from(grows & last != 0) - usize::from(shrinks & last != 0);
            grows <<= 1;
            shrinks <<= 1;
            up = shrinks | !(vertical | grows);
            down = grows & vertical;
            if distance <= tolerance {
                ends.push((place + 1, distance));
            }
        }
        ends
    }

    /// Where the place begins that ends here: the shortest that needs these edits, by the table of edits from the end.
    fn start(&self, text: &[u8], place: Place) -> usize {
        let floor = place.end.saturating_sub(self.letters.len() + place.distance);
        let mut column: Vec<usize> = (0..=self.letters.len()).collect();
        let mut best = (usize::MAX, 0, floor);
        for (length, &letter) in text[floor..place.end].iter().rev().enumerate() {
            let mut diagonal = column[0];
            column[0] = length + 1;
            for (row, &own) in self.letters.iter().rev().enumerate() {
                let here = column[row + 1];
                let change = diagonal + usize::from(own != letter);
                column[row + 1] = change.min(column[row] + 1).min(here + 1);
                diagonal = here;
            }
            let distance = column[self.letters.len()];
            // Of places with as many edits the one that is as long as the pattern.
            let difference = (length + 1).abs_diff(self.letters.len());
            best = best.min((distance, difference, place.end - length - 1));
        }
        best.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_like_the_pattern_is_found_with_its_edits() {
        for (pattern, text, tolerance, expected) in [
            ("blocked", "xxblockedyy", 0, Some((2, 9, 0))),
            ("blocked", "xxblcokedyy", 2, Some((2, 9, 2))),
            ("blocked", "xxblckedyy", 1, Some((2, 8, 1))),
            ("blocked", "xxbloockedyy", 1, Some((2, 10, 1))),
            ("blocked", "xxblamedyy", 2, None),
        ] {
            let places = Pattern::new(pattern.as_bytes()).unwrap().places(text.as_bytes(), tolerance);
            let first = places.first().map(|place| (place.start, place.end, place.distance));
            assert_eq!(first, expected, "{pattern} in {text}");
        }
    }

    #[test]
    fn a_pattern_fits_a_word() {
        assert!(Pattern::new(&[b'a'; 64]).is_some());
        assert!(Pattern::new(&[b'a'; 65]).is_none());
        assert!(Pattern::new(b"").is_none());
    }
}

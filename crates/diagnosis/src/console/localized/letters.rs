//! A transcript by its letters: what lost quotes, other quotes, line breaks and accents leave as it was.

use std::ops::Range;

use super::letter::letter;

/// The letters, and where each of them stands.
pub(super) struct Letters {
    text: String,
    /// For each byte of `text` the place of its character, and the last one's end.
    places: Vec<u32>,
}

impl Letters {
    /// The letters of a text shorter than 4 GiB.
    pub(super) fn of(written: &str) -> Self {
        let mut text = String::with_capacity(written.len());
        let mut places = Vec::with_capacity(written.len() + 1);
        for (place, c) in written.char_indices() {
            let Some(letter) = letter(c) else { continue };
            text.push(letter);
            // Nearly always one byte.
            places.push(place as u32);
            if !letter.is_ascii() {
                places.resize(text.len(), place as u32);
            }
        }
        places.push(written.len() as u32);
        Self { text, places }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The letters from here on, at most so many bytes of them.
    pub(super) fn from(&self, start: usize, length: usize) -> &str {
        let end = super::super::boundary::floor_char_boundary(&self.text, start.saturating_add(length));
        self.text.get(start..end).unwrap_or_default()
    }

    /// Where a run of letters stands first in this range.
    pub(super) fn find(&self, run: &str, range: Range<usize>) -> Option<Range<usize>> {
        let start = range.start + self.from(range.start, range.end.saturating_sub(range.start)).find(run)?;
        Some(start..start + run.len())
    }

    /// Where a run of letters stands last in this range.
    pub(super) fn rfind(&self, run: &str, range: Range<usize>) -> Option<Range<usize>> {
        let start = range.start + self.from(range.start, range.end.saturating_sub(range.start)).rfind(run)?;
        Some(start..start + run.len())
    }

    /// The place of a letter in the written text.
    pub(super) fn place(&self, letter: usize) -> usize {
        self.places.get(letter).or(self.places.last()).map_or(0, |&place| place as usize)
    }

    /// Where the letter before this one ends in the written text.
    pub(super) fn place_behind(&self, letter: usize, written: &str) -> usize {
        let place = letter.checked_sub(1).map_or(0, |before| self.place(before));
        written.get(place..).and_then(|rest| rest.chars().next()).map_or(place, |c| place + c.len_utf8())
    }
}

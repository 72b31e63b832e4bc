//! A text that diagnostics point into: from bytes to lines and columns.

use std::ops::Range;

use crate::diagnostic::{Excerpt, Place};

/// At most this many bytes of a line are shown before and after what is meant: about two lines of a terminal.
const EXCERPT_MARGIN: usize = 100;

/// The characters before each multiple of this many bytes are counted once, so that a file in one line of many
/// megabytes costs no more than one in short lines.
const BLOCK: usize = 4096;

/// A named text with what is needed to find lines and columns quickly.
pub(crate) struct Source<'a> {
    name: &'a str,
    text: &'a str,
    line_starts: Vec<usize>,
    characters_before_block: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(name: &'a str, text: &'a str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let counts = text.as_bytes().chunks(BLOCK).map(count_characters);
        let sums = counts.scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        Self { name, text, line_starts, characters_before_block: std::iter::once(0).chain(sums).collect() }
    }

    /// The place of some bytes; where they reach beyond the text, of what is left of them.
    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        let start = self.boundary_before(span.start);
        let end = self.boundary_before(span.end).max(start);
        let line = self.line_starts.partition_point(|line_start| *line_start <= start);
        let line_start = self.line_starts[line - 1];
        Place::Text {
            file: self.name.to_owned(),
            line,
            column: self.characters_before(start) - self.characters_before(line_start) + 1,
            span: start..end,
            excerpt: Some(self.excerpt(line, start..end)),
        }
    }

    fn excerpt(&self, line: usize, span: Range<usize>) -> Excerpt {
        let line_start = self.line_starts[line - 1];
        let line_end = self.line_starts.get(line).map_or(self.text.len(), |next| next - 1);
        let line_end = line_start + self.text[line_start..line_end].trim_end_matches('\r').len();
        let start = span.start.min(line_end);
        let from = self.boundary_before(line_start.max(start.saturating_sub(EXCERPT_MARGIN)));
        let to = self.boundary_before(line_end.min(start.saturating_add(EXCERPT_MARGIN)));
        Excerpt { text: self.text[from..to].to_owned(), marked: start - from..span.end.min(to) - from }
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.characters_before_block[block] + count_characters(&self.text.as_bytes()[block * BLOCK..byte])
    }

    fn boundary_before(&self, byte: usize) -> usize {
        let byte = byte.min(self.text.len());
        (0..=byte).rev().find(|byte| self.text.is_char_boundary(*byte)).unwrap_or(0)
    }
}

/// The characters that begin in these bytes of UTF-8.
fn count_characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xBF)).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let long = format!("{}x", "é".repeat(10_000));
        let cases: [(&str, &str, usize, (usize, usize)); 6] = [
            ("the first byte", "abc", 0, (1, 1)),
            ("after a line break", "a\nbc", 3, (2, 2)),
            ("after characters of several bytes", "äöü=x", 7, (1, 5)),
            ("inside a character", "äb", 1, (1, 1)),
            ("beyond the end", "a\n", 99, (2, 1)),
            ("far into a long line", &long, 20_000, (1, 10_001)),
        ];
        for (sentence, text, byte, expected) in cases {
            let Place::Text { line, column, .. } = Source::new("f", text).place(byte..byte + 1) else { panic!() };
            assert_eq!((line, column), expected, "{sentence}");
        }
    }

    #[test]
    fn an_excerpt_is_one_line_without_its_end_and_no_more_than_a_part_of_a_long_one() {
        let excerpt = |text: &str, span| match Source::new("f", text).place(span) {
            Place::Text { excerpt: Some(excerpt), .. } => excerpt,
            other => panic!("{other:?}"),
        };
        assert_eq!(excerpt("ab\r\ncd", 0..6), Excerpt { text: "ab".into(), marked: 0..2 });
        assert_eq!(excerpt("ab\ncd", 3..4), Excerpt { text: "cd".into(), marked: 0..1 });
        assert_eq!(excerpt("ab\r\n", 3..4), Excerpt { text: "ab".into(), marked: 2..2 });
        let long = excerpt(&"é".repeat(1000), 1000..1010);
        assert!(long.text.len() <= 2 * EXCERPT_MARGIN + 2 && long.marked == (100..110), "{long:?}");
    }
}

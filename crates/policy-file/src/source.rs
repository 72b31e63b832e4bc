//! A text that diagnostics point into: from bytes to lines and columns.

use std::ops::Range;

use crate::diagnostic::{Excerpt, Place};
use crate::quotable::HIDDEN;

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
    /// The bytes that no excerpt shows, in order.
    unshown: Vec<Range<usize>>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(name: &'a str, text: &'a str) -> Self {
        let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let counts = text.as_bytes().chunks(BLOCK).map(count_characters);
        let sums = counts.scan(0, |sum, count| {
            *sum += count;
            Some(*sum)
        });
        let characters_before_block = std::iter::once(0).chain(sums).collect();
        Self { name, text, line_starts, characters_before_block, unshown: Vec::new() }
    }

    /// The same, with these bytes shown in no excerpt; they are in order.
    pub(crate) fn without(self, unshown: Vec<Range<usize>>) -> Self {
        Self { unshown, ..self }
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
        self.shown(from..to, start..span.end.min(to))
    }

    /// A part of the text with `…` for what is not shown. Where that is marked, the mark is below it.
    fn shown(&self, part: Range<usize>, marked: Range<usize>) -> Excerpt {
        let mut text = String::with_capacity(part.len());
        let mut at = part.start;
        let mut mark = marked.start - part.start..marked.end - part.start;
        let first = self.unshown.partition_point(|range| range.end <= part.start);
        for range in self.unshown[first..].iter().take_while(|range| range.start < part.end) {
            let hidden = self.between_quotes(range);
            let hidden = hidden.start.max(at)..hidden.end.min(part.end);
            if hidden.is_empty() {
                continue;
            }
            text.push_str(&self.text[at..hidden.start]);
            let replaced = text.len()..text.len() + HIDDEN.len();
            let moved = |byte: usize, within: usize| match byte {
                byte if byte >= hidden.end => replaced.end + (byte - hidden.end),
                byte if byte > hidden.start => within,
                byte => text.len() - (hidden.start - byte),
            };
            // Only what stands behind has moved.
            if marked.start > hidden.start {
                mark.start = moved(marked.start, replaced.start);
            }
            if marked.end > hidden.start {
                mark.end = moved(marked.end, replaced.end);
            }
            text.push_str(HIDDEN);
            at = hidden.end;
        }
        text.push_str(&self.text[at..part.end]);
        Excerpt { text, marked: mark }
    }

    /// A string without its quotes.
    fn between_quotes(&self, range: &Range<usize>) -> Range<usize> {
        let string = self.text.get(range.clone()).unwrap_or_default();
        let is_quoted = |quote| string.len() > 1 && string.starts_with(quote) && string.ends_with(quote);
        if is_quoted('"') || is_quoted('\'') { range.start + 1..range.end - 1 } else { range.clone() }
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
    fn what_is_not_shown_is_replaced_and_the_mark_moves_with_it() {
        let excerpt = |text: &str, unshown: &[Range<usize>], span| match Source::new("f", text)
            .without(unshown.to_vec())
            .place(span)
        {
            Place::Text { excerpt: Some(excerpt), .. } => (excerpt.text[excerpt.marked].to_owned(), excerpt.text),
            other => panic!("{other:?}"),
        };
        let text = "a = \"b c\", d = 'e f', g";
        let hidden = [4..9, 15..20];
        for (sentence, span, marked) in [
            ("before", 0..1, "a"),
            ("a whole string", 4..9, "\"…\""),
            ("inside of one", 6..7, "…"),
            ("between", 11..12, "d"),
            ("both", 4..20, "\"…\", d = '…'"),
            ("after", 22..23, "g"),
        ] {
            let seen = excerpt(text, &hidden, span);
            assert_eq!(seen, (marked.to_owned(), "a = \"…\", d = '…', g".to_owned()), "{sentence}");
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

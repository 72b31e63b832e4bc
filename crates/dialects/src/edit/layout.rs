//! How a person laid a source out: its line breaks, its indentation, its quotes.

use std::ops::Range;

use crate::note::Site;

/// A text with its habits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Layout<'t> {
    text: &'t str,
    /// What ends a line.
    pub(crate) line_break: &'static str,
    /// Which quotes strings mostly stand in.
    pub(crate) quote: char,
    /// A step of indentation where no line shows one.
    usual_step: &'static str,
    /// Whether statements end in a semicolon; only JavaScript leaves the choice.
    pub(crate) semicolon: &'static str,
}

impl<'t> Layout<'t> {
    /// The habits of a text whose strings begin with these quotes; `usual_step` is how its language is mostly indented.
    pub(crate) fn new(text: &'t str, quotes: impl Iterator<Item = char>, usual_step: &'static str) -> Self {
        let line_breaks = text.matches('\n').count();
        let line_break = if text.matches("\r\n").count() * 2 > line_breaks { "\r\n" } else { "\n" };
        let (mut single, mut double) = (0, 0);
        for quote in quotes {
            match quote {
                '\'' => single += 1,
                '"' => double += 1,
                _ => {}
            }
        }
        let quote = if single > double { '\'' } else { '"' };
        let ends = |end: &str| text.lines().filter(|line| line.trim_end().ends_with(end)).count();
        // `)` without a semicolon ends as many lines as statements have none.
        let semicolon = if ends(");") + ends("';") + ends("\";") >= ends(")") + ends("'") { ";" } else { "" };
        Self { text, line_break, quote, usual_step, semicolon }
    }

    pub(crate) fn text(&self) -> &'t str {
        self.text
    }

    /// A string in the usual quotes. What is wanted needs no escapes.
    pub(crate) fn quoted(&self, text: &str) -> String {
        format!("{0}{text}{0}", self.quote)
    }

    /// The same, with the quotes that strings next to it have.
    pub(crate) fn with_quotes_of(mut self, neighbour: Option<&str>) -> Self {
        let quote = neighbour.and_then(|text| text.chars().find(|c| matches!(c, '\'' | '"')));
        self.quote = quote.unwrap_or(self.quote);
        self
    }

    /// Several strings with commas between.
    pub(crate) fn quoted_list(&self, texts: &[String]) -> String {
        texts.iter().map(|text| self.quoted(text)).collect::<Vec<_>>().join(", ")
    }

    pub(crate) fn site_at(&self, at: usize) -> Site {
        let before = self.text.get(..at).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Site { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }

    /// Where the line of a byte begins.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// Where the line of a byte ends, before its line break.
    pub(crate) fn line_end(&self, at: usize) -> usize {
        let end = self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline);
        if self.text[at..end].ends_with('\r') { end - 1 } else { end }
    }

    /// Where the line after that of a byte begins.
    pub(crate) fn next_line(&self, at: usize) -> usize {
        self.text[at..].find('\n').map_or(self.text.len(), |newline| at + newline + 1)
    }

    /// Whether the line at its first byte is blank; the end of the text is not.
    pub(crate) fn is_blank(&self, line_start: usize) -> bool {
        line_start < self.text.len() && self.text[line_start..self.line_end(line_start)].trim().is_empty()
    }

    /// Whether the line before one is blank.
    pub(crate) fn is_blank_before(&self, line_start: usize) -> bool {
        line_start > 0 && self.is_blank(self.line_start(line_start - 1))
    }

    /// What a line begins with.
    pub(crate) fn indentation(&self, at: usize) -> &'t str {
        let line = &self.text[self.line_start(at)..];
        &line[..line.find(|c: char| c != ' ' && c != '\t').unwrap_or(line.len())]
    }

    /// Whether nothing but white space stands before a byte in its line.
    pub(crate) fn begins_line(&self, at: usize) -> bool {
        self.text[self.line_start(at)..at].trim().is_empty()
    }

    /// One step of indentation, as the first indented line shows it.
    pub(crate) fn step(&self) -> &'t str {
        let indented = self.text.lines().find(|line| line.starts_with([' ', '\t']) && !line.trim().is_empty());
        let Some(line) = indented else { return self.usual_step };
        match &line[..line.len() - line.trim_start().len()] {
            // A comment in a frame, or the continuation of something long.
            step if step.len() > 8 || step.len() == 1 && step != "\t" => self.usual_step,
            step => step,
        }
    }

    /// The lines that a range stands on, with the line break at their end.
    pub(crate) fn lines(&self, range: &Range<usize>) -> Range<usize> {
        self.line_start(range.start)..self.next_line(range.end)
    }

    /// Whether a range has its lines for itself.
    pub(crate) fn has_own_lines(&self, range: &Range<usize>) -> bool {
        let rest = &self.text[range.end..self.line_end(range.end)];
        self.begins_line(range.start) && (rest.trim().is_empty() || rest.trim_start().starts_with(['/', '#']))
    }
}

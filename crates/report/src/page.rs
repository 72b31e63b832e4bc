//! [`Page`]: a report for people as blocks, laid out and escaped here and nowhere else.

use std::fmt::Write;

use crate::escape::Outside;
use crate::shell::command_line;
use crate::shortened::shortened;
use crate::theme::Role;
use crate::wrap::wrapped;

/// A label is padded to so many characters.
const LABEL_WIDTH: usize = 5;

/// A report for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    blocks: Vec<Block>,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    role: Role,
    text: Outside,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// One line, however long.
    Line { indent: usize, spans: Vec<Span> },
    /// A head that stays, and a text that is wrapped beside it.
    Hanging { head: Span, gap: usize, text: Span },
    /// A command, alone on its line.
    Command(Vec<Outside>),
    /// Lines that are shown as they are.
    Code { indent: usize, text: Outside },
    /// A line of a source, its tabs as they are.
    Source(Span),
    /// An empty line.
    Blank,
}

impl Span {
    /// A piece of text for a purpose.
    pub fn new(role: Role, text: impl Into<Outside>) -> Self {
        Self { role, text: text.into() }
    }

    fn write(&self, out: &mut String, text: &str) {
        let style = self.role.style();
        let _ = write!(out, "{style}{text}{style:#}");
    }
}

impl<T: Into<Outside>> From<T> for Span {
    fn from(text: T) -> Self {
        Self::new(Role::Plain, text)
    }
}

impl Page {
    /// A line that is never wrapped.
    pub fn line(&mut self, indent: usize, spans: impl IntoIterator<Item = Span>) {
        self.blocks.push(Block::Line { indent, spans: spans.into_iter().collect() });
    }

    /// A verdict, and beside it what is said of it.
    pub fn verdict(&mut self, word: Span, text: impl Into<Outside>) {
        self.blocks.push(Block::Hanging { head: word, gap: 2, text: Span::new(Role::Strong, text) });
    }

    /// A text after a label.
    pub fn labelled(&mut self, role: Role, label: impl Into<String>, text: impl Into<Outside>) {
        let label: String = label.into();
        let head = Span::new(role, format!("{label:LABEL_WIDTH$}"));
        self.blocks.push(Block::Hanging { head, gap: 1, text: Span::from(text.into()) });
    }

    /// A text that is wrapped, under the labels' texts.
    pub fn paragraph(&mut self, role: Role, text: impl Into<Outside>) {
        let head = Span::from(" ".repeat(LABEL_WIDTH));
        self.blocks.push(Block::Hanging { head, gap: 1, text: Span::new(role, text) });
    }

    /// A command to paste: alone on its line, at its beginning, never wrapped.
    pub fn command<W: Into<String>>(&mut self, words: impl IntoIterator<Item = W>) {
        self.blocks.push(Block::Command(words.into_iter().map(|word| Outside::from(word)).collect()));
    }

    /// Lines that are shown as they are.
    pub fn code(&mut self, indent: usize, text: impl Into<Outside>) {
        self.blocks.push(Block::Code { indent, text: text.into() });
    }

    /// A line of a source, or of a diff of one.
    pub fn source_line(&mut self, role: Role, text: impl Into<Outside>) {
        self.blocks.push(Block::Source(Span::new(role, text)));
    }

    /// An empty line, where one is not there already.
    pub fn blank(&mut self) {
        if !matches!(self.blocks.last(), None | Some(Block::Blank)) {
            self.blocks.push(Block::Blank);
        }
    }

    /// Another page below this one.
    pub fn append(&mut self, other: Self) {
        self.blocks.extend(other.blocks);
    }

    /// Whether nothing is on it.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The page for a terminal of this width, with colours; of none for a pipe, where nothing is wrapped.
    pub fn render(&self, width: Option<usize>) -> String {
        let mut out = String::new();
        for block in &self.blocks {
            block.write(&mut out, width);
        }
        out
    }
}

impl Block {
    fn write(&self, out: &mut String, width: Option<usize>) {
        match self {
            Self::Line { indent, spans } => {
                out.push_str(&" ".repeat(*indent));
                for span in spans {
                    span.write(out, &shortened(&span.text.for_people()));
                }
            }
            Self::Hanging { head, gap, text } => {
                let label = head.text.for_people();
                let indent = label.chars().count() + gap;
                head.write(out, &label);
                out.push_str(&" ".repeat(*gap));
                let body = shortened(&text.text.for_people());
                text.write(out, &wrapped(&body, width.map(|width| width.saturating_sub(indent)), indent));
            }
            Self::Command(words) => {
                // A word that a terminal would act on is escaped inside of its quotes.
                let words: Vec<_> = words.iter().map(Outside::for_people).collect();
                out.push_str(&command_line(&words));
            }
            Self::Code { indent, text } => {
                let indent = " ".repeat(*indent);
                let lines = text.for_json().lines().map(|line| {
                    let line = shortened(&Outside::from(line).for_people());
                    if line.is_empty() { line } else { format!("{indent}{line}") }
                });
                out.push_str(&lines.collect::<Vec<_>>().join("\n"));
            }
            Self::Source(span) => span.write(out, &span.text.for_source()),
            Self::Blank => {}
        }
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(page: &Page, width: Option<usize>) -> String {
        let coloured = page.render(width);
        let mut parts = coloured.split('\u{1b}');
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
    }

    #[test]
    fn a_verdict_hangs_and_a_command_does_not_wrap() {
        let mut page = Page::default();
        page.verdict(Span::new(Role::Bad, "blocked"), "one two three four");
        page.blank();
        page.blank();
        page.labelled(Role::Label, "fix", "send it");
        page.command(["preflight", "check", "http://a.test/a-long-path", "--origin", "<page>"]);
        page.code(2, "a\n\nb\u{1b}c");
        assert_eq!(
            plain(&page, Some(20)),
            "blocked  one two\n         three four\n\nfix   send it\npreflight check http://a.test/a-long-path --origin \
             '<page>'\n  a\n\n  b\\u{1b}c\n"
        );
    }

    #[test]
    fn what_comes_from_outside_is_escaped_wherever_it_stands() {
        let odd = "a\u{1b}]0;t\u{7}\u{202e}b\nc";
        let mut page = Page::default();
        page.line(0, [Span::from(odd), Span::new(Role::Dim, odd)]);
        page.verdict(Span::from(odd), odd);
        page.labelled(Role::Odd, odd, odd);
        page.paragraph(Role::Plain, odd);
        page.command([odd, odd]);
        page.code(0, odd);
        let shown = plain(&page, Some(40));
        assert!(!shown.chars().any(|c| c != '\n' && preflight_policy_file::is_unseen(c)), "{shown:?}");
    }
}

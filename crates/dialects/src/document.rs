//! A source text with its syntax tree.

use std::time::{Duration, Instant};

use tree_sitter::{Language, Node, ParseOptions, ParseState, Parser, Tree};

use crate::import::ImportError;
use crate::note::Site;

/// So long one source may be parsed, in all grammars together. The longest that is of its language takes a second; from
/// one that is not, the parser may try to recover at every byte, each time at the cost of all before it.
const PARSE_TIME: Duration = Duration::from_secs(4);

/// When the parsing of a source is given up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// Of a source that is parsed from now on.
    pub(crate) fn from_now() -> Self {
        Self::after(PARSE_TIME)
    }

    fn after(time: Duration) -> Self {
        Self(Instant::now() + time)
    }

    fn is_over(self) -> bool {
        Instant::now() >= self.0
    }
}

/// A text that is of its language from beginning to end.
pub(crate) struct Document<'t> {
    text: &'t str,
    /// Then a column is a number of bytes, and lines may be as long as they like.
    is_ascii: bool,
    tree: Tree,
}

impl<'t> Document<'t> {
    /// Parses a text.
    ///
    /// # Errors
    /// [`ImportError::Syntax`] at the first place that the language does not allow, and [`ImportError::TooHard`] if that
    /// is not found in time.
    pub(crate) fn parse(
        language: &Language,
        name: &'static str,
        text: &'t str,
        deadline: Deadline,
    ) -> Result<Self, ImportError> {
        let mut parser = Parser::new();
        parser.set_language(language).expect("the grammars are of the version that tree-sitter reads");
        let mut is_over = |_: &ParseState| deadline.is_over();
        let mut rest = |at: usize, _| text.as_bytes().get(at..).unwrap_or_default();
        let options = ParseOptions::new().progress_callback(&mut is_over);
        let tree =
            parser.parse_with_options(&mut rest, None, Some(options)).ok_or(ImportError::TooHard { language: name })?;
        let document = Self { text, is_ascii: text.is_ascii(), tree };
        match document.first_error() {
            Some(site) => Err(ImportError::syntax(name, site)),
            None => Ok(document),
        }
    }

    fn first_error(&self) -> Option<Site> {
        let mut nodes = self.descendants(self.root());
        nodes.find(|node| node.is_error() || node.is_missing()).map(|error| self.site(error))
    }

    pub(crate) fn root(&self) -> Node<'_> {
        self.tree.root_node()
    }

    /// The text of a node.
    pub(crate) fn text(&self, node: Node<'_>) -> &'t str {
        self.text.get(node.byte_range()).unwrap_or_default()
    }

    pub(crate) fn site(&self, node: Node<'_>) -> Site {
        let start = node.start_position();
        if self.is_ascii {
            return Site { line: start.row + 1, column: start.column + 1 };
        }
        let line_start = node.start_byte().saturating_sub(start.column);
        let before = self.text.get(line_start..node.start_byte()).unwrap_or_default();
        Site { line: start.row + 1, column: before.chars().count() + 1 }
    }

    /// The node and all below it, in the order of the text. Deep trees are walked without recursion.
    pub(crate) fn descendants<'n>(&self, node: Node<'n>) -> impl Iterator<Item = Node<'n>> + use<'n> {
        let mut stack = vec![node];
        std::iter::from_fn(move || {
            let node = stack.pop()?;
            let first = stack.len();
            stack.extend(node.children(&mut node.walk()));
            stack[first..].reverse();
            Some(node)
        })
    }
}

/// The named children of a node, comments left out.
pub(crate) fn children<'n>(node: Node<'n>) -> impl DoubleEndedIterator<Item = Node<'n>> + use<'n> {
    let children: Vec<_> = node.named_children(&mut node.walk()).filter(|child| !child.is_extra()).collect();
    children.into_iter()
}

/// The child in a field of the grammar.
pub(crate) fn field<'n>(node: Node<'n>, name: &str) -> Option<Node<'n>> {
    node.child_by_field_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// In the first the parser tries to recover at every byte, which would take minutes.
    #[test]
    fn what_takes_too_long_to_parse_is_given_up() {
        let language = tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into();
        let quotes = "'".repeat(200_000);
        let soon = Deadline::after(Duration::from_millis(50));
        let began = Instant::now();
        let error = Document::parse(&language, "JavaScript", &quotes, soon).err();
        assert_eq!(error, Some(ImportError::TooHard { language: "JavaScript" }));
        assert!(began.elapsed() < PARSE_TIME, "{:?}", began.elapsed());
        assert!(Document::parse(&language, "JavaScript", "a = 1", Deadline::from_now()).is_ok());
    }
}

//! A source text with its syntax tree.

use tree_sitter::{Language, Node, Parser, Tree};

use crate::import::ImportError;
use crate::note::Site;

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
    /// [`ImportError::Syntax`] at the first place that the language does not allow.
    pub(crate) fn parse(language: &Language, name: &'static str, text: &'t str) -> Result<Self, ImportError> {
        let mut parser = Parser::new();
        parser.set_language(language).expect("the grammars are of the version that tree-sitter reads");
        let tree = parser.parse(text, None).expect("a parser with a language and no time limit returns a tree");
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

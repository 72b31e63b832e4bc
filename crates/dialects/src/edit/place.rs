//! Where a list is written: an expression is followed to the literal that a person would change.

mod csharp;
mod javascript;
mod python;

use tree_sitter::Node;

use crate::document::Document;
use crate::value::Located;

/// Names that stand for names, at most.
const DEPTH_LIMIT: usize = 32;

/// What an expression comes down to.
#[derive(Clone, Debug)]
pub(crate) enum Place<'n> {
    /// Elements between brackets.
    List(Node<'n>),
    /// One string.
    Text(Node<'n>),
    /// One string that is split at its commas.
    Joined(Node<'n>),
    /// A variable of the environment or of a configuration, with what stands in for it.
    Variable { name: String, default: Option<Box<Self>>, node: Node<'n> },
    /// Anything else.
    Other(Node<'n>),
}

/// A language, as far as edits need it.
pub(crate) trait Source {
    fn document(&self) -> &Document<'_>;
    fn value(&self, node: Node<'_>) -> Located;
    fn place<'n>(&'n self, node: Node<'n>) -> Place<'n>;
    /// The value of a string without interpolations.
    fn string(&self, node: Node<'_>) -> Option<String>;
}

impl<'n> Place<'n> {
    fn split(self) -> Self {
        match self {
            Self::Text(node) => Self::Joined(node),
            Self::Variable { name, default, node } => {
                Self::Variable { name, default: default.map(|default| Box::new(default.split())), node }
            }
            other => other,
        }
    }

    fn with_default(self, default: Self) -> Self {
        match self {
            Self::Variable { name, node, .. } => Self::Variable { name, default: Some(Box::new(default)), node },
            other => other,
        }
    }
}

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
    /// A variable of the environment or of a configuration, with what stands in for it. `node` is the whole expression.
    Variable { name: String, default: Option<Box<Self>>, node: Node<'n>, holds: Holds },
    /// Anything else.
    Other(Node<'n>),
}

/// What a variable holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Holds {
    /// One value, commas and all.
    One,
    /// A list, or a string that is split.
    Several,
}

/// A language, as far as edits need it.
pub(crate) trait Source {
    /// Whether a value may become a list where it stands, in brackets.
    const HAS_LISTS_IN_BRACKETS: bool = true;

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
            Self::Variable { name, default, node, .. } => {
                let default = default.map(|default| Box::new(default.split()));
                Self::Variable { name, default, node, holds: Holds::Several }
            }
            other => other,
        }
    }

    /// What stands in for a variable, both in this expression.
    fn with_default(self, default: Self, whole: Node<'n>) -> Self {
        match self {
            Self::Variable { name, holds, .. } => {
                // What stands in for a list is one.
                let holds = if matches!(default, Self::List(_)) { Holds::Several } else { holds };
                Self::Variable { name, default: Some(Box::new(default)), node: whole, holds }
            }
            other => other,
        }
    }
}

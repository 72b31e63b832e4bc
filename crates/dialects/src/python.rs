//! Python sources: their literals, their calls and their assignments.

mod call;
mod literal;
mod quote;
mod string;

use std::cell::Cell;
use std::collections::HashMap;

use tree_sitter::Node;

use crate::document::{Deadline, Document, children, field};
use crate::import::ImportError;
use crate::note::Site;

pub(crate) use self::quote::{compiled, list};

/// So many expressions are evaluated for one source; a configuration needs a few hundred.
const STEPS_LIMIT: usize = 200_000;

/// Names that a package offers, with the lists that they stand for.
pub(crate) type KnownLists = &'static [(&'static str, &'static [&'static str])];

/// A source with what it assigns.
pub(crate) struct Module<'t> {
    document: Document<'t>,
    /// The bytes of what a name is assigned; none if that happens more than once.
    assigned: HashMap<&'t str, Option<(usize, usize)>>,
    known: KnownLists,
    steps: Cell<usize>,
}

/// The arguments of a call.
pub(crate) struct Arguments<'n> {
    /// Those without a name.
    pub(crate) positional: Vec<Node<'n>>,
    /// Those with a name: the name, its node, the value.
    pub(crate) named: Vec<(String, Node<'n>, Node<'n>)>,
    /// `**options` and `*arguments`.
    pub(crate) spread: Vec<Node<'n>>,
}

impl<'t> Module<'t> {
    /// Parses a source.
    ///
    /// # Errors
    /// [`ImportError::Syntax`] if it is not Python.
    pub(crate) fn parse(source: &'t str, known: KnownLists) -> Result<Self, ImportError> {
        let document = Document::parse(&tree_sitter_python::LANGUAGE.into(), "Python", source, Deadline::from_now())?;
        let mut module = Self { document, assigned: HashMap::new(), known, steps: Cell::new(0) };
        module.assigned = module.assign();
        Ok(module)
    }

    pub(crate) fn root(&self) -> Node<'_> {
        self.document.root()
    }

    pub(crate) fn document(&self) -> &Document<'t> {
        &self.document
    }

    pub(crate) fn site(&self, node: Node<'_>) -> Site {
        self.document.site(node)
    }

    pub(crate) fn text(&self, node: Node<'_>) -> &'t str {
        self.document.text(node)
    }

    /// All nodes of a kind, in the order of the text.
    pub(crate) fn nodes<'n>(&'n self, kind: &'static str) -> impl Iterator<Item = Node<'n>> {
        self.document.descendants(self.root()).filter(move |node| node.kind() == kind)
    }

    /// The name that a call calls, without its object.
    pub(crate) fn callee(&self, call: Node<'_>) -> &'t str {
        let Some(function) = field(call, "function") else { return "" };
        match function.kind() {
            "attribute" => field(function, "attribute").map_or("", |attribute| self.text(attribute)),
            _ => self.text(function),
        }
    }

    pub(crate) fn arguments<'n>(&self, call: Node<'n>) -> Arguments<'n> {
        let mut arguments = Arguments { positional: Vec::new(), named: Vec::new(), spread: Vec::new() };
        let list = field(call, "arguments").filter(|list| list.kind() == "argument_list");
        for argument in list.into_iter().flat_map(children) {
            match argument.kind() {
                "keyword_argument" => {
                    if let (Some(name), Some(value)) = (field(argument, "name"), field(argument, "value")) {
                        arguments.named.push((self.text(name).to_owned(), name, value));
                    }
                }
                "dictionary_splat" | "list_splat" => arguments.spread.push(argument),
                _ => arguments.positional.push(argument),
            }
        }
        arguments
    }

    /// The node that a name was assigned once.
    pub(crate) fn assigned<'n>(&'n self, name: &str) -> Option<Node<'n>> {
        let (start, end) = (*self.assigned.get(name)?)?;
        let node = self.root().descendant_for_byte_range(start, end)?;
        (node.byte_range() == (start..end)).then_some(node)
    }

    fn assign(&self) -> HashMap<&'t str, Option<(usize, usize)>> {
        let mut assigned = HashMap::new();
        for node in self.document.descendants(self.root()) {
            let (name, value) = match node.kind() {
                "assignment" => (field(node, "left"), field(node, "right")),
                "augmented_assignment" => (field(node, "left"), None),
                "call" if ["append", "extend", "insert", "remove", "update", "add"].contains(&self.callee(node)) => {
                    (field(node, "function").and_then(|function| field(function, "object")), None)
                }
                _ => continue,
            };
            let Some(name) = name.filter(|name| name.kind() == "identifier").map(|name| self.text(name)) else {
                continue;
            };
            let value = value.map(|value| (value.start_byte(), value.end_byte()));
            assigned.entry(name).and_modify(|known| *known = None).or_insert(value);
        }
        assigned
    }

    /// Counts an evaluation, long texts as several; none are left where a source was made to take forever.
    fn may_step(&self, node: Node<'_>) -> bool {
        let bytes = if matches!(node.kind(), "string" | "integer" | "float") { node.byte_range().len() } else { 0 };
        self.steps.set(self.steps.get() + 1 + bytes / 64);
        self.steps.get() <= STEPS_LIMIT
    }
}

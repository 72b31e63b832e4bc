//! C# sources: their literals and their calls.

mod literal;
mod quote;

use std::cell::Cell;
use std::collections::HashMap;

use tree_sitter::Node;

use crate::document::{Deadline, Document, children, field};
use crate::import::ImportError;
use crate::note::Site;
use crate::value::{Located, Value};

pub(crate) use self::quote::verbatim;

/// So many expressions are evaluated for one source; a configuration needs a few hundred.
const STEPS_LIMIT: usize = 200_000;

/// A source with what it declares.
pub(crate) struct Unit<'t> {
    document: Document<'t>,
    /// The bytes of what a name is declared as; none if it is given more than one value.
    declared: HashMap<&'t str, Option<(usize, usize)>>,
    steps: Cell<usize>,
}

impl<'t> Unit<'t> {
    /// Parses a source.
    ///
    /// # Errors
    /// [`ImportError::Syntax`] if it is not C#.
    pub(crate) fn parse(source: &'t str) -> Result<Self, ImportError> {
        let document = Document::parse(&tree_sitter_c_sharp::LANGUAGE.into(), "C#", source, Deadline::from_now())?;
        let mut unit = Self { document, declared: HashMap::new(), steps: Cell::new(0) };
        unit.declared = unit.declare();
        Ok(unit)
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

    pub(crate) fn node_at(&self, start: usize, end: usize) -> Option<Node<'_>> {
        let node = self.root().descendant_for_byte_range(start, end)?;
        (node.byte_range() == (start..end)).then_some(node)
    }

    /// The calls below a node, in the order of the names that they call.
    pub(crate) fn calls<'n>(&self, node: Node<'n>) -> Vec<Node<'n>> {
        let calls = self.document.descendants(node).filter(|node| node.kind() == "invocation_expression");
        let mut calls: Vec<_> = calls.collect();
        calls.sort_by_key(|call| name(*call).map_or(0, |name| name.start_byte()));
        calls
    }

    /// The name that a call calls, without its object and its type arguments.
    pub(crate) fn callee(&self, call: Node<'_>) -> &'t str {
        let text = name(call).map_or("", |name| self.text(name));
        text.split('<').next().unwrap_or(text)
    }

    /// Where the name that a call calls stands.
    pub(crate) fn site_of_name(&self, call: Node<'_>) -> Site {
        self.site(name(call).unwrap_or(call))
    }

    /// The arguments of a call as one list.
    pub(crate) fn list_of(&self, arguments: Node<'_>) -> Located {
        let values =
            children(arguments).filter_map(|argument| children(argument).last()).map(|value| self.value(value));
        let elements = values.flat_map(|value| value.elements().to_vec()).collect();
        Located::new(Value::List(elements), self.site(arguments))
    }

    pub(crate) fn declared<'n>(&'n self, name: &str) -> Option<Node<'n>> {
        let (start, end) = (*self.declared.get(name)?)?;
        self.node_at(start, end)
    }

    fn declare(&self) -> HashMap<&'t str, Option<(usize, usize)>> {
        let mut declared = HashMap::new();
        for node in self.document.descendants(self.root()) {
            let (name, value) = match node.kind() {
                "variable_declarator" => (field(node, "name"), children(node).nth(1)),
                "assignment_expression" => (field(node, "left"), None),
                _ => continue,
            };
            let Some(name) = name.filter(|name| name.kind() == "identifier").map(|name| self.text(name)) else {
                continue;
            };
            let value = value.map(|value| (value.start_byte(), value.end_byte()));
            declared.entry(name).and_modify(|known| *known = None).or_insert(value);
        }
        declared
    }

    /// Counts an evaluation, long texts as several; none are left where a source was made to take forever.
    fn may_step(&self, node: Node<'_>) -> bool {
        let bytes = if node.kind().ends_with("_literal") { node.byte_range().len() } else { 0 };
        self.steps.set(self.steps.get() + 1 + bytes / 64);
        self.steps.get() <= STEPS_LIMIT
    }
}

/// The node of the name that a call calls.
pub(crate) fn name(call: Node<'_>) -> Option<Node<'_>> {
    let function = field(call, "function")?;
    match function.kind() {
        "member_access_expression" => field(function, "name"),
        // `value?.Split(',')`
        "conditional_access_expression" => children(function).last().and_then(|member| field(member, "name")),
        _ => Some(function),
    }
}

/// What a call is called on: `value` of `value.Split(',')` and of `value?.Split(',')`.
pub(crate) fn object(call: Node<'_>) -> Option<Node<'_>> {
    let function = field(call, "function")?;
    field(function, "expression").or_else(|| field(function, "condition"))
}

/// The arguments of a call or of a construction.
pub(crate) fn arguments<'n>(call: Node<'n>) -> impl DoubleEndedIterator<Item = Node<'n>> + use<'n> {
    let arguments = field(call, "arguments").into_iter().flat_map(children);
    let values: Vec<_> = arguments.filter_map(|argument| children(argument).last()).collect();
    values.into_iter()
}

//! JavaScript and TypeScript sources: their literals, their calls, and what their handlers do.

mod call;
mod handler;
mod header_table;
mod literal;
mod quote;
mod scope;
mod table;
mod unescape;

use std::cell::Cell;
use std::collections::HashMap;

use tree_sitter::Node;

use crate::document::{Deadline, Document, children, field};
use crate::import::ImportError;
use crate::note::Site;

pub(crate) use self::handler::{Call, Known, Run, Test, Topic, World, truth};
pub(crate) use self::quote::{list, object, quote, regex};
pub(crate) use self::scope::is_function;

/// So many expressions are evaluated for one source; a configuration needs a few hundred.
const STEPS_LIMIT: usize = 200_000;

/// A source with what it declares.
pub(crate) struct Script<'t> {
    document: Document<'t>,
    declarations: HashMap<&'t str, Declaration>,
    steps: Cell<usize>,
}

/// What a name stands for: the bytes of its value, unless it is given more than one.
#[derive(Clone, Copy, Debug)]
enum Declaration {
    Once { start: usize, end: usize },
    Changing,
}

impl<'t> Script<'t> {
    /// Parses a source.
    ///
    /// # Errors
    /// [`ImportError::Syntax`] if it is neither TypeScript nor TypeScript with JSX; JavaScript is both.
    pub(crate) fn parse(source: &'t str) -> Result<Self, ImportError> {
        let name = "JavaScript or TypeScript";
        let deadline = Deadline::from_now();
        let plain = Document::parse(&tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), name, source, deadline);
        let document = plain.or_else(|error| {
            Document::parse(&tree_sitter_typescript::LANGUAGE_TSX.into(), name, source, deadline).map_err(|_| error)
        })?;
        let mut script = Self { document, declarations: HashMap::new(), steps: Cell::new(0) };
        script.declarations = script.declare();
        Ok(script)
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

    pub(crate) fn root(&self) -> Node<'_> {
        self.document.root()
    }

    /// All nodes, in the order of the text.
    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        self.document.descendants(self.root())
    }

    /// The calls below a node, in the order of the text.
    pub(crate) fn calls<'n>(&self, node: Node<'n>) -> impl Iterator<Item = Node<'n>> + use<'n> {
        self.document.descendants(node).filter(|node| node.kind() == "call_expression")
    }

    /// The name that a call calls: `cors` of `cors(…)`, `use` of `app.use(…)`.
    pub(crate) fn callee(&self, call: Node<'_>) -> &'t str {
        let Some(function) = field(call, "function") else { return "" };
        match function.kind() {
            "member_expression" => field(function, "property").map_or("", |property| self.text(property)),
            _ => self.text(function),
        }
    }

    /// The names under which a module is imported: `const cors = require('cors')`, `import cors from 'cors'`, and other names that
    /// are given to these.
    pub(crate) fn imports_of(&self, module: &str) -> Vec<&'t str> {
        let mut names = Vec::new();
        for node in self.document.descendants(self.root()) {
            match node.kind() {
                "variable_declarator" => {
                    let is_it = field(node, "value").is_some_and(|value| {
                        self.requires(value, module)
                            || value.kind() == "identifier" && names.contains(&self.text(value))
                    });
                    names.extend(field(node, "name").filter(|_| is_it).map(|name| self.text(name)));
                }
                "import_statement" if field(node, "source").is_some_and(|source| self.string(source) == module) => {
                    let identifiers = self.document.descendants(node).filter(|node| node.kind() == "identifier");
                    names.extend(identifiers.map(|identifier| self.text(identifier)));
                }
                _ => {}
            }
        }
        names
    }

    /// Whether a value is `require('<module>')`.
    pub(crate) fn requires(&self, value: Node<'_>, module: &str) -> bool {
        let argument = arguments(value).next();
        value.kind() == "call_expression"
            && self.callee(value) == "require"
            && argument.is_some_and(|argument| self.string(argument) == module)
    }

    /// The node that a declared name stands for.
    pub(crate) fn declared<'n>(&'n self, name: &str) -> Option<Node<'n>> {
        match self.declarations.get(name)? {
            Declaration::Once { start, end } => self.node_at(*start, *end),
            Declaration::Changing => None,
        }
    }

    pub(crate) fn node_at(&self, start: usize, end: usize) -> Option<Node<'_>> {
        let node = self.root().descendant_for_byte_range(start, end)?;
        (node.byte_range() == (start..end)).then_some(node)
    }

    fn declare(&self) -> HashMap<&'t str, Declaration> {
        let mut declarations = HashMap::new();
        for node in self.document.descendants(self.root()) {
            let (name, value) = match node.kind() {
                "variable_declarator" => (field(node, "name"), field(node, "value")),
                "function_declaration" => (field(node, "name"), Some(node)),
                "assignment_expression" | "augmented_assignment_expression" => (self.changed(node), None),
                "unary_expression" if self.operator(node) == "delete" => (self.deleted(node), None),
                "call_expression" => (self.mutated(node), None),
                _ => continue,
            };
            let Some(name) = name.filter(|name| name.kind() == "identifier") else { continue };
            let declaration = match value {
                Some(value) if !declarations.contains_key(self.text(name)) => {
                    Declaration::Once { start: value.start_byte(), end: value.end_byte() }
                }
                _ => Declaration::Changing,
            };
            declarations.insert(self.text(name), declaration);
        }
        declarations
    }

    /// The name that an assignment changes: `a` of `a = 1` and of `a.b = 1`.
    pub(crate) fn changed<'n>(&self, assignment: Node<'n>) -> Option<Node<'n>> {
        let mut left = field(assignment, "left")?;
        while left.kind() == "member_expression" || left.kind() == "subscript_expression" {
            left = field(left, "object")?;
        }
        Some(left)
    }

    /// The name that loses something: `a` of `delete a.b`.
    fn deleted<'n>(&self, deletion: Node<'n>) -> Option<Node<'n>> {
        let mut inner = field(deletion, "argument")?;
        while let Some(object) = field(inner, "object") {
            inner = object;
        }
        Some(inner)
    }

    /// What a call changes: `a` of `a.push(1)`, of `Object.assign(a, …)`, and of `change(a)` where `change` is a function of this
    /// file that assigns to what it is handed.
    pub(crate) fn mutated<'n>(&self, call: Node<'n>) -> Option<Node<'n>> {
        let function = field(call, "function")?;
        if function.kind() == "identifier" {
            return self.changed_by(call, self.text(function));
        }
        let (object, callee) = (field(function, "object")?, self.callee(call));
        if self.text(object) == "Object" && ["assign", "defineProperty", "defineProperties"].contains(&callee) {
            return arguments(call).next();
        }
        let mutates = ["push", "unshift", "splice", "pop", "shift", "add", "delete", "clear"].contains(&callee);
        Some(object).filter(|_| mutates)
    }

    fn changed_by<'n>(&self, call: Node<'n>, name: &str) -> Option<Node<'n>> {
        let given: Vec<_> = arguments(call).collect();
        if !given.iter().any(|argument| argument.kind() == "identifier") {
            return None;
        }
        let function = match self.binding(call, name)? {
            declarator if declarator.kind() == "variable_declarator" => field(declarator, "value")?,
            function => function,
        };
        let (parameters, body) = (self.parameters(function), field(function, "body")?);
        let changes = |parameter: &str| {
            self.document.descendants(body).any(|node| {
                let changed = match node.kind() {
                    "assignment_expression" => field(node, "left").filter(|left| left.kind() != "identifier"),
                    "call_expression" if field(node, "function").is_some_and(|own| own.kind() != "identifier") => {
                        return self.mutated(node).is_some_and(|own| self.text(own) == parameter);
                    }
                    _ => None,
                };
                changed.and_then(|_| self.changed(node)).is_some_and(|own| self.text(own) == parameter)
            })
        };
        given.into_iter().zip(parameters).find(|(_, parameter)| changes(parameter)).map(|(argument, _)| argument)
    }

    /// Counts an evaluation, long texts as several; none are left where a source was made to take forever.
    fn may_step(&self, node: Node<'_>) -> bool {
        let bytes = if node.child_count() == 0 || node.kind() == "string" { node.byte_range().len() } else { 0 };
        self.steps.set(self.steps.get() + 1 + bytes / 64);
        self.steps.get() <= STEPS_LIMIT
    }
}

/// The arguments of a call or a `new`.
pub(crate) fn arguments<'n>(call: Node<'n>) -> impl DoubleEndedIterator<Item = Node<'n>> + use<'n> {
    let arguments: Vec<_> = field(call, "arguments").into_iter().flat_map(children).collect();
    arguments.into_iter()
}

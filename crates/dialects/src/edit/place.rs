//! Where a list is written: an expression is followed to the literal that a person would change.

use tree_sitter::Node;

use crate::csharp::{Unit, arguments as csharp_arguments};
use crate::document::{Document, children, field};
use crate::javascript::{Script, arguments};
use crate::python::Module;
use crate::value::{Located, Value};

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

impl Source for Script<'_> {
    fn document(&self) -> &Document<'_> {
        self.document()
    }

    fn value(&self, node: Node<'_>) -> Located {
        self.value(node)
    }

    fn string(&self, node: Node<'_>) -> Option<String> {
        self.pieces(node)
    }

    fn place<'n>(&'n self, node: Node<'n>) -> Place<'n> {
        place_in_script(self, node, 0)
    }
}

fn place_in_script<'n>(script: &'n Script<'_>, node: Node<'n>, depth: usize) -> Place<'n> {
    let inner = |inner: Option<Node<'n>>| match inner {
        Some(inner) if depth < DEPTH_LIMIT => place_in_script(script, inner, depth + 1),
        _ => Place::Other(node),
    };
    match node.kind() {
        "array" => Place::List(node),
        "string" => Place::Text(node),
        "template_string" if script.pieces(node).is_some() => Place::Text(node),
        "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression" => {
            inner(children(node).next())
        }
        "identifier" => match script.declared(script.text(node)) {
            Some(declared) if !declared.byte_range().contains(&node.start_byte()) => inner(Some(declared)),
            _ => Place::Other(node),
        },
        "shorthand_property_identifier" => inner(script.declared(script.text(node))),
        "new_expression" => inner(arguments(node).next()),
        "call_expression" => {
            let object = field(node, "function").and_then(|function| field(function, "object"));
            match (script.callee(node), object) {
                ("split", Some(object)) => inner(Some(object)).split(),
                ("freeze", _) => inner(arguments(node).next()),
                ("map" | "filter" | "trim" | "toString", Some(object)) => inner(Some(object)),
                _ => Place::Other(node),
            }
        }
        "binary_expression" if matches!(script.operator(node), "||" | "??") => {
            match (inner(field(node, "left")), field(node, "right")) {
                (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right)),
                _ => Place::Other(node),
            }
        }
        "member_expression" | "subscript_expression" => match script.value(node).value {
            Value::Variable { name, .. } => Place::Variable { name, default: None, node },
            _ => inner(script.entry_of_member(node)),
        },
        _ => Place::Other(node),
    }
}

impl Source for Module<'_> {
    fn document(&self) -> &Document<'_> {
        self.document()
    }

    fn value(&self, node: Node<'_>) -> Located {
        self.value(node)
    }

    fn string(&self, node: Node<'_>) -> Option<String> {
        (node.kind() == "string").then(|| self.string(node)).flatten()
    }

    fn place<'n>(&'n self, node: Node<'n>) -> Place<'n> {
        place_in_module(self, node, 0)
    }
}

fn place_in_module<'n>(module: &'n Module<'_>, node: Node<'n>, depth: usize) -> Place<'n> {
    let inner = |inner: Option<Node<'n>>| match inner {
        Some(inner) if depth < DEPTH_LIMIT => place_in_module(module, inner, depth + 1),
        _ => Place::Other(node),
    };
    match node.kind() {
        "list" | "tuple" | "set" => Place::List(node),
        "string" if module.string(node).is_some() => Place::Text(node),
        "parenthesized_expression" => inner(children(node).next()),
        "identifier" => match module.assigned(module.text(node)) {
            Some(assigned) if !assigned.byte_range().contains(&node.start_byte()) => inner(Some(assigned)),
            _ => Place::Other(node),
        },
        "list_comprehension" => inner(children(node).nth(1).and_then(|clause| field(clause, "right"))),
        "boolean_operator" => match (inner(field(node, "left")), field(node, "right")) {
            (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right)),
            _ => Place::Other(node),
        },
        // `[…] + others`
        "binary_operator" => match (inner(field(node, "left")), inner(field(node, "right"))) {
            (list @ Place::List(_), _) | (_, list @ Place::List(_)) => list,
            _ => Place::Other(node),
        },
        "subscript" => match module.value(node).value {
            Value::Variable { name, .. } => Place::Variable { name, default: None, node },
            _ => Place::Other(node),
        },
        "call" => {
            let call = module.arguments(node);
            let object = field(node, "function").and_then(|function| field(function, "object"));
            match (module.value(node).value, module.callee(node), object) {
                (_, "split", Some(object)) => inner(Some(object)).split(),
                (Value::Variable { name, .. }, "get" | "getenv" | "env" | "str" | "list" | "tuple" | "config", _) => {
                    let named = call.named.iter().find(|(name, _, _)| name == "default").map(|(_, _, value)| *value);
                    let default =
                        named.or(call.positional.get(1).copied()).map(|default| Box::new(inner(Some(default))));
                    let is_split =
                        call.named.iter().any(|(name, _, value)| name == "cast" && module.text(*value).contains("Csv"));
                    let variable = Place::Variable { name, default, node };
                    if is_split { variable.split() } else { variable }
                }
                (_, "list" | "tuple" | "set" | "frozenset" | "sorted", None) => inner(call.positional.first().copied()),
                _ => Place::Other(node),
            }
        }
        _ => Place::Other(node),
    }
}

impl Source for Unit<'_> {
    fn document(&self) -> &Document<'_> {
        self.document()
    }

    fn value(&self, node: Node<'_>) -> Located {
        if node.kind() == "argument_list" { self.list_of(node) } else { self.value(node) }
    }

    fn string(&self, node: Node<'_>) -> Option<String> {
        (node.kind() == "string_literal").then(|| self.string(node)).flatten()
    }

    fn place<'n>(&'n self, node: Node<'n>) -> Place<'n> {
        place_in_unit(self, node, 0)
    }
}

fn place_in_unit<'n>(unit: &'n Unit<'_>, node: Node<'n>, depth: usize) -> Place<'n> {
    let inner = |inner: Option<Node<'n>>| match inner {
        Some(inner) if depth < DEPTH_LIMIT => place_in_unit(unit, inner, depth + 1),
        _ => Place::Other(node),
    };
    let initializer = || children(node).find(|child| child.kind() == "initializer_expression");
    match node.kind() {
        // One argument may be a list by itself.
        "argument_list" => match children(node).collect::<Vec<_>>()[..] {
            [only] => match inner(children(only).last()) {
                Place::Text(_) => Place::List(node),
                other => other,
            },
            _ => Place::List(node),
        },
        "collection_expression" | "initializer_expression" => Place::List(node),
        "array_creation_expression"
        | "implicit_array_creation_expression"
        | "object_creation_expression"
        | "implicit_object_creation_expression" => initializer().map_or(Place::Other(node), Place::List),
        "string_literal" => Place::Text(node),
        "identifier" => match unit.declared(unit.text(node)) {
            Some(declared) if !declared.byte_range().contains(&node.start_byte()) => inner(Some(declared)),
            _ => Place::Other(node),
        },
        "parenthesized_expression" | "postfix_unary_expression" | "cast_expression" => inner(children(node).last()),
        "binary_expression" => match (inner(field(node, "left")), field(node, "right")) {
            (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right)),
            _ => Place::Other(node),
        },
        "invocation_expression" => {
            let object = field(node, "function").and_then(|function| field(function, "expression"));
            match (unit.callee(node), object) {
                ("Split", Some(object)) => inner(Some(object)).split(),
                ("ToArray" | "ToList", Some(object)) => inner(Some(object)),
                ("Get", Some(object)) => inner(Some(object)),
                ("GetEnvironmentVariable" | "GetSection" | "GetValue", _) => {
                    let name =
                        csharp_arguments(node).next().and_then(|name| unit.value(name).text().map(str::to_owned));
                    name.map_or(Place::Other(node), |name| Place::Variable { name, default: None, node })
                }
                _ => Place::Other(node),
            }
        }
        _ => Place::Other(node),
    }
}

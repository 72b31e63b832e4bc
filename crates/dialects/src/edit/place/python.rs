//! The expressions of Python, followed to what a person would change.

use tree_sitter::Node;

use super::{DEPTH_LIMIT, Holds, Place, Source};
use crate::document::{Document, children, field};
use crate::python::Module;
use crate::value::{Located, Value};

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
            (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right), node),
            _ => Place::Other(node),
        },
        "conditional_expression" => match module.variable_or_default(node) {
            Some((variable, default)) => inner(Some(variable)).with_default(inner(Some(default)), node),
            None => Place::Other(node),
        },
        // `[…] + others`
        "binary_operator" => match (inner(field(node, "left")), inner(field(node, "right"))) {
            (list @ Place::List(_), _) | (_, list @ Place::List(_)) => list,
            _ => Place::Other(node),
        },
        "subscript" => match module.value(node).value {
            Value::Variable { name, .. } => Place::Variable { name, default: None, node, holds: Holds::One },
            _ => Place::Other(node),
        },
        "call" => {
            let call = module.arguments(node);
            let object = field(node, "function").and_then(|function| field(function, "object"));
            match (module.value(node).value, module.callee(node), object) {
                // Without a comma it is split at something else, which is not written here.
                (_, "split", Some(object))
                    if call.positional.first().is_some_and(|first| module.value(*first).text() == Some(",")) =>
                {
                    inner(Some(object)).split()
                }
                (Value::Variable { name, .. }, "get" | "getenv" | "env" | "str" | "list" | "tuple" | "config", _) => {
                    let named = call.named.iter().find(|(name, _, _)| name == "default").map(|(_, _, value)| *value);
                    let default =
                        named.or(call.positional.get(1).copied()).map(|default| Box::new(inner(Some(default))));
                    let is_split =
                        call.named.iter().any(|(name, _, value)| name == "cast" && module.text(*value).contains("Csv"));
                    // `env.list(…)`, or what stands in for it, says that it is a list.
                    let is_list = matches!(module.callee(node), "list" | "tuple")
                        || matches!(default.as_deref(), Some(Place::List(_)));
                    let holds = if is_list { Holds::Several } else { Holds::One };
                    let variable = Place::Variable { name, default, node, holds };
                    if is_split { variable.split() } else { variable }
                }
                (_, "list" | "tuple" | "set" | "frozenset" | "sorted", None) => inner(call.positional.first().copied()),
                _ => Place::Other(node),
            }
        }
        _ => Place::Other(node),
    }
}

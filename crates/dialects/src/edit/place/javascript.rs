//! The expressions of JavaScript, followed to what a person would change.

use tree_sitter::Node;

use super::{DEPTH_LIMIT, Holds, Place, Source};
use crate::document::{Document, children, field};
use crate::javascript::{Script, arguments};
use crate::value::{Located, Value};

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
                (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right), node),
                _ => Place::Other(node),
            }
        }
        "ternary_expression" => match script.variable_or_default(node) {
            Some((variable, default)) => inner(Some(variable)).with_default(inner(Some(default)), node),
            None => Place::Other(node),
        },
        "member_expression" | "subscript_expression" => match script.value(node).value {
            Value::Variable { name, .. } => Place::Variable { name, default: None, node, holds: Holds::One },
            _ => inner(script.entry_of_member(node)),
        },
        _ => Place::Other(node),
    }
}

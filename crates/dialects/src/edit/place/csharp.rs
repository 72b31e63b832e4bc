//! The expressions of C#, followed to what a person would change.

use tree_sitter::Node;

use super::{DEPTH_LIMIT, Holds, Place, Source};
use crate::csharp::{Unit, arguments, object};
use crate::document::{Document, children, field};
use crate::value::Located;

impl Source for Unit<'_> {
    const HAS_LISTS_IN_BRACKETS: bool = false;

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
            (Place::Variable { name, default: None, .. }, Some(right)) if is_empty_list(unit, right) => {
                Place::Variable { name, default: None, node, holds: Holds::Several }
            }
            (variable @ Place::Variable { .. }, right) => variable.with_default(inner(right), node),
            _ => Place::Other(node),
        },
        "invocation_expression" => {
            match (unit.callee(node), object(node)) {
                ("Split", Some(object)) => inner(Some(object)).split(),
                ("ToArray" | "ToList", Some(object)) => inner(Some(object)),
                ("Select" | "Where", Some(object)) if only_tidies(unit, node) => inner(Some(object)),
                ("Get", Some(object)) => inner(Some(object)),
                ("GetEnvironmentVariable" | "GetSection" | "GetValue", _) => {
                    let name = arguments(node).next().and_then(|name| unit.value(name).text().map(str::to_owned));
                    // A section is read as an array.
                    let holds = if unit.callee(node) == "GetSection" { Holds::Several } else { Holds::One };
                    name.map_or(Place::Other(node), |name| Place::Variable { name, default: None, node, holds })
                }
                _ => Place::Other(node),
            }
        }
        // `builder.Configuration["KEY"]`
        "element_access_expression" => match unit.setting(node) {
            Some(name) => Place::Variable { name, default: None, node, holds: Holds::One },
            None => Place::Other(node),
        },
        _ => Place::Other(node),
    }
}

/// Whether nothing stands in for a setting: `?? []`, `?? Array.Empty<string>()`, `?? new string[0]`.
fn is_empty_list(unit: &Unit<'_>, node: Node<'_>) -> bool {
    let text: String = unit.text(node).chars().filter(|c| !c.is_whitespace()).collect();
    matches!(text.as_str(), "[]" | "Array.Empty<string>()" | "newstring[0]" | "newstring[]{}")
}

/// Whether a call of LINQ only takes spaces and empty entries away.
fn only_tidies(unit: &Unit<'_>, call: Node<'_>) -> bool {
    let text = arguments(call).next().map_or("", |argument| unit.text(argument));
    match unit.callee(call) {
        "Select" => text.contains(".Trim()"),
        "Where" => text.contains("IsNullOr"),
        _ => false,
    }
}

//! The tables of JavaScript, and what is looked up in them.

use tree_sitter::Node;

use super::{Script, arguments};
use crate::document::{children, field};
use crate::value::{Asked, Located, Value};

/// Names that stand for names, at most.
const DEPTH_LIMIT: usize = 32;

impl Script<'_> {
    pub(super) fn table(&self, node: Node<'_>, depth: usize) -> Value {
        let mut entries = Vec::new();
        for child in children(node) {
            let key = |node| {
                let text = match self.pieces(node) {
                    Some(text) => text,
                    None => self.text(node).to_owned(),
                };
                Located::new(Value::Text(text), self.site(node))
            };
            match child.kind() {
                "pair" => {
                    if let (Some(name), Some(value)) = (field(child, "key"), field(child, "value")) {
                        entries.push((key(name), self.value_at(value, depth + 1)));
                    }
                }
                "shorthand_property_identifier" => {
                    let declared = self.declared(self.text(child));
                    let dynamic = Located::new(Value::Dynamic, self.site(child));
                    entries.push((key(child), declared.map_or(dynamic, |node| self.value_at(node, depth + 1))));
                }
                "method_definition" => {
                    let function = Located::new(Value::Function(child.byte_range()), self.site(child));
                    entries.extend(field(child, "name").map(|name| (key(name), function)));
                }
                "spread_element" => match children(child).next().map(|inner| self.value_at(inner, depth + 1).value) {
                    Some(Value::Table(spread)) => entries.extend(spread),
                    _ => {
                        let site = self.site(child);
                        entries.push((Located::new(Value::Dynamic, site), Located::new(Value::Dynamic, site)));
                    }
                },
                _ => {}
            }
        }
        Value::Table(entries)
    }

    /// `process.env.NAME`, `process.env['NAME']`, or an entry of a table that is known.
    pub(super) fn member(&self, node: Node<'_>, depth: usize) -> Value {
        let Some(object) = field(node, "object") else { return Value::Dynamic };
        let name = match (field(node, "property"), field(node, "index")) {
            (Some(property), _) => self.text(property).to_owned(),
            (None, Some(index)) => self.string(index),
            (None, None) => return Value::Dynamic,
        };
        if matches!(self.text(object), "process.env" | "import.meta.env" | "Bun.env") {
            return Value::Variable { name, default: None };
        }
        if let Some(asked) = Asked::field(&name).filter(|_| self.text(object).ends_with(".headers")) {
            return Value::Asked(asked);
        }
        let object = self.value_at(object, depth + 1);
        object.entry(&name).map_or(Value::Dynamic, |entry| entry.value.clone())
    }

    /// The object literal that an expression comes down to.
    pub(crate) fn object<'n>(&'n self, node: Node<'n>) -> Option<Node<'n>> {
        let mut node = node;
        for _ in 0..DEPTH_LIMIT {
            node = match node.kind() {
                "object" => return Some(node),
                "identifier" | "shorthand_property_identifier" => self.declared(self.text(node))?,
                "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression" => {
                    children(node).next()?
                }
                "call_expression" if self.callee(node) == "freeze" => arguments(node).next()?,
                _ => return None,
            };
        }
        None
    }

    /// The value of a key of an object literal, also of one that is spread into it; the last one counts.
    pub(crate) fn entry<'n>(&'n self, object: Node<'n>, name: &str) -> Option<Node<'n>> {
        self.entry_at(object, name, 0)
    }

    fn entry_at<'n>(&'n self, object: Node<'n>, name: &str, depth: usize) -> Option<Node<'n>> {
        let is_named = |key: Node<'_>| self.pieces(key).unwrap_or_else(|| self.text(key).to_owned()) == name;
        let entries: Vec<_> = children(object).collect();
        entries.into_iter().rev().find_map(|entry| match entry.kind() {
            "pair" => field(entry, "key").filter(|key| is_named(*key)).and_then(|_| field(entry, "value")),
            "shorthand_property_identifier" => is_named(entry).then_some(entry),
            "method_definition" => field(entry, "name").filter(|key| is_named(*key)).map(|_| entry),
            "spread_element" if depth < DEPTH_LIMIT => {
                let spread = children(entry).next().and_then(|inner| self.object(inner))?;
                self.entry_at(spread, name, depth + 1)
            }
            _ => None,
        })
    }

    /// What is spread into an object literal and is none itself: any entry may be in it.
    pub(crate) fn unreadable_spread<'n>(&'n self, object: Node<'n>) -> Option<Node<'n>> {
        let mut spreads = children(object).filter(|entry| entry.kind() == "spread_element");
        spreads.find(|spread| children(*spread).next().is_none_or(|inner| self.object(inner).is_none()))
    }

    /// The entry that `table.name` stands for.
    pub(crate) fn entry_of_member<'n>(&'n self, node: Node<'n>) -> Option<Node<'n>> {
        let object = self.object(field(node, "object")?)?;
        let name = match (field(node, "property"), field(node, "index")) {
            (Some(property), _) => self.text(property).to_owned(),
            (None, index) => self.string(index?),
        };
        self.entry(object, &name)
    }
}

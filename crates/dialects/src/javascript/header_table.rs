//! Tables of headers that a response is given: as they are, spread into another, or one entry after the other in a loop.

use tree_sitter::Node;

use super::{Script, arguments};
use crate::document::{children, field};

/// Tables within tables, at most.
const DEPTH_LIMIT: usize = 16;

/// What sets one header.
const SETTERS: [&str; 5] = ["setHeader", "header", "set", "append", "appendHeader"];

impl<'t> Script<'t> {
    /// The object literals whose entries a call or a loop sets as headers.
    pub(crate) fn header_tables<'n>(&'n self, node: Node<'n>) -> Vec<Node<'n>> {
        let mut tables = Vec::new();
        if let Some(table) = self.looped_table(node) {
            self.add_tables(table, 0, &mut tables);
        } else if node.kind() == "call_expression"
            && matches!(self.callee(node), "writeHead" | "set" | "header" | "setHeaders")
        {
            arguments(node).for_each(|argument| self.add_tables(argument, 0, &mut tables));
        }
        tables
    }

    fn add_tables<'n>(&'n self, node: Node<'n>, depth: usize, tables: &mut Vec<Node<'n>>) {
        if depth > DEPTH_LIMIT || tables.len() > DEPTH_LIMIT {
            return;
        }
        if let Some(table) = self.object(node) {
            tables.push(table);
            let spreads: Vec<_> = children(table).filter(|entry| entry.kind() == "spread_element").collect();
            let spread = spreads.into_iter().filter_map(|spread| children(spread).next());
            spread.for_each(|inner| self.add_tables(inner, depth + 1, tables));
        } else if self.is_of_object(node, "assign") {
            arguments(node).for_each(|argument| self.add_tables(argument, depth + 1, tables));
        }
    }

    /// The table of `Object.entries(table).forEach(([name, value]) => res.setHeader(name, value))`, of the same with
    /// `Object.keys`, and of loops that do so.
    pub(crate) fn looped_table<'n>(&'n self, node: Node<'n>) -> Option<Node<'n>> {
        let (names, walked, body) = match node.kind() {
            "for_in_statement" => (field(node, "left")?, field(node, "right")?, field(node, "body")?),
            "call_expression" if self.callee(node) == "forEach" => {
                let function = arguments(node).next()?;
                let walked = field(node, "function").and_then(|function| field(function, "object"))?;
                (self.first_parameter(function)?, walked, field(function, "body")?)
            }
            _ => return None,
        };
        let set = only_call(body).filter(|call| SETTERS.contains(&self.callee(*call)))?;
        let mut given = arguments(set);
        let (name, value) = (given.next()?, given.next()?);
        let is_text = |node: Node<'_>, other: Node<'_>| self.text(node) == self.text(other);
        if self.is_of_object(walked, "entries") {
            let mut parts = children(names).filter(|_| names.kind() == "array_pattern");
            let is_whole = is_text(parts.next()?, name) && is_text(parts.next()?, value);
            return arguments(walked).next().filter(|_| is_whole);
        }
        let table = match self.is_of_object(walked, "keys") {
            true => arguments(walked).next()?,
            // `for (const name in table)` walks over the names.
            false if node.kind() == "for_in_statement" && self.is_over_names(node) => walked,
            false => return None,
        };
        let is_entry = field(value, "object").is_some_and(|object| is_text(object, table))
            && field(value, "index").is_some_and(|index| is_text(index, name));
        (is_entry && is_text(names, name)).then_some(table)
    }

    fn first_parameter<'n>(&self, function: Node<'n>) -> Option<Node<'n>> {
        let listed = || field(function, "parameters").and_then(|parameters| children(parameters).next());
        let parameter = field(function, "parameter").or_else(listed)?;
        Some(field(parameter, "pattern").unwrap_or(parameter))
    }

    fn is_over_names(&self, node: Node<'_>) -> bool {
        field(node, "operator").is_some_and(|operator| self.text(operator) == "in")
    }

    /// Whether a node is `Object.<method>(…)`.
    fn is_of_object(&self, node: Node<'_>, method: &str) -> bool {
        let object = field(node, "function").and_then(|function| field(function, "object"));
        node.kind() == "call_expression"
            && self.callee(node) == method
            && object.is_some_and(|object| self.text(object) == "Object")
    }
}

/// The call that is all of a body.
fn only_call(body: Node<'_>) -> Option<Node<'_>> {
    let mut node = body;
    while matches!(node.kind(), "statement_block" | "expression_statement") {
        let mut inner = children(node);
        node = inner.next().filter(|_| inner.next().is_none())?;
    }
    (node.kind() == "call_expression").then_some(node)
}

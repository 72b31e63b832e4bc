//! The calls of JavaScript that only reshape what they are given.

use tree_sitter::Node;

use super::literal::expression;
use super::{Script, arguments};
use crate::document::field;
use crate::value::{Asked, Located, Value};

impl Script<'_> {
    pub(super) fn construction(&self, node: Node<'_>, depth: usize) -> Value {
        let constructor = field(node, "constructor").map_or("", |constructor| self.text(constructor));
        let mut arguments = arguments(node).map(|argument| self.value_at(argument, depth + 1));
        match (constructor, arguments.next().map(|first| first.value)) {
            ("RegExp", Some(Value::Text(source))) => {
                let flags = arguments.next().and_then(|flags| flags.text().map(str::to_owned)).unwrap_or_default();
                Value::Expression(expression(&source, &flags))
            }
            ("RegExp", Some(Value::Expression(expression))) => Value::Expression(expression),
            ("Set", Some(list @ Value::List(_))) => list,
            _ => Value::Dynamic,
        }
    }

    /// The few calls that only reshape what they are given.
    pub(super) fn call(&self, node: Node<'_>, depth: usize) -> Value {
        let callee = self.callee(node);
        let object = field(node, "function").and_then(|function| field(function, "object"));
        let first = arguments(node).next().map(|argument| self.value_at(argument, depth + 1));
        let Some(object) = object else {
            return match (callee, first.map(|first| first.value)) {
                ("Number" | "parseInt", Some(Value::Text(text))) => Value::number(&text, &[]),
                ("Number" | "parseInt" | "String" | "Boolean", Some(value)) => value,
                ("RegExp", _) => self.construction_of_call(node, depth),
                _ => Value::Dynamic,
            };
        };
        let asked = first.as_ref().and_then(Located::text).and_then(Asked::field);
        if let Some(asked) = asked.filter(|_| matches!(callee, "get" | "header")) {
            return Value::Asked(asked);
        }
        let value = self.value_at(object, depth + 1);
        match (callee, value.value) {
            ("split", Value::Text(text)) => match first.as_ref().and_then(Located::text) {
                Some(separator) if !separator.is_empty() => Value::split(&text, separator, value.site),
                _ => Value::Dynamic,
            },
            // A variable in a list becomes as many entries as it has commas.
            ("split", variable @ Value::Variable { .. }) if first.as_ref().and_then(Located::text) == Some(",") => {
                variable
            }
            ("trim" | "toString" | "freeze", kept) => kept,
            ("map", kept @ Value::Variable { .. }) => self.only_if_trimming(node, kept),
            ("map", kept @ Value::List(_)) => self.only_if_trimming(node, kept),
            ("filter", kept) if arguments(node).next().is_some_and(|argument| self.text(argument) == "Boolean") => kept,
            ("concat", Value::List(elements)) => {
                let more = arguments(node).map(|argument| self.value_at(argument, depth + 1));
                let more = more.flat_map(|argument| argument.elements().to_vec());
                Value::List(elements.into_iter().chain(more).collect())
            }
            ("join", Value::List(elements)) => {
                let separator = first.as_ref().and_then(Located::text).unwrap_or(",");
                let texts: Option<Vec<_>> = elements.iter().map(Located::text).collect();
                texts.map_or(Value::Dynamic, |texts| Value::joined(texts.join(separator)))
            }
            _ => match (self.text(object), callee, first) {
                ("Object", "freeze", Some(first)) => first.value,
                ("Object", "assign", Some(_)) => self.assigned_tables(node, depth),
                _ => Value::Dynamic,
            },
        }
    }

    /// `Object.assign({}, table, { … })`
    fn assigned_tables(&self, node: Node<'_>, depth: usize) -> Value {
        let tables = arguments(node).map(|argument| match self.value_at(argument, depth + 1).value {
            Value::Table(entries) => Some(entries),
            _ => None,
        });
        let tables: Option<Vec<_>> = tables.collect();
        tables.map_or(Value::Dynamic, |tables| Value::Table(tables.into_iter().flatten().collect()))
    }

    fn construction_of_call(&self, node: Node<'_>, depth: usize) -> Value {
        let first = arguments(node).next().map(|argument| self.value_at(argument, depth + 1).value);
        match first {
            Some(Value::Text(source)) if arguments(node).count() == 1 => Value::Expression(expression(&source, "")),
            _ => Value::Dynamic,
        }
    }

    /// `s => s.trim()` changes nothing that a policy file keeps.
    fn only_if_trimming(&self, node: Node<'_>, kept: Value) -> Value {
        let body = arguments(node).next().and_then(|argument| field(argument, "body"));
        let trims = body.is_some_and(|body| body.kind() == "call_expression" && self.callee(body) == "trim");
        if trims { trimmed(kept) } else { Value::Dynamic }
    }
}

fn trimmed(value: Value) -> Value {
    match value {
        Value::List(elements) => Value::List(
            elements.into_iter().map(|element| Located::new(trimmed(element.value), element.site)).collect(),
        ),
        Value::Text(text) => Value::Text(text.trim().to_owned()),
        other => other,
    }
}

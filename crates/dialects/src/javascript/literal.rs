//! The literals of JavaScript, with the names that stand for them.

use tree_sitter::Node;

use super::{Script, arguments};
use crate::document::{children, field};
use crate::value::{Expression, Located, Value};

/// A text that is put together is at most this long.
const JOINED_LIMIT: usize = 1 << 16;

/// Names that stand for names, and lists within lists, at most.
const DEPTH_LIMIT: usize = 32;

impl<'t> Script<'t> {
    /// What an expression is.
    pub(crate) fn value(&self, node: Node<'_>) -> Located {
        self.value_at(node, 0)
    }

    fn value_at(&self, node: Node<'_>, depth: usize) -> Located {
        let site = self.site(node);
        if depth > DEPTH_LIMIT || !self.may_step(node) {
            return Located::new(Value::Dynamic, site);
        }
        let inner = |node| self.value_at(node, depth + 1);
        let value = match node.kind() {
            "string" | "template_string" => self.template(node, depth),
            "number" => number(self.text(node)),
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "null" | "undefined" => Value::Nothing,
            "regex" => self.regex(node),
            "array" => self.list(node, depth),
            "object" => self.table(node, depth),
            "arrow_function" | "function_expression" | "function_declaration" | "method_definition" => {
                Value::Function(node.byte_range())
            }
            "parenthesized_expression" | "as_expression" | "satisfies_expression" | "non_null_expression" => {
                return children(node).next().map_or(Located::new(Value::Dynamic, site), inner);
            }
            "identifier" => match self.declared(self.text(node)) {
                // A name within itself is a parameter of the same name, or a mistake.
                Some(declared) if !declared.byte_range().contains(&node.start_byte()) => return inner(declared),
                _ => Value::Dynamic,
            },
            "member_expression" | "subscript_expression" => self.member(node, depth),
            "new_expression" => self.construction(node, depth),
            "call_expression" => self.call(node, depth),
            "binary_expression" => self.binary(node, depth),
            "unary_expression" => {
                match (self.operator(node), field(node, "argument").map(inner).map(|located| located.value)) {
                    ("-", Some(Value::Number(number))) => Value::Number(-number),
                    ("!", Some(Value::Boolean(boolean))) => Value::Boolean(!boolean),
                    _ => Value::Dynamic,
                }
            }
            _ => Value::Dynamic,
        };
        Located::new(value, site)
    }

    pub(super) fn operator(&self, node: Node<'_>) -> &'t str {
        field(node, "operator").map_or("", |operator| self.text(operator))
    }

    /// A template that is one substitution is that value; literals within it are joined.
    fn template(&self, node: Node<'_>, depth: usize) -> Value {
        if let Some(text) = self.pieces(node) {
            return Value::Text(text);
        }
        let mut joined = String::new();
        for piece in children(node) {
            match piece.kind() {
                "template_substitution" => {
                    match children(piece).next().map(|inner| self.value_at(inner, depth + 1).value) {
                        Some(Value::Text(text)) => joined.push_str(&text),
                        Some(Value::Number(number)) => joined.push_str(&number.to_string()),
                        Some(variable @ Value::Variable { .. }) if node.named_child_count() == 1 => return variable,
                        _ => return Value::Dynamic,
                    }
                }
                "string_fragment" => joined.push_str(self.text(piece)),
                _ => return Value::Dynamic,
            }
        }
        self::joined(joined)
    }

    fn regex(&self, node: Node<'_>) -> Value {
        let part = |name| field(node, name).map_or("", |part| self.text(part));
        Value::Expression(expression(part("pattern"), part("flags")))
    }

    fn list(&self, node: Node<'_>, depth: usize) -> Value {
        let mut elements = Vec::new();
        for child in children(node) {
            if child.kind() != "spread_element" {
                elements.push(self.value_at(child, depth + 1));
                continue;
            }
            let spread = children(child).next().map(|inner| self.value_at(inner, depth + 1));
            elements.extend(spread.iter().flat_map(Located::elements).cloned());
        }
        Value::List(elements)
    }

    fn table(&self, node: Node<'_>, depth: usize) -> Value {
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
    fn member(&self, node: Node<'_>, depth: usize) -> Value {
        let Some(object) = field(node, "object") else { return Value::Dynamic };
        let name = match (field(node, "property"), field(node, "index")) {
            (Some(property), _) => self.text(property).to_owned(),
            (None, Some(index)) => self.string(index),
            (None, None) => return Value::Dynamic,
        };
        if matches!(self.text(object), "process.env" | "import.meta.env" | "Bun.env") {
            return Value::Variable { name, default: None };
        }
        let object = self.value_at(object, depth + 1);
        object.entry(&name).map_or(Value::Dynamic, |entry| entry.value.clone())
    }

    fn construction(&self, node: Node<'_>, depth: usize) -> Value {
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
    fn call(&self, node: Node<'_>, depth: usize) -> Value {
        let callee = self.callee(node);
        let object = field(node, "function").and_then(|function| field(function, "object"));
        let first = arguments(node).next().map(|argument| self.value_at(argument, depth + 1));
        let Some(object) = object else {
            return match (callee, first.map(|first| first.value)) {
                ("Number" | "parseInt", Some(Value::Text(text))) => number(&text),
                ("Number" | "parseInt" | "String" | "Boolean", Some(value)) => value,
                ("RegExp", _) => self.construction_of_call(node, depth),
                _ => Value::Dynamic,
            };
        };
        let value = self.value_at(object, depth + 1);
        match (callee, value.value) {
            ("split", Value::Text(text)) => match first.as_ref().and_then(Located::text) {
                Some(separator) if !separator.is_empty() => {
                    let parts =
                        text.split(separator).map(|part| Located::new(Value::Text(part.to_owned()), value.site));
                    Value::List(parts.collect())
                }
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
                texts.map_or(Value::Dynamic, |texts| joined(texts.join(separator)))
            }
            _ => match (self.text(object), callee, first) {
                ("Object", "freeze", Some(first)) => first.value,
                _ => Value::Dynamic,
            },
        }
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

    fn binary(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Dynamic };
        let (left, right) = (self.value_at(left, depth + 1).value, self.value_at(right, depth + 1).value);
        match (self.operator(node), left, right) {
            ("+", Value::Text(left), Value::Text(right)) => joined(left + &right),
            ("+", Value::Number(left), Value::Number(right)) => Value::Number(left + right),
            ("*", Value::Number(left), Value::Number(right)) => Value::Number(left * right),
            ("||" | "??", Value::Variable { name, .. }, Value::Text(default)) => {
                Value::Variable { name, default: Some(default) }
            }
            ("||" | "??", Value::Variable { name, .. }, Value::List(default)) => {
                let texts: Option<Vec<_>> = default.iter().map(Located::text).collect();
                texts.map_or(Value::Dynamic, |texts| Value::Variable { name, default: Some(texts.join(",")) })
            }
            ("||", Value::Text(left), _) if !left.is_empty() => Value::Text(left),
            ("??" | "||", Value::Nothing, right) => right,
            _ => Value::Dynamic,
        }
    }
}

fn joined(text: String) -> Value {
    if text.len() <= JOINED_LIMIT { Value::Text(text) } else { Value::Dynamic }
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

fn expression(source: &str, flags: &str) -> Expression {
    Expression { source: source.to_owned(), ignores_case: flags.contains('i'), is_stateful: flags.contains(['g', 'y']) }
}

fn number(text: &str) -> Value {
    let digits: String = text.trim().chars().filter(|&c| c != '_').collect();
    digits.parse().ok().filter(|number: &f64| number.is_finite()).map_or(Value::Dynamic, Value::Number)
}

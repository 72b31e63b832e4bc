//! The literals of JavaScript, with the names that stand for them.

use tree_sitter::Node;

use super::Script;
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

    pub(super) fn value_at(&self, node: Node<'_>, depth: usize) -> Located {
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

    pub(crate) fn operator(&self, node: Node<'_>) -> &'t str {
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
            ("||" | "??", asked @ Value::Asked(_), _) => asked,
            ("||", Value::Text(left), _) if !left.is_empty() => Value::Text(left),
            ("??" | "||", Value::Nothing, right) => right,
            _ => Value::Dynamic,
        }
    }
}

pub(super) fn joined(text: String) -> Value {
    if text.len() <= JOINED_LIMIT { Value::Text(text) } else { Value::Dynamic }
}

pub(super) fn expression(source: &str, flags: &str) -> Expression {
    Expression { source: source.to_owned(), ignores_case: flags.contains('i'), is_stateful: flags.contains(['g', 'y']) }
}

pub(super) fn number(text: &str) -> Value {
    let digits: String = text.trim().chars().filter(|&c| c != '_').collect();
    digits.parse().ok().filter(|number: &f64| number.is_finite()).map_or(Value::Dynamic, Value::Number)
}

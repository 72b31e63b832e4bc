//! The literals of JavaScript, with the names that stand for them.

use tree_sitter::Node;

use super::Script;
use crate::document::{children, field};
use crate::value::{Expression, Located, Value};

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
            "number" => Value::number(self.text(node), &[]),
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "null" | "undefined" => Value::Nothing,
            "regex" => self.regex(node),
            "array" => Value::list(node, "spread_element", inner),
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
            "ternary_expression" => match self.variable_or_default(node) {
                Some((variable, default)) => match inner(variable).value {
                    Value::Variable { name, .. } => Value::with_default(name, inner(default).value),
                    _ => Value::Dynamic,
                },
                None => Value::Dynamic,
            },
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
        Value::joined(joined)
    }

    /// The two ends of `process.env.A ? process.env.A.split(',') : […]`, where it is the variable itself that is asked for: what is
    /// made of it, and what stands in for it.
    pub(crate) fn variable_or_default<'n>(&self, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
        let mut asked = field(node, "condition")?;
        let mut ends = (field(node, "consequence")?, field(node, "alternative")?);
        while asked.kind() == "parenthesized_expression" {
            asked = children(asked).next()?;
        }
        if asked.kind() == "unary_expression" && self.operator(asked) == "!" {
            (asked, ends) = (field(asked, "argument")?, (ends.1, ends.0));
        }
        let is_asked = match (self.value(asked).value, self.value(ends.0).value) {
            (Value::Variable { name, default: None }, Value::Variable { name: used, default: None }) => name == used,
            _ => false,
        };
        is_asked.then_some(ends)
    }

    fn regex(&self, node: Node<'_>) -> Value {
        let part = |name| field(node, name).map_or("", |part| self.text(part));
        Value::Expression(expression(part("pattern"), part("flags")))
    }

    fn binary(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Dynamic };
        let (left, right) = (self.value_at(left, depth + 1).value, self.value_at(right, depth + 1).value);
        match (self.operator(node), left, right) {
            ("||" | "??", Value::Variable { name, .. }, default) => Value::with_default(name, default),
            ("||" | "??", asked @ Value::Asked(_), _) => asked,
            ("||", Value::Text(left), _) if !left.is_empty() => Value::Text(left),
            ("??" | "||", Value::Nothing, right) => right,
            (operator, left, right) => Value::combined(operator, left, right),
        }
    }
}

pub(super) fn expression(source: &str, flags: &str) -> Expression {
    Expression { source: source.to_owned(), ignores_case: flags.contains('i'), is_stateful: flags.contains(['g', 'y']) }
}

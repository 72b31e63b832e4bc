//! The literals of Python, with the names that stand for them.

use tree_sitter::Node;

use super::Module;
use crate::document::{children, field};
use crate::value::{Located, Value};

/// Names that stand for names, and lists within lists, at most.
const DEPTH_LIMIT: usize = 32;

impl<'t> Module<'t> {
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
            "string" => self.string(node).map_or(Value::Dynamic, Value::Text),
            "concatenated_string" => {
                let parts: Option<Vec<_>> = children(node).map(|part| self.string(part)).collect();
                parts.map_or(Value::Dynamic, |parts| Value::joined(parts.concat()))
            }
            "integer" | "float" => Value::number(self.text(node), &[]),
            "true" => Value::Boolean(true),
            "false" => Value::Boolean(false),
            "none" => Value::Nothing,
            "list" | "tuple" | "set" => Value::list(node, "list_splat", inner),
            "dictionary" => self.table(node, depth),
            "parenthesized_expression" => {
                return children(node).next().map_or(Located::new(Value::Dynamic, site), inner);
            }
            "lambda" => Value::Function(node.byte_range()),
            "identifier" => match self.assigned(self.text(node)) {
                Some(assigned) if !assigned.byte_range().contains(&node.start_byte()) => return inner(assigned),
                _ => self.known(node),
            },
            "subscript" => self.subscript(node, depth),
            "call" => self.call(node, depth),
            "list_comprehension" => self.comprehension(node, depth),
            "binary_operator" => self.binary(node, depth),
            "boolean_operator" => self.either(node, depth),
            "conditional_expression" => match self.variable_or_default(node) {
                Some((variable, default)) => match inner(variable).value {
                    Value::Variable { name, .. } => Value::with_default(name, inner(default).value),
                    _ => Value::Dynamic,
                },
                None => Value::Dynamic,
            },
            "unary_operator" => match field(node, "argument").map(inner).map(|located| located.value) {
                Some(Value::Number(number)) if self.text(node).starts_with('-') => Value::Number(-number),
                _ => Value::Dynamic,
            },
            _ => Value::Dynamic,
        };
        Located::new(value, site)
    }

    /// A list that a package offers by name.
    fn known(&self, node: Node<'_>) -> Value {
        let found = self.known.iter().find(|(name, _)| *name == self.text(node));
        found.map_or(Value::Dynamic, |(_, entries)| {
            let site = self.site(node);
            Value::List(entries.iter().map(|entry| Located::new(Value::Text((*entry).into()), site)).collect())
        })
    }

    fn table(&self, node: Node<'_>, depth: usize) -> Value {
        let pairs = children(node).map(|child| match (field(child, "key"), field(child, "value")) {
            (Some(key), Some(value)) => (self.value_at(key, depth + 1), self.value_at(value, depth + 1)),
            _ => {
                let dynamic = Located::new(Value::Dynamic, self.site(child));
                (dynamic.clone(), dynamic)
            }
        });
        Value::Table(pairs.collect())
    }

    /// `os.environ["NAME"]`
    fn subscript(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(object), Some(index)) = (field(node, "value"), field(node, "subscript")) else {
            return Value::Dynamic;
        };
        let index = self.value_at(index, depth + 1);
        match (self.text(object), index.text()) {
            ("os.environ" | "environ", Some(name)) => Value::Variable { name: name.to_owned(), default: None },
            (_, Some(name)) => {
                self.value_at(object, depth + 1).entry(name).map_or(Value::Dynamic, |entry| entry.value.clone())
            }
            _ => Value::Dynamic,
        }
    }

    fn binary(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Dynamic };
        let operator = field(node, "operator").map_or("", |operator| self.text(operator));
        match (operator, self.value_at(left, depth + 1).value, self.value_at(right, depth + 1).value) {
            ("+", Value::List(left), Value::List(right)) => Value::List([left, right].concat()),
            (operator, left, right) => Value::combined(operator, left, right),
        }
    }

    /// The two ends of `os.environ["A"].split(",") if "A" in os.environ else […]`, where it is the variable itself that is asked for:
    /// what is made of it, and what stands in for it.
    pub(crate) fn variable_or_default<'n>(&self, node: Node<'n>) -> Option<(Node<'n>, Node<'n>)> {
        let parts: Vec<_> = children(node).collect();
        let [first, asked, last] = parts[..] else { return None };
        let (mut asked, mut ends) = (asked, (first, last));
        if asked.kind() == "not_operator" {
            (asked, ends) = (field(asked, "argument")?, (last, first));
        }
        let Value::Variable { name: used, default: None } = self.value(ends.0).value else { return None };
        let is_asked = match (asked.kind(), self.value(asked).value) {
            (_, Value::Variable { name, default: None }) => name == used,
            ("comparison_operator", _) => {
                let text: String = self.text(asked).replace('"', "'").split_whitespace().collect();
                text == format!("'{used}'inos.environ") || text == format!("'{used}'inenviron")
            }
            _ => false,
        };
        is_asked.then_some(ends)
    }

    /// `variable or "default"`
    fn either(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Dynamic };
        let operator = field(node, "operator").map_or("", |operator| self.text(operator));
        match (operator, self.value_at(left, depth + 1).value, self.value_at(right, depth + 1).value) {
            ("or", Value::Variable { name, .. }, default) => Value::with_default(name, default),
            _ => Value::Dynamic,
        }
    }
}

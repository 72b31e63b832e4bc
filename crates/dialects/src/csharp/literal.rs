//! The literals of C#, with the names that stand for them.

use tree_sitter::Node;

use super::{Unit, arguments, object};
use crate::document::{children, field};
use crate::value::{Located, Value};

/// Names that stand for names, and lists within lists, at most.
const DEPTH_LIMIT: usize = 32;

impl<'t> Unit<'t> {
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
            "string_literal" => self.string(node).map_or(Value::Dynamic, Value::Text),
            "verbatim_string_literal" => {
                let text = self.text(node).trim_start_matches('@').trim_matches('"');
                Value::Text(text.replace("\"\"", "\""))
            }
            "integer_literal" | "real_literal" => Value::number(self.text(node), &['d', 'f', 'm', 'L', 'l']),
            "boolean_literal" => Value::Boolean(self.text(node) == "true"),
            "null_literal" => Value::Nothing,
            "lambda_expression" => Value::Function(node.byte_range()),
            "array_creation_expression"
            | "implicit_array_creation_expression"
            | "implicit_object_creation_expression" => {
                match children(node).find(|child| child.kind() == "initializer_expression") {
                    Some(elements) => Value::List(children(elements).map(inner).collect()),
                    None => Value::Dynamic,
                }
            }
            "collection_expression" | "initializer_expression" => Value::list(node, "spread_element", inner),
            // An element of a list may stand in a node of its own.
            "collection_element"
            | "expression_element"
            | "parenthesized_expression"
            | "postfix_unary_expression"
            | "cast_expression" => {
                return children(node).last().map_or(Located::new(Value::Dynamic, site), inner);
            }
            "object_creation_expression" => match children(node).find(|child| child.kind() == "initializer_expression")
            {
                Some(elements) => Value::List(children(elements).map(inner).collect()),
                None => self.duration(node, depth),
            },
            "identifier" => match self.declared(self.text(node)) {
                Some(declared) if !declared.byte_range().contains(&node.start_byte()) => return inner(declared),
                _ => Value::Dynamic,
            },
            "invocation_expression" => self.call(node, depth),
            // A key with a colon has another name in the environment.
            "element_access_expression" => match self.setting(node).filter(|name| !name.contains(':')) {
                Some(name) => Value::Variable { name, default: None },
                None => Value::Dynamic,
            },
            "binary_expression" => self.binary(node, depth),
            "prefix_unary_expression" => match children(node).last().map(inner).map(|located| located.value) {
                Some(Value::Number(number)) if self.text(node).starts_with('-') => Value::Number(-number),
                _ => Value::Dynamic,
            },
            _ => Value::Dynamic,
        };
        Located::new(value, site)
    }

    pub(crate) fn string(&self, node: Node<'_>) -> Option<String> {
        let mut value = String::new();
        for piece in children(node) {
            match (piece.kind(), self.text(piece)) {
                ("string_literal_content", text) => value.push_str(text),
                ("escape_sequence", "\\\\") => value.push('\\'),
                ("escape_sequence", "\\\"") => value.push('"'),
                _ => return None,
            }
        }
        Some(value)
    }

    /// The key that an index names of a configuration: `builder.Configuration["KEY"]`.
    pub(crate) fn setting(&self, node: Node<'_>) -> Option<String> {
        let object = self.text(field(node, "expression")?);
        let is_configuration = object.to_ascii_lowercase().ends_with("configuration") || object.ends_with("config");
        let index = children(node).last().and_then(|index| children(index).next());
        let name = self.value(index.and_then(|argument| children(argument).last())?);
        name.text().filter(|_| is_configuration).map(str::to_owned)
    }

    /// `TimeSpan.FromMinutes(10)`, variables of the environment, and what only reshapes a list.
    fn call(&self, node: Node<'_>, depth: usize) -> Value {
        let object = object(node);
        let object_text = object.map_or("", |object| self.text(object));
        let first = arguments(node).next().map(|argument| self.value_at(argument, depth + 1));
        let seconds = |unit: f64| match first.as_ref().map(|first| &first.value) {
            Some(Value::Number(number)) => Value::Number(number * unit),
            _ => Value::Dynamic,
        };
        match (object_text, self.callee(node)) {
            ("TimeSpan", "FromDays") => seconds(86_400.0),
            ("TimeSpan", "FromHours") => seconds(3600.0),
            ("TimeSpan", "FromMinutes") => seconds(60.0),
            ("TimeSpan", "FromSeconds") => seconds(1.0),
            ("TimeSpan", "FromMilliseconds") => seconds(0.001),
            ("Environment", "GetEnvironmentVariable") => match first.as_ref().and_then(Located::text) {
                Some(name) => Value::Variable { name: name.to_owned(), default: None },
                None => Value::Dynamic,
            },
            (_, "Split") => match (object.map(|object| self.value_at(object, depth + 1).value), arguments(node).next())
            {
                (Some(variable @ Value::Variable { .. }), Some(separator))
                    if matches!(self.text(separator), "','" | "\",\"") =>
                {
                    variable
                }
                (Some(Value::Text(text)), Some(separator)) if matches!(self.text(separator), "','" | "\",\"") => {
                    Value::split(&text, ",", self.site(node))
                }
                _ => Value::Dynamic,
            },
            (_, "ToArray" | "ToList") => object.map_or(Value::Dynamic, |object| self.value_at(object, depth + 1).value),
            _ => Value::Dynamic,
        }
    }

    /// `new TimeSpan(hours, minutes, seconds)`
    fn duration(&self, node: Node<'_>, depth: usize) -> Value {
        let is_span = field(node, "type").is_some_and(|name| self.text(name) == "TimeSpan");
        let numbers = arguments(node).map(|argument| match self.value_at(argument, depth + 1).value {
            Value::Number(number) => Some(number),
            _ => None,
        });
        match numbers.collect::<Option<Vec<_>>>().as_deref() {
            Some([hours, minutes, seconds]) if is_span => Value::Number(hours * 3600.0 + minutes * 60.0 + seconds),
            Some([days, hours, minutes, seconds]) if is_span => {
                Value::Number(days * 86_400.0 + hours * 3600.0 + minutes * 60.0 + seconds)
            }
            _ => Value::Dynamic,
        }
    }

    fn binary(&self, node: Node<'_>, depth: usize) -> Value {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Value::Dynamic };
        let operator = field(node, "operator").map_or("", |operator| self.text(operator));
        match (operator, self.value_at(left, depth + 1).value, self.value_at(right, depth + 1).value) {
            ("??", Value::Variable { name, .. }, default) => Value::with_default(name, default),
            (operator, left, right) => Value::combined(operator, left, right),
        }
    }
}

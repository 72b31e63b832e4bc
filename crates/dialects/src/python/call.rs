//! The calls of Python that only reshape what they are given, and comprehensions that do as little.

use tree_sitter::Node;

use super::{Arguments, Module};
use crate::document::{children, field};
use crate::value::{Expression, Located, Value};

impl Module<'_> {
    pub(super) fn call(&self, node: Node<'_>, depth: usize) -> Value {
        let arguments = self.arguments(node);
        let callee = field(node, "function").map_or("", |function| self.text(function));
        let positional = |index: usize| arguments.positional.get(index).map(|node| self.value_at(*node, depth + 1));
        let first = positional(0);
        match callee {
            "os.environ.get" | "environ.get" | "os.getenv" | "getenv" | "env" | "env.str" | "env.list"
            | "env.tuple" | "config" => self.variable(&arguments, first, positional(1), depth),
            "re.compile" => {
                let flags = arguments.positional.get(1).or(arguments.named.first().map(|(_, _, value)| value));
                let flags = flags.map_or("", |flags| self.text(*flags));
                match first.map(|first| first.value) {
                    Some(Value::Text(source)) => Value::Expression(Expression {
                        source,
                        ignores_case: flags.contains("re.I"),
                        is_stateful: false,
                    }),
                    _ => Value::Dynamic,
                }
            }
            "re.escape" | "str" | "bool" | "int" => first.map_or(Value::Dynamic, |first| first.value),
            "list" | "tuple" | "set" | "frozenset" | "sorted" => match first.map(|first| first.value) {
                None => Value::List(Vec::new()),
                Some(list @ (Value::List(_) | Value::Variable { .. })) => list,
                Some(_) => Value::Dynamic,
            },
            "dict" => Value::Table(
                arguments
                    .named
                    .iter()
                    .map(|(name, key, value)| {
                        let key = Located::new(Value::Text(name.clone()), self.site(*key));
                        (key, self.value_at(*value, depth + 1))
                    })
                    .collect(),
            ),
            "timedelta" | "datetime.timedelta" => self.duration(&arguments, depth),
            _ => self.method(node, first, depth),
        }
    }

    /// A variable of the environment with its default.
    fn variable(
        &self,
        arguments: &Arguments<'_>,
        name: Option<Located>,
        second: Option<Located>,
        depth: usize,
    ) -> Value {
        let Some(name) = name.as_ref().and_then(Located::text).map(str::to_owned) else { return Value::Dynamic };
        let named = arguments.named.iter().find(|(known, _, _)| known == "default");
        let default = named.map(|(_, _, value)| self.value_at(*value, depth + 1)).or(second);
        match default.map(|default| default.value) {
            None | Some(Value::Nothing) => Value::Variable { name, default: None },
            Some(default) => Value::with_default(name, default),
        }
    }

    /// The few methods that only reshape what they are called on.
    fn method(&self, node: Node<'_>, first: Option<Located>, depth: usize) -> Value {
        let Some(object) = field(node, "function").and_then(|function| field(function, "object")) else {
            return Value::Dynamic;
        };
        let separator = first.as_ref().and_then(Located::text);
        let object = self.value_at(object, depth + 1);
        match (self.callee(node), object.value, separator) {
            ("split", variable @ Value::Variable { .. }, Some(",")) => variable,
            ("split", Value::Text(text), Some(separator)) if !separator.is_empty() => {
                Value::split(&text, separator, object.site)
            }
            ("split", Value::Text(text), None) => {
                let parts = text.split_whitespace().map(|part| Located::new(Value::Text(part.to_owned()), object.site));
                Value::List(parts.collect())
            }
            ("strip" | "copy", kept, _) => kept,
            _ => Value::Dynamic,
        }
    }

    /// `[part.strip() for part in …]`
    pub(super) fn comprehension(&self, node: Node<'_>, depth: usize) -> Value {
        let mut parts = children(node);
        let (Some(body), Some(clause)) = (parts.next(), parts.next()) else { return Value::Dynamic };
        let Some(element) = field(clause, "left").map(|left| self.text(left)) else { return Value::Dynamic };
        let keeps = self.text(body) == element || self.text(body) == format!("{element}.strip()");
        match field(clause, "right").map(|right| self.value_at(right, depth + 1).value) {
            Some(kept) if keeps => kept,
            _ => Value::Dynamic,
        }
    }

    fn duration(&self, arguments: &Arguments<'_>, depth: usize) -> Value {
        let mut seconds = 0.0;
        for (name, _, value) in &arguments.named {
            let unit = match name.as_str() {
                "weeks" => 604_800.0,
                "days" => 86_400.0,
                "hours" => 3600.0,
                "minutes" => 60.0,
                "seconds" => 1.0,
                _ => return Value::Dynamic,
            };
            let Value::Number(number) = self.value_at(*value, depth + 1).value else { return Value::Dynamic };
            seconds += number * unit;
        }
        if arguments.positional.is_empty() { Value::Number(seconds) } else { Value::Dynamic }
    }
}

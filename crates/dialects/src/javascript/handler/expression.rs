//! The expressions of a handler.

use tree_sitter::Node;

use super::super::arguments;
use super::{Call, DEPTH_LIMIT, Known, Run, Test, truth};
use crate::document::{children, field};
use crate::value::{Located, Value};

impl Run<'_, '_> {
    pub(super) fn evaluate(&mut self, node: Node<'_>, depth: usize) -> Known {
        if depth > DEPTH_LIMIT {
            self.is_uncertain = true;
            return Known::Unknown;
        }
        match node.kind() {
            "parenthesized_expression" | "await_expression" | "as_expression" | "non_null_expression" => {
                children(node).next().map_or(Known::Unknown, |inner| self.evaluate(inner, depth + 1))
            }
            "identifier" => match self.names.get(self.script.text(node)) {
                Some(known) => known.clone(),
                None => self.literal(node),
            },
            "member_expression" | "subscript_expression" => self.member(node, depth),
            "call_expression" => self.call(node, depth),
            "binary_expression" => self.binary(node, depth),
            "unary_expression" if self.script.operator(node) == "!" => {
                let argument = field(node, "argument").map(|argument| self.evaluate(argument, depth + 1));
                argument
                    .and_then(|argument| truth(&argument))
                    .map_or(Known::Unknown, |is_true| self.boolean(node, !is_true))
            }
            "ternary_expression" => {
                let condition = field(node, "condition").map(|condition| self.evaluate(condition, depth + 1));
                let branch = match condition.and_then(|condition| truth(&condition)) {
                    Some(true) => field(node, "consequence"),
                    Some(false) => field(node, "alternative"),
                    None => {
                        self.doubt(node);
                        None
                    }
                };
                branch.map_or(Known::Unknown, |branch| self.evaluate(branch, depth + 1))
            }
            "assignment_expression" => self.assignment(node, depth),
            "object" => self.object(node, depth),
            _ => self.literal(node),
        }
    }

    fn literal(&self, node: Node<'_>) -> Known {
        let literal = self.script.value(node);
        if matches!(literal.value, Value::Dynamic) { Known::Unknown } else { Known::Literal(literal) }
    }

    /// An object; what depends on the request in it is evaluated.
    fn object(&mut self, node: Node<'_>, depth: usize) -> Known {
        let literal = self.script.value(node);
        let Value::Table(mut entries) = literal.value else { return self.literal(node) };
        for pair in children(node) {
            let (Some(key), Some(value)) = (field(pair, "key"), field(pair, "value")) else { continue };
            let name = self.script.pieces(key).unwrap_or_else(|| self.script.text(key).to_owned());
            let is_open = |entry: &&mut (Located, Located)| {
                entry.0.text() == Some(&*name) && matches!(entry.1.value, Value::Dynamic)
            };
            if let Some((_, open)) = entries.iter_mut().find(is_open)
                && let Known::Literal(known) = self.evaluate(value, depth + 1)
            {
                *open = known;
            }
        }
        Known::Literal(Located::new(Value::Table(entries), literal.site))
    }

    fn boolean(&self, node: Node<'_>, boolean: bool) -> Known {
        Known::Literal(Located::new(Value::Boolean(boolean), self.script.site(node)))
    }

    /// `req.method`, `req.headers`, `req.headers.origin`, `req.headers['origin']`.
    fn member(&mut self, node: Node<'_>, depth: usize) -> Known {
        let name = match (field(node, "property"), field(node, "index")) {
            (Some(property), _) => self.script.text(property).to_owned(),
            (None, Some(index)) => self.script.string(index),
            (None, None) => String::new(),
        };
        let Some(object) = field(node, "object") else { return Known::Unknown };
        match (name.to_ascii_lowercase().as_str(), self.is_request(object)) {
            ("method", true) => return Known::Method,
            ("headers", true) => return Known::Headers,
            _ => {}
        }
        match self.evaluate(object, depth + 1) {
            Known::Headers if name.eq_ignore_ascii_case("origin") => Known::Origin,
            _ => self.literal(node),
        }
    }

    fn is_request(&self, node: Node<'_>) -> bool {
        let text = self.script.text(node);
        matches!(text, "req" | "request" | "ctx.request" | "ctx.req")
            || matches!(self.names.get(text), Some(Known::Request))
    }

    fn call(&mut self, node: Node<'_>, depth: usize) -> Known {
        let callee = self.script.callee(node).to_owned();
        let object = field(node, "function").and_then(|function| field(function, "object"));
        if callee == "forEach" && object.is_some_and(|object| self.matters(object)) {
            self.table_of_loop(node, depth);
            return Known::Unknown;
        }
        let known: Vec<_> = arguments(node).map(|argument| self.evaluate(argument, depth + 1)).collect();
        if let Some(object) = object {
            match (callee.as_str(), known.first()) {
                ("includes" | "has", Some(Known::Origin)) => return self.listed(node, object),
                ("indexOf", Some(Known::Origin)) => {
                    let holds = self.test(node, Test::Listed(self.list(object)));
                    let index = Value::Number(if holds { 0.0 } else { -1.0 });
                    return Known::Literal(Located::new(index, self.script.site(node)));
                }
                ("test", Some(Known::Origin)) => {
                    let expression = self.script.value(object);
                    let Value::Expression(source) = expression.value else { return Known::Unknown };
                    let holds = self.test(node, Test::Matches(source, expression.site));
                    return self.boolean(node, holds);
                }
                ("get" | "header", Some(Known::Literal(name))) if self.is_request(object) => {
                    let is_origin = name.text().is_some_and(|name| name.eq_ignore_ascii_case("origin"));
                    return if is_origin { Known::Origin } else { self.literal(node) };
                }
                ("assign", _) if self.script.text(object) == "Object" => return self.literal(node),
                // `res.status(204).end()`
                _ if object.kind() == "call_expression" => drop(self.evaluate(object, depth + 1)),
                _ => {}
            }
        }
        self.calls.push(Call { callee, arguments: known, site: self.script.site(node) });
        self.callbacks(node, depth);
        Known::Unknown
    }

    /// A loop that sets a table of headers is one call that sets them all; one that does anything else is in doubt.
    pub(super) fn table_of_loop(&mut self, node: Node<'_>, depth: usize) {
        let known = self.script.looped_table(node).map(|table| self.evaluate(table, depth + 1));
        match known {
            Some(table @ Known::Literal(Located { value: Value::Table(_), .. })) => {
                let (callee, arguments) = ("setHeaders".to_owned(), vec![table]);
                self.calls.push(Call { callee, arguments, site: self.script.site(node) });
            }
            _ => self.doubt(node),
        }
    }

    /// `req.on('end', () => …)` runs what it is given, as far as that matters.
    fn callbacks(&mut self, call: Node<'_>, depth: usize) {
        for argument in arguments(call) {
            if matches!(argument.kind(), "arrow_function" | "function_expression") && self.matters(argument) {
                self.body(argument, depth + 1);
            }
        }
    }

    fn listed(&mut self, node: Node<'_>, object: Node<'_>) -> Known {
        let list = self.list(object);
        // `'https://…'.includes(origin)` looks for a part of the text.
        if matches!(list.value, Value::Text(_)) {
            return Known::Unknown;
        }
        let holds = self.test(node, Test::Listed(list));
        self.boolean(node, holds)
    }

    fn list(&self, object: Node<'_>) -> Located {
        match self.names.get(self.script.text(object)) {
            Some(Known::Literal(list)) => list.clone(),
            Some(_) => Located::new(Value::Dynamic, self.script.site(object)),
            None => self.script.value(object),
        }
    }

    /// Notes what the origin is held against, and says whether that holds in this world.
    fn test(&mut self, node: Node<'_>, test: Test) -> bool {
        let place = node.start_byte();
        if !self.tests.iter().any(|(known, _)| *known == place) {
            self.tests.push((place, test));
        }
        self.world.holding == Some(place)
    }

    fn binary(&mut self, node: Node<'_>, depth: usize) -> Known {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Known::Unknown };
        let first = self.evaluate(left, depth + 1);
        match (self.script.operator(node), truth(&first)) {
            ("&&", Some(false)) | ("||", Some(true)) => return first,
            ("&&", Some(true)) | ("||", Some(false)) => return self.evaluate(right, depth + 1),
            ("&&" | "||", None) => {
                let second = self.evaluate(right, depth + 1);
                let decides = truth(&second) == Some(self.script.operator(node) == "||");
                return if decides { second } else { Known::Unknown };
            }
            _ => {}
        }
        let second = self.evaluate(right, depth + 1);
        match self.script.operator(node) {
            "===" | "==" => self.equal(node, &first, &second).map_or(Known::Unknown, |equal| self.boolean(node, equal)),
            "!==" | "!=" => {
                self.equal(node, &first, &second).map_or(Known::Unknown, |equal| self.boolean(node, !equal))
            }
            operator => match (&first, &second) {
                (Known::Literal(first), Known::Literal(second)) => match (&first.value, &second.value) {
                    (Value::Number(first), Value::Number(second)) => {
                        compare(operator, *first, *second).map_or(Known::Unknown, |holds| self.boolean(node, holds))
                    }
                    _ => Known::Unknown,
                },
                _ => Known::Unknown,
            },
        }
    }

    fn equal(&mut self, node: Node<'_>, first: &Known, second: &Known) -> Option<bool> {
        match (first, second) {
            (Known::Method, Known::Literal(method)) | (Known::Literal(method), Known::Method) => {
                let is_options = method.text()?.eq_ignore_ascii_case("OPTIONS");
                // Any other method is as good as any that is not OPTIONS.
                (is_options || self.world.is_options).then_some(is_options && self.world.is_options)
            }
            (Known::Origin, Known::Literal(literal)) | (Known::Literal(literal), Known::Origin) => {
                match literal.value {
                    Value::Text(_) | Value::Variable { .. } => Some(self.test(node, Test::Listed(literal.clone()))),
                    Value::Nothing => Some(false),
                    _ => None,
                }
            }
            (Known::Literal(first), Known::Literal(second)) => match (&first.value, &second.value) {
                (Value::Number(first), Value::Number(second)) => Some(first == second),
                (Value::Boolean(first), Value::Boolean(second)) => Some(first == second),
                (Value::Text(first), Value::Text(second)) => Some(first == second),
                (Value::Nothing, Value::Nothing) => Some(true),
                _ => None,
            },
            _ => None,
        }
    }

    /// `name = value`, and `res.statusCode = 204` as a call.
    fn assignment(&mut self, node: Node<'_>, depth: usize) -> Known {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Known::Unknown };
        let value = self.evaluate(right, depth + 1);
        if let Some(property) = field(left, "property") {
            let callee = self.script.text(property).to_owned();
            self.calls.push(Call { callee, arguments: vec![value.clone()], site: self.script.site(node) });
        } else {
            self.names.insert(self.script.text(left).to_owned(), value.clone());
        }
        value
    }
}

fn compare(operator: &str, first: f64, second: f64) -> Option<bool> {
    match operator {
        ">" => Some(first > second),
        ">=" => Some(first >= second),
        "<" => Some(first < second),
        "<=" => Some(first <= second),
        _ => None,
    }
}

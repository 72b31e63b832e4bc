//! Expressions, evaluated for one request.

use tree_sitter::Node;

use super::super::request::Field;
use super::machine::{DEPTH_LIMIT, Machine, shown};
use super::value::Val;
use crate::document::{children, field};
use crate::value::{Located, Value};

impl Machine<'_, '_, '_> {
    pub(super) fn evaluate(&mut self, node: Node<'_>, depth: usize) -> Val {
        if depth > DEPTH_LIMIT || !self.may_step(node) {
            return Val::Unknown;
        }
        match node.kind() {
            "parenthesized_expression"
            | "await_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression" => {
                children(node).next().map_or(Val::Unknown, |inner| self.evaluate(inner, depth + 1))
            }
            "identifier" | "shorthand_property_identifier" => self.name(node, depth),
            "undefined" | "null" => Val::Undefined,
            "true" => Val::Bool(true),
            "false" => Val::Bool(false),
            "number" | "regex" => of_literal(&self.script.value(node)),
            "string" => Val::Text(self.script.string(node)),
            "template_string" => self.template(node, depth),
            "array" => self.array(node, depth),
            "object" => self.object(node, depth),
            "arrow_function" | "function_expression" | "function_declaration" | "method_definition" => {
                Val::Function(node.byte_range())
            }
            "member_expression" | "subscript_expression" => self.member(node, depth),
            "call_expression" => self.call(node, depth),
            "new_expression" => self.construction(node, depth),
            "binary_expression" => self.binary(node, depth),
            "unary_expression" => self.unary(node, depth),
            "ternary_expression" => {
                let Some(test) = field(node, "condition") else { return Val::Unknown };
                let holds = self.holds(test, depth + 1);
                field(node, if holds { "consequence" } else { "alternative" })
                    .map_or(Val::Unknown, |branch| self.evaluate(branch, depth + 1))
            }
            "assignment_expression" => self.assignment(node, depth),
            "sequence_expression" => {
                let mut last = Val::Undefined;
                children(node).for_each(|part| last = self.evaluate(part, depth + 1));
                last
            }
            _ => Val::Unknown,
        }
    }

    fn name(&mut self, node: Node<'_>, depth: usize) -> Val {
        let name = self.script.text(node);
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        match self.script.declared(name) {
            Some(declared) if !declared.byte_range().contains(&node.start_byte()) => {
                // What is required comes from elsewhere.
                if declared.kind() == "await_expression" { Val::Unknown } else { self.evaluate(declared, depth + 1) }
            }
            _ => Val::Unknown,
        }
    }

    fn template(&mut self, node: Node<'_>, depth: usize) -> Val {
        if let Some(text) = self.script.pieces(node) {
            return Val::Text(text);
        }
        let mut joined = String::new();
        for piece in children(node) {
            match piece.kind() {
                "string_fragment" => joined.push_str(self.script.text(piece)),
                "template_substitution" => {
                    let inner = children(piece).next().map(|inner| self.evaluate(inner, depth + 1));
                    match inner.and_then(|inner| inner.written()) {
                        Some(text) => joined.push_str(&text),
                        None => return Val::Unknown,
                    }
                }
                _ => return Val::Unknown,
            }
        }
        Val::Text(joined)
    }

    fn array(&mut self, node: Node<'_>, depth: usize) -> Val {
        let mut items = Vec::new();
        for child in children(node) {
            if child.kind() == "spread_element" {
                match children(child).next().map(|inner| self.evaluate(inner, depth + 1)) {
                    Some(Val::List(spread)) => items.extend(spread),
                    _ => items.push(Val::Unknown),
                }
            } else {
                items.push(self.evaluate(child, depth + 1));
            }
        }
        Val::List(items)
    }

    fn object(&mut self, node: Node<'_>, depth: usize) -> Val {
        let mut entries = Vec::new();
        for child in children(node) {
            match child.kind() {
                "pair" => {
                    let (Some(key), Some(value)) = (field(child, "key"), field(child, "value")) else { continue };
                    let name = match key.kind() {
                        "computed_property_name" => {
                            let inner = children(key).next().map(|inner| self.evaluate(inner, depth + 1));
                            inner.and_then(|inner| inner.text().map(str::to_owned)).unwrap_or_default()
                        }
                        _ => self.script.pieces(key).unwrap_or_else(|| self.script.text(key).to_owned()),
                    };
                    let value = self.evaluate(value, depth + 1);
                    entries.push((name, value));
                }
                "shorthand_property_identifier" => {
                    let value = self.name(child, depth);
                    entries.push((self.script.text(child).to_owned(), value));
                }
                "method_definition" => {
                    if let Some(name) = field(child, "name") {
                        entries.push((self.script.text(name).to_owned(), Val::Function(child.byte_range())));
                    }
                }
                "spread_element" => match children(child).next().map(|inner| self.evaluate(inner, depth + 1)) {
                    Some(Val::Table(spread)) => entries.extend(spread),
                    Some(Val::Undefined | Val::Bool(_)) => {}
                    _ => entries.push((String::new(), Val::Unknown)),
                },
                _ => {}
            }
        }
        Val::Table(entries)
    }

    fn member(&mut self, node: Node<'_>, depth: usize) -> Val {
        let Some(object) = field(node, "object") else { return Val::Unknown };
        let name = match (field(node, "property"), field(node, "index")) {
            (Some(property), _) => self.script.text(property).to_owned(),
            (None, Some(index)) => match self.evaluate(index, depth + 1) {
                Val::Text(name) => name,
                Val::Number(place) => {
                    return match self.evaluate(object, depth + 1) {
                        Val::List(items) => items.get(place as usize).cloned().unwrap_or(Val::Undefined),
                        _ => Val::Unknown,
                    };
                }
                _ => return Val::Unknown,
            },
            (None, None) => return Val::Unknown,
        };
        match self.script.text(object) {
            "process.env" | "import.meta.env" | "Bun.env" => return Val::Variable(name, None),
            // Where a file is started by itself.
            "require" if name == "main" => return Val::Unknown,
            _ => {}
        }
        let object = self.evaluate(object, depth + 1);
        self.property(&object, &name)
    }

    /// What stands under a name in a value.
    pub(super) fn property(&mut self, object: &Val, name: &str) -> Val {
        match (object, name) {
            (Val::Request, "method") => Val::Text(self.request.method.clone()),
            (Val::Request, "headers") => Val::RequestHeaders,
            (Val::Request, "url" | "originalUrl") => match (&self.request.path, name) {
                (Some(path), "originalUrl") => Val::Text(path.clone()),
                (Some(_), _) => self.path.clone().map_or(Val::Unknown, Val::Text),
                (None, _) => Val::Unknown,
            },
            (Val::Request, "path") => self.path.clone().map_or(Val::Unknown, Val::Text),
            (Val::Request, "protocol") => Val::Unknown,
            (Val::Request, "cookies" | "user" | "session" | "query" | "body" | "params") => Val::Unknown,
            (Val::Url, "pathname") => self.request.path.clone().map_or(Val::Unknown, Val::Text),
            (Val::RequestHeaders, name) => self.request_header(name),
            (Val::Response, "headersSent" | "writableEnded" | "finished") => Val::Bool(self.answer.is_ended),
            (Val::List(items), "length") => Val::Number(items.len() as f64),
            (Val::Text(text), "length") => Val::Number(text.chars().count() as f64),
            (Val::Table(entries), name) => match object.entry(name) {
                Some(value) => value.clone(),
                None if entries.iter().any(|(key, _)| key.is_empty()) => Val::Unknown,
                None => Val::Undefined,
            },
            _ => Val::Unknown,
        }
    }

    pub(super) fn request_header(&self, name: &str) -> Val {
        match self.request.header(name) {
            Some(Field::Text(text)) => Val::Text(text.clone()),
            // It holds something, which is not known.
            Some(Field::Present) => Val::Something,
            Some(Field::Unknown) => Val::Unknown,
            None => Val::Undefined,
        }
    }

    fn binary(&mut self, node: Node<'_>, depth: usize) -> Val {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Val::Unknown };
        let operator = self.script.operator(node);
        let first = self.evaluate(left, depth + 1);
        match (operator, first.truth()) {
            ("||", _) if matches!(first, Val::Variable(_, None)) => {
                let Val::Variable(name, None) = first else { return Val::Unknown };
                return Val::Variable(name, Some(Box::new(self.evaluate(right, depth + 1))));
            }
            ("??", _) => {
                return match first {
                    Val::Variable(name, None) => Val::Variable(name, Some(Box::new(self.evaluate(right, depth + 1)))),
                    Val::Undefined => self.evaluate(right, depth + 1),
                    Val::Unknown => Val::Unknown,
                    known => known,
                };
            }
            ("&&", Some(false)) | ("||", Some(true)) => return first,
            ("&&", Some(true)) | ("||", Some(false)) => return self.evaluate(right, depth + 1),
            ("&&" | "||", None) => {
                let (text, site) = (shown(self.script.text(left)), self.site(left));
                let holds = self.choices.holds(&text, site);
                return match holds == (operator == "&&") {
                    true => self.evaluate(right, depth + 1),
                    false => Val::Bool(holds),
                };
            }
            _ => {}
        }
        let second = self.evaluate(right, depth + 1);
        let boolean = |known: Option<bool>| known.map_or(Val::Unknown, Val::Bool);
        match operator {
            "===" | "==" => boolean(first.same(&second)),
            "!==" | "!=" => boolean(first.same(&second).map(|same| !same)),
            "+" => match (&first, &second) {
                (Val::Number(one), Val::Number(two)) => Val::Number(one + two),
                _ => match (first.written(), second.written()) {
                    (Some(one), Some(two)) => Val::Text(one + &two),
                    _ => Val::Unknown,
                },
            },
            ">" | ">=" | "<" | "<=" => match (&first, &second) {
                (Val::Number(one), Val::Number(two)) => Val::Bool(match operator {
                    ">" => one > two,
                    ">=" => one >= two,
                    "<" => one < two,
                    _ => one <= two,
                }),
                _ => Val::Unknown,
            },
            "in" => match (first.text(), &second) {
                (Some(name), Val::RequestHeaders) => boolean(match self.request.header(name) {
                    Some(Field::Unknown) => None,
                    found => Some(found.is_some()),
                }),
                (Some(name), Val::Table(_)) => Val::Bool(second.entry(name).is_some()),
                _ => Val::Unknown,
            },
            _ => Val::Unknown,
        }
    }

    fn unary(&mut self, node: Node<'_>, depth: usize) -> Val {
        let Some(argument) = field(node, "argument") else { return Val::Unknown };
        let value = self.evaluate(argument, depth + 1);
        match self.script.operator(node) {
            "!" => value.truth().map_or(Val::Unknown, |holds| Val::Bool(!holds)),
            "-" => match value {
                Val::Number(number) => Val::Number(-number),
                _ => Val::Unknown,
            },
            "typeof" => match value {
                Val::Text(_) => Val::Text("string".into()),
                Val::Undefined => Val::Text("undefined".into()),
                _ => Val::Unknown,
            },
            _ => Val::Unknown,
        }
    }

    /// `name = value`, `res.statusCode = 204`
    fn assignment(&mut self, node: Node<'_>, depth: usize) -> Val {
        let (Some(left), Some(right)) = (field(node, "left"), field(node, "right")) else { return Val::Unknown };
        let value = self.evaluate(right, depth + 1);
        if left.kind() == "identifier" {
            self.names.insert(self.script.text(left).to_owned(), value.clone());
        } else if let (Some(object), Some(property)) = (field(left, "object"), field(left, "property")) {
            let object = self.evaluate(object, depth + 1);
            if let (Val::Response, "statusCode", Val::Number(status)) = (&object, self.script.text(property), &value) {
                self.answer.status = Some(*status as u16);
            }
        }
        value
    }
}

/// A literal as a value.
pub(super) fn of_literal(literal: &Located) -> Val {
    match &literal.value {
        Value::Text(text) => Val::Text(text.clone()),
        Value::Number(number) => Val::Number(*number),
        Value::Boolean(holds) => Val::Bool(*holds),
        Value::Nothing => Val::Undefined,
        Value::List(items) => Val::List(items.iter().map(of_literal).collect()),
        Value::Table(entries) => Val::Table(
            entries
                .iter()
                .map(|(name, value)| (name.text().unwrap_or_default().to_owned(), of_literal(value)))
                .collect(),
        ),
        Value::Expression(expression) => Val::Regex(expression.clone()),
        Value::Function(range) => Val::Function(range.clone()),
        Value::Variable { name, default } => {
            Val::Variable(name.clone(), default.clone().map(|default| Box::new(Val::Text(default))))
        }
        Value::Asked(_) | Value::Dynamic => Val::Unknown,
    }
}

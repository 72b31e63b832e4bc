//! Expressions: literals, objects, lists, templates, `+`, names and their members, and the calls that builtins answer. What is
//! more than that counts as missing.

mod object;

use std::collections::HashMap;
use std::rc::Rc;

use super::DEPTH_LIMIT;
use super::builtin;
use super::scope::Scope;
use super::tokens::{Token, Tokens};
use crate::url_text::{PIECES_LIMIT, pieces_of, weight, whole};
use crate::value::{Piece, Value};

/// Reads expressions from tokens.
pub(super) struct Reader<'a> {
    tokens: &'a Tokens<'a>,
    scope: &'a Scope,
    pub(super) at: usize,
    depth: usize,
    /// The names of a function that is read with its arguments.
    names: Option<Rc<HashMap<String, Value>>>,
    /// How many functions of the text it stands in.
    level: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(tokens: &'a Tokens<'a>, scope: &'a Scope, at: usize) -> Self {
        Self { tokens, scope, at, depth: 0, names: None, level: 0 }
    }

    /// Within a function, so many deep, with the values that its names have.
    pub(super) fn within(self, level: usize, names: Rc<HashMap<String, Value>>) -> Self {
        Self { names: Some(names), level, ..self }
    }

    fn value_of_name(&self, name: &str) -> Value {
        let own = self.names.as_ref().and_then(|names| names.get(name));
        match own.or_else(|| self.scope.get(name)) {
            Some(Value::Missing(other)) if other.is_empty() => Value::missing(name),
            Some(value) => {
                self.scope.learn(name, value);
                value.clone()
            }
            None => Value::missing(name),
        }
    }

    /// What a call of a function of the text gives.
    fn given(&self, name: &str, arguments: &[Value]) -> Option<Value> {
        let function = self.scope.function(name).filter(|_| self.level < FUNCTIONS_LIMIT)?;
        if !self.scope.may_call() {
            return None;
        }
        let names = Rc::new(function.bound(arguments, self.tokens, self.scope));
        match function.given(self.tokens, self.scope, self.level + 1, &names) {
            Value::Missing(_) => None,
            value => Some(value),
        }
    }

    /// The arguments between the bracket at this place and the one that closes it; a named one is an object's only member.
    pub(super) fn arguments(&mut self, open: usize) -> Vec<Value> {
        self.at = open + 1;
        let Some(close) = self.tokens.close_of(open) else { return Vec::new() };
        let values = self.values(close);
        self.at = close + 1;
        values
    }

    fn token(&self) -> Option<&'a Token<'a>> {
        self.tokens.list.get(self.at)
    }

    fn eat(&mut self, mark: &str) -> bool {
        let is_next = self.tokens.is_mark(self.at, mark);
        self.at += usize::from(is_next);
        is_next
    }

    /// Values with commas between them.
    fn values(&mut self, end: usize) -> Vec<Value> {
        let mut values = Vec::new();
        while self.at < end {
            if self.eat(",") {
                continue;
            }
            let is_spread = self.eat("...");
            let value = self.argument(end);
            match (&value, is_spread) {
                (Value::List(list), true) if self.scope.may_join(list.len() * size_of::<Value>()) => {
                    values.extend(list.iter().cloned());
                }
                _ => values.push(value),
            }
        }
        values
    }

    /// A value, or one with a name: Python's `name=value`, Dart's `name: value`.
    fn argument(&mut self, end: usize) -> Value {
        let is_dart = self.scope.is_dart;
        match self.tokens.name(self.at) {
            Some(name) if self.tokens.is_mark(self.at + 1, "=") || is_dart && self.tokens.is_mark(self.at + 1, ":") => {
                self.at += 2;
                let value = self.value_to_comma(end);
                Value::Object(Rc::new(vec![(KEYWORD.into(), Value::text_of(name)), (name.into(), value)]))
            }
            _ => self.value_to_comma(end),
        }
    }

    /// A value and all that follows it up to the next comma; where something does, it is missing.
    fn value_to_comma(&mut self, end: usize) -> Value {
        let value = self.value(end);
        if self.at >= end || self.tokens.is_mark(self.at, ",") {
            return value;
        }
        // The comma between URL and options got lost.
        if matches!(value, Value::Text(_) | Value::Template(_)) && self.tokens.is_mark(self.at, "{") {
            return value;
        }
        let is_cast = matches!(self.tokens.name(self.at), Some("as" | "satisfies"));
        while self.at < end && !self.tokens.is_mark(self.at, ",") {
            self.skip();
        }
        if is_cast { value } else { Value::missing("") }
    }

    /// Goes over one token, or over all that stands in brackets.
    fn skip(&mut self) {
        self.at = self.tokens.close_of(self.at).unwrap_or(self.at) + 1;
    }

    /// A value; of `a || b` and `a ?? b` the first that is known.
    pub(super) fn value(&mut self, end: usize) -> Value {
        if self.depth >= DEPTH_LIMIT {
            while self.at < end && !self.tokens.is_mark(self.at, ",") {
                self.skip();
            }
            return Value::missing("");
        }
        self.depth += 1;
        let mut value = self.sum(end);
        while self.at < end {
            if self.eat("||") || self.eat("??") {
                let other = self.sum(end);
                // An empty text stands for nothing that would be sent, and so do `false` and `null`.
                if let Value::Missing(name) = &value
                    && other.text() != Some("")
                    && (!other.is_nothing() || name.is_empty())
                {
                    self.scope.learn(name, &other);
                    value = other;
                }
            } else {
                break;
            }
        }
        let value = self.chosen(value, end);
        self.depth -= 1;
        // What follows makes another value of it.
        let follows = |mark| self.at < end && self.tokens.is_mark(self.at, mark);
        if ["?", "&&", "*", "/", "-", "===", "==", "=>", "<", ">", "%"].into_iter().any(follows) {
            return Value::missing("");
        }
        value
    }

    /// What a condition before it makes of a value: of `a && {…}` and `a ? {…} : {}` the object, which may be sent.
    fn chosen(&mut self, value: Value, end: usize) -> Value {
        let mut value = value;
        while self.at < end && COMPARISONS.iter().any(|mark| self.eat(mark)) {
            self.sum(end);
            value = Value::missing("");
        }
        if self.at < end && self.eat("&&") {
            let other = self.value(end);
            let is_chosen = matches!(other, Value::Object(_)) || value.truth() == Some(true);
            return if is_chosen { other } else { Value::missing("") };
        }
        if !(self.at < end && self.tokens.is_mark(self.at, "?")) {
            return value;
        }
        self.at += 1;
        let (first, second) = (self.value(end), if self.eat(":") { self.value(end) } else { Value::missing("") });
        match value.truth() {
            Some(true) => first,
            Some(false) => second,
            None if first == second => first,
            None => one_of(first, second),
        }
    }

    /// Strings that are put together.
    fn sum(&mut self, end: usize) -> Value {
        let first = self.member_expression(end);
        if !(self.at < end && self.tokens.is_mark(self.at, "+")) {
            return first;
        }
        let mut pieces = Vec::new();
        let mut fits = self.join(&first, &mut pieces);
        while self.at < end && self.eat("+") {
            let value = self.member_expression(end);
            fits = fits && self.join(&value, &mut pieces);
        }
        if fits { whole(pieces) } else { Value::missing("") }
    }

    /// Adds a value to a string; whether it is not too long for that.
    fn join(&self, value: &Value, pieces: &mut Vec<Piece>) -> bool {
        let fits = self.scope.may_join(weight(value)) && pieces.len() < PIECES_LIMIT;
        if fits {
            pieces.extend(pieces_of(value));
        }
        fits
    }

    /// A primary expression with its members and calls.
    fn member_expression(&mut self, end: usize) -> Value {
        let mut path = self.tokens.name(self.at).unwrap_or_default().to_owned();
        let mut value = self.primary(end);
        while self.at < end {
            if self.eat("!") {
                continue;
            }
            if self.eat(".") || self.eat("?.") {
                let Some(name) = self.tokens.name(self.at) else { continue };
                self.at += 1;
                self.skip_types();
                value = if self.tokens.is_mark(self.at, "(") && self.at < end {
                    let arguments = self.arguments(self.at);
                    let given = if matches!(value, Value::Missing(_)) { self.given(name, &arguments) } else { None };
                    given.unwrap_or_else(|| builtin::method(value, name, &arguments, self.scope))
                } else {
                    self.member(&value, name, &mut path)
                };
            } else if self.tokens.is_mark(self.at, "(") {
                let arguments = self.arguments(self.at);
                let given = match &value {
                    Value::Missing(name) => self.given(name, &arguments),
                    _ => None,
                };
                value = given.unwrap_or_else(|| builtin::function(&value, &arguments, self.scope));
            } else if self.tokens.is_mark(self.at, "[") {
                let arguments = self.arguments(self.at);
                value = match arguments.first() {
                    Some(Value::Text(name)) => self.member(&value, name, &mut path),
                    _ => Value::missing(""),
                };
            } else {
                break;
            }
        }
        value
    }

    /// A member, of which the path is its name.
    fn member(&self, value: &Value, name: &str, path: &mut String) -> Value {
        if path.len() < PATH_LIMIT {
            path.push('.');
            path.push_str(name);
        }
        let member = member(value, name);
        self.scope.learn(path, &member);
        member
    }

    /// `<Todo[]>` before the bracket of a call.
    fn skip_types(&mut self) {
        if let Some(after) = after_types(self.tokens, self.at) {
            self.at = after;
        }
    }

    fn primary(&mut self, end: usize) -> Value {
        if self.at >= end {
            return Value::missing("");
        }
        match self.token() {
            Some(Token::Text(text)) => {
                self.at += 1;
                self.adjacent_texts(text.clone(), end)
            }
            Some(Token::Number(number)) => {
                self.at += 1;
                Value::Literal((*number).into())
            }
            Some(Token::TemplateStart) => self.template(),
            Some(Token::Name(name)) => self.name(name, end),
            Some(Token::Mark("<")) if self.scope.is_dart => self.typed(end),
            Some(Token::Mark("{")) => self.object(),
            Some(Token::Mark("[")) => Value::List(Rc::new(self.arguments(self.at))),
            Some(Token::Mark("(")) => self.bracketed(end),
            Some(Token::Mark("-")) => self.negative(),
            Some(Token::Mark("!")) => self.negated(end),
            // A token that begins no expression is left to whoever looks for the comma.
            _ => Value::missing(""),
        }
    }

    /// Python puts strings together that stand side by side.
    fn adjacent_texts(&mut self, first: Rc<str>, end: usize) -> Value {
        let mut text = first;
        while let Some(Token::Text(next)) = self.token().filter(|_| self.at < end) {
            if !self.scope.may_join(text.len() + next.len()) {
                return Value::missing("");
            }
            text = format!("{text}{next}").into();
            self.at += 1;
        }
        if self.scope.is_dart && text.contains('$') { super::dart::interpolated(&text) } else { Value::Text(text) }
    }

    /// Dart's `<String, String>{…}`.
    fn typed(&mut self, end: usize) -> Value {
        const LITERAL_LIMIT: usize = 16;
        let is_literal = |at: &usize| self.tokens.is_mark(*at, "{") || self.tokens.is_mark(*at, "[");
        let literal = (self.at..end.min(self.at + LITERAL_LIMIT)).find(is_literal);
        match literal.filter(|&at| self.tokens.is_mark(at - 1, ">")) {
            Some(at) => {
                self.at = at;
                if self.tokens.is_mark(at, "{") { self.object() } else { Value::List(Rc::new(self.arguments(at))) }
            }
            None => Value::missing(""),
        }
    }

    /// `!0`; one whose value is not in the text is left where it stands.
    fn negated(&mut self, end: usize) -> Value {
        let start = self.at;
        let mut is_negated = false;
        while self.at < end && self.eat("!") {
            is_negated = !is_negated;
        }
        match self.primary(end).truth() {
            Some(truth) => Value::Literal(if truth == is_negated { "false" } else { "true" }.into()),
            None => {
                self.at = start;
                Value::missing("")
            }
        }
    }

    fn negative(&mut self) -> Value {
        self.at += 1;
        match self.token() {
            Some(Token::Number(number)) => {
                self.at += 1;
                Value::Literal(format!("-{number}").into())
            }
            _ => Value::missing(""),
        }
    }

    /// An expression in brackets, or the parameters of a function.
    fn bracketed(&mut self, end: usize) -> Value {
        let open = self.at;
        let Some(close) = self.tokens.close_of(open) else {
            self.at += 1;
            return Value::missing("");
        };
        if self.tokens.is_mark(close + 1, "=>") || self.tokens.is_mark(close + 1, ":") {
            self.function(end);
            return Value::missing("");
        }
        self.at = open + 1;
        let value = self.value_to_comma(close);
        self.at = close + 1;
        value
    }

    /// Goes over a function.
    fn function(&mut self, end: usize) {
        let mut left = FUNCTION_LIMIT;
        while self.at < end && left > 0 && !matches!(self.token(), Some(Token::Mark("," | ";"))) {
            let is_body = self.tokens.is_mark(self.at, "{");
            self.skip();
            left = if is_body { 0 } else { left - 1 };
        }
    }

    fn template(&mut self) -> Value {
        let Some(close) = self.tokens.close_of(self.at) else {
            self.at += 1;
            return Value::missing("");
        };
        self.at += 1;
        let mut pieces = Vec::new();
        let mut fits = true;
        while self.at < close {
            let value = match (self.token(), self.tokens.close_of(self.at)) {
                (Some(Token::Text(text)), _) => {
                    self.at += 1;
                    Value::Text(text.clone())
                }
                (Some(Token::SubstitutionStart), Some(end)) => {
                    self.at += 1;
                    let value = self.value_to_comma(end);
                    self.at = end + 1;
                    value
                }
                _ => {
                    self.at += 1;
                    continue;
                }
            };
            fits = fits && self.join(&value, &mut pieces);
        }
        self.at = close + 1;
        if fits { whole(pieces) } else { Value::missing("") }
    }

    fn name(&mut self, name: &'a str, end: usize) -> Value {
        self.at += 1;
        match name {
            "true" | "false" | "null" | "undefined" | "True" | "False" | "None" => Value::Literal(name.into()),
            "await" | "this" | "void" if self.at < end => {
                self.eat(".");
                // One more level, so that a row of `await` ends.
                self.depth += 1;
                let value = if self.depth < DEPTH_LIMIT { self.member_expression(end) } else { Value::missing("") };
                self.depth -= 1;
                value
            }
            "function" | "async" => {
                self.function(end);
                Value::missing("")
            }
            "new" => self.construction(end),
            _ if self.tokens.is_mark(self.at, "=>") => {
                self.function(end);
                Value::missing("")
            }
            _ => self.value_of_name(name),
        }
    }

    /// `new X(…)`
    fn construction(&mut self, end: usize) -> Value {
        let mut class = "";
        while let Some(name) = self.tokens.name(self.at).filter(|_| self.at < end) {
            class = name;
            self.at += 1;
            if !self.eat(".") {
                break;
            }
        }
        self.skip_types();
        let arguments = if self.tokens.is_mark(self.at, "(") { self.arguments(self.at) } else { Vec::new() };
        builtin::construct(class, &arguments, self.scope)
    }
}

/// Functions that call others are followed no deeper.
pub(super) const FUNCTIONS_LIMIT: usize = 3;

/// What compares two values.
const COMPARISONS: [&str; 8] = ["===", "!==", "==", "!=", "<", ">", "<=", ">="];

/// The object of two values, of which the other is none or has no members.
fn one_of(first: Value, second: Value) -> Value {
    let is_empty = |value: &Value| value.is_nothing() || matches!(value, Value::Object(members) if members.is_empty());
    match (&first, &second) {
        (Value::Object(_), other) if is_empty(other) => first,
        (other, Value::Object(_)) if is_empty(other) => second,
        _ => Value::missing(""),
    }
}

/// A longer path of names is none that anybody reads.
const PATH_LIMIT: usize = 96;

/// A longer function without a body in brackets is left to whoever looks for the comma.
const FUNCTION_LIMIT: usize = 64;

/// The member that marks an argument with a name.
pub(super) const KEYWORD: &str = "\0keyword";

fn member(value: &Value, name: &str) -> Value {
    match (value, name) {
        (Value::Missing(path), _) if !path.is_empty() && path.len() < PATH_LIMIT => {
            Value::Missing(format!("{path}.{name}").into())
        }
        (Value::Missing(_), _) => Value::missing(""),
        (Value::Text(_) | Value::Template(_), "href") => value.clone(),
        _ => value.member(name).cloned().unwrap_or_else(|| Value::missing(name)),
    }
}

/// The place behind `<…>` where that stands before the bracket of a call. No longer list of types is looked at.
pub(super) fn after_types(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    const TYPES_LIMIT: usize = 40;
    if !tokens.is_mark(at, "<") {
        return None;
    }
    let mut open = 0;
    for next in at..(at + TYPES_LIMIT).min(tokens.list.len()) {
        match &tokens.list[next] {
            Token::Mark("<") => open += 1,
            Token::Mark(">") => open -= 1,
            Token::Mark("(" | ")" | ";" | "=") => return None,
            _ => {}
        }
        if open == 0 {
            return tokens.is_mark(next + 1, "(").then_some(next + 1);
        }
    }
    None
}

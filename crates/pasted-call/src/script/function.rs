//! The functions that a script defines: their parameters and their bodies, so that what they give and what they call can be read
//! with the arguments of a call.

use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;

use super::expression::{FUNCTIONS_LIMIT, Reader};
use super::scope::Scope;
use super::tokens::{Token, Tokens};
use crate::value::Value;

/// More parameters, and more names in one of them, are not looked at.
const PARAMETERS_LIMIT: usize = 12;

/// No more `return` of one function are looked at.
const RETURNS_LIMIT: usize = 8;

/// A type between a function's parameters and its body has no more tokens.
const RETURN_TYPE_LIMIT: usize = 16;

/// A function without a body in braces is no longer.
const EXPRESSION_LIMIT: usize = 4096;

/// A function of a script.
#[derive(Clone, Debug)]
pub(super) struct Function {
    parameters: Vec<Parameter>,
    /// The tokens of its body, without its braces.
    pub(super) body: Range<usize>,
    /// Whether the body is an expression, which is what it gives.
    is_expression: bool,
}

/// What one name of a function's parameters stands for.
#[derive(Clone, Debug)]
struct Parameter {
    name: Rc<str>,
    /// The number of the argument.
    number: usize,
    /// The member of the argument, where that is taken apart.
    member: Option<Rc<str>>,
    /// Where the value begins that it has otherwise.
    default: Option<usize>,
}

impl Function {
    /// The function whose definition begins here: `function f(a) {`, `(a) => …`, `a => …`, `async (a) => …`, `f(a) {`.
    pub(super) fn at(tokens: &Tokens<'_>, start: usize) -> Option<Self> {
        let mut at = start;
        if tokens.name(at) == Some("async") {
            at += 1;
        }
        if tokens.name(at) == Some("function") {
            at += 1;
        }
        at += usize::from(tokens.is_mark(at, "*"));
        if let (Some(name), true) = (tokens.name(at), tokens.is_mark(at + 1, "=>")) {
            let parameter = Parameter { name: name.into(), number: 0, member: None, default: None };
            return Self::with_body(tokens, vec![parameter], at + 2);
        }
        if tokens.name(at).is_some() {
            at += 1;
        }
        at = super::expression::after_types(tokens, at).unwrap_or(at);
        let close = tokens.close_of(at).filter(|_| tokens.is_mark(at, "("))?;
        let body = body_after(tokens, close)?;
        Self::with_body(tokens, parameters(tokens, at + 1..close), body)
    }

    fn with_body(tokens: &Tokens<'_>, parameters: Vec<Parameter>, at: usize) -> Option<Self> {
        if tokens.is_mark(at, "{") {
            let close = tokens.close_of(at)?;
            return Some(Self { parameters, body: at + 1..close, is_expression: false });
        }
        let mut end = at;
        let limit = tokens.list.len().min(at + EXPRESSION_LIMIT);
        while end < limit && !ends_expression(tokens, end) && !(end > at && begins_statement(tokens, end)) {
            end = tokens.close_of(end).unwrap_or(end) + 1;
        }
        (end > at).then_some(Self { parameters, body: at..end, is_expression: true })
    }

    /// Whether arguments change what it does.
    pub(super) fn has_parameters(&self) -> bool {
        !self.parameters.is_empty()
    }

    /// The values of its parameters in a call with these arguments.
    pub(super) fn bound(&self, arguments: &[Value], tokens: &Tokens<'_>, scope: &Scope) -> HashMap<String, Value> {
        let value_of = |parameter: &Parameter| {
            let argument = arguments.get(parameter.number);
            let given = match (&parameter.member, argument) {
                (Some(member), Some(argument @ Value::Object(_))) => argument.member(member).cloned(),
                (Some(_), Some(_)) => Some(Value::missing(&parameter.name)),
                (None, argument) => argument.cloned(),
                (Some(_), None) => None,
            };
            // No function is entered for a default.
            let reader = |at| Reader::new(tokens, scope, at).within(FUNCTIONS_LIMIT, Rc::default());
            let default = || parameter.default.map(|at| reader(at).value(tokens.list.len()));
            given
                .filter(|value| !matches!(value, Value::Literal(text) if &**text == "undefined"))
                .or_else(default)
                .unwrap_or_else(|| Value::Literal("undefined".into()))
        };
        self.parameters.iter().map(|parameter| (parameter.name.to_string(), value_of(parameter))).collect()
    }

    /// What it gives, where its names have these values; of several the one that says most.
    pub(super) fn given(
        &self,
        tokens: &Tokens<'_>,
        scope: &Scope,
        level: usize,
        names: &Rc<HashMap<String, Value>>,
    ) -> Value {
        let value = |at| Reader::new(tokens, scope, at).within(level, names.clone()).value(self.body.end);
        if self.is_expression {
            return value(self.body.start);
        }
        let mut best = Value::missing("");
        for at in self.returns(tokens) {
            let value = value(at);
            match (&best, &value) {
                (Value::Missing(_), _) => best = value,
                (Value::Object(best_of), Value::Object(members)) if members.len() > best_of.len() => best = value,
                // Which of two texts it gives is not known.
                (Value::Text(one), Value::Text(other)) if one != other => return Value::missing(""),
                _ => {}
            }
        }
        best
    }

    /// Where the values begin that it gives; those of functions within it are theirs.
    fn returns(&self, tokens: &Tokens<'_>) -> Vec<usize> {
        let mut returns = Vec::new();
        let mut at = self.body.start;
        while at < self.body.end && returns.len() < RETURNS_LIMIT {
            match &tokens.list[at] {
                Token::Name("return") => returns.push(at + 1),
                Token::Mark("=>") if tokens.is_mark(at + 1, "{") => at = tokens.close_of(at + 1).unwrap_or(at),
                _ => {}
            }
            at += 1;
        }
        returns
    }
}

/// Whether an expression ends before this token, which begins a statement or ends a list.
fn ends_expression(tokens: &Tokens<'_>, at: usize) -> bool {
    match &tokens.list[at] {
        Token::Mark(";" | "," | ")" | "}" | "]") => true,
        Token::Name(name) => matches!(*name, "const" | "let" | "var" | "function" | "export" | "class" | "import"),
        _ => false,
    }
}

/// Whether a name stands behind a value with nothing between them, which begins the next statement.
fn begins_statement(tokens: &Tokens<'_>, at: usize) -> bool {
    const OPERATORS: [&str; 11] =
        ["as", "satisfies", "instanceof", "in", "await", "new", "typeof", "void", "async", "function", "return"];
    let is_operator = |at: usize| tokens.name(at).is_some_and(|name| OPERATORS.contains(&name));
    let is_value = matches!(
        tokens.list[at - 1],
        Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::TemplateEnd | Token::Mark(")" | "]" | "}")
    );
    is_value && tokens.name(at).is_some() && !is_operator(at - 1) && !is_operator(at)
}

/// Where the body begins behind the bracket that closes the parameters: a brace, or what follows `=>`.
fn body_after(tokens: &Tokens<'_>, close: usize) -> Option<usize> {
    let mut at = close + 1;
    if tokens.is_mark(at, ":") {
        // The type of what it gives.
        let is_end = |at: &usize| tokens.is_mark(*at, "{") || tokens.is_mark(*at, "=>");
        at = (at + 1..at + RETURN_TYPE_LIMIT).find(is_end)?;
    }
    match () {
        () if tokens.is_mark(at, "=>") => Some(at + 1),
        () if tokens.is_mark(at, "{") => Some(at),
        () => None,
    }
}

/// The names of parameters, between their brackets.
fn parameters(tokens: &Tokens<'_>, range: Range<usize>) -> Vec<Parameter> {
    let mut parameters = Vec::new();
    let mut at = range.start;
    let mut number = 0;
    while at < range.end && number < PARAMETERS_LIMIT {
        let end = end_of_one(tokens, at, range.end);
        if let (true, Some(close)) = (tokens.is_mark(at, "{"), tokens.close_of(at)) {
            members(tokens, at + 1..close, number, &mut parameters);
        } else if let Some(name) = tokens.name(at) {
            let default = (at..end).find(|&at| tokens.is_mark(at, "=")).map(|at| at + 1);
            parameters.push(Parameter { name: name.into(), number, member: None, default });
        }
        at = end + 1;
        number += 1;
    }
    parameters
}

/// `{ url, method = 'GET', body: data }`
fn members(tokens: &Tokens<'_>, range: Range<usize>, number: usize, parameters: &mut Vec<Parameter>) {
    let mut at = range.start;
    let limit = parameters.len() + PARAMETERS_LIMIT;
    while at < range.end && parameters.len() < limit {
        let end = end_of_one(tokens, at, range.end);
        if let Some(member) = tokens.name(at) {
            let name = tokens.name(at + 2).filter(|_| tokens.is_mark(at + 1, ":")).unwrap_or(member);
            let default = (at..end).find(|&at| tokens.is_mark(at, "=")).map(|at| at + 1);
            parameters.push(Parameter { name: name.into(), number, member: Some(member.into()), default });
        }
        at = end + 1;
    }
}

/// The comma behind what begins here, or the end.
fn end_of_one(tokens: &Tokens<'_>, start: usize, end: usize) -> usize {
    let mut at = start;
    while at < end && !tokens.is_mark(at, ",") {
        at = tokens.close_of(at).unwrap_or(at) + 1;
    }
    at.min(end)
}

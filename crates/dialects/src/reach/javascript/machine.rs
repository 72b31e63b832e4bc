//! Statements, followed for one request.

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::Node;

use super::super::answer::Answer;
use super::super::choices::Choices;
use super::super::request::Request;
use super::value::Val;
use crate::document::{children, field};
use crate::javascript::Script;
use crate::note::Site;

/// Statements and functions within one another, at most.
pub(super) const DEPTH_LIMIT: usize = 40;

/// So many expressions are evaluated on one way through a source.
const FUEL_LIMIT: usize = 20_000;

/// One way of one request through a source.
pub(super) struct Machine<'m, 's, 't> {
    pub(super) script: &'s Script<'t>,
    pub(super) request: &'m Request,
    pub(super) choices: &'m mut Choices,
    pub(super) answer: Answer,
    pub(super) names: HashMap<String, Val>,
    /// What is left of the path below the prefixes of the routers around.
    pub(super) path: Option<String>,
    /// Whether the handler handed the request on.
    pub(super) is_passed: bool,
    /// Whether it did so with an error, or threw one.
    pub(super) is_failed: bool,
    /// What a callback was given.
    pub(super) called_back: Option<Vec<Val>>,
    fuel: usize,
}

/// How a statement ends.
#[derive(Clone, Debug)]
pub(super) enum Flow {
    Next,
    Break,
    Return(Val),
}

impl<'m, 's, 't> Machine<'m, 's, 't> {
    pub(super) fn new(script: &'s Script<'t>, request: &'m Request, choices: &'m mut Choices) -> Self {
        Self {
            script,
            request,
            choices,
            answer: Answer::default(),
            names: HashMap::new(),
            path: request.path.clone(),
            is_passed: false,
            is_failed: false,
            called_back: None,
            fuel: FUEL_LIMIT,
        }
    }

    pub(super) fn site(&self, node: Node<'_>) -> Site {
        self.script.site(node)
    }

    /// Whether there is something left to follow with; otherwise the answer is in doubt.
    pub(super) fn may_step(&mut self, node: Node<'_>) -> bool {
        self.fuel = self.fuel.saturating_sub(1);
        if self.fuel == 0 {
            self.answer.doubt(self.site(node), "a program that is too long to be followed");
        }
        self.fuel > 0
    }

    /// Follows a function with these arguments, and gives what it returns.
    pub(super) fn call_function(&mut self, function: &Range<usize>, arguments: Vec<Val>, depth: usize) -> Val {
        let Some(function) = self.script.node_at(function.start, function.end) else { return Val::Unknown };
        if depth > DEPTH_LIMIT || !self.may_step(function) {
            return Val::Unknown;
        }
        let outer = self.names.clone();
        let mut arguments = arguments.into_iter();
        let single = field(function, "parameter");
        for parameter in field(function, "parameters").into_iter().flat_map(children).chain(single) {
            let value = arguments.next().unwrap_or(Val::Undefined);
            let pattern = field(parameter, "pattern").unwrap_or(parameter);
            self.bind(pattern, value, depth);
        }
        let returned = match field(function, "body") {
            Some(body) if body.kind() == "statement_block" => match self.block(body, depth + 1) {
                Flow::Return(value) => value,
                Flow::Next | Flow::Break => Val::Undefined,
            },
            Some(body) => self.evaluate(body, depth + 1),
            None => Val::Unknown,
        };
        // What a function assigns to a name outside of it stays; its own names go.
        let own: Vec<_> = self.names.keys().filter(|name| !outer.contains_key(*name)).cloned().collect();
        own.iter().for_each(|name| drop(self.names.remove(name)));
        returned
    }

    pub(super) fn block(&mut self, block: Node<'_>, depth: usize) -> Flow {
        for statement in children(block) {
            match self.statement(statement, depth + 1) {
                Flow::Next => {}
                flow => return flow,
            }
            if self.is_failed {
                return Flow::Return(Val::Undefined);
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        if depth > DEPTH_LIMIT || !self.may_step(statement) {
            return Flow::Return(Val::Unknown);
        }
        match statement.kind() {
            "statement_block" | "else_clause" => return self.block(statement, depth),
            "if_statement" => return self.condition(statement, depth),
            "return_statement" => {
                let value = children(statement).next().map(|value| self.evaluate(value, depth));
                return Flow::Return(value.unwrap_or(Val::Undefined));
            }
            "throw_statement" => {
                self.is_failed = true;
                return Flow::Return(Val::Undefined);
            }
            "break_statement" | "continue_statement" => return Flow::Break,
            "try_statement" => return self.attempt(statement, depth),
            "switch_statement" => return self.switch(statement, depth),
            "for_in_statement" => return self.each(statement, depth),
            "for_statement" | "while_statement" | "do_statement" => self.doubt_block(statement),
            "lexical_declaration" | "variable_declaration" => {
                for declarator in children(statement) {
                    let value = field(declarator, "value").map_or(Val::Undefined, |value| self.evaluate(value, depth));
                    if let Some(name) = field(declarator, "name") {
                        self.bind(name, value, depth);
                    }
                }
            }
            "expression_statement" => children(statement).for_each(|expression| drop(self.evaluate(expression, depth))),
            _ => {}
        }
        Flow::Next
    }

    fn condition(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let Some(test) = field(statement, "condition") else { return Flow::Next };
        let holds = self.holds(test, depth);
        let branch = field(statement, if holds { "consequence" } else { "alternative" });
        branch.map_or(Flow::Next, |branch| self.statement(branch, depth + 1))
    }

    /// Whether a condition holds on this way.
    pub(super) fn holds(&mut self, test: Node<'_>, depth: usize) -> bool {
        match self.evaluate(test, depth + 1).truth() {
            Some(holds) => holds,
            None => {
                let text = shown(self.script.text(test));
                let site = self.site(test);
                self.choices.holds(&text, site)
            }
        }
    }

    fn attempt(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let handler = field(statement, "handler").and_then(|handler| field(handler, "body"));
        if let Some(body) = handler.filter(|body| self.is_of_matter(*body)) {
            let site = self.site(statement);
            if !self.choices.holds("nothing throws in this `try`", site) {
                return self.block(body, depth);
            }
        }
        let flow = field(statement, "body").map_or(Flow::Next, |body| self.block(body, depth));
        if let (true, Some(body)) = (self.is_failed, handler) {
            self.is_failed = false;
            return self.block(body, depth);
        }
        flow
    }

    /// Whether it matters that what catches errors may be reached: it answers nobody, or a browser blocked the request.
    fn is_of_matter(&self, handler: Node<'_>) -> bool {
        let closes = || self.script.calls(handler).any(|call| self.script.callee(call) == "destroy");
        self.request.was_blocked || closes()
    }

    fn switch(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let value = field(statement, "value").map_or(Val::Unknown, |value| self.evaluate(value, depth));
        let cases: Vec<_> = field(statement, "body").into_iter().flat_map(children).collect();
        let mut first = None;
        for (place, case) in cases.iter().enumerate() {
            let Some(label) = field(*case, "value") else { continue };
            let is_it = self.evaluate(label, depth).same(&value);
            let site = self.site(*case);
            if is_it.unwrap_or_else(|| self.choices.holds(&shown(self.script.text(label)), site)) {
                first = Some(place);
                break;
            }
        }
        let default = || cases.iter().position(|case| case.kind() == "switch_default");
        let Some(first) = first.or_else(default) else { return Flow::Next };
        for case in &cases[first..] {
            let label = field(*case, "value");
            for statement in children(*case).filter(|child| Some(*child) != label) {
                match self.statement(statement, depth + 1) {
                    Flow::Next => {}
                    Flow::Break => return Flow::Next,
                    flow => return flow,
                }
            }
        }
        Flow::Next
    }

    /// `for (const [name, value] of Object.entries(headers)) …`
    fn each(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let list = field(statement, "right").map_or(Val::Unknown, |list| self.evaluate(list, depth));
        let (Some(left), Some(body)) = (field(statement, "left"), field(statement, "body")) else { return Flow::Next };
        let items = match list {
            Val::List(items) => items,
            Val::Table(entries)
                if field(statement, "operator").is_some_and(|operator| self.script.text(operator) == "in") =>
            {
                entries.into_iter().map(|(name, _)| Val::Text(name)).collect()
            }
            _ => {
                self.doubt_block(statement);
                return Flow::Next;
            }
        };
        for item in items {
            self.bind(left, item, depth);
            match self.statement(body, depth + 1) {
                Flow::Next => {}
                Flow::Break => break,
                flow => return flow,
            }
        }
        Flow::Next
    }

    /// What is not followed is of no matter, unless it sets headers of CORS or ends the answer.
    pub(super) fn doubt_block(&mut self, node: Node<'_>) {
        let text = self.script.text(node).to_ascii_lowercase();
        if ["access-control-", ".end(", ".send(", ".json("].iter().any(|part| text.contains(part)) {
            let what = shown(self.script.text(node));
            self.answer.doubt(self.site(node), format!("`{what}`"));
        }
    }

    /// Gives a name, or each name of a pattern, its value.
    pub(super) fn bind(&mut self, pattern: Node<'_>, value: Val, depth: usize) {
        match pattern.kind() {
            "identifier" | "shorthand_property_identifier_pattern" => {
                self.names.insert(self.script.text(pattern).to_owned(), value);
            }
            "assignment_pattern" => {
                let value = match (value, field(pattern, "right")) {
                    (Val::Undefined, Some(default)) => self.evaluate(default, depth),
                    (value, _) => value,
                };
                if let Some(left) = field(pattern, "left") {
                    self.bind(left, value, depth);
                }
            }
            "object_pattern" => {
                for part in children(pattern) {
                    let (key, bound) = match part.kind() {
                        "pair_pattern" => (field(part, "key"), field(part, "value")),
                        "object_assignment_pattern" => (field(part, "left"), field(part, "left")),
                        _ => (Some(part), Some(part)),
                    };
                    let (Some(key), Some(bound)) = (key, bound) else { continue };
                    let key = self.script.text(key).trim_matches(['\'', '"']).to_owned();
                    let inner = self.property(&value, &key);
                    self.bind(bound, inner, depth);
                }
            }
            "array_pattern" => {
                for (place, part) in children(pattern).enumerate() {
                    let inner = match &value {
                        Val::List(items) => items.get(place).cloned().unwrap_or(Val::Undefined),
                        _ => Val::Unknown,
                    };
                    self.bind(part, inner, depth);
                }
            }
            // `const x of …`
            "lexical_declaration" | "variable_declaration" | "variable_declarator" => {
                if let Some(name) = field(pattern, "name").or_else(|| children(pattern).next()) {
                    self.bind(name, value, depth);
                }
            }
            _ => {}
        }
    }
}

/// On one line, without the brackets around it, and not too long.
pub(super) fn shown(text: &str) -> String {
    /// So much of a condition is shown.
    const SHOWN_LIMIT: usize = 80;
    let text = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(text);
    let line: Vec<&str> = text.split_whitespace().collect();
    let line = line.join(" ");
    if line.chars().count() > SHOWN_LIMIT { line.chars().take(SHOWN_LIMIT).chain(['…']).collect() } else { line }
}

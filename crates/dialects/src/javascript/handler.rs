//! What a handler does with an origin, found without running it: its statements are followed under assumptions about
//! the request, and what cannot be known is said to be unknown.

mod expression;

use std::collections::HashMap;
use std::ops::Range;

use tree_sitter::Node;

use super::Script;
use crate::document::{children, field};
use crate::note::Site;
use crate::value::{Expression, Located, Value};

/// Blocks within blocks, at most.
const DEPTH_LIMIT: usize = 64;

/// What is assumed about the request. It always has an `Origin`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct World {
    /// Whether its method is `OPTIONS`.
    pub(crate) is_options: bool,
    /// The one test of the origin that holds, by its first byte in the source; all others fail.
    pub(crate) holding: Option<usize>,
}

/// Something that the origin is held against.
#[derive(Clone, Debug)]
pub(crate) enum Test {
    /// `list.includes(origin)`, `origin === 'https://…'`
    Listed(Located),
    /// `/…/.test(origin)`
    Matches(Expression, Site),
}

/// What is known of a value.
#[derive(Clone, Debug)]
pub(crate) enum Known {
    /// The request's `Origin`.
    Origin,
    /// The request's method.
    Method,
    /// The request's headers.
    Headers,
    /// A literal.
    Literal(Located),
    Unknown,
}

/// A call that the handler makes.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The function, or the method without its object.
    pub(crate) callee: String,
    pub(crate) arguments: Vec<Known>,
    pub(crate) site: Site,
}

/// One way through a handler.
pub(crate) struct Run<'s, 't> {
    script: &'s Script<'t>,
    world: World,
    /// What says that a statement matters: its text holds this, in lower case.
    keyword: &'s str,
    names: HashMap<String, Known>,
    /// What the origin was held against, by the first byte of the test.
    pub(crate) tests: Vec<(usize, Test)>,
    pub(crate) calls: Vec<Call>,
    /// Whether something that matters hangs on what is not known.
    pub(crate) is_uncertain: bool,
}

/// How a statement ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Next,
    Leave,
}

impl<'t> Script<'t> {
    /// The names of a function's parameters.
    pub(crate) fn parameters(&self, function: Node<'_>) -> Vec<&'t str> {
        if let Some(parameter) = field(function, "parameter") {
            return vec![self.text(parameter)];
        }
        let parameters = field(function, "parameters").into_iter().flat_map(children);
        parameters.map(|parameter| self.text(field(parameter, "pattern").unwrap_or(parameter))).collect()
    }

    /// Follows a function. `names` are its parameters as far as they are known.
    pub(crate) fn run<'s>(
        &'s self,
        function: &Range<usize>,
        names: &[(&str, Known)],
        keyword: &'s str,
        world: World,
    ) -> Option<Run<'s, 't>> {
        let function = self.node_at(function.start, function.end)?;
        let names = names.iter().map(|(name, known)| ((*name).to_owned(), known.clone())).collect();
        let mut run =
            Run { script: self, world, keyword, names, tests: Vec::new(), calls: Vec::new(), is_uncertain: false };
        let body = field(function, "body")?;
        if body.kind() == "statement_block" {
            run.block(body, 0);
        } else {
            run.evaluate(body, 0);
        }
        Some(run)
    }
}

impl Run<'_, '_> {
    fn block(&mut self, block: Node<'_>, depth: usize) -> Flow {
        for statement in children(block) {
            if self.statement(statement, depth) == Flow::Leave {
                return Flow::Leave;
            }
        }
        Flow::Next
    }

    fn statement(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        if depth > DEPTH_LIMIT {
            self.is_uncertain = true;
            return Flow::Leave;
        }
        match statement.kind() {
            "statement_block" => return self.block(statement, depth + 1),
            "else_clause" => return self.block(statement, depth + 1),
            "try_statement" => {
                let body = field(statement, "body");
                return body.map_or(Flow::Next, |body| self.block(body, depth + 1));
            }
            "if_statement" => return self.condition(statement, depth),
            "return_statement" => {
                children(statement).for_each(|value| drop(self.evaluate(value, depth)));
                return Flow::Leave;
            }
            "throw_statement" => return Flow::Leave,
            "lexical_declaration" | "variable_declaration" => {
                children(statement).for_each(|declarator| self.declare(declarator, depth));
            }
            "expression_statement" => children(statement).for_each(|expression| drop(self.evaluate(expression, depth))),
            _ => self.doubt(statement),
        }
        Flow::Next
    }

    fn condition(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let known = field(statement, "condition").map(|condition| self.evaluate(condition, depth));
        let branch = match known.and_then(|known| truth(&known)) {
            Some(true) => field(statement, "consequence"),
            Some(false) => field(statement, "alternative"),
            None => {
                self.doubt(statement);
                None
            }
        };
        branch.map_or(Flow::Next, |branch| self.statement(branch, depth + 1))
    }

    fn declare(&mut self, declarator: Node<'_>, depth: usize) {
        let (Some(name), Some(value)) = (field(declarator, "name"), field(declarator, "value")) else { return };
        let value = self.evaluate(value, depth);
        if name.kind() != "object_pattern" {
            self.names.insert(self.script.text(name).to_owned(), value);
            return;
        }
        // `const { origin } = req.headers`
        if matches!(value, Known::Headers) {
            for part in children(name) {
                let (key, bound) = (field(part, "key").unwrap_or(part), field(part, "value").unwrap_or(part));
                if self.script.text(key) == "origin" {
                    self.names.insert(self.script.text(bound).to_owned(), Known::Origin);
                }
            }
        }
    }

    /// A statement that is not followed is of no matter, unless it holds the keyword.
    fn doubt(&mut self, statement: Node<'_>) {
        self.is_uncertain |= self.script.text(statement).to_ascii_lowercase().contains(self.keyword);
    }
}

/// Whether a value counts as true.
pub(crate) fn truth(known: &Known) -> Option<bool> {
    match known {
        Known::Origin | Known::Method | Known::Headers => Some(true),
        Known::Literal(literal) => match &literal.value {
            Value::Boolean(boolean) => Some(*boolean),
            Value::Number(number) => Some(*number != 0.0),
            Value::Text(text) => Some(!text.is_empty()),
            Value::Nothing => Some(false),
            Value::List(_) | Value::Table(_) | Value::Expression(_) | Value::Function(_) => Some(true),
            Value::Variable { .. } | Value::Dynamic => None,
        },
        Known::Unknown => None,
    }
}

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
    /// The request.
    Request,
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

/// What a source is searched for: a word, and the names of objects that hold it.
pub(crate) struct Topic<'t> {
    /// In lower case.
    keyword: String,
    names: Vec<&'t str>,
}

impl<'t> Topic<'t> {
    /// The word, and what is declared with it: `const headers = { 'Access-Control-Allow-Origin': … }`.
    pub(crate) fn new(script: &Script<'t>, keyword: &str) -> Self {
        let holds_word = |node: Node<'_>| script.text(node).to_ascii_lowercase().contains(keyword);
        let declarators = script.nodes().filter(|node| node.kind() == "variable_declarator");
        let objects = declarators.filter(|node| {
            let value = field(*node, "value").and_then(|value| script.object(value));
            value.is_some_and(holds_word)
        });
        let names = objects.filter_map(|node| field(node, "name")).map(|name| script.text(name)).collect();
        Self { keyword: keyword.to_owned(), names }
    }

    /// The word alone.
    pub(crate) fn word(keyword: &str) -> Self {
        Self { keyword: keyword.to_owned(), names: Vec::new() }
    }

    /// Whether a node is about it.
    pub(crate) fn is_of(&self, script: &Script<'_>, node: Node<'_>) -> bool {
        let is_named = |inner: Node<'_>| {
            matches!(inner.kind(), "identifier" | "shorthand_property_identifier")
                && self.names.contains(&script.text(inner))
        };
        script.text(node).to_ascii_lowercase().contains(&self.keyword)
            || !self.names.is_empty() && script.document().descendants(node).any(is_named)
    }
}

/// One way through a handler.
pub(crate) struct Run<'s, 't> {
    script: &'s Script<'t>,
    world: World,
    /// What says that a statement matters.
    topic: &'s Topic<'t>,
    names: HashMap<String, Known>,
    /// What the origin was held against, by the first byte of the test.
    pub(crate) tests: Vec<(usize, Test)>,
    pub(crate) calls: Vec<Call>,
    /// Where something that matters is for some paths or methods only.
    pub(crate) routes: Vec<Site>,
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
        topic: &'s Topic<'t>,
        world: World,
    ) -> Option<Run<'s, 't>> {
        let function = self.node_at(function.start, function.end)?;
        let names = names.iter().map(|(name, known)| ((*name).to_owned(), known.clone())).collect();
        let (tests, calls, routes) = (Vec::new(), Vec::new(), Vec::new());
        let mut run = Run { script: self, world, topic, names, tests, calls, routes, is_uncertain: false };
        run.body(function, 0);
        Some(run)
    }
}

impl Run<'_, '_> {
    /// The body of a function, a block or an expression.
    fn body(&mut self, function: Node<'_>, depth: usize) {
        match field(function, "body") {
            Some(body) if body.kind() == "statement_block" => drop(self.block(body, depth)),
            Some(body) => drop(self.evaluate(body, depth)),
            None => {}
        }
    }

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
            "for_in_statement" => self.table_of_loop(statement, depth),
            _ => self.doubt(statement),
        }
        Flow::Next
    }

    fn condition(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let known = field(statement, "condition").map(|condition| self.evaluate(condition, depth));
        let branch = match known.and_then(|known| truth(&known)) {
            Some(true) => field(statement, "consequence"),
            Some(false) => field(statement, "alternative"),
            None => return self.undecided(statement, depth),
        };
        branch.map_or(Flow::Next, |branch| self.statement(branch, depth + 1))
    }

    /// What chooses between routes leaves both ways open, and both are followed. Anything else is in doubt.
    fn undecided(&mut self, statement: Node<'_>, depth: usize) -> Flow {
        let condition = field(statement, "condition");
        if condition.is_some_and(|condition| self.is_about_routes(condition)) {
            for branch in ["consequence", "alternative"].into_iter().filter_map(|name| field(statement, name)) {
                if self.matters(branch) {
                    self.routes.push(self.script.site(statement));
                    // Whether this way ends here says nothing about the other.
                    let _ = self.statement(branch, depth + 1);
                }
            }
        } else {
            self.doubt(statement);
        }
        Flow::Next
    }

    /// Whether a condition asks for the method or the path, and for nothing else that the request has.
    fn is_about_routes(&self, condition: Node<'_>) -> bool {
        let text = self.script.text(condition).to_ascii_lowercase();
        let asks = [".url", ".method", ".path", "pathname", "url."].iter().any(|part| text.contains(part));
        asks && !text.contains("origin") && !text.contains("headers") && !text.contains("env")
    }

    fn matters(&self, node: Node<'_>) -> bool {
        self.topic.is_of(self.script, node)
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
        self.is_uncertain |= self.matters(statement);
    }
}

/// Whether a value counts as true.
pub(crate) fn truth(known: &Known) -> Option<bool> {
    match known {
        Known::Request | Known::Origin | Known::Method | Known::Headers => Some(true),
        Known::Literal(literal) => match &literal.value {
            Value::Boolean(boolean) => Some(*boolean),
            Value::Number(number) => Some(*number != 0.0),
            Value::Text(text) => Some(!text.is_empty()),
            Value::Nothing => Some(false),
            Value::Asked(_) | Value::List(_) | Value::Table(_) | Value::Expression(_) | Value::Function(_) => {
                Some(true)
            }
            Value::Variable { .. } | Value::Dynamic => None,
        },
        Known::Unknown => None,
    }
}

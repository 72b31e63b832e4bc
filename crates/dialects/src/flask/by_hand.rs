//! CORS headers that a Flask application sets by hand: `@app.after_request`, or in a view.
//!
//! Flask answers `OPTIONS` itself where a route exists, and what is set after every request goes with that answer too.

use preflight_engine::PolicyConfig;
use tree_sitter::Node;

use crate::code::Code;
use crate::document::{children, field};
use crate::draft::{AnyOrigin, Draft, MethodSpelling};
use crate::note::Notes;
use crate::python::Module;
use crate::value::{Located, Value};

/// What says that a statement matters, in lower case.
const KEYWORD: &str = "access-control-";

/// Conditions around a statement, at most.
const DEPTH_LIMIT: usize = 64;

/// A header and the value that it is given.
#[derive(Clone, Copy)]
pub(crate) struct Field<'n> {
    pub(crate) value: Node<'n>,
    /// The statement, or the entry of a table, that sets it.
    pub(crate) holder: Node<'n>,
}

/// The innermost functions that set CORS headers.
pub(crate) fn functions<'m>(module: &'m Module<'_>) -> Vec<Node<'m>> {
    let mut functions: Vec<_> = Vec::new();
    for function in module.nodes("function_definition") {
        if module.text(function).to_ascii_lowercase().contains(KEYWORD)
            && !fields(module, function, "Access-Control-Allow-Origin").is_empty()
        {
            functions.retain(|outer: &Node<'_>| outer.end_byte() < function.start_byte());
            functions.push(function);
        }
    }
    functions
}

/// Whether a function sees every response.
pub(crate) fn is_after_request(module: &Module<'_>, function: Node<'_>) -> bool {
    let decorated = function.parent().filter(|parent| parent.kind() == "decorated_definition");
    let decorators = decorated.into_iter().flat_map(children).filter(|child| child.kind() == "decorator");
    let name = field(function, "name").map_or("", |name| module.text(name));
    let is_handed_over = |call: &Node<'_>| {
        let first = module.arguments(*call).positional.first().map_or("", |first| module.text(*first));
        module.callee(*call) == "after_request" && first == name
    };
    decorators.into_iter().any(|decorator| module.text(decorator).contains("after_request"))
        || module.nodes("call").any(|call| is_handed_over(&call))
}

/// Where a function sets the origin on every answer of the application before Flask-CORS sees it, which then leaves the answer
/// alone: what is registered later runs first.
pub(crate) fn in_place_of<'m>(module: &'m Module<'_>, extensions: &[Vec<Node<'_>>]) -> Option<Field<'m>> {
    let last = extensions.iter().flatten().max_by_key(|call| call.start_byte())?;
    let application = module.arguments(*last).positional.first().map_or("", |first| module.text(*first));
    let hook = format!("@{application}.after_request");
    functions(module).into_iter().filter(|function| last.start_byte() < function.start_byte()).find_map(|function| {
        let decorated = function.parent().filter(|parent| parent.kind() == "decorated_definition")?;
        let is_of_all = children(decorated).any(|decorator| module.text(decorator).trim() == hook);
        let found = fields(module, function, "Access-Control-Allow-Origin");
        let [field] = found[..] else { return None };
        let is_said = module.value(field.value).text().is_some_and(|text| !text.is_empty());
        (is_of_all && is_said && is_always_reached(module, function, field.holder)).then_some(field)
    })
}

/// Whether nothing in a function goes around a statement.
fn is_always_reached(module: &Module<'_>, function: Node<'_>, holder: Node<'_>) -> bool {
    let mut around = std::iter::successors(holder.parent(), |node| node.parent());
    let statement = around.find(|node| node.kind() == "block");
    let is_own = statement.and_then(|block| block.parent()) == Some(function);
    let mut nodes = module.document().descendants(function);
    is_own && !nodes.any(|node| node.kind() == "return_statement" && node.start_byte() < holder.start_byte())
}

/// All places in a function that set the header of this name.
pub(crate) fn fields<'m>(module: &'m Module<'_>, function: Node<'m>, name: &str) -> Vec<Field<'m>> {
    let is_named = |key: Node<'_>| module.value(key).text().is_some_and(|key| key.eq_ignore_ascii_case(name));
    let sets_headers = |object: Option<Node<'_>>| object.is_some_and(|object| module.text(object).ends_with("headers"));
    let mut fields = Vec::new();
    for node in module.document().descendants(function) {
        match node.kind() {
            "assignment" => {
                let left = field(node, "left").filter(|left| left.kind() == "subscript");
                let Some((left, value)) = left.zip(field(node, "right")) else { continue };
                if sets_headers(field(left, "value")) && field(left, "subscript").is_some_and(is_named) {
                    fields.push(Field { value, holder: node });
                }
            }
            "call" => {
                let object = field(node, "function").and_then(|function| field(function, "object"));
                let positional = module.arguments(node).positional;
                match (module.callee(node), &positional[..]) {
                    ("add" | "set" | "setdefault" | "add_header", [key, value, ..])
                        if sets_headers(object) && is_named(*key) =>
                    {
                        fields.push(Field { value: *value, holder: node });
                    }
                    ("extend" | "update", [table]) if sets_headers(object) && table.kind() == "dictionary" => {
                        for pair in children(*table).filter(|pair| field(*pair, "key").is_some_and(is_named)) {
                            fields.extend(field(pair, "value").map(|value| Field { value, holder: pair }));
                        }
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
    fields
}

/// Whether an expression is the request's `Origin`.
pub(crate) fn is_echo(module: &Module<'_>, node: Node<'_>) -> bool {
    let text = module.text(node).replace('"', "'");
    match node.kind() {
        "identifier" => module
            .assigned(module.text(node))
            .is_some_and(|assigned| assigned.kind() != "identifier" && is_echo(module, assigned)),
        _ => {
            let text = text.to_ascii_lowercase();
            [
                "request.headers.get('origin'",
                "request.headers['origin']",
                "request.environ.get('http_origin'",
                "request.environ['http_origin']",
            ]
            .iter()
            .any(|echo| text.starts_with(echo))
                || text == "request.origin"
        }
    }
}

/// What the origin has to be in, for a statement to be reached, or a value to be chosen.
pub(crate) enum Lookup<'n> {
    /// Nothing asks.
    Nothing,
    /// `origin in list`
    In(Node<'n>),
    /// `origin == "…"`; the comparison and the string.
    Equals(Node<'n>, Node<'n>),
    Unknown,
}

/// The test of the origin around a node.
pub(crate) fn lookup<'m>(module: &'m Module<'_>, node: Node<'m>) -> Lookup<'m> {
    let mut node = node;
    for _ in 0..DEPTH_LIMIT {
        let Some(parent) = node.parent().filter(|parent| parent.kind() != "function_definition") else { break };
        if parent.kind() == "if_statement" && field(parent, "consequence") == Some(node) {
            match field(parent, "condition").map(|condition| of_condition(module, condition)) {
                Some(Lookup::Nothing) | None => {}
                Some(lookup) => return lookup,
            }
        }
        node = parent;
    }
    Lookup::Nothing
}

/// The test of the origin that a condition is.
pub(crate) fn of_condition<'m>(module: &'m Module<'_>, condition: Node<'m>) -> Lookup<'m> {
    match condition.kind() {
        "comparison_operator" => {
            let operands: Vec<_> = children(condition).collect();
            let operator = field(condition, "operators").map_or("", |operator| module.text(operator));
            match (&operands[..], operator) {
                ([left, list], "in") if is_echo(module, *left) => Lookup::In(*list),
                ([left, right], "==") if is_echo(module, *left) => Lookup::Equals(condition, *right),
                _ => Lookup::Unknown,
            }
        }
        "boolean_operator" => {
            let parts = [field(condition, "left"), field(condition, "right")];
            let lookups = parts.into_iter().flatten().map(|part| of_condition(module, part));
            lookups.into_iter().find(|lookup| !matches!(lookup, Lookup::Nothing)).unwrap_or(Lookup::Nothing)
        }
        "parenthesized_expression" => {
            children(condition).next().map_or(Lookup::Unknown, |inner| of_condition(module, inner))
        }
        _ if is_echo(module, condition) => Lookup::Nothing,
        _ => Lookup::Unknown,
    }
}

/// The policy of a function.
pub(super) fn policy(module: &Module<'_>, function: Node<'_>, notes: &mut Notes) -> PolicyConfig {
    let site = module.site(function);
    let mut draft = Draft::new(notes, site);
    let sets_lists = !fields(module, function, "Access-Control-Allow-Methods").is_empty();
    if !is_after_request(module, function) && !sets_lists {
        draft.notes.note(
            Code::PreflightUnanswered,
            site,
            "the view sets the headers of its own answers, so that preflights go without; the policy answers them",
        );
    }
    for found in fields(module, function, "Access-Control-Allow-Origin") {
        origin(module, &mut draft, found.value, lookup(module, found.holder));
    }
    let value = |name: &str| fields(module, function, name).last().map(|found| module.value(found.value));
    if let Some(credentials) = value("Access-Control-Allow-Credentials") {
        match credentials.text() {
            Some("true") => draft.credentials(&Located::new(Value::Boolean(true), credentials.site)),
            Some("false") => draft.credentials(&Located::new(Value::Boolean(false), credentials.site)),
            Some(_) => draft.ignored("the value for credentials", credentials.site),
            None => draft.ignored("the value for credentials", credentials.site),
        }
    }
    if let Some(methods) = value("Access-Control-Allow-Methods") {
        draft.methods(&methods, MethodSpelling::Verbatim);
    }
    if let Some(headers) = fields(module, function, "Access-Control-Allow-Headers").last() {
        let asked = module.text(headers.value).to_ascii_lowercase().contains("access-control-request-headers");
        match asked {
            true => draft.any_request_header(),
            false => draft.request_headers(&module.value(headers.value)),
        }
    }
    if let Some(headers) = value("Access-Control-Expose-Headers") {
        draft.expose_headers(&headers);
    }
    if let Some(max_age) = value("Access-Control-Max-Age") {
        draft.max_age(&max_age);
    }
    // What Flask answers to any `OPTIONS`.
    draft.preflight_status(&Located::new(Value::Number(200.0), site));
    draft.finish()
}

fn origin(module: &Module<'_>, draft: &mut Draft<'_>, node: Node<'_>, lookup: Lookup<'_>) {
    let site = module.site(node);
    let value = module.value(node);
    match (&value.value, &lookup) {
        (Value::Text(text), Lookup::Nothing | Lookup::In(_) | Lookup::Equals(..)) if text == "*" => {
            draft.any_origin(AnyOrigin::Wildcard, site)
        }
        (Value::Text(text), _) => draft.origin(text, site),
        (Value::Variable { .. }, _) => draft.other_origin(&value),
        _ if node.kind() == "conditional_expression" => {
            let parts: Vec<_> = children(node).collect();
            let [chosen, condition, other] = parts[..] else { return draft.dynamic("this origin", site) };
            origin(module, draft, chosen, of_condition(module, condition));
            origin(module, draft, other, Lookup::Nothing);
        }
        _ if is_echo(module, node) => match lookup {
            Lookup::Nothing => draft.any_origin(AnyOrigin::Reflected, site),
            Lookup::In(list) | Lookup::Equals(_, list) => {
                for element in module.value(list).elements() {
                    match element.text() {
                        Some(text) => draft.origin(text, element.site),
                        None => draft.other_origin(element),
                    }
                }
            }
            Lookup::Unknown => draft.dynamic("a condition around the CORS headers", site),
        },
        _ => draft.dynamic("this origin", site),
    }
}

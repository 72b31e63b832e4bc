//! What a handler says to a preflight: the lists, and an answer at all.

use tree_sitter::Node;

use super::super::express::statement;
use super::super::names::Kind;
use super::super::plan::{Plan, Planned};
use super::super::wanted::Wanted;
use super::field::{Field, fields};
use super::origin::request_name;
use super::{ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, listed};
use crate::document::field as part;
use crate::javascript::Script;
use crate::node::preflight_answer;
use crate::value::{Located, Value};

/// Makes the handler answer the preflight of the call, if it has one.
pub(super) fn answer(
    script: &Script<'_>,
    handler: Node<'_>,
    origins: &[Field<'_>],
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    if !wanted.needs_preflight() {
        return Ok(());
    }
    let found = preflight_answer(script, handler);
    if !found.names_an_origin {
        begin_with_answer(script, handler, wanted, plan);
        return Ok(());
    }
    let mut beside = Vec::new();
    let method = [wanted.method().to_owned()];
    let methods = if wanted.has_safelisted_method() { &[][..] } else { &method };
    listed(script, handler, ALLOW_METHODS, Kind::Method, methods, wanted, &mut beside, plan)?;
    listed(script, handler, ALLOW_HEADERS, Kind::RequestHeader, wanted.request_headers(), wanted, &mut beside, plan)?;
    let at_preflight = origins.iter().find(|field| is_in_options_branch(script, field.node())).or(origins.first());
    if let Some(field) = at_preflight {
        field.put_beside(script, &beside, plan)?;
    }
    match &found.status {
        Some(Located { value: Value::Number(status), .. }) if !(200.0..300.0).contains(status) => {
            correct_status(script, handler, *status, plan);
        }
        _ => {}
    }
    if !found.is_ended {
        end(script, handler, origins, wanted, plan);
    }
    Ok(())
}

fn is_in_options_branch(script: &Script<'_>, node: Node<'_>) -> bool {
    let mut node = node;
    while let Some(parent) = node.parent() {
        let is_branch = parent.kind() == "if_statement" && part(parent, "consequence") == Some(node);
        if is_branch && part(parent, "condition").is_some_and(|condition| script.text(condition).contains("OPTIONS")) {
            return true;
        }
        node = parent;
    }
    false
}

fn correct_status(script: &Script<'_>, handler: Node<'_>, status: f64, plan: &mut Plan<'_>) {
    let numbers = script.document().descendants(handler).filter(|node| node.kind() == "number");
    let found = numbers
        .filter(|number| is_in_options_branch(script, *number))
        .find(|number| script.text(*number) == status.to_string());
    if let Some(number) = found {
        plan.replace(number.byte_range(), "204", format!("browsers take a preflight answered {status} as refused"));
    }
}

const UNANSWERED: &str = "no preflight is answered here: `OPTIONS` goes on to what knows nothing of it";

/// Ends the answer after the headers are set.
fn end(script: &Script<'_>, handler: Node<'_>, origins: &[Field<'_>], wanted: &Wanted, plan: &mut Plan<'_>) {
    let names = [ALLOW_ORIGIN, ALLOW_CREDENTIALS, ALLOW_METHODS, ALLOW_HEADERS, "Access-Control-Max-Age", "Vary"];
    let set = names.iter().flat_map(|name| fields(script, handler, name)).chain(origins.iter().cloned());
    let body = part(handler, "body");
    let calls: Vec<_> = set.filter(Field::is_a_call).map(|field| field.node()).collect();
    let statements = calls.into_iter().filter_map(|call| top_statement(call, body?));
    let last = statements.max_by_key(|statement| statement.end_byte());
    let Some(last) = last else { return begin_with_answer(script, handler, wanted, plan) };
    let indentation = plan.layout.indentation(last.start_byte()).to_owned();
    let block = block(script, handler, &indentation, None, plan);
    plan.insert(last.end_byte(), block, UNANSWERED);
}

/// The statement of a block that a node is in.
fn top_statement<'n>(node: Node<'n>, block: Node<'n>) -> Option<Node<'n>> {
    let mut node = node;
    loop {
        let own = statement(node)?;
        if own.parent() == Some(block) {
            return Some(own);
        }
        node = own.parent()?;
    }
}

/// Answers preflights before anything else happens.
pub(super) fn begin_with_answer(script: &Script<'_>, handler: Node<'_>, wanted: &Wanted, plan: &mut Plan<'_>) {
    let Some(body) = part(handler, "body").filter(|body| body.kind() == "statement_block") else { return };
    let indentation = super::insert::indentation_in(body, plan);
    let mut headers = vec![(ALLOW_ORIGIN, wanted.origin().to_owned())];
    if wanted.credentials() {
        headers.push((ALLOW_CREDENTIALS, "true".into()));
    }
    headers.extend(lists(wanted));
    let block = block(script, handler, &indentation, Some(&headers), plan);
    plan.insert(body.start_byte() + 1, block, UNANSWERED);
}

/// The lists that a preflight of the call needs.
pub(super) fn lists(wanted: &Wanted) -> Vec<(&'static str, String)> {
    let mut lists = Vec::new();
    if !wanted.has_safelisted_method() {
        lists.push((ALLOW_METHODS, wanted.method().to_owned()));
    }
    if !wanted.request_headers().is_empty() {
        lists.push((ALLOW_HEADERS, wanted.request_headers().join(", ")));
    }
    lists
}

/// `if (req.method === 'OPTIONS') { … }`, with a line break before it.
pub(super) fn block(
    script: &Script<'_>,
    handler: Node<'_>,
    indentation: &str,
    headers: Option<&[(&str, String)]>,
    plan: &Plan<'_>,
) -> String {
    let layout = plan.layout;
    let (line_break, step, end) = (layout.line_break, layout.step(), layout.semicolon);
    let (request, response) = (request_name(script, handler), response_name(script, handler));
    let fields = headers.map_or(String::new(), |headers| {
        let pairs = headers.iter().map(|(name, value)| {
            format!("{indentation}{step}{step}{}: {},{line_break}", layout.quoted(name), layout.quoted(value))
        });
        format!(", {{{line_break}{}{indentation}{step}}}", pairs.collect::<String>())
    });
    let options = layout.quoted("OPTIONS");
    format!(
        "{line_break}{indentation}if ({request}.method === {options}) {{{line_break}\
         {indentation}{step}{response}.writeHead(204{fields}){end}{line_break}\
         {indentation}{step}return {response}.end(){end}{line_break}\
         {indentation}}}"
    )
}

pub(super) fn response_name<'t>(script: &Script<'t>, handler: Node<'_>) -> &'t str {
    let parameters = script.parameters(handler);
    let place = if parameters.len() >= 4 { 2 } else { 1 };
    parameters.get(place).copied().unwrap_or("res")
}

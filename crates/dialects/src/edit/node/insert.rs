//! CORS headers where there are none: at the beginning of the handler, so that errors carry them too.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use super::preflight::{begin_with_answer, block, lists, response_name};
use super::{ALLOW_CREDENTIALS, ALLOW_ORIGIN, EXPOSE_HEADERS};
use crate::document::{children, field};
use crate::javascript::{Script, arguments};

const REASON: &str = "no CORS header is set";

/// Why headers are set although others are set already.
const REASON_BESIDE: &str = "no CORS header is set in the answer to this call";

/// Where a handler sets headers already, and not those of this call: they are set at its beginning, so that what it sets later
/// stands in their place.
pub(super) fn beside(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    set(script, wanted, REASON_BESIDE, Preflights::Elsewhere, plan)
}

/// Answers preflights at the beginning of the handler, where nobody does.
pub(super) fn preflights(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let (handler, _) = handler_with_body(script, plan)?;
    begin_with_answer(script, handler, wanted, plan);
    Ok(())
}

/// Sets the headers, and answers preflights.
pub(super) fn headers(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    set(script, wanted, REASON, Preflights::Here, plan)
}

/// Who answers preflights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preflights {
    Here,
    Elsewhere,
}

fn set(script: &Script<'_>, wanted: &Wanted, reason: &str, preflights: Preflights, plan: &mut Plan<'_>) -> Planned {
    let (handler, body) = handler_with_body(script, plan)?;
    let layout = plan.layout;
    let indentation = indentation_in(body, plan);
    let response = response_name(script, handler);
    let mut set = vec![(ALLOW_ORIGIN, wanted.origin().to_owned())];
    if wanted.credentials() {
        set.push((ALLOW_CREDENTIALS, "true".into()));
    }
    if !wanted.expose_headers().is_empty() {
        set.push((EXPOSE_HEADERS, wanted.expose_headers().join(", ")));
    }
    let statement = |(name, value): &(&str, String), indentation: &str| {
        format!(
            "{}{indentation}{response}.setHeader({}, {}){}",
            layout.line_break,
            layout.quoted(name),
            layout.quoted(value),
            layout.semicolon
        )
    };
    let mut text: String = set.iter().map(|header| statement(header, &indentation)).collect();
    if wanted.needs_preflight() && preflights == Preflights::Here {
        let lists = lists(wanted);
        text.push_str(&block(script, handler, &indentation, Some(&lists), plan));
    }
    plan.insert(body.start_byte() + 1, text, reason);
    Ok(())
}

fn handler_with_body<'n>(script: &'n Script<'_>, plan: &Plan<'_>) -> Result<(Node<'n>, Node<'n>), Obstacle> {
    let body = |handler: Node<'n>| field(handler, "body").filter(|body| body.kind() == "statement_block");
    handler(script).and_then(|handler| Some((handler, body(handler)?))).ok_or_else(|| {
        Obstacle::new(
            &plan.layout,
            script.root(),
            "no server is made in this file with a handler of its own (`http.createServer((req, res) => { … })`)",
        )
    })
}

/// What the statements of a block begin with.
pub(super) fn indentation_in(body: Node<'_>, plan: &Plan<'_>) -> String {
    match children(body).next().filter(|first| plan.layout.begins_line(first.start_byte())) {
        Some(first) => plan.layout.indentation(first.start_byte()).to_owned(),
        None => format!("{}{}", plan.layout.indentation(body.start_byte()), plan.layout.step()),
    }
}

/// The function that `createServer` is given, or that listens to `request`.
fn handler<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let takes_handler = |call: &Node<'_>| match script.callee(*call) {
        "createServer" => true,
        "on" => arguments(*call).next().is_some_and(|event| script.string(event) == "request"),
        _ => false,
    };
    let mut calls = script.calls(script.root()).filter(takes_handler);
    calls.find_map(|call| {
        let last = arguments(call).last()?;
        let function = if last.kind() == "identifier" { script.declared(script.text(last))? } else { last };
        let is_function = matches!(function.kind(), "arrow_function" | "function_expression" | "function_declaration");
        is_function.then_some(function)
    })
}

//! `origin: (origin, callback) => …` and `cors((req, callback) => …)`: the list that the function looks into is edited,
//! never the function.

use std::ops::Range;

use tree_sitter::Node;

use super::super::origins;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::document::field;
use crate::express::{allowed_by_delegate, allowed_by_function};
use crate::javascript::{Script, arguments};
use preflight_engine::server::Allowed;

/// Makes the function of `origin` allow the origin.
pub(super) fn allow(
    script: &Script<'_>,
    function: &Range<usize>,
    node: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    match allowed_by_function(script, function) {
        Allowed::Any if wanted.credentials() => {
            let quoted = plan.layout.quoted(wanted.origin());
            plan.replace(
                node.byte_range(),
                quoted,
                "the function allows every site, which could act as your visitors with credentials",
            );
            Ok(())
        }
        Allowed::Any => Ok(()),
        allowed => allow_in_body(script, function, &allowed, node, wanted, plan),
    }
}

/// Makes a function that chooses the options allow the origin.
pub(super) fn allow_by_delegate(
    script: &Script<'_>,
    function: &Range<usize>,
    node: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    match allowed_by_delegate(script, function) {
        Allowed::Any if !wanted.credentials() => Ok(()),
        Allowed::Any => {
            Err(Obstacle::new(&plan.layout, node, "the options are chosen by a function that allows every site"))
        }
        allowed => allow_in_body(script, function, &allowed, node, wanted, plan),
    }
}

fn allow_in_body(
    script: &Script<'_>,
    function: &Range<usize>,
    allowed: &Allowed,
    node: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let is_listed = allowed.entries().iter().any(|entry| entry == wanted.origin());
    let body = script.node_at(function.start, function.end);
    let mut lists = body.into_iter().flat_map(|body| script.calls(body)).filter_map(|call| looked_into(script, call));
    let Some(list) = lists.next() else {
        if is_listed || allowed_by_patterns(allowed, wanted.origin()) {
            return Ok(());
        }
        return beside_expression(script, function, node, wanted, plan);
    };
    if !is_listed && allowed_by_patterns(allowed, wanted.origin()) {
        return Ok(());
    }
    // What is searched for in a list has to be equal.
    origins::allow(script, list, wanted.origin(), &|element| element.text() == Some(wanted.origin()), plan)
}

/// `/…/.test(origin)` as `(/…/.test(origin) || origin === '…')`
fn beside_expression(
    script: &Script<'_>,
    function: &Range<usize>,
    node: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let body = script.node_at(function.start, function.end);
    let mut tests = body.into_iter().flat_map(|body| script.calls(body)).filter(|call| script.callee(*call) == "test");
    let asked = tests.next().and_then(|call| Some((call, arguments(call).next()?)));
    let Some((call, origin)) = asked else {
        let reason =
            format!("a list does not decide what this function allows, and it does not allow `{}`", wanted.origin());
        return Err(Obstacle::new(&plan.layout, node, reason));
    };
    let quoted = plan.layout.quoted(wanted.origin());
    let either = format!("({} || {} === {quoted})", script.text(call), script.text(origin));
    plan.replace(call.byte_range(), either, format!("the expression does not match `{}`", wanted.origin()));
    Ok(())
}

fn allowed_by_patterns(allowed: &Allowed, origin: &str) -> bool {
    let Ok(wanted) = preflight_engine::OriginPattern::of_origin(origin) else { return false };
    let mut patterns = allowed.entries().iter().filter_map(|entry| preflight_engine::OriginPattern::parse(entry).ok());
    patterns.any(|pattern| !pattern.is_exact() && pattern.covers(&wanted))
}

/// `list` of `list.includes(origin)`, `list.indexOf(origin)`, `list.has(origin)`.
fn looked_into<'n>(script: &'n Script<'_>, call: Node<'n>) -> Option<Node<'n>> {
    let is_lookup = matches!(script.callee(call), "includes" | "indexOf" | "has") && arguments(call).count() == 1;
    field(field(call, "function")?, "object").filter(|_| is_lookup)
}

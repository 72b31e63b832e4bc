//! `UseCors`: after routing, before whatever answers or decides.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned, Precaution};
use super::super::wanted::Wanted;
use super::Policy;
use crate::aspnet::BEFORE;
use crate::csharp::Unit;
use crate::document::field;
use crate::reach::Place;

/// Whether `UseCors` has to stand before a call: what answers, decides, or names what answers.
fn answers(name: &str) -> bool {
    BEFORE.contains(&name) || name == "UseAuthentication" || name.starts_with("Map") || name == "Run"
}

/// Adds `UseCors` where it is missing, and moves it where it stands too late.
pub(super) fn put_in_place(
    unit: &Unit<'_>,
    calls: &[Node<'_>],
    policy: Option<&Policy<'_>>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let first = |is_it: &dyn Fn(&str) -> bool| {
        calls.iter().filter(|call| is_it(unit.callee(**call))).min_by_key(|call| call.end_byte()).copied()
    };
    match calls.iter().find(|call| unit.callee(**call) == "UseCors") {
        Some(used) => {
            match first(&|name| BEFORE.contains(&name)).filter(|first| first.end_byte() < used.start_byte()) {
                Some(first) => {
                    if !endpoints_run_before(unit, calls, *used) {
                        guard(unit, first, wanted, plan);
                    }
                    move_before(unit, *used, first, plan)
                }
                None => Ok(()),
            }
        }
        None if unit.text(unit.root()).contains("RequireCors") => Ok(()),
        None => insert(unit, first(&|name| name == "UseRouting"), first(&answers), policy, plan),
    }
}

fn insert(
    unit: &Unit<'_>,
    routing: Option<Node<'_>>,
    answering: Option<Node<'_>>,
    policy: Option<&Policy<'_>>,
    plan: &mut Plan<'_>,
) -> Planned {
    let layout = plan.layout;
    let reason = "`UseCors` is not called, so that no CORS header is sent";
    let application = |call: Node<'_>| {
        field(call, "function")
            .and_then(|function| field(function, "expression"))
            .map_or("app", |object| unit.text(object))
    };
    let argument = |place: Node<'_>, plan: &Plan<'_>| {
        policy.map_or(Ok(None), |policy| policy.written_name(unit, place, plan)).map(Option::unwrap_or_default)
    };
    if let Some((routing, own)) = routing.and_then(|routing| Some((routing, statement(routing)?))) {
        let indentation = layout.indentation(own.start_byte());
        let argument = argument(routing, plan)?;
        let line = format!("{}{indentation}{}.UseCors({argument});", layout.line_break, application(routing));
        plan.insert(layout.line_end(own.end_byte()), line, reason);
        return Ok(());
    }
    if let Some((answering, own)) = answering.and_then(|answering| Some((answering, statement(answering)?)))
        && layout.begins_line(own.start_byte())
    {
        let indentation = layout.indentation(own.start_byte());
        let argument = argument(answering, plan)?;
        let line = format!("{}.UseCors({argument});{}{indentation}", application(answering), layout.line_break);
        plan.insert(own.start_byte(), line, reason);
        return Ok(());
    }
    // A file that only adds services: another one has the pipeline.
    match policy.filter(|policy| policy.name.is_some() || policy.open_name.is_some()) {
        Some(_) => Ok(()),
        None => Err(Obstacle::new(
            &layout,
            unit.root(),
            "the pipeline is not in this file; `app.UseCors()` has to stand before `app.UseAuthorization()`",
        )),
    }
}

/// Whether the endpoints run before `UseCors`, which no request then reaches.
fn endpoints_run_before(unit: &Unit<'_>, calls: &[Node<'_>], used: Node<'_>) -> bool {
    calls.iter().any(|call| unit.callee(*call) == "UseEndpoints" && call.end_byte() < used.start_byte())
}

/// What stands before `UseCors` may answer, and may let the call pass: the two edits of the move guard against that.
fn guard(unit: &Unit<'_>, first: Node<'_>, wanted: &Wanted, plan: &mut Plan<'_>) {
    let what = format!("whether `{}` answers this call by itself", unit.callee(first));
    let place = Place::new(plan.layout.site_at(first.start_byte()), what);
    // A page that says who it is calls what asks for it.
    let is_likely = wanted.is_request_blocked() || wanted.request_headers().iter().any(|name| name == "authorization");
    plan.precautions.extend(vec![Precaution { place, is_likely }; 2]);
}

fn move_before(unit: &Unit<'_>, used: Node<'_>, first: Node<'_>, plan: &mut Plan<'_>) -> Planned {
    let (Some(own), Some(other)) = (statement(used), statement(first)) else { return Ok(()) };
    let range = own.byte_range();
    if own.parent() != other.parent() || !plan.layout.has_own_lines(&range) {
        return Err(Obstacle::new(
            &plan.layout,
            own,
            format!("`UseCors` stands after `{}`, and has to stand before it", unit.callee(first)),
        ));
    }
    let lines = plan.layout.lines(&range);
    let reason = format!("`UseCors` stands after `{}`, whose own answers go without CORS headers", unit.callee(first));
    plan.move_lines(&[lines], plan.layout.line_start(other.start_byte()), &reason);
    Ok(())
}

/// The statement that a node is in.
pub(super) fn statement(node: Node<'_>) -> Option<Node<'_>> {
    let mut node = node;
    loop {
        let parent = node.parent()?;
        if matches!(parent.kind(), "compilation_unit" | "block") {
            return Some(node);
        }
        node = parent;
    }
}

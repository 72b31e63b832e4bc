//! `@cross_origin` has to stand below `@app.route`, which registers what is below it.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned};
use crate::document::children;
use crate::python::Module;

/// Moves the decorator below the last route.
pub(super) fn put_below_routes(
    module: &Module<'_>,
    expression: Node<'_>,
    view: Node<'_>,
    plan: &mut Plan<'_>,
) -> Planned {
    let Some(own) = expression.parent() else { return Ok(()) };
    let decorators: Vec<_> = children(view).filter(|child| child.kind() == "decorator").collect();
    let is_route = |decorator: &&Node<'_>| {
        children(**decorator).next().is_some_and(|call| {
            call.kind() == "call"
                && matches!(module.callee(call), "route" | "get" | "post" | "put" | "patch" | "delete")
        })
    };
    let below = decorators.iter().rev().find(is_route).filter(|route| route.start_byte() > own.start_byte());
    let Some(route) = below else { return Ok(()) };
    let lines = plan.layout.lines(&own.byte_range());
    if !plan.layout.has_own_lines(&own.byte_range()) {
        return Err(Obstacle::new(&plan.layout, own, "`@cross_origin` stands above the route, which does not see it"));
    }
    let reason = "`@cross_origin` stands above the route, which registers the view without it";
    plan.move_lines(&[lines], plan.layout.next_line(route.end_byte()), reason);
    Ok(())
}

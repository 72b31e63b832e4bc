//! `@app.before_request` that answers preflights before CORS is reached.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::document::{children, field};
use crate::flask::{Met, guards};
use crate::python::Module;

const REASON: &str = "this runs before every view: a preflight carries no login, so it is answered here, and a browser takes that as refused";

/// Lets `OPTIONS` through where a guard would answer it.
pub(super) fn let_preflights_pass(module: &Module<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    if !wanted.needs_preflight() {
        return Ok(());
    }
    for guard in guards(module, wanted.path()) {
        match guard.preflight {
            Met::Passes => {}
            Met::Answered => pass(module, guard.function, plan)?,
            Met::NotRead(node) => plan.not_read(
                node,
                format!(
                    "whether this lets a preflight through: `{}`",
                    module.text(node).lines().next().unwrap_or_default()
                ),
            ),
        }
    }
    Ok(())
}

fn pass(module: &Module<'_>, function: Node<'_>, plan: &mut Plan<'_>) -> Planned {
    let layout = plan.layout;
    let first = field(function, "body").and_then(|body| children(body).find(|statement| !is_documentation(*statement)));
    let Some(first) =
        first.filter(|first| layout.begins_line(first.start_byte()) && module.text(function).contains("request."))
    else {
        return Err(Obstacle::new(
            &layout,
            function,
            format!("{REASON}: return before that where the method is OPTIONS"),
        ));
    };
    let (indentation, line_break, options) =
        (layout.indentation(first.start_byte()), layout.line_break, layout.quoted("OPTIONS"));
    let step = layout.step();
    let text =
        format!("if request.method == {options}:{line_break}{indentation}{step}return None{line_break}{indentation}");
    let from = plan.edits.len();
    plan.insert(first.start_byte(), text, REASON);
    plan.blame(from, function);
    Ok(())
}

fn is_documentation(statement: Node<'_>) -> bool {
    statement.kind() == "expression_statement"
        && children(statement).next().is_some_and(|inner| inner.kind() == "string")
}

//! Flask, with Flask-CORS or with headers that are set by hand.

mod before_request;
mod by_hand;
mod called;
mod insert;
mod options;
mod order;
mod resources;
mod routes;

use tree_sitter::Node;

use super::condition;
use super::layout::Layout;
use super::plan::{Obstacle, Plan, Planned};
use super::wanted::Wanted;
use crate::flask::by_hand::{functions, is_after_request};
use crate::flask::{decorators, extensions, routes};
use crate::import::ImportError;
use crate::path_expression::holds_for;
use crate::python::Module;

/// What to change in a source.
pub(super) fn plan<'t>(text: &'t str, wanted: &Wanted) -> Result<Result<Plan<'t>, Obstacle>, ImportError> {
    let module = Module::parse(text, &[])?;
    let mut plan = Plan::new(layout(&module, text));
    Ok(plan_in(&module, wanted, &mut plan).map(|()| plan))
}

/// The habits of a Python source.
pub(super) fn layout<'t>(module: &Module<'_>, text: &'t str) -> Layout<'t> {
    Layout::new(text, module.nodes("string_start").filter_map(|start| module.text(start).chars().last()), "    ")
}

fn plan_in(module: &Module<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let decorators: Vec<_> =
        decorators(module).into_iter().filter(|(_, view)| is_relevant(module, *view, wanted)).collect();
    let extensions = extensions(module);
    routes::refuse_redirects(module, wanted, plan)?;
    before_request::let_preflights_pass(module, wanted, plan)?;
    if !decorators.is_empty() || !extensions.is_empty() {
        by_hand::allow_besides(module, &extensions, wanted, plan)?;
        if by_hand::decides_alone(module, &extensions, wanted) {
            return Ok(());
        }
    }
    // A view with a decorator is none of the extension's business.
    if !decorators.is_empty() && (wanted.path().is_some() || extensions.is_empty()) {
        for (decorator, view) in decorators {
            routes::refuse_other_methods(module, view, wanted, plan)?;
            options::allow_by_decorator(module, decorator, wanted, plan)?;
            order::put_below_routes(module, decorator, view, plan)?;
        }
        return Ok(());
    }
    if !extensions.is_empty() {
        routes::refuse_blueprints(module, &extensions, wanted, plan)?;
        extensions.iter().try_for_each(|calls| resources::allow(module, calls, wanted, plan))?;
        let uses: Vec<_> = extensions.iter().filter_map(|calls| calls.last().copied()).collect();
        called::heed(module, &uses, plan);
        return condition::heed(module.document(), &uses, plan);
    }
    let by_hand: Vec<_> =
        functions(module).into_iter().filter(|function| is_relevant_function(module, *function, wanted)).collect();
    let is_answered =
        !wanted.needs_preflight() || by_hand.iter().any(|function| by_hand::answers_preflights(module, *function));
    for function in &by_hand {
        if let Some(view) = function.parent().filter(|_| !is_after_request(module, *function)) {
            routes::refuse_other_methods(module, view, wanted, plan)?;
        }
        by_hand::allow(module, *function, wanted, plan)?;
    }
    if by_hand.is_empty() || !is_answered { insert::extension(module, wanted, plan) } else { Ok(()) }
}

fn is_relevant(module: &Module<'_>, view: Node<'_>, wanted: &Wanted) -> bool {
    let routes = routes(module, view);
    wanted.path().is_none_or(|path| routes.is_empty() || routes.iter().any(|route| holds_for(route, path)))
}

pub(super) fn is_relevant_function(module: &Module<'_>, function: Node<'_>, wanted: &Wanted) -> bool {
    let decorated = function.parent().filter(|parent| parent.kind() == "decorated_definition");
    is_after_request(module, function) || decorated.is_none_or(|view| is_relevant(module, view, wanted))
}

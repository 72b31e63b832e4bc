//! What the routes of an application do to a call before a view is reached: another method, a slash too few.

use tree_sitter::Node;

use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use crate::document::{children, field};
use crate::python::Module;

/// A view is not asked for a method that its route does not serve: what answers then sets no header.
pub(super) fn refuse_other_methods(module: &Module<'_>, view: Node<'_>, wanted: &Wanted, plan: &Plan<'_>) -> Planned {
    let routes: Vec<_> = routes_of(module, view);
    if wanted.path().is_none() || routes.is_empty() || routes.iter().any(|route| serves(module, *route, wanted)) {
        return Ok(());
    }
    let reason = format!("this route does not serve {}, and what answers in its place sets no header", wanted.method());
    Err(Obstacle::new(&plan.layout, routes[0], reason))
}

/// What is asked without the slash at a route's end is redirected, which browsers do not follow for preflights.
pub(super) fn refuse_redirects(module: &Module<'_>, wanted: &Wanted, plan: &Plan<'_>) -> Planned {
    let Some(path) = wanted.path().filter(|path| wanted.needs_preflight() && !path.ends_with('/')) else {
        return Ok(());
    };
    let routes: Vec<_> = module.nodes("decorated_definition").flat_map(|view| routes_of(module, view)).collect();
    let named = |route: &&Node<'_>, text: &str| path_of(module, **route).as_deref() == Some(text);
    if routes.iter().any(|route| named(&route, path)) {
        return Ok(());
    }
    let Some(route) = routes.iter().find(|route| named(route, &format!("{path}/"))) else { return Ok(()) };
    let reason = format!(
        "this route ends in a slash and the call does not: its preflight is redirected, which browsers do not follow; call `{path}/`"
    );
    Err(Obstacle::new(&plan.layout, *route, reason))
}

/// What is set for a blueprint goes with the answers of its views alone.
pub(super) fn refuse_blueprints(
    module: &Module<'_>,
    extensions: &[Vec<Node<'_>>],
    wanted: &Wanted,
    plan: &Plan<'_>,
) -> Planned {
    let blueprint = |calls: &Vec<Node<'_>>| {
        let object = calls.last().and_then(|call| module.arguments(*call).positional.first().copied());
        let name = object.map(|object| module.text(object))?;
        module.assigned(name).filter(|made| made.kind() == "call" && module.callee(*made) == "Blueprint").map(|_| name)
    };
    let blueprints: Option<Vec<&str>> = extensions.iter().map(blueprint).collect();
    let Some(blueprints) = blueprints.filter(|blueprints| !blueprints.is_empty()) else { return Ok(()) };
    for view in module.nodes("decorated_definition") {
        let routes = routes_of(module, view);
        let Some(route) = routes.iter().find(|route| path_of(module, **route).as_deref() == wanted.path()) else {
            continue;
        };
        refuse_other_methods(module, view, wanted, plan)?;
        let object = field(*route, "function").and_then(|function| field(function, "object"));
        if object.is_some_and(|object| !blueprints.contains(&module.text(object))) {
            let named = blueprints.join("`, `");
            let reason =
                format!("CORS is set for `{named}` alone, and this route is not of it: set it for the application too");
            return Err(Obstacle::new(&plan.layout, *route, reason));
        }
    }
    Ok(())
}

/// The calls of `route` above a view.
fn routes_of<'m>(module: &'m Module<'_>, view: Node<'m>) -> Vec<Node<'m>> {
    let decorators = children(view).filter(|child| child.kind() == "decorator");
    let calls = decorators.filter_map(|decorator| children(decorator).next());
    calls.filter(|call| call.kind() == "call" && module.callee(*call) == "route").collect()
}

fn path_of(module: &Module<'_>, route: Node<'_>) -> Option<String> {
    module.arguments(route).positional.first().and_then(|path| module.value(*path).text().map(str::to_owned))
}

fn serves(module: &Module<'_>, route: Node<'_>, wanted: &Wanted) -> bool {
    let methods = module.arguments(route).named.into_iter().find(|(name, _, _)| name == "methods");
    let Some((_, _, list)) = methods else { return matches!(wanted.method(), "GET" | "HEAD") };
    let value = module.value(list);
    let serves = |text: &str| {
        text.eq_ignore_ascii_case(wanted.method()) || wanted.method() == "HEAD" && text.eq_ignore_ascii_case("GET")
    };
    // What is no literal may be any method.
    field(route, "arguments").is_none() || value.elements().iter().any(|item| item.text().is_none_or(serves))
}

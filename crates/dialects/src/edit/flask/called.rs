//! CORS that is switched on in a function which nobody calls here.

use tree_sitter::Node;

use super::super::plan::Plan;
use crate::document::{children, field};
use crate::python::Module;

/// Says that it is not known whether the functions run in which CORS is switched on.
pub(super) fn heed(module: &Module<'_>, uses: &[Node<'_>], plan: &mut Plan<'_>) {
    for node in uses {
        if let Some(name) = uncalled(module, *node) {
            plan.not_read(*node, format!("whether `{name}` is called: nothing in this file does"));
        }
    }
}

/// The name of the function around a node that nothing in the file names, unless the application is made there.
fn uncalled<'t>(module: &Module<'t>, node: Node<'_>) -> Option<&'t str> {
    let function =
        std::iter::successors(node.parent(), Node::parent).find(|outer| outer.kind() == "function_definition")?;
    let own = field(function, "name")?;
    let name = module.text(own);
    let makes_it = module.text(function).contains("Flask(");
    let is_decorated = function.parent().is_some_and(|parent| parent.kind() == "decorated_definition");
    let mut names = module.nodes("identifier");
    let is_named = names.any(|other| other != own && module.text(other) == name);
    let is_method = children(field(function, "parameters")?).next().is_some_and(|first| module.text(first) == "self");
    (!makes_it && !is_decorated && !is_named && !is_method).then_some(name)
}

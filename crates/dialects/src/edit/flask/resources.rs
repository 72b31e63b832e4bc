//! `CORS(app, resources={…})`: which options hold for the path of the call.

use tree_sitter::Node;

use super::super::container::append;
use super::super::plan::{Obstacle, Plan, Planned};
use super::super::wanted::Wanted;
use super::insert;
use super::options::{argument, configured, of_resource};
use crate::document::{children, field};
use crate::flask::looks_like_expression;
use crate::note::{Notes, Site};
use crate::path_expression::{holds_for, of_expression};
use crate::python::Module;
use crate::value::{Located, Value};

/// Makes `CORS(app, …)` allow the call.
pub(super) fn allow(module: &Module<'_>, calls: &[Node<'_>], wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let resources = calls
        .iter()
        .rev()
        .find_map(|call| argument(module, *call, "resources"))
        .or_else(|| configured(module, "resources"));
    let Some(resources) = resources else { return of_resource(module, calls, None, wanted, plan) };
    let Some(table) = table_of(module, resources) else {
        let value = module.value(resources);
        let holds = value.elements().iter().filter_map(path_of).any(|path| holds(path.as_deref(), wanted));
        return match holds {
            true => of_resource(module, calls, None, wanted, plan),
            false => Err(Obstacle::new(&plan.layout, resources, "the path of the call is not among these")),
        };
    };
    let entries = children(table).filter(|pair| {
        field(*pair, "key")
            .and_then(|key| path_of(&module.value(key)))
            .is_some_and(|path| holds(path.as_deref(), wanted))
    });
    let entries: Vec<_> = entries.collect();
    if entries.is_empty() {
        let path = wanted.path().unwrap_or("/").split('?').next().unwrap_or("/").to_owned();
        let options = insert::options(wanted, plan.layout);
        let options = options
            .iter()
            .map(|(name, value)| format!("{}: {value}", plan.layout.quoted(name)))
            .collect::<Vec<_>>()
            .join(", ");
        let entry = format!("{}: {{{options}}}", plan.layout.quoted(&path));
        append(plan, table, &[entry], &format!("no path of `resources` holds for `{}`", path));
        return Ok(());
    }
    // The package takes the first that matches; without a path all are meant.
    let chosen = if wanted.path().is_some() { &entries[..1] } else { &entries[..] };
    for pair in chosen {
        let own = field(*pair, "value").and_then(|value| table_of(module, value));
        let Some(own) = own else {
            return Err(Obstacle::new(
                &plan.layout,
                *pair,
                "the options of this path are put together when the program runs",
            ));
        };
        of_resource(module, calls, Some(own), wanted, plan)?;
    }
    Ok(())
}

/// The table that an expression comes down to.
fn table_of<'n>(module: &'n Module<'_>, node: Node<'n>) -> Option<Node<'n>> {
    match node.kind() {
        "dictionary" => Some(node),
        "identifier" => module.assigned(module.text(node)).filter(|assigned| assigned.kind() == "dictionary"),
        _ => None,
    }
}

/// The route of a resource; none within stands for every path.
fn path_of(path: &Located) -> Option<Option<String>> {
    let mut notes = Notes::default();
    match &path.value {
        Value::Text(text) if looks_like_expression(text) => Some(of_expression(text, Site::default(), &mut notes)),
        Value::Text(text) => Some(Some(text.clone())),
        Value::Expression(expression) => Some(of_expression(&expression.source, Site::default(), &mut notes)),
        _ => None,
    }
}

fn holds(route: Option<&str>, wanted: &Wanted) -> bool {
    route.is_none_or(|route| wanted.path().is_none_or(|path| holds_for(route, path)))
}

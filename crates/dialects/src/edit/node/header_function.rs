//! CORS headers that a function of the file sets for the handlers that call it: its lists are edited, and nothing is put in front.

use tree_sitter::Node;

use super::super::names::Kind;
use super::super::plan::{Obstacle, Plan, Planned, Topic};
use super::super::wanted::Wanted;
use super::field::fields;
use super::{ALLOW_CREDENTIALS, ALLOW_HEADERS, ALLOW_METHODS, ALLOW_ORIGIN, EXPOSE_HEADERS, listed};
use crate::document::field;
use crate::javascript::{Script, is_function};
use crate::value::Value;

/// Refuses to set headers where something that was not read as a handler sets them already.
pub(in crate::edit) fn refuse_second_layer(script: &Script<'_>, plan: &Plan<'_>) -> Planned {
    let Some(place) = helpers(script).next().or_else(|| table(script)) else { return Ok(()) };
    let reason = format!(
        "`{ALLOW_ORIGIN}` is set here, for what calls this function or uses this table, and a second place that sets it would overwrite this one or be overwritten"
    );
    Err(Obstacle::new(&plan.layout, place, reason))
}

/// The name of the header in a table that no handler holds, such as one that a loop sets.
fn table<'n>(script: &'n Script<'_>) -> Option<Node<'n>> {
    let is_it = |node: &Node<'n>| node.kind() == "string" && script.string(*node).eq_ignore_ascii_case(ALLOW_ORIGIN);
    script.nodes().find(is_it).filter(|_| crate::node::handlers(script).is_empty())
}

/// Adds to the lists of those functions what the call needs.
pub(in crate::edit) fn allow(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    for helper in helpers(script) {
        allow_in(script, helper, wanted, plan)?;
    }
    Ok(())
}

fn allow_in(script: &Script<'_>, helper: Node<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let origins = fields(script, helper, ALLOW_ORIGIN);
    for origin in &origins {
        let is_allowed = match &script.value(origin.value).value {
            Value::Text(text) => text == wanted.origin() || text == "*" && !wanted.credentials(),
            _ => false,
        };
        if !is_allowed {
            let reason = format!(
                "this decides who is allowed, for every handler that calls it, and `{}` is not",
                wanted.origin()
            );
            return Err(Obstacle::new(&plan.layout, origin.value, reason));
        }
    }
    let allows_credentials = fields(script, helper, ALLOW_CREDENTIALS).iter().any(|field| {
        matches!(&script.value(field.value).value, Value::Text(text) if text == "true")
            || matches!(script.value(field.value).value, Value::Boolean(true))
    });
    if wanted.credentials() && !allows_credentials {
        return Err(Obstacle::new(&plan.layout, helper, "the page sends credentials, and they are not allowed here"));
    }
    let mut beside = Vec::new();
    let method = [wanted.method().to_owned()];
    let methods = if wanted.has_safelisted_method() { &[][..] } else { &method };
    let before = plan.edits.len();
    listed(script, helper, ALLOW_METHODS, Kind::Method, methods, wanted, &mut beside, plan)?;
    listed(script, helper, ALLOW_HEADERS, Kind::RequestHeader, wanted.request_headers(), wanted, &mut beside, plan)?;
    listed(script, helper, EXPOSE_HEADERS, Kind::ResponseHeader, wanted.expose_headers(), wanted, &mut beside, plan)?;
    if let Some(origin) = origins.first() {
        origin.put_beside(script, &beside, plan)?;
    }
    let allows_all = origins.iter().any(|origin| script.value(origin.value).text() == Some("*"));
    if plan.edits.len() > before && allows_all {
        let site = script.site(helper);
        plan.remark(
            Topic::AlsoAllowed,
            site,
            "what is added to these lists holds for every origin, since `*` is allowed",
        );
    }
    Ok(())
}

/// The functions of a name that set the header and are called here, and are no handlers.
fn helpers<'n>(script: &'n Script<'_>) -> impl Iterator<Item = Node<'n>> {
    let handlers = crate::node::handlers(script);
    script.nodes().filter(move |node| {
        is_function(node.kind())
            && !handlers
                .iter()
                .any(|handler| node.start_byte() <= handler.start_byte() && handler.end_byte() <= node.end_byte())
            && !fields(script, *node, ALLOW_ORIGIN).is_empty()
            && name(script, *node)
                .is_some_and(|name| script.calls(script.root()).any(|call| script.callee(call) == name))
    })
}

fn name<'t>(script: &Script<'t>, function: Node<'_>) -> Option<&'t str> {
    let own = field(function, "name").or_else(|| field(function.parent()?, "name"));
    own.map(|name| script.text(name))
}

//! `SetIsOriginAllowed(origin => …)`.

use std::ops::Range;

use preflight_engine::server::Allowed;
use tree_sitter::Node;

use crate::csharp::{Unit, arguments};
use crate::document::field;
use crate::draft::{AnyOrigin, Draft};
use crate::note::{Notes, Site};
use crate::value::Located;

/// The origins that a predicate allows.
pub(crate) fn allowed_by_predicate(unit: &Unit<'_>, function: &Range<usize>) -> Allowed {
    let mut notes = Notes::default();
    let mut draft = Draft::new(&mut notes, Site::default());
    read(unit, &mut draft, function, Site::default());
    draft.finish().origins
}

/// Reads the few predicates that a policy can say.
pub(super) fn read(unit: &Unit<'_>, draft: &mut Draft<'_>, function: &Range<usize>, site: Site) {
    let lambda = unit.node_at(function.start, function.end);
    let parameter =
        lambda.and_then(|lambda| field(lambda, "parameters")).map_or("", |parameters| unit.text(parameters));
    let parameter = parameter.trim_matches(['(', ')']).rsplit(' ').next().unwrap_or_default();
    let Some(body) = lambda.and_then(|lambda| field(lambda, "body")) else {
        return draft.dynamic("what this predicate allows", site);
    };
    match body.kind() {
        "boolean_literal" if unit.text(body) == "true" => draft.any_origin(AnyOrigin::Reflected, site),
        "boolean_literal" => {}
        "invocation_expression" => match listed(unit, body, parameter) {
            Some(list) => list.elements().iter().for_each(|element| match element.text() {
                Some(text) => draft.origin(text, element.site),
                None => draft.other_origin(element),
            }),
            None => draft.dynamic("what this predicate allows", site),
        },
        "binary_expression" => match host(unit, body, parameter) {
            Some(host) => {
                for scheme in ["http", "https"] {
                    draft.origin_pattern(&format!("{scheme}://{host}:*"), site);
                }
            }
            None => draft.dynamic("what this predicate allows", site),
        },
        _ => draft.dynamic("what this predicate allows", site),
    }
}

/// `list.Contains(origin)`
fn listed(unit: &Unit<'_>, call: Node<'_>, parameter: &str) -> Option<Located> {
    let is_asked = unit.callee(call) == "Contains"
        && arguments(call).next().is_some_and(|argument| unit.text(argument) == parameter)
        && arguments(call).count() == 1;
    let list = unit.value(field(field(call, "function")?, "expression")?);
    // A part of a text is no origin.
    (is_asked && list.text().is_none()).then_some(list)
}

/// `new Uri(origin).Host == "localhost"`
fn host(unit: &Unit<'_>, comparison: Node<'_>, parameter: &str) -> Option<String> {
    let (left, right) = (field(comparison, "left")?, field(comparison, "right")?);
    let operator = field(comparison, "operator").map_or("", |operator| unit.text(operator));
    let is_host = unit.text(left) == format!("new Uri({parameter}).Host") && operator == "==";
    unit.value(right).text().filter(|_| is_host).map(str::to_owned)
}

//! The settings that say which origins are allowed.

use super::super::origins::{self, expression_covers};
use super::super::plan::{Obstacle, Plan, Planned, Topic};
use super::super::wanted::Wanted;
use super::settings::{NEW, Settings};
use crate::origin_expression::Match;
use crate::value::{Expression, Located, Value};

const ALL_ORIGINS: [&str; 2] = ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"];
const ORIGINS: [&str; 2] = ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"];
const EXPRESSIONS: [&str; 2] = ["CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"];

/// Makes the settings allow the origin, without allowing everybody with credentials.
pub(super) fn allow(settings: &mut Settings<'_, '_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let origin = wanted.origin();
    let line = format!("{} = [{}]", name(settings), plan.layout.quoted(origin));
    let list = settings.value(&ORIGINS);
    for assignment in settings.conditional(&[ORIGINS, ALL_ORIGINS, EXPRESSIONS].concat()) {
        let site = plan.layout.site_at(assignment.start_byte());
        plan.not_read(assignment, "the condition under which this setting counts");
        plan.remark(Topic::LookHere, site, "under this condition another value counts, which was left as it is");
    }
    if let Some(all) = settings.assignment(&ALL_ORIGINS) {
        let value = settings.value(&ALL_ORIGINS).map(|value| settings.module().value(value));
        match value.map(|value| value.value) {
            Some(Value::Boolean(true)) if !wanted.credentials() => return Ok(()),
            Some(Value::Boolean(true)) => {
                let from = plan.edits.len();
                let reason = "every site would be allowed with credentials, and could act as your visitors";
                match list {
                    None => {
                        plan.replace(all.byte_range(), line, reason);
                    }
                    Some(_) => {
                        let value = settings.value(&ALL_ORIGINS).unwrap_or(all);
                        plan.replace(value.byte_range(), "False", reason);
                        allow_by_name(settings, wanted, plan)?;
                    }
                }
                // The page was allowed among all, so that naming it is a part of keeping the others out.
                plan.restrictions += plan.edits.len() - from;
                return Ok(());
            }
            Some(Value::Boolean(false) | Value::Nothing) => {}
            _ => {
                return Err(Obstacle::new(
                    &plan.layout,
                    all,
                    "whether every origin is allowed is known only when the program runs",
                ));
            }
        }
    }
    allow_by_name(settings, wanted, plan)
}

/// The same in the settings that name origins.
fn allow_by_name(settings: &mut Settings<'_, '_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let origin = wanted.origin();
    if is_matched(settings, origin) {
        return Ok(());
    }
    match settings.added_to(&ORIGINS, origin) {
        Some(added) if settings.is_always(added) => return Ok(()),
        Some(added) => {
            let reason = format!("`{origin}` is added under a condition only, and the running program decides that");
            return Err(Obstacle::new(&plan.layout, added, reason));
        }
        None => {}
    }
    let list = settings.value(&ORIGINS);
    if let Some(node) = list.filter(|node| settings.is_text(*node)) {
        return instead_of_text(settings, node, origin, plan);
    }
    match list {
        Some(node) => origins::allow(settings.module(), node, origin, &|element| element.text() == Some(origin), plan),
        None => {
            let line = format!("{} = [{}]", name(settings), plan.layout.quoted(origin));
            settings.add(line, if settings.have_cors() { "no origin is allowed by name" } else { NEW });
            Ok(())
        }
    }
}

/// The setting to add: before django-cors-headers 3.5 only the old name was known, and every version knows it.
fn name(settings: &Settings<'_, '_>) -> &'static str {
    let [new, old] = ORIGINS;
    let is_assigned = |names: &[&str; 2], index: usize| settings.assignment(&[names[index]]).is_some();
    let is_of_old_names =
        [ALL_ORIGINS, EXPRESSIONS].iter().any(|names| is_assigned(names, 1) && !is_assigned(names, 0));
    if is_of_old_names { old } else { new }
}

/// A text where a list is meant: each of its characters is an entry.
fn instead_of_text(
    settings: &Settings<'_, '_>,
    node: tree_sitter::Node<'_>,
    origin: &str,
    plan: &mut Plan<'_>,
) -> Planned {
    let value = settings.module().value(node);
    let listed = plan.layout.quoted_list(&origins::named_with(value.text().unwrap_or_default(), origin));
    plan.lacking.push(origin.to_owned());
    let reason =
        "this is one text and no list, so that each of its characters counts as an entry, and nobody is allowed";
    plan.replace(node.byte_range(), format!("[{listed}]"), reason);
    Ok(())
}

fn is_matched(settings: &Settings<'_, '_>, origin: &str) -> bool {
    let expressions = settings.value(&EXPRESSIONS).map(|node| settings.module().value(node));
    expressions.is_some_and(|expressions| expressions.elements().iter().any(|element| matches(element, origin)))
}

fn matches(element: &Located, origin: &str) -> bool {
    match &element.value {
        Value::Text(source) => {
            let expression = Expression { source: source.clone(), ignores_case: false, is_stateful: false };
            expression_covers(&expression, Match::FromStart, origin)
        }
        Value::Expression(expression) => expression_covers(expression, Match::FromStart, origin),
        _ => false,
    }
}

//! The origin in a list, or in place of one: added, corrected, or put where everybody was.

use preflight_engine::origin::InvalidOrigin;
use preflight_engine::origin_pattern::PatternRule;
use preflight_engine::{Origin, OriginPattern};
use tree_sitter::Node;

use super::container::{append, content};
use super::names::{layout_in, literal_in};
use super::place::{Holds, Place, Source};
use super::plan::{Obstacle, Plan, Planned, Topic};
use super::wanted::Wanted;
use crate::document::children;
use crate::origin_expression::{self, Match};
use crate::value::{Expression, Located, Value};

/// What a value says about the wanted origin.
pub(crate) type Covers<'c> = &'c dyn Fn(&Located) -> bool;

/// Whether a regular expression lets an origin through, as far as patterns can say it.
pub(crate) fn expression_covers(expression: &Expression, matched: Match, origin: &str) -> bool {
    let reading = origin_expression::read(expression, matched);
    let Ok(wanted) = OriginPattern::of_origin(origin) else { return false };
    let mut patterns = reading.patterns.iter().filter_map(|pattern| OriginPattern::parse(pattern).ok());
    reading.is_any || patterns.any(|pattern| pattern.covers(&wanted))
}

/// Makes sure that a list, or a string in place of one, names the origin.
pub(crate) fn allow<S: Source>(
    source: &S,
    node: Node<'_>,
    origin: &str,
    covers: Covers<'_>,
    plan: &mut Plan<'_>,
) -> Planned {
    if source.value(node).elements().iter().any(covers) {
        return Ok(());
    }
    let place = source.place(node);
    if let Place::Variable { name, default: Some(default), node, holds } = &place
        && stands_in(source, default, *holds).iter().any(covers)
    {
        let site = plan.layout.site_at(node.start_byte());
        let message = format!(
            "`{name}` decides, and is set outside of this file; where it is not set, what stands in for it allows `{origin}`"
        );
        plan.remark(Topic::SetVariable, site, message);
        plan.variables.push(name.clone());
        return Ok(());
    }
    if let Some(conditional) = names_under_condition(source, &place, origin) {
        let reason = format!("`{origin}` is listed under a condition only, and the running program decides that");
        return Err(Obstacle::new(&plan.layout, conditional, reason));
    }
    let value = source.value(node);
    if let Some(unknown) = value.elements().iter().find(|element| matches!(element.value, Value::Dynamic)) {
        let what = format!("an entry of the list, which may be `{origin}`");
        plan.unread_before.push(crate::reach::Place::new(unknown.site, what));
    }
    plan.lacking.push(origin.to_owned());
    allow_in(source, &place, origin, plan)
}

/// A variable where everybody is let in while it is not set: `process.env.ORIGIN || '*'`. That is no origin to correct, and only
/// the variable says who is meant. Whether the value is one.
pub(crate) fn is_open_variable<S: Source>(
    source: &S,
    node: Node<'_>,
    wanted: &Wanted,
    is_star: &dyn Fn(&Place<'_>) -> bool,
    plan: &mut Plan<'_>,
) -> bool {
    let Place::Variable { name, default: Some(default), node, .. } = source.place(node) else { return false };
    if !is_star(&default) {
        return false;
    }
    let origin = wanted.origin();
    let unset = match wanted.credentials() {
        true => "no page is allowed with credentials safely",
        false => "every origin is allowed",
    };
    let message = format!(
        "`{name}` decides, and is set outside of this file; while it is not set, {unset}: set `{name}={origin}` where the server is started, beside what it holds already"
    );
    plan.remark(Topic::SetVariable, plan.layout.site_at(node.start_byte()), message);
    plan.variables.push(name);
    true
}

/// The entries that stand in for a variable: a list, a text, or the parts of one.
fn stands_in<S: Source>(source: &S, default: &Place<'_>, holds: Holds) -> Vec<Located> {
    match default {
        Place::List(node) => source.value(*node).elements().to_vec(),
        Place::Text(node) if holds == Holds::One => source.value(*node).elements().to_vec(),
        Place::Text(node) | Place::Joined(node) => {
            let text = source.string(*node).unwrap_or_default();
            let site = source.value(*node).site;
            text.split(',').map(|part| Located::new(Value::Text(part.to_owned()), site)).collect()
        }
        Place::Variable { .. } | Place::Other(_) => Vec::new(),
    }
}

/// The part of a list that names the origin, and is there under a condition only.
fn names_under_condition<'n, S: Source>(source: &S, place: &Place<'n>, origin: &str) -> Option<Node<'n>> {
    let Place::List(list) = place else { return None };
    let is_choice = |node: &Node<'_>| {
        matches!(
            node.kind(),
            "ternary_expression" | "conditional_expression" | "binary_expression" | "boolean_operator"
        )
    };
    let mut choices = source.document().descendants(*list).filter(is_choice);
    choices.find(|choice| {
        source.document().descendants(*choice).any(|node| source.string(node).as_deref() == Some(origin))
    })
}

fn allow_in<S: Source>(source: &S, place: &Place<'_>, origin: &str, plan: &mut Plan<'_>) -> Planned {
    match place {
        Place::List(list) => {
            let corrected = children(*list).any(|element| correct(source, literal_in(element), origin, "", plan));
            if !corrected {
                let element = layout_in(source, *list, plan).quoted(origin);
                append(plan, *list, &[element], &format!("`{origin}` is not listed"));
            }
            Ok(())
        }
        Place::Text(text) => {
            if !correct(source, *text, origin, "[", plan) {
                let written = source.document().text(*text).to_owned();
                let added = plan.layout.with_quotes_of(Some(&written)).quoted(origin);
                plan.replace(
                    text.byte_range(),
                    format!("[{written}, {added}]"),
                    format!("only {written} is allowed, and the page is `{origin}`"),
                );
            }
            Ok(())
        }
        Place::Joined(text) => {
            join(source, *text, origin, plan);
            Ok(())
        }
        Place::Variable { name, default, node, holds: Holds::One } => {
            of_one(source, name, default.as_deref(), *node, origin, plan)
        }
        Place::Variable { name, default, node, holds: Holds::Several } => {
            let site = plan.layout.site_at(node.start_byte());
            plan.remark(
                Topic::SetVariable,
                site,
                format!("the origins are the value of `{name}`: add `{origin}` to it where it is set"),
            );
            plan.variables.push(name.clone());
            default.as_ref().map_or(Ok(()), |default| match **default {
                Place::Text(text) => {
                    if !correct(source, text, origin, "", plan) {
                        join(source, text, origin, plan);
                    }
                    Ok(())
                }
                _ => allow_in(source, default, origin, plan),
            })
        }
        Place::Other(node) => Err(Obstacle::new(
            &plan.layout,
            *node,
            format!(
                "which origins are allowed is put together when the program runs, and `{origin}` has to be among them"
            ),
        )),
    }
}

/// A variable that holds one origin: commas in it are no list to anybody. What stands in for it is kept, and the wanted
/// origin put beside both; where nothing does, the variable is set.
fn of_one<S: Source>(
    source: &S,
    name: &str,
    default: Option<&Place<'_>>,
    node: Node<'_>,
    origin: &str,
    plan: &mut Plan<'_>,
) -> Planned {
    let text = match default {
        Some(Place::Text(text)) => {
            source.string(*text).map(|value| (*text, value)).filter(|(_, value)| !value.is_empty())
        }
        _ => None,
    };
    if let Some((text, value)) = &text
        && let (Some(reason), Some(range)) = (near_miss(value, origin), content(*text))
    {
        plan.replace(range, origin, reason);
    } else if let Some((text, value)) = &text
        && let is_argument = node.parent().is_some_and(|parent| parent.kind() == "argument")
        && (S::HAS_LISTS_IN_BRACKETS || is_argument)
    {
        let written = source.document().text(node).to_owned();
        let added = plan.layout.with_quotes_of(Some(source.document().text(*text))).quoted(origin);
        let reason = format!("only `{name}` or `{}` is allowed, and the page is `{origin}`", value);
        let listed = format!("{written}, {added}");
        plan.replace(node.byte_range(), if is_argument { listed } else { format!("[{listed}]") }, reason);
        return Ok(());
    }
    let site = plan.layout.site_at(node.start_byte());
    plan.remark(
        Topic::SetVariable,
        site,
        format!("the one origin is the value of `{name}`: set it to `{origin}`, without a slash at its end"),
    );
    plan.variables.push(name.to_owned());
    Ok(())
}

/// Corrects a string that means the origin and misses it. Where several origins stand in one string, `open` is the
/// bracket that makes them a list.
fn correct<S: Source>(source: &S, string: Node<'_>, origin: &str, open: &str, plan: &mut Plan<'_>) -> bool {
    let (Some(text), Some(range)) = (source.string(string), content(string)) else { return false };
    if let Some(reason) = near_miss(&text, origin) {
        plan.replace(range, origin, reason);
        return true;
    }
    let parts: Vec<_> = text.split([',', ' ']).filter(|part| !part.is_empty()).collect();
    if parts.len() < 2 || !text.contains("://") {
        return false;
    }
    let mut origins: Vec<String> = Vec::new();
    for part in parts {
        let part = if near_miss(part, origin).is_some() { origin } else { part };
        origins.push(part.to_owned());
    }
    let reason = format!("`{}` is one string, which browsers do not read as a list", text);
    if !origins.iter().any(|part| part == origin) {
        origins.push(origin.to_owned());
    }
    // As one string they allowed nobody.
    plan.lacking.extend(origins.iter().cloned());
    let close = if open.is_empty() { "" } else { "]" };
    let listed = plan.layout.quoted_list(&origins);
    plan.replace(string.byte_range(), format!("{open}{listed}{close}"), reason);
    true
}

/// The origins that one string names, the wanted one in place of what was meant for it or at the end. What no browser
/// sends is left out: it allowed nobody.
pub(crate) fn named_with(text: &str, origin: &str) -> Vec<String> {
    let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
    let parts = parts.map(|part| if near_miss(part, origin).is_some() { origin } else { part });
    let mut origins: Vec<String> = parts.filter(|part| Origin::parse(part).is_ok()).map(str::to_owned).collect();
    if !origins.iter().any(|part| part == origin) {
        origins.push(origin.to_owned());
    }
    origins
}

/// Why a text means an origin and is not equal to it, if so.
pub(crate) fn near_miss(text: &str, origin: &str) -> Option<String> {
    let shown = text;
    if text == "*" {
        return Some("`*` in a list is a name that no browser sends".into());
    }
    let trimmed = text.trim();
    if trimmed == origin {
        return (text != origin).then(|| format!("`{shown}` has white space around it"));
    }
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    if trimmed.trim_end_matches('/').eq_ignore_ascii_case(host) {
        return Some(format!("`{shown}` has no scheme, and browsers send `{origin}`"));
    }
    let error = OriginPattern::parse(trimmed).err()?;
    if error.suggestion.as_deref() != Some(origin) {
        return None;
    }
    Some(match error.rule {
        PatternRule::Origin(InvalidOrigin::Path) if trimmed.trim_end_matches('/') == origin => {
            format!("`{shown}` has a slash at its end, and browsers send `{origin}`")
        }
        rule => format!("`{shown}`: {}", rule.rule()),
    })
}

/// Adds an origin to a string with commas.
fn join<S: Source>(source: &S, text: Node<'_>, origin: &str, plan: &mut Plan<'_>) {
    let (Some(range), Some(listed)) = (content(text), source.string(text)) else { return };
    if listed.split(',').any(|part| part.trim() == origin) {
        return;
    }
    let missed = listed.split(',').find_map(|part| near_miss(part, origin).map(|reason| (part, reason)));
    if let Some((part, reason)) = missed {
        let written = source.document().text(text);
        // Without escapes what is written is what is meant.
        if let Some(at) = written.find(part) {
            let start = text.start_byte() + at;
            plan.replace(start..start + part.len(), origin, reason);
            return;
        }
    }
    let separator = if range.is_empty() {
        ""
    } else if listed.contains(", ") {
        ", "
    } else {
        ","
    };
    plan.insert(range.end, format!("{separator}{origin}"), format!("`{origin}` is not listed"));
    let last = plan.edits.len() - 1;
    plan.blame(last, text);
}

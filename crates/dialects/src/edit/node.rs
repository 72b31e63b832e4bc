//! CORS headers that a handler sets by hand, in Node or in Express.

mod field;
mod header_function;
mod insert;
mod origin;
mod preflight;

use tree_sitter::Node;

use self::field::{Field, fields};
pub(super) use self::header_function::{allow as allow_by_helper, refuse_second_layer};
use super::consequence::every_other_refused;
use super::express::{is_for_path, layout, middleware, put_before_answers};
use super::names::{self, Kind, Names};
use super::plan::{Obstacle, Plan, Planned, Topic};
use super::wanted::Wanted;
use crate::express::Mount;
use crate::import::ImportError;
use crate::javascript::Script;
use crate::node::{AllowOrigin, allow_origin_of_strangers, handlers};
use crate::value::{Asked, Value};

pub(super) const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
pub(super) const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
pub(super) const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
pub(super) const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
pub(super) const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";

/// What to change in a source.
pub(super) fn plan<'t>(text: &'t str, wanted: &Wanted) -> Result<Result<Plan<'t>, Obstacle>, ImportError> {
    let script = Script::parse(text)?;
    let mut plan = Plan::new(layout(&script, text));
    Ok(plan_in(&script, wanted, &mut plan).map(|()| plan))
}

/// Other changes where the plan does not lead to its end, smallest first: headers and answers to preflights at the beginning of
/// the handler. Each is to be proven.
pub(super) fn others<'t>(text: &'t str, wanted: &Wanted) -> Result<Vec<Plan<'t>>, ImportError> {
    let script = Script::parse(text)?;
    // What is set later may echo whoever asks, who would get credentials then.
    let echoes = |handler: &Node<'_>| matches!(allow_origin_of_strangers(&script, *handler), AllowOrigin::Echo(_));
    if wanted.credentials() && handlers(&script).iter().any(echoes) {
        return Ok(Vec::new());
    }
    let mut ways: Vec<fn(&Script<'_>, &Wanted, &mut Plan<'_>) -> Planned> = vec![allow_by_helper];
    let is_set_elsewhere = refuse_second_layer(&script, &Plan::new(layout(&script, text))).is_err();
    if !is_set_elsewhere {
        ways.push(insert::beside);
    }
    // Who answers some preflights keeps answering them.
    if !is_set_elsewhere && wanted.needs_preflight() && !text.contains("OPTIONS") {
        ways.insert(0, insert::preflights);
        ways.push(insert::headers);
    }
    let planned = ways.into_iter().filter_map(|way| {
        let mut plan = Plan::new(layout(&script, text));
        way(&script, wanted, &mut plan).ok().map(|()| plan)
    });
    Ok(planned.filter(|plan| !plan.is_empty()).collect())
}

/// The same for a script that is known to set its headers by hand, or not at all.
pub(super) fn plan_in(script: &Script<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let handlers = handlers(script);
    if handlers.is_empty() {
        refuse_second_layer(script, plan)?;
        return insert::headers(script, wanted, plan);
    }
    // A handler of all requests counts before those of single routes.
    let verb = |handler: &Node<'_>| user(script, *handler).map_or("", |user| script.callee(user));
    let serves_all: Vec<_> = handlers.iter().filter(|handler| verb(handler) == "use").collect();
    let chosen = if serves_all.is_empty() { handlers.iter().collect() } else { serves_all };
    let is_of_another = |handler: &&&Node<'_>| ROUTES.contains(&verb(handler)) && !is_verb(verb(handler), wanted);
    let chosen: Vec<_> = chosen.into_iter().filter(|handler| !is_of_another(&handler)).collect();
    let is_route = |handler: &&Node<'_>| ROUTES.contains(&verb(handler));
    // A route of one method sees no preflight.
    let is_answered = !wanted.needs_preflight() || chosen.iter().any(|handler| !is_route(handler));
    for handler in &chosen {
        allow(
            script,
            **handler,
            if is_route(handler) { Preflights::PassBy } else { Preflights::Arrive },
            wanted,
            plan,
        )?;
        if let Some(user) = user(script, **handler).filter(|user| script.callee(*user) == "use") {
            put_before_answers(script, user, wanted, plan)?;
        }
    }
    if chosen.is_empty() || !is_answered { middleware(script, wanted, wanted.path(), plan) } else { Ok(()) }
}

/// What handlers set by hand after `cors` replaces what that set.
pub(super) fn allow_later(script: &Script<'_>, mounts: &[&Mount<'_>], wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let first = mounts.iter().filter_map(|mount| mount.user).map(|user| user.end_byte()).min();
    let Some(first) = first else { return Ok(()) };
    for handler in handlers(script) {
        let Some(user) = user(script, handler).filter(|user| user.start_byte() >= first) else { continue };
        let verb = script.callee(user);
        if ROUTES.contains(&verb) && !is_verb(verb, wanted) || !is_for_path(script, user, wanted) {
            continue;
        }
        for field in fields(script, handler, ALLOW_ORIGIN) {
            let from = plan.edits.len();
            origin::allow(script, handler, &field, wanted, plan)?;
            if plan.edits.len() > from && script.value(field.value).text() == Some("*") {
                let message = every_other_refused(wanted.origin());
                plan.remark(Topic::NoLongerAllowed, script.site(field.value), message);
            }
            for edit in &mut plan.edits[from..] {
                edit.reason = format!("this replaces what `cors` answers; {}", edit.reason);
            }
        }
    }
    Ok(())
}

/// The methods of an application that serve one method.
const ROUTES: [&str; 6] = ["get", "post", "put", "patch", "delete", "head"];

/// Whether a handler sees preflights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Preflights {
    Arrive,
    PassBy,
}

fn is_verb(verb: &str, wanted: &Wanted) -> bool {
    verb.eq_ignore_ascii_case(wanted.method())
}

/// The call that is handed a function: `app.use((req, res, next) => …)`.
fn user<'n>(script: &'n Script<'_>, function: Node<'n>) -> Option<Node<'n>> {
    let direct =
        function.parent().filter(|parent| parent.kind() == "arguments").and_then(|arguments| arguments.parent());
    direct.or_else(|| {
        let hands_over = |call: &Node<'_>| {
            crate::javascript::arguments(*call).any(|argument| {
                argument.kind() == "identifier" && script.declared(script.text(argument)) == Some(function)
            })
        };
        script.calls(script.root()).find(hands_over)
    })
}

fn allow(
    script: &Script<'_>,
    handler: Node<'_>,
    preflights: Preflights,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let origins = fields(script, handler, ALLOW_ORIGIN);
    if origins.is_empty() {
        return Err(Obstacle::new(
            &plan.layout,
            handler,
            format!("`{ALLOW_ORIGIN}` is not set here, and other CORS headers are"),
        ));
    }
    let mut beside = Vec::new();
    for field in &origins {
        let is_listed = origin::allow(script, handler, field, wanted, plan)?;
        if is_listed == origin::Depends::OnTheOrigin && fields(script, handler, "Vary").is_empty() {
            beside.push(("Vary".to_owned(), "Origin".to_owned()));
        }
    }
    beside.dedup();
    credentials(script, handler, wanted, &mut beside, plan)?;
    listed(script, handler, EXPOSE_HEADERS, Kind::ResponseHeader, wanted.expose_headers(), wanted, &mut beside, plan)?;
    for field in &origins {
        field.put_beside(script, &beside, plan)?;
    }
    remark_bare_answers(script, handler, &origins, plan);
    match preflights {
        Preflights::Arrive => preflight::answer(script, handler, &origins, wanted, plan),
        Preflights::PassBy => Ok(()),
    }
}

/// Where each answer has headers of its own, some answers go without: mostly the errors.
fn remark_bare_answers(script: &Script<'_>, handler: Node<'_>, origins: &[Field<'_>], plan: &mut Plan<'_>) {
    if origins.iter().any(Field::is_early) {
        return;
    }
    for call in script.calls(handler).filter(|call| script.callee(*call) == "writeHead") {
        let ranges: Vec<_> = script.header_tables(call).iter().map(|table| table.byte_range()).collect();
        if !origins.iter().any(|field| ranges.iter().any(|range| range.contains(&field.node().start_byte()))) {
            let message =
                format!("what is answered here goes without `{ALLOW_ORIGIN}`, so that the page cannot read it");
            plan.remark(Topic::LookHere, script.site(call), message);
        }
    }
}

fn credentials(
    script: &Script<'_>,
    handler: Node<'_>,
    wanted: &Wanted,
    beside: &mut Vec<(String, String)>,
    plan: &mut Plan<'_>,
) -> Planned {
    if !wanted.credentials() {
        return Ok(());
    }
    let set = fields(script, handler, ALLOW_CREDENTIALS);
    if set.is_empty() {
        beside.push((ALLOW_CREDENTIALS.to_owned(), "true".to_owned()));
    }
    for field in set {
        match &script.value(field.value).value {
            Value::Text(text) if text == "true" => {}
            Value::Boolean(true) => {}
            Value::Dynamic | Value::Variable { .. } => {
                return Err(Obstacle::new(
                    &plan.layout,
                    field.value,
                    "whether credentials are allowed is known only when the program runs",
                ));
            }
            _ => {
                let yes = plan.layout.quoted("true");
                plan.replace(field.value.byte_range(), yes, "browsers take `true`, byte by byte, for yes");
            }
        }
    }
    Ok(())
}

/// Names in a field that is there, or the field among those to be added.
#[expect(clippy::too_many_arguments, reason = "a field, what it is about, what it has to hold, and where to put it")]
fn listed(
    script: &Script<'_>,
    handler: Node<'_>,
    name: &str,
    kind: Kind,
    wanted_names: &[String],
    wanted: &Wanted,
    beside: &mut Vec<(String, String)>,
    plan: &mut Plan<'_>,
) -> Planned {
    if wanted_names.is_empty() {
        return Ok(());
    }
    let set: Vec<Field<'_>> = fields(script, handler, name);
    if set.is_empty() {
        beside.push((name.to_owned(), wanted_names.join(", ")));
    }
    let names = Names { kind, wanted: wanted_names, credentials: wanted.credentials(), one_string_holds_many: true };
    for field in set {
        let asked = matches!(script.value(field.value).value, Value::Asked(Asked::Method | Asked::Headers));
        if !asked {
            names::allow(script, field.value, &names, plan)?;
        }
    }
    Ok(())
}

//! CORS headers that a function of a Flask application sets by hand.

use tree_sitter::Node;

use super::super::condition;
use super::super::consequence::every_other_refused;
use super::super::container::content;
use super::super::names::{self, Kind, Names};
use super::super::origins::{self, named_with, near_miss};
use super::super::place::{Place, Source};
use super::super::plan::{Obstacle, Plan, Planned, Topic};
use super::super::wanted::Wanted;
use super::is_relevant_function;
use crate::document::field as part;
use crate::flask::by_hand::{Field, Lookup, fields, functions, in_place_of, is_after_request, is_echo, lookup};
use crate::python::Module;
use crate::value::Value;

/// Makes the function allow the call.
pub(super) fn allow(module: &Module<'_>, function: Node<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let origins = fields(module, function, "Access-Control-Allow-Origin");
    origins.iter().for_each(|found| heed_conditions(module, function, found, plan));
    let mut beside: Vec<(&str, String)> = Vec::new();
    for found in &origins {
        if origin(module, found, wanted, plan)? && fields(module, function, "Vary").is_empty() {
            beside.push(("Vary", "Origin".into()));
        }
    }
    beside.dedup();
    if wanted.credentials() {
        let set = fields(module, function, "Access-Control-Allow-Credentials");
        if set.is_empty() {
            beside.push(("Access-Control-Allow-Credentials", "true".into()));
        }
        for found in set {
            if module.value(found.value).text() != Some("true") {
                let yes = plan.layout.quoted("true");
                plan.replace(found.value.byte_range(), yes, "browsers take `true`, byte by byte, for yes");
            }
        }
    }
    let method = [wanted.method().to_owned()];
    let methods = if wanted.has_safelisted_method() { &[][..] } else { &method };
    let (methods, headers) = match answers_preflights(module, function) {
        true => (methods, wanted.request_headers()),
        // What a view sets does not reach a preflight.
        false => (&[][..], &[][..]),
    };
    for (name, kind, wanted_names) in [
        ("Access-Control-Allow-Methods", Kind::Method, methods),
        ("Access-Control-Allow-Headers", Kind::RequestHeader, headers),
        ("Access-Control-Expose-Headers", Kind::ResponseHeader, wanted.expose_headers()),
    ] {
        if wanted_names.is_empty() {
            continue;
        }
        let set = fields(module, function, name);
        if set.is_empty() {
            beside.push((name, wanted_names.join(", ")));
        }
        let names =
            Names { kind, wanted: wanted_names, credentials: wanted.credentials(), one_string_holds_many: true };
        for found in set {
            if !module.text(found.value).to_ascii_lowercase().contains("access-control-request-") {
                names::allow(module, found.value, &names, plan)?;
            }
        }
    }
    origins.iter().try_for_each(|found| put_beside(module, found, &beside, plan))
}

/// What depends on anything of the request but its origin is not followed.
fn heed_conditions(module: &Module<'_>, function: Node<'_>, found: &Field<'_>, plan: &mut Plan<'_>) {
    let of_requests =
        ["request.path", "request.url", "request.endpoint", "request.blueprint", "request.method", ".status"];
    for (condition, words) in condition::conditions(module.document(), &[found.holder], function) {
        if is_after_request(module, function) && of_requests.iter().any(|part| words.contains(part)) {
            plan.not_read(condition, format!("this is set {words}"));
        }
    }
}

/// What is set by hand beside Flask-CORS counts in its place: the package leaves an answer alone that has the header.
pub(super) fn allow_besides(
    module: &Module<'_>,
    extensions: &[Vec<Node<'_>>],
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let first = extensions.iter().flatten().map(|call| call.start_byte()).min();
    for function in functions(module).into_iter().filter(|function| is_relevant_function(module, *function, wanted)) {
        let found = fields(module, function, "Access-Control-Allow-Origin");
        let adds = found.iter().find(|field| matches!(module.callee(field.holder), "add" | "add_header"));
        // What was registered before the package runs after it.
        let is_after = is_after_request(module, function) && first.is_some_and(|first| function.start_byte() < first);
        if let (Some(field), true) = (adds, is_after) {
            let reason =
                "Flask-CORS sets Access-Control-Allow-Origin too, and no browser takes it twice: remove one of the two";
            return Err(Obstacle::new(&plan.layout, field.holder, reason));
        }
        let is_before = is_after_request(module, function) && first.is_some_and(|first| first < function.start_byte());
        if let (Some(field), true) = (found.first(), is_before && (wanted.needs_preflight() || wanted.credentials())) {
            let reason = "Flask-CORS leaves an answer alone that has this header already, and sets none of the others: remove this, and let Flask-CORS answer";
            return Err(Obstacle::new(&plan.layout, field.holder, reason));
        }
        for field in &found {
            let from = plan.edits.len();
            origin(module, field, wanted, plan)?;
            if plan.edits.len() > from && module.value(field.value).text() == Some("*") {
                let message = every_other_refused(wanted.origin());
                plan.remark(Topic::NoLongerAllowed, module.site(field.value), message);
            }
            for edit in &mut plan.edits[from..] {
                edit.reason = format!("this counts in place of what Flask-CORS answers; {}", edit.reason);
            }
        }
    }
    Ok(())
}

/// Whether a function allows the call that takes the place of Flask-CORS. What it does not set beside the origin nobody sets.
pub(super) fn decides_alone(module: &Module<'_>, extensions: &[Vec<Node<'_>>], wanted: &Wanted) -> bool {
    let needs_more = wanted.needs_preflight() || wanted.credentials() || !wanted.expose_headers().is_empty();
    let allows =
        |value: Node<'_>| module.value(value).text().is_some_and(|text| text == "*" || text == wanted.origin());
    !needs_more && in_place_of(module, extensions).is_some_and(|field| allows(field.value))
}

/// Whether what a function sets goes with the answer to a preflight: it sees every response, or sets the lists that only
/// preflights need.
pub(super) fn answers_preflights(module: &Module<'_>, function: Node<'_>) -> bool {
    let lists = ["Access-Control-Allow-Methods", "Access-Control-Allow-Headers"];
    is_after_request(module, function) || lists.iter().any(|name| !fields(module, function, name).is_empty())
}

/// Makes one place name the origin, and says whether the answer depends on the origin from now on.
fn origin(module: &Module<'_>, found: &Field<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Result<bool, Obstacle> {
    let origin = wanted.origin();
    let quoted = plan.layout.quoted(origin);
    let node = found.value;
    match &module.value(node).value {
        Value::Text(text) if text == origin => {}
        Value::Text(text) if text == "*" && !wanted.credentials() => {}
        Value::Text(text) if text == "*" => {
            plan.replace(node.byte_range(), quoted, "no browser takes `*` with credentials")
        }
        Value::Text(text) => return instead_of(module, node, text, wanted, plan),
        Value::Variable { name, .. } => {
            if let Place::Variable { default: Some(default), .. } = module.place(node)
                && let Place::Text(string) = *default
                && let Some(range) = content(string)
            {
                let text = Source::string(module, string).unwrap_or_default();
                if text != origin {
                    let reason = near_miss(&text, origin)
                        .unwrap_or_else(|| format!("`{}` is another origin than `{origin}`", text));
                    plan.replace(range, origin, reason);
                }
            }
            let site = plan.layout.site_at(node.start_byte());
            plan.remark(
                Topic::SetVariable,
                site,
                format!("the origin is the value of `{name}`: set it to `{origin}`, without a slash at its end"),
            );
            plan.variables.push(name.clone());
        }
        _ if is_echo(module, node) => match lookup(module, found.holder) {
            Lookup::Nothing if wanted.credentials() => {
                plan.replace(
                    node.byte_range(),
                    quoted,
                    "every site would be allowed with credentials, and could act as your visitors",
                );
            }
            Lookup::Nothing => {}
            Lookup::In(list) => origins::allow(module, list, origin, &|element| element.text() == Some(origin), plan)?,
            Lookup::Equals(comparison, string) => compared(module, comparison, string, wanted, plan)?,
            Lookup::Unknown => {
                return Err(Obstacle::new(
                    &plan.layout,
                    found.holder,
                    "what decides whether this is set cannot be read",
                ));
            }
        },
        _ => return Err(Obstacle::new(&plan.layout, node, "this origin is known only when the program runs")),
    }
    Ok(false)
}

/// Another origin stands there: both are meant from now on.
fn instead_of(
    module: &Module<'_>,
    node: Node<'_>,
    text: &str,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Result<bool, Obstacle> {
    let origin = wanted.origin();
    plan.lacking.push(origin.to_owned());
    let Place::Text(string) = module.place(node) else {
        return Err(Obstacle::new(&plan.layout, node, format!("this is `{}`, put together elsewhere", text)));
    };
    if let (Some(reason), Some(range)) = (near_miss(text, origin), content(string)) {
        plan.replace(range, origin, reason);
        return Ok(false);
    }
    let origins = named_with(text, origin);
    if let [_] = &origins[..] {
        let quoted = plan.layout.quoted(origin);
        plan.replace(node.byte_range(), quoted, format!("`{}` is not an origin, so it allows nobody", text));
        return Ok(false);
    }
    let layout = plan.layout;
    let request = format!("request.headers.get({})", layout.quoted("Origin"));
    let choice =
        format!("{request} if {request} in [{}] else {}", layout.quoted_list(&origins), layout.quoted(&origins[0]));
    let reason = format!("only `{}` is allowed, and the page is `{origin}`", text);
    plan.replace(node.byte_range(), choice, reason);
    let imports_request = module.nodes("import_from_statement").any(|import| {
        let text = module.text(import);
        text.contains("flask") && text.split([' ', ',', '(', ')', '\n']).any(|word| word == "request")
    });
    if !imports_request {
        let of_flask =
            module.nodes("import_from_statement").find(|import| module.text(*import).starts_with("from flask import"));
        match of_flask {
            Some(import) if !module.text(import).ends_with(')') => {
                plan.insert(import.end_byte(), ", request", "the request is not imported")
            }
            _ => {
                return Err(Obstacle::new(
                    &layout,
                    node,
                    "only one origin is allowed, and `request` is not imported from flask to tell them apart",
                ));
            }
        }
    }
    Ok(true)
}

fn compared(
    module: &Module<'_>,
    comparison: Node<'_>,
    string: Node<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    let origin = wanted.origin();
    let (Some(text), Some(range)) = (Source::string(module, string), content(string)) else {
        return Err(Obstacle::new(&plan.layout, string, "this origin is known only when the program runs"));
    };
    if text == origin {
        return Ok(());
    }
    plan.lacking.push(origin.to_owned());
    match near_miss(&text, origin) {
        Some(reason) => plan.replace(range, origin, reason),
        None => {
            let left = comparison.named_child(0).map_or("", |left| module.text(left));
            let list = plan.layout.quoted_list(&[text.clone(), origin.to_owned()]);
            let reason = format!("only `{}` is allowed, and the page is `{origin}`", text);
            plan.replace(comparison.byte_range(), format!("{left} in [{list}]"), reason);
        }
    }
    Ok(())
}

/// Sets more headers in the same way.
fn put_beside(module: &Module<'_>, found: &Field<'_>, more: &[(&str, String)], plan: &mut Plan<'_>) -> Planned {
    if more.is_empty() {
        return Ok(());
    }
    let layout = plan.layout;
    let reason = more.iter().map(|(name, _)| format!("`{name}` is not set")).collect::<Vec<_>>().join("; ");
    let from = plan.edits.len();
    let holder = found.holder;
    let line = |name: &str, value: &str| {
        let (name, value) = (layout.quoted(name), layout.quoted(value));
        match holder.kind() {
            "assignment" => {
                let object =
                    part(holder, "left").and_then(|left| part(left, "value")).map_or("", |object| module.text(object));
                format!("{object}[{name}] = {value}")
            }
            "call" => {
                format!("{}({name}, {value})", part(holder, "function").map_or("", |function| module.text(function)))
            }
            _ => format!("{name}: {value}"),
        }
    };
    let separator = match holder.kind() {
        "pair" if !layout.begins_line(holder.start_byte()) => ", ".to_owned(),
        "pair" => format!(",{}{}", layout.line_break, layout.indentation(holder.start_byte())),
        _ if layout.begins_line(holder.start_byte()) => {
            format!("{}{}", layout.line_break, layout.indentation(holder.start_byte()))
        }
        _ => "; ".to_owned(),
    };
    let lines = more.iter().map(|(name, value)| format!("{separator}{}", line(name, value)));
    plan.insert(holder.end_byte(), lines.collect::<String>(), reason);
    plan.blame(from, holder);
    Ok(())
}

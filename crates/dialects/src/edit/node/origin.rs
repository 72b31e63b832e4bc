//! The value of `Access-Control-Allow-Origin`.

use tree_sitter::Node;

use super::super::container::content;
use super::super::origins::{self, named_with, near_miss};
use super::super::place::{Place, Source};
use super::super::plan::{Obstacle, Plan, Topic};
use super::super::wanted::Wanted;
use super::field::Field;
use crate::document::field as part;
use crate::javascript::{Script, arguments};
use crate::node::{AllowOrigin, allow_origin_of_strangers};
use crate::value::Value;

/// Whether the answer is another for another origin, so that caches have to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Depends {
    OnNothingNew,
    OnTheOrigin,
}

/// Makes one place that sets the header name the origin.
pub(super) fn allow(
    script: &Script<'_>,
    handler: Node<'_>,
    field: &Field<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Result<Depends, Obstacle> {
    let origin = wanted.origin();
    let quoted = plan.layout.quoted(origin);
    let value = script.value(field.value);
    match &value.value {
        Value::Text(text) if text == origin => {}
        Value::Text(text) if text == "*" && !wanted.credentials() => {}
        Value::Text(text) if text == "*" => {
            plan.replace(field.value.byte_range(), quoted, "no browser takes `*` with credentials");
        }
        Value::Text(text) => return instead_of(script, handler, field, text, wanted, plan),
        Value::Variable { .. } => of_variable(script, field, wanted, plan)?,
        _ => match allow_origin_of_strangers(script, handler) {
            AllowOrigin::Echo(_) if wanted.credentials() => {
                plan.replace(
                    field.value.byte_range(),
                    quoted,
                    "every site would be allowed with credentials, and could act as your visitors",
                );
            }
            AllowOrigin::Echo(_) => {}
            _ => of_lookup(script, handler, field, wanted, plan)?,
        },
    }
    Ok(Depends::OnNothingNew)
}

/// Another origin stands there: both are meant from now on.
fn instead_of(
    script: &Script<'_>,
    handler: Node<'_>,
    field: &Field<'_>,
    text: &str,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Result<Depends, Obstacle> {
    let origin = wanted.origin();
    plan.lacking.push(origin.to_owned());
    let Place::Text(string) = script.place(field.value) else {
        return Err(Obstacle::new(&plan.layout, field.value, format!("this is `{}`, put together elsewhere", text)));
    };
    if let (Some(reason), Some(range)) = (near_miss(text, origin), content(string)) {
        plan.replace(range, origin, reason);
        return Ok(Depends::OnNothingNew);
    }
    let origins = named_with(text, origin);
    if let [_] = &origins[..] {
        let quoted = plan.layout.quoted(origin);
        plan.replace(field.value.byte_range(), quoted, format!("`{}` is not an origin, so it allows nobody", text));
        return Ok(Depends::OnNothingNew);
    }
    if !handler.byte_range().contains(&field.value.start_byte()) {
        return Err(Obstacle::new(
            &plan.layout,
            field.value,
            format!(
                "this is made once for every request, and `{origin}` beside another origin has to be chosen for each: set it in the handler"
            ),
        ));
    }
    let reason = match text.contains([',', ' ']) {
        true => "browsers read one origin here, and no list".to_owned(),
        false => format!("only `{}` is allowed, and the page is `{origin}`", text),
    };
    let request = format!("{}.headers.origin", request_name(script, handler));
    let layout = plan.layout;
    let choice =
        format!("[{}].includes({request}) ? {request} : {}", layout.quoted_list(&origins), layout.quoted(&origins[0]));
    plan.replace(field.value.byte_range(), choice, reason);
    Ok(Depends::OnTheOrigin)
}

/// The name of the parameter that is the request; a handler of errors has it second.
pub(super) fn request_name<'t>(script: &Script<'t>, handler: Node<'_>) -> &'t str {
    let parameters = script.parameters(handler);
    let place = usize::from(parameters.len() >= 4);
    parameters.get(place).copied().unwrap_or("req")
}

/// `process.env.ORIGIN || 'http://…'`, one origin and no list.
fn of_variable(script: &Script<'_>, field: &Field<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Result<(), Obstacle> {
    let is_star =
        |place: &Place<'_>| matches!(place, Place::Text(text) if Source::string(script, *text).as_deref() == Some("*"));
    if origins::is_open_variable(script, field.value, wanted, &is_star, plan) {
        return Ok(());
    }
    let Place::Variable { name, default, node, .. } = script.place(field.value) else {
        return Err(Obstacle::new(&plan.layout, field.value, "this origin is known only when the program runs"));
    };
    let origin = wanted.origin();
    if let Some(Place::Text(string)) = default.as_deref() {
        let text = Source::string(script, *string).unwrap_or_default();
        if text != origin
            && let Some(range) = content(*string)
        {
            let reason =
                near_miss(&text, origin).unwrap_or_else(|| format!("`{}` is another origin than `{origin}`", text));
            plan.replace(range, origin, reason);
        }
    }
    let site = plan.layout.site_at(node.start_byte());
    plan.remark(
        Topic::SetVariable,
        site,
        format!("the origin is the value of `{name}`: set it to `{origin}`, without a slash at its end"),
    );
    plan.variables.push(name);
    Ok(())
}

/// `if (list.includes(origin)) …`, `if (origin === '…') …`
fn of_lookup(
    script: &Script<'_>,
    handler: Node<'_>,
    field: &Field<'_>,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Result<(), Obstacle> {
    let origin = wanted.origin();
    let lookup = script
        .calls(handler)
        .find(|call| matches!(script.callee(*call), "includes" | "indexOf" | "has") && arguments(*call).count() == 1);
    if let Some(list) = lookup.and_then(|call| part(part(call, "function")?, "object")) {
        return origins::allow(script, list, origin, &|element| element.text() == Some(origin), plan);
    }
    let compares =
        |node: &Node<'_>| node.kind() == "binary_expression" && matches!(script.operator(*node), "===" | "==");
    let comparisons = script.document().descendants(handler).filter(compares);
    for comparison in comparisons {
        let (Some(left), Some(right)) = (part(comparison, "left"), part(comparison, "right")) else { continue };
        let (Some(text), Some(range)) = (Source::string(script, right), content(right)) else { continue };
        if !text.contains("://") {
            continue;
        }
        if text == origin {
            return Ok(());
        }
        plan.lacking.push(origin.to_owned());
        match near_miss(&text, origin) {
            Some(reason) => plan.replace(range, origin, reason),
            None => {
                let list = plan.layout.quoted_list(&[text.clone(), origin.to_owned()]);
                let reason = format!("only `{}` is allowed, and the page is `{origin}`", text);
                plan.replace(comparison.byte_range(), format!("[{list}].includes({})", script.text(left)), reason);
            }
        }
        return Ok(());
    }
    Err(Obstacle::new(
        &plan.layout,
        field.value,
        format!("a list does not decide which origins are allowed here; add `{origin}` to what does"),
    ))
}

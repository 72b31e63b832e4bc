//! Django, with django-cors-headers: the settings file.

mod middleware;
mod origins;
mod settings;

use self::settings::Settings;
use super::container::content;
use super::flask::layout;
use super::names::{self, Kind, Names};
use super::plan::{Obstacle, Plan, Planned};
use super::wanted::Wanted;
use crate::django::DEFAULTS;
use crate::import::ImportError;
use crate::python::Module;
use crate::reach::{From, matches};
use crate::value::{Expression, Value};

/// What to change in a source.
pub(super) fn plan<'t>(text: &'t str, wanted: &Wanted) -> Result<Result<Plan<'t>, Obstacle>, ImportError> {
    let module = Module::parse(text, DEFAULTS)?;
    let mut plan = Plan::new(layout(&module, text));
    Ok(plan_in(&module, wanted, &mut plan).map(|()| plan))
}

fn plan_in(module: &Module<'_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let mut settings = Settings::new(module);
    if !settings.are_of_django() {
        return Err(Obstacle::new(
            &plan.layout,
            module.root(),
            "this is not a settings file: neither `MIDDLEWARE` nor a setting of CORS is in it",
        ));
    }
    let is_new = !settings.have_cors();
    middleware::put_in_place(&settings, wanted, plan)?;
    path(&settings, wanted, plan)?;
    origins::allow(&mut settings, wanted, plan)?;
    credentials(&mut settings, wanted, plan)?;
    let method = [wanted.method().to_owned()];
    let is_asked_for = !wanted.has_safelisted_method();
    listed(
        &mut settings,
        "CORS_ALLOW_METHODS",
        Kind::Method,
        if is_asked_for || is_new { &method } else { &[] },
        is_new,
        wanted,
        plan,
    )?;
    listed(&mut settings, "CORS_ALLOW_HEADERS", Kind::RequestHeader, wanted.request_headers(), is_new, wanted, plan)?;
    if settings.value(&["CORS_EXPOSE_HEADERS"]).is_some() || !wanted.expose_headers().is_empty() {
        listed(
            &mut settings,
            "CORS_EXPOSE_HEADERS",
            Kind::ResponseHeader,
            wanted.expose_headers(),
            false,
            wanted,
            plan,
        )?;
    }
    settings.write_added(plan);
    Ok(())
}

/// One expression says for which paths the package is there at all.
fn path(settings: &Settings<'_, '_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    let Some((node, path)) = settings.value(&["CORS_URLS_REGEX"]).zip(wanted.path()) else { return Ok(()) };
    let value = settings.module().value(node);
    let expression = match &value.value {
        Value::Text(source) => Expression { source: source.clone(), ignores_case: false, is_stateful: false },
        Value::Expression(expression) => expression.clone(),
        _ => return Ok(()),
    };
    let path = path.split('?').next().unwrap_or_default();
    match (matches(&expression, From::Start, path), content(node)) {
        (Some(true), _) => Ok(()),
        // A part for this path beside what is there; flags at the beginning would count for it, too.
        (Some(false), Some(range))
            if node.kind() == "string" && !expression.source.contains("(?") && !path.contains('%') =>
        {
            let escaped: String = path.chars().flat_map(escaped).collect();
            let reason = format!("`{path}` does not match this expression, so that CORS is off for it");
            plan.insert(range.end, format!("|^{escaped}$"), reason);
            let last = plan.edits.len() - 1;
            plan.blame(last, node);
            Ok(())
        }
        _ => Err(Obstacle::new(
            &plan.layout,
            node,
            format!("CORS is off for paths that do not match this expression, and `{path}` has to"),
        )),
    }
}

/// A character of a path in an expression.
fn escaped(c: char) -> impl Iterator<Item = char> {
    let is_plain = c.is_ascii_alphanumeric() || "/_-~:@!,;=&".contains(c);
    (!is_plain).then_some('\\').into_iter().chain([c])
}

fn credentials(settings: &mut Settings<'_, '_>, wanted: &Wanted, plan: &mut Plan<'_>) -> Planned {
    if !wanted.credentials() {
        return Ok(());
    }
    let reason = "the page sends credentials, and they are not allowed";
    let Some(node) = settings.value(&["CORS_ALLOW_CREDENTIALS"]) else {
        settings.add("CORS_ALLOW_CREDENTIALS = True".into(), reason);
        return Ok(());
    };
    match settings.module().value(node).value {
        Value::Boolean(true) => Ok(()),
        Value::Boolean(false) | Value::Nothing => {
            plan.replace(node.byte_range(), "True", reason);
            Ok(())
        }
        _ => Err(Obstacle::new(
            &plan.layout,
            node,
            "whether credentials are allowed is known only when the program runs",
        )),
    }
}

/// Names in a list that is there, or that extends what the package allows by default.
fn listed(
    settings: &mut Settings<'_, '_>,
    name: &str,
    kind: Kind,
    wanted_names: &[String],
    is_new: bool,
    wanted: &Wanted,
    plan: &mut Plan<'_>,
) -> Planned {
    if let Some(node) = settings.value(&[name]) {
        let names =
            Names { kind, wanted: wanted_names, credentials: wanted.credentials(), one_string_holds_many: false };
        return names::allow(settings.module(), node, &names, plan);
    }
    let layout = plan.layout;
    if is_new {
        settings.add(format!("{name} = [{}]", layout.quoted_list(wanted_names)), settings::NEW);
        return Ok(());
    }
    let default = if kind == Kind::Method { "default_methods" } else { "default_headers" };
    let known = DEFAULTS
        .iter()
        .find(|(known, _)| *known == default && kind != Kind::ResponseHeader)
        .map_or(&[][..], |(_, names)| *names);
    let missing: Vec<_> = wanted_names.iter().filter(|name| !known.contains(&name.as_str())).cloned().collect();
    if missing.is_empty() {
        return Ok(());
    }
    let reason = format!(
        "{} not among those that the package allows by default",
        missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    );
    let missing = layout.quoted_list(&missing);
    if known.is_empty() {
        settings.add(format!("{name} = [{missing}]"), reason);
        return Ok(());
    }
    if !layout.text().contains(default) {
        settings.import(&format!("from corsheaders.defaults import {default}"), &reason, plan);
    }
    settings.add(format!("{name} = (*{default}, {missing})"), reason);
    Ok(())
}

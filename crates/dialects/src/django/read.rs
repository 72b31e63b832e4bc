//! From a settings file to a policy.

use preflight_engine::PolicyConfig;

use super::middleware;
use super::settings::Settings;
use crate::code::Code;
use crate::dialect::Dialect;
use crate::draft::{AnyOrigin, Draft, MethodSpelling};
use crate::import::{ImportError, Read};
use crate::note::{Notes, Site};
use crate::origin_expression::Match;
use crate::path_expression;
use crate::python::{KnownLists, Module};
use crate::route_policy::{RoutePolicy, name_for};
use crate::value::{Expression, Located, Value};

/// What `corsheaders.defaults` offers, which is also what holds if nobody says otherwise.
pub(crate) const DEFAULTS: KnownLists = &[
    ("default_headers", &["accept", "authorization", "content-type", "user-agent", "x-csrftoken", "x-requested-with"]),
    ("default_methods", &["DELETE", "GET", "OPTIONS", "PATCH", "POST", "PUT"]),
];

/// The settings of the package, the old names beside the new ones, which win.
const ALL_ORIGINS: [&str; 2] = ["CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"];
const ORIGINS: [&str; 2] = ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"];
const EXPRESSIONS: [&str; 2] = ["CORS_ALLOWED_ORIGIN_REGEXES", "CORS_ORIGIN_REGEX_WHITELIST"];
const OTHERS: [&str; 8] = [
    "CORS_URLS_REGEX",
    "CORS_ALLOW_METHODS",
    "CORS_ALLOW_HEADERS",
    "CORS_EXPOSE_HEADERS",
    "CORS_PREFLIGHT_MAX_AGE",
    "CORS_ALLOW_CREDENTIALS",
    "CORS_ALLOW_PRIVATE_NETWORK",
    "CORS_REPLACE_HTTPS_REFERER",
];

/// Reads the policy of a settings file.
pub(crate) fn read(source: &str, notes: &mut Notes) -> Read {
    let module = Module::parse(source, DEFAULTS)?;
    let settings = Settings::read(&module, notes);
    let Some((_, first)) = settings.cors_names().next() else {
        return Err(ImportError::NoCors { dialect: Dialect::Django, sought: "a setting whose name begins with CORS_" });
    };
    let site = first.site;
    middleware::check(&settings, notes);
    note_names(&settings, notes);
    let paths = settings.value(&["CORS_URLS_REGEX"]).map_or(Vec::new(), |expression| paths(expression, notes));
    let paths: Vec<_> = if paths.is_empty() { vec![None] } else { paths.into_iter().map(Some).collect() };
    let config = policy(&settings, site, notes);
    let mut policies = Vec::new();
    for path in paths {
        policies.push(RoutePolicy { name: name_for(path.as_deref(), &policies), path, config: config.clone() });
    }
    Ok(policies)
}

/// The paths that an expression names, each once; none where it names them all.
fn paths(expression: &Located, notes: &mut Notes) -> Vec<String> {
    match &expression.value {
        Value::Text(source) | Value::Expression(Expression { source, .. }) => {
            let parts = path_expression::alternatives(source).into_iter();
            let paths: Option<Vec<_>> =
                parts.map(|part| path_expression::of_expression(part, expression.site, notes)).collect();
            let mut paths = paths.unwrap_or_default();
            paths.dedup();
            paths
        }
        _ => {
            notes.note(
                Code::DynamicValue,
                expression.site,
                "for which paths it holds is known only when the program runs; imported for all",
            );
            Vec::new()
        }
    }
}

fn policy(settings: &Settings<'_, '_>, site: Site, notes: &mut Notes) -> PolicyConfig {
    let default = |name: &str| {
        let list = DEFAULTS.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, list)| list);
        let entries = list.iter().map(|entry| Located::new(Value::Text((*entry).into()), site));
        Located::new(Value::List(entries.collect()), site)
    };
    let mut draft = Draft::new(notes, site);
    if let Some(credentials) = settings.value(&["CORS_ALLOW_CREDENTIALS"]) {
        draft.credentials(credentials);
    }
    origins(settings, &mut draft);
    let methods = settings.value(&["CORS_ALLOW_METHODS"]).cloned();
    draft.methods(&methods.unwrap_or_else(|| default("default_methods")), MethodSpelling::Verbatim);
    match settings.value(&["CORS_ALLOW_HEADERS"]) {
        Some(headers) => draft.request_headers(headers),
        // `user-agent` needs no note where nobody wrote it.
        None => draft.request_headers(&default("default_headers")),
    }
    if let Some(headers) = settings.value(&["CORS_EXPOSE_HEADERS"]) {
        draft.expose_headers(headers);
    }
    let max_age = settings.value(&["CORS_PREFLIGHT_MAX_AGE"]).cloned();
    match max_age.unwrap_or_else(|| Located::new(Value::Number(86_400.0), site)) {
        // A zero is not sent, so that browsers keep an answer for five seconds.
        Located { value: Value::Number(0.0), .. } => draft.no_max_age(),
        max_age => draft.max_age(&max_age),
    }
    draft.preflight_status(&Located::new(Value::Number(200.0), site));
    draft.finish()
}

fn origins(settings: &Settings<'_, '_>, draft: &mut Draft<'_>) {
    if let Some(all) = settings.value(&ALL_ORIGINS) {
        let has_credentials =
            settings.value(&["CORS_ALLOW_CREDENTIALS"]).is_some_and(|value| value.boolean() == Some(true));
        match &all.value {
            Value::Boolean(true) if has_credentials => draft.any_origin(AnyOrigin::Reflected, all.site),
            Value::Boolean(true) => draft.any_origin(AnyOrigin::Wildcard, all.site),
            Value::Boolean(false) | Value::Nothing => {}
            _ => draft.dynamic("whether every origin is allowed", all.site),
        }
    }
    for element in settings.value(&ORIGINS).into_iter().flat_map(Located::elements) {
        match &element.value {
            Value::Text(text) => draft.origin(text, element.site),
            _ => draft.other_origin(element),
        }
    }
    for element in settings.value(&EXPRESSIONS).into_iter().flat_map(Located::elements) {
        match &element.value {
            Value::Text(source) => {
                let expression = Expression { source: source.clone(), ignores_case: false, is_stateful: false };
                draft.origin_expression(&expression, Match::FromStart, element.site);
            }
            Value::Expression(expression) => draft.origin_expression(expression, Match::FromStart, element.site),
            _ => draft.dynamic("this expression", element.site),
        }
    }
}

fn note_names(settings: &Settings<'_, '_>, notes: &mut Notes) {
    let known = [&ALL_ORIGINS[..], &ORIGINS, &EXPRESSIONS, &OTHERS].concat();
    for (name, value) in settings.cors_names() {
        if name == "CORS_ALLOW_PRIVATE_NETWORK" && value.boolean() != Some(false) {
            notes.note(
                Code::PrivateNetwork,
                value.site,
                "no shipping browser asks for private network access any more; left out",
            );
        } else if !known.contains(&name) {
            notes.note(
                Code::UnknownOption,
                value.site,
                format!("`{name}` is no setting of the package, which ignores it"),
            );
        }
    }
    let signal = settings
        .module()
        .nodes("call")
        .find(|call| settings.module().text(*call).starts_with("check_request_enabled.connect"));
    if let Some(signal) = signal {
        notes.note(
            Code::DynamicValue,
            settings.module().site(signal),
            "what a signal handler allows is known only when the program runs; it grants nothing here",
        );
    }
}

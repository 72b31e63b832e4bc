//! A policy as settings of django-cors-headers.

use preflight_engine::OriginPattern;
use preflight_engine::server::{Allowed, PolicyConfig};

use crate::code::Code;
use crate::losses::{preflight_status_is_fixed, refused_reach_application};
use crate::note::Notes;
use crate::pattern_expression::escape;
use crate::python::{compiled, list};
use crate::quoted::quote;
use crate::route_policy::RoutePolicy;
use crate::usual::{METHODS, REQUEST_HEADERS, normalized};

/// Writes the settings. The package holds one policy: the first for every path, or else the first.
pub(crate) fn write(policies: &[RoutePolicy], losses: &mut Notes) -> String {
    let Some(policy) = policies.iter().find(|policy| policy.prefix().is_none()).or(policies.first()) else {
        return String::new();
    };
    for other in policies.iter().filter(|other| !std::ptr::eq(*other, policy)) {
        losses.loss(
            Code::OnePolicyOnly,
            format!("the package holds one policy; `{}` was left out", other.name.escape_debug()),
        );
    }
    note_losses(&policy.config, losses);
    let mut text = String::from(
        "# INSTALLED_APPS holds \"corsheaders\"; MIDDLEWARE holds \"corsheaders.middleware.CorsMiddleware\" before\n# whatever answers by itself, such as CommonMiddleware.\n\n",
    );
    for (name, value) in settings(policy, losses) {
        text += &format!("{name} = {value}\n");
    }
    text
}

fn note_losses(config: &PolicyConfig, losses: &mut Notes) {
    if config.origins == Allowed::Any {
        losses.loss(Code::SuperfluousVary, "the package says `Vary: origin` although every origin gets the same");
    }
    refused_reach_application("the package", config, losses);
    preflight_status_is_fixed("the package", 200, config, losses);
    if config.max_age.is_some_and(|max_age| max_age.is_zero()) {
        losses.loss(
            Code::MaxAgeNotSent,
            "the package sends no max-age of 0, so that browsers keep an answer for five seconds",
        );
    }
}

fn settings(policy: &RoutePolicy, losses: &mut Notes) -> Vec<(&'static str, String)> {
    let config = &policy.config;
    let names = |names: &[String]| list(&names.iter().map(|name| quote(name)).collect::<Vec<_>>(), "");
    let mut settings = origins(config);
    if let Some(expression) = path(policy) {
        settings.push(("CORS_URLS_REGEX", expression));
    }
    if config.credentials {
        settings.push(("CORS_ALLOW_CREDENTIALS", "True".into()));
    }
    settings.push(("CORS_ALLOW_METHODS", names(&methods(config, losses))));
    settings.push(("CORS_ALLOW_HEADERS", names(&request_headers(config, losses))));
    match &config.expose_headers {
        Allowed::Any => settings.push(("CORS_EXPOSE_HEADERS", names(&["*".to_owned()]))),
        Allowed::Listed(headers) if headers.is_empty() => {}
        Allowed::Listed(headers) => settings.push(("CORS_EXPOSE_HEADERS", names(headers))),
    }
    // Without the setting the package sends a day; a zero sends nothing.
    let max_age = config.max_age.map_or(0, |max_age| max_age.as_secs());
    settings.push(("CORS_PREFLIGHT_MAX_AGE", max_age.to_string()));
    settings
}

fn origins(config: &PolicyConfig) -> Vec<(&'static str, String)> {
    let Allowed::Listed(entries) = &config.origins else {
        return vec![("CORS_ALLOW_ALL_ORIGINS", "True".into())];
    };
    let patterns: Vec<_> = entries.iter().filter_map(|entry| OriginPattern::parse(entry).ok()).collect();
    let exact = patterns.iter().filter(|pattern| pattern.is_exact()).map(|pattern| quote(pattern.as_str()));
    let exact: Vec<_> = exact.chain(config.dangerously_allow_null_origin.then(|| quote("null"))).collect();
    let expressions: Vec<_> = patterns.iter().filter(|pattern| !pattern.is_exact()).map(compiled).collect();
    let mut settings = Vec::new();
    if !exact.is_empty() {
        settings.push(("CORS_ALLOWED_ORIGINS", list(&exact, "")));
    }
    if !expressions.is_empty() {
        settings.push(("CORS_ALLOWED_ORIGIN_REGEXES", list(&expressions, "")));
    }
    settings
}

fn path(policy: &RoutePolicy) -> Option<String> {
    let (prefix, is_prefix) = policy.prefix()?;
    let segments =
        prefix.split('/').map(|segment| if segment.starts_with('{') { "[^/]+".to_owned() } else { escape(segment) });
    let expression = segments.collect::<Vec<_>>().join("/");
    Some(format!("r\"^{expression}{}\"", if is_prefix { "(?:/|\\Z)" } else { "\\Z" }))
}

/// With credentials no browser takes `*`, and the package cannot send back what is asked for.
fn methods(config: &PolicyConfig, losses: &mut Notes) -> Vec<String> {
    match &config.methods {
        Allowed::Any if config.credentials => {
            losses.loss(
                Code::AnyMethodListed,
                "with credentials the package cannot allow any method; the usual ones are listed",
            );
            METHODS.map(str::to_owned).to_vec()
        }
        Allowed::Any => vec!["*".into()],
        Allowed::Listed(methods) => normalized(methods),
    }
}

fn request_headers(config: &PolicyConfig, losses: &mut Notes) -> Vec<String> {
    match &config.request_headers {
        Allowed::Any if config.credentials => {
            losses.loss(
                Code::AnyRequestHeaderListed,
                "with credentials the package cannot allow any request header; the usual ones are listed",
            );
            REQUEST_HEADERS.map(str::to_owned).to_vec()
        }
        Allowed::Any => vec!["*".into(), "authorization".into()],
        Allowed::Listed(headers) => headers.clone(),
    }
}

//! Policies as arguments of Flask-CORS.

use preflight_engine::OriginPattern;
use preflight_engine::server::{Allowed, PolicyConfig};

use super::expression::looks_like_expression;
use crate::code::Code;
use crate::losses::{preflight_status_is_fixed, refused_reach_application};
use crate::note::Notes;
use crate::pattern_expression::escape;
use crate::python::{compiled, list};
use crate::quoted::quote;
use crate::route_policy::RoutePolicy;
use crate::usual::{METHODS, normalized};

/// The package says `Vary` to allowed origins only, and a cache needs it on every answer.
const VARY: &str = "

@app.after_request
def vary_by_origin(response):
    response.vary.add(\"Origin\")
    return response
";

/// Writes policies. Each gets its path; the package prefers the longer ones.
pub(crate) fn write(policies: &[RoutePolicy], losses: &mut Notes) -> String {
    losses.loss(Code::PreflightNeedsRoute, "Flask answers preflights only where a route exists");
    let body = match policies {
        [policy] if policy.prefix().is_none() => {
            let options = options(&policy.config, losses);
            let lines = options.iter().map(|(name, value)| format!("    {name}={value},\n"));
            format!("CORS(\n    app,\n{})\n", lines.collect::<String>())
        }
        _ => {
            let resources = policies.iter().map(|policy| resource(policy, losses));
            format!(
                "CORS(\n    app,\n    vary_header=False,\n    resources={{\n{}    }},\n)\n",
                resources.collect::<String>()
            )
        }
    };
    let any = policies.iter().filter(|policy| policy.config.origins == Allowed::Any).count();
    let vary = if any < policies.len() { VARY } else { "" };
    if any > 0 && any < policies.len() {
        losses.loss(Code::SuperfluousVary, "`Vary: Origin` is also said where every origin gets the same");
    }
    let import = if body.contains("re.compile(") { "import re\n\n" } else { "" };
    format!("{import}from flask_cors import CORS\n\n{body}{vary}")
}

fn resource(policy: &RoutePolicy, losses: &mut Notes) -> String {
    let path = match policy.prefix() {
        None => "r\"/.*\"".to_owned(),
        Some((prefix, is_prefix)) => {
            let segments = prefix.split('/');
            let segments =
                segments.map(|segment| if segment.starts_with('{') { "[^/]+".to_owned() } else { escape(segment) });
            let expression = segments.collect::<Vec<_>>().join("/");
            format!("r\"^{expression}{}\"", if is_prefix { "(?:/|\\Z)" } else { "\\Z" })
        }
    };
    let options = options(&policy.config, losses).into_iter().filter(|(name, _)| *name != "vary_header");
    let lines = options.map(|(name, value)| format!("            {}: {value},\n", quote(name)));
    format!("        {path}: {{\n{}        }},\n", lines.collect::<String>())
}

fn options(config: &PolicyConfig, losses: &mut Notes) -> Vec<(&'static str, String)> {
    refused_reach_application("the package", config, losses);
    preflight_status_is_fixed("Flask", 200, config, losses);
    let names = |names: &[String]| list(&names.iter().map(|name| quote(name)).collect::<Vec<_>>(), "    ");
    let mut options = origins(config);
    if config.credentials {
        options.push(("supports_credentials", "True".into()));
    }
    options.push(("methods", names(&methods(config, losses))));
    match &config.request_headers {
        Allowed::Any => options.push(("allow_headers", quote("*"))),
        Allowed::Listed(headers) => options.push(("allow_headers", request_headers(headers))),
    }
    match &config.expose_headers {
        Allowed::Any => options.push(("expose_headers", quote("*"))),
        Allowed::Listed(headers) if headers.is_empty() => {}
        Allowed::Listed(headers) => options.push(("expose_headers", names(headers))),
    }
    if let Some(max_age) = config.max_age {
        // The number 0 would be left out; the text is sent.
        let seconds = max_age.as_secs();
        options.push(("max_age", if seconds == 0 { quote("0") } else { seconds.to_string() }));
    }
    options
}

fn origins(config: &PolicyConfig) -> Vec<(&'static str, String)> {
    let Allowed::Listed(entries) = &config.origins else {
        return vec![("origins", quote("*")), ("send_wildcard", "True".into())];
    };
    let patterns = entries.iter().filter_map(|entry| OriginPattern::parse(entry).ok());
    let mut elements: Vec<_> = patterns
        .map(|pattern| match pattern.is_exact() && !looks_like_expression(pattern.as_str()) {
            true => quote(pattern.as_str()),
            false => format!("re.compile({})", compiled(&pattern)),
        })
        .collect();
    if config.dangerously_allow_null_origin {
        elements.push(quote("null"));
    }
    // `always_send` would give every origin to whoever sends none.
    vec![("origins", list(&elements, "    ")), ("always_send", "False".into()), ("vary_header", "False".into())]
}

fn methods(config: &PolicyConfig, losses: &mut Notes) -> Vec<String> {
    let Allowed::Listed(methods) = &config.methods else {
        losses.loss(Code::AnyMethodListed, "the package cannot allow any method; the usual ones are listed");
        return METHODS.map(str::to_owned).to_vec();
    };
    let (lower, kept): (Vec<_>, Vec<_>) = methods
        .iter()
        .cloned()
        .partition(|name| normalized(std::slice::from_ref(name))[0] != name.to_ascii_uppercase());
    for method in lower {
        losses.loss(
            Code::ListApproximated,
            format!("the package writes methods in upper case, so that `{method}` cannot be said; left out"),
        );
    }
    // A method that is not listed gets no Allow-Headers, although browsers take these three without listing.
    let mut methods = normalized(&kept);
    let safelisted = ["GET", "HEAD", "POST"].map(str::to_owned);
    methods.extend(safelisted.into_iter().filter(|method| !kept.contains(method)));
    normalized(&methods)
}

fn request_headers(headers: &[String]) -> String {
    let elements = headers.iter().map(|name| match looks_like_expression(name) {
        true => format!("re.compile(r\"(?i)^{}\\Z\")", escape(name)),
        false => quote(name),
    });
    list(&elements.collect::<Vec<_>>(), "    ")
}

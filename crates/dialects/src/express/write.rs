//! Policies as options of the package `cors`.

use preflight_engine::OriginPattern;
use preflight_engine::server::{Allowed, PolicyConfig};

use crate::code::Code;
use crate::javascript::{list, object, quote, regex};
use crate::losses::refused_reach_application;
use crate::note::Notes;
use crate::route_policy::RoutePolicy;
use crate::usual::{normalized, note_methods_of_node};

/// Writes policies, the most specific path first: the first `cors` that answers has the last word.
pub(crate) fn write(policies: &[RoutePolicy], losses: &mut Notes) -> String {
    let mut sorted: Vec<_> = policies.iter().collect();
    sorted.sort_by_key(|policy| std::cmp::Reverse(policy.prefix().map_or(0, |(prefix, _)| prefix.len())));
    losses.loss(Code::OptionsSwallowed, "the package answers every OPTIONS itself, preflight or not");
    let mut text = String::from("const cors = require('cors');\n");
    for policy in sorted {
        text += &format!("\n// policy {}\n{}", policy.name.escape_debug(), one(policy, losses));
    }
    text
}

fn one(policy: &RoutePolicy, losses: &mut Notes) -> String {
    let config = &policy.config;
    note_methods_of_node(config, losses);
    if config.origins != Allowed::Any {
        losses.loss(
            Code::RefusedLearns,
            "a refused preflight is answered like any other, with the lists but without Allow-Origin",
        );
    }
    refused_reach_application("the package", config, losses);
    let path = match policy.prefix() {
        None => String::new(),
        Some((prefix, is_prefix)) => {
            if !is_prefix || prefix.contains('{') {
                losses.loss(
                    Code::PathApproximated,
                    format!("`{prefix}` is written as a prefix, which also holds what is below it"),
                );
            }
            let path = prefix.replace('{', ":").replace('}', "");
            format!("{}, ", quote(&path))
        }
    };
    // With credentials no browser takes `*` for a method, so that what is asked for is sent back.
    if config.credentials && config.methods == Allowed::Any {
        return format!(
            "app.use({path}cors((req, callback) => callback(null, {{\n{}  methods: req.headers['access-control-request-method'],\n}})));\n",
            object(&options(config)),
        );
    }
    format!("app.use({path}cors({{\n{}}}));\n", object(&options(config)))
}

fn options(config: &PolicyConfig) -> Vec<(&'static str, String)> {
    let names = |names: &[String]| list(&names.iter().map(|name| quote(name)).collect::<Vec<_>>(), "  ");
    let mut options = vec![("origin", origin(config))];
    if config.credentials {
        options.push(("credentials", "true".into()));
    }
    match &config.methods {
        Allowed::Any if config.credentials => {}
        Allowed::Any => options.push(("methods", quote("*"))),
        Allowed::Listed(methods) => options.push(("methods", names(&normalized(methods)))),
    }
    // Without `allowedHeaders` the package sends back what is asked for.
    if let Allowed::Listed(headers) = &config.request_headers {
        options.push(("allowedHeaders", names(headers)));
    }
    match &config.expose_headers {
        Allowed::Any => options.push(("exposedHeaders", quote("*"))),
        Allowed::Listed(headers) if headers.is_empty() => {}
        Allowed::Listed(headers) => options.push(("exposedHeaders", names(headers))),
    }
    if let Some(max_age) = config.max_age {
        options.push(("maxAge", max_age.as_secs().to_string()));
    }
    if config.preflight_status != 204 {
        options.push(("optionsSuccessStatus", config.preflight_status.to_string()));
    }
    options
}

/// Always a list: a lone string would be sent to everybody.
fn origin(config: &PolicyConfig) -> String {
    let Allowed::Listed(entries) = &config.origins else { return quote("*") };
    let patterns = entries.iter().filter_map(|entry| OriginPattern::parse(entry).ok());
    let mut elements: Vec<_> =
        patterns.map(|pattern| if pattern.is_exact() { quote(pattern.as_str()) } else { regex(&pattern) }).collect();
    if config.dangerously_allow_null_origin {
        elements.push(quote("null"));
    }
    list(&elements, "  ")
}

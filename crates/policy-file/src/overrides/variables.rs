//! The `PREFLIGHT_*` variables. An empty one counts as not set, so that `PREFLIGHT_LISTEN=` takes an override back.
//!
//! An empty `PREFLIGHT_ORIGINS` is an error: it could mean that nobody is allowed, or that the file says who, and where it
//! comes of a variable that somebody forgot (`PREFLIGHT_ORIGINS=$ORIGINS`) it means neither.

use preflight_rules::policies;

use super::{Override, Overriding, list_node};
use crate::document::Node;
use crate::environment::{Environment, Variable};
use crate::report::Report;
use crate::site::Site;
use crate::suggestion::nearest;

const PREFIX: &str = "PREFLIGHT_";

/// A variable, the key that it overrides, where that key stands, and its shape. What is dangerous has no variable, nor has
/// what lets through fields that others read as something else: it has to be spelled out in the file, or in a flag.
const VARIABLES: [(&str, &str, Level, Shape); 18] = [
    ("PREFLIGHT_LISTEN", "listen", Level::Top, Shape::Text),
    ("PREFLIGHT_PUBLIC_URL", "public-url", Level::Top, Shape::Text),
    ("PREFLIGHT_HOSTS", "hosts", Level::Top, Shape::List),
    ("PREFLIGHT_TRUSTED_PROXIES", "trusted-proxies", Level::Top, Shape::List),
    ("PREFLIGHT_CASE_INSENSITIVE_PATHS", "case-insensitive-paths", Level::Top, Shape::Text),
    ("PREFLIGHT_CONNECTIONS", "connections", Level::Top, Shape::Text),
    ("PREFLIGHT_CONNECTIONS_PER_ADDRESS", "connections-per-address", Level::Top, Shape::Text),
    ("PREFLIGHT_REQUESTS", "requests", Level::Top, Shape::Text),
    ("PREFLIGHT_REQUESTS_PER_ADDRESS", "requests-per-address", Level::Top, Shape::Text),
    ("PREFLIGHT_UPSTREAM", "upstream", Level::Upstream, Shape::Text),
    ("PREFLIGHT_UPSTREAM_TIMEOUT", "upstream-timeout", Level::Top, Shape::Text),
    ("PREFLIGHT_ORIGINS", "origins", Level::Policy, Shape::List),
    ("PREFLIGHT_CREDENTIALS", "credentials", Level::Policy, Shape::Text),
    ("PREFLIGHT_METHODS", "methods", Level::Policy, Shape::List),
    ("PREFLIGHT_REQUEST_HEADERS", "request-headers", Level::Policy, Shape::List),
    ("PREFLIGHT_EXPOSE_HEADERS", "expose-headers", Level::Policy, Shape::List),
    ("PREFLIGHT_MAX_AGE", "max-age", Level::Policy, Shape::Text),
    ("PREFLIGHT_REFUSED", "refused", Level::Policy, Shape::Text),
];

/// What to do about an empty `PREFLIGHT_ORIGINS`.
const NO_ORIGINS: &str = "unset it to keep the origins of the file, or set it to `any`, or to origins such as `https://app.example.com,https://admin.example.com`";

#[derive(Clone, Copy)]
enum Level {
    Top,
    Policy,
    Upstream,
}

#[derive(Clone, Copy)]
enum Shape {
    Text,
    /// Entries between commas.
    List,
}

pub(super) fn gather<'a>(environment: &'a Environment, overriding: &mut Overriding<'a>, report: &mut Report) {
    for (name, key, level, shape) in VARIABLES {
        let site = Site::Variable(name);
        let value = match environment.variable(name) {
            Variable::Is(value) => value,
            Variable::NotUnicode => {
                report.error(&policies::UNUSABLE_OVERRIDE, &site, "its value is not Unicode");
                continue;
            }
            Variable::Undefined | Variable::PerhapsInEnvFile | Variable::InMissingEnvFile(_) => continue,
        };
        let Some(node) = node(value, shape, site.clone()) else {
            if key == "origins" {
                report.error_with_help(
                    &policies::UNUSABLE_OVERRIDE,
                    &site,
                    "it is set and holds no origin",
                    Some(NO_ORIGINS.to_owned()),
                );
            }
            continue;
        };
        match level {
            Level::Top => overriding.top.push(Override { key, node }),
            Level::Policy => overriding.policy.push(Override { key, node }),
            Level::Upstream => overriding.upstream.push(node),
        }
    }
}

fn node(value: &str, shape: Shape, site: Site) -> Option<Node<'_>> {
    match shape {
        Shape::Text => (!value.trim().is_empty()).then(|| Node::untyped(value.trim(), site)),
        Shape::List => {
            let entries = value.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            list_node(entries.map(|entry| Node::untyped(entry, site.clone())).collect(), site)
        }
    }
}

/// Warns of variables that look as if they were to override something and do not.
pub(crate) fn check_names(environment: &Environment, report: &mut Report) {
    let mut names: Vec<_> = environment.names().filter(|name| name.starts_with(PREFIX)).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let is_known = VARIABLES.iter().any(|(known, ..)| *known == name);
        if !is_known && !is_of_a_service(name) {
            let meant = nearest_variable(name).map(|meant| format!("did you mean `{meant}`?"));
            report.warning_with_help(
                &policies::UNKNOWN_VARIABLE,
                &Site::OtherVariable(name.into()),
                "this variable overrides nothing",
                meant,
            );
        }
    }
}

/// What Kubernetes puts into every container beside a service that is called `preflight`.
fn is_of_a_service(name: &str) -> bool {
    let rest = name.strip_prefix(PREFIX).unwrap_or_default();
    rest == "PORT" || rest.starts_with("PORT_") || rest.starts_with("SERVICE_")
}

fn nearest_variable(name: &str) -> Option<&'static str> {
    let key = nearest(name.strip_prefix(PREFIX)?, VARIABLES.iter().map(|(_, key, ..)| *key))?;
    VARIABLES.iter().find(|(_, known, ..)| *known == key).map(|(variable, ..)| *variable)
}

//! From policies and policy files to TOML that reads back as the same.

use std::fmt::Write;
use std::time::Duration;

use preflight_engine::PolicyConfig;
use serde_json::Value;
use toml_writer::{ToTomlKey, ToTomlValue};

use crate::duration;
use crate::expand::escape;
use crate::policy_file::{PolicyFile, Route, Timeouts};
use crate::policy_json::entries;

/// A list with more entries gets a line for each.
const ENTRIES_ON_A_LINE: usize = 3;

/// The policy as the table `[policy.<name>]`, without the keys that say what is so anyway.
///
/// ```
/// use preflight_engine::PolicyConfig;
/// use preflight_engine::server::Allowed;
/// use preflight_policy_file::policy_to_toml;
///
/// let origins = Allowed::listed(["https://app.example.com"]);
/// let config = PolicyConfig { origins, credentials: true, ..PolicyConfig::default() };
/// let expected = "[policy.app]\norigins = [\"https://app.example.com\"]\ncredentials = true\n";
/// assert_eq!(policy_to_toml("app", &config), expected);
/// ```
pub fn policy_to_toml(name: &str, config: &PolicyConfig) -> String {
    let entries = entries(config).map(|(key, value)| format!("{key} = {}\n", toml(&value)));
    format!("[policy.{}]\n{}", name.to_toml_key(), entries.collect::<String>())
}

/// The file in TOML. Variables are written with their values, and a top-level `upstream` as the route that it stands for.
///
/// ```
/// use preflight_policy_file::{Context, parse_toml, to_toml};
///
/// let text = "upstream = 'http://127.0.0.1:5000'\npolicy.app.origins = 'any'";
/// let (file, _) = parse_toml(text, "preflight.toml", &Context::default())?;
/// let (again, _) = parse_toml(&to_toml(&file), "preflight.toml", &Context::default())?;
/// assert_eq!(again.routes, file.routes);
/// # Ok::<(), preflight_policy_file::Diagnostics>(())
/// ```
pub fn to_toml(file: &PolicyFile) -> String {
    let proxies: Vec<_> = file.trusted_proxies.iter().map(ToString::to_string).collect();
    let env_file = file.env_file.as_ref().map(|path| path.display().to_string());
    let top = [
        ("listen", file.listen.map(|listen| listen.to_string().into())),
        ("public-url", file.public_url.as_ref().map(|origin| origin.as_str().into())),
        ("hosts", (!file.hosts.is_empty()).then(|| file.hosts.clone().into())),
        ("trusted-proxies", (!proxies.is_empty()).then(|| proxies.into())),
        ("case-insensitive-paths", file.case_insensitive_paths.then_some(true.into())),
        ("keep-underscore-headers", file.keep_underscore_headers.then_some(true.into())),
        ("connections", file.capacity.connections.map(Value::from)),
        ("connections-per-address", file.capacity.connections_per_address.map(Value::from)),
        ("requests", file.capacity.requests.map(Value::from)),
        ("requests-per-address", file.capacity.requests_per_address.map(Value::from)),
        ("upstream-timeout", file.upstream_timeout.map(|timeout| duration::format(timeout).into())),
        ("env-file", env_file.map(Value::from)),
        ("default-policy", file.default_policy.as_deref().map(Value::from)),
    ];
    let mut sections = vec![lines(top), timeouts(&file.timeouts)];
    sections.extend(file.policies.iter().map(|(name, policy)| policy_to_toml(name, &policy.config)));
    sections.extend(file.routes.iter().map(route));
    sections.retain(|section| !section.is_empty());
    sections.join("\n")
}

fn timeouts(timeouts: &Timeouts) -> String {
    let phase = |timeout: Option<Duration>| timeout.map(|timeout| duration::format(timeout).into());
    let entries = lines([
        ("connect", phase(timeouts.connect)),
        ("request-head", phase(timeouts.request_head)),
        ("request-idle", phase(timeouts.request_idle)),
        ("answer-idle", phase(timeouts.answer_idle)),
        ("send-idle", phase(timeouts.send_idle)),
        ("idle", phase(timeouts.idle)),
        ("total", phase(timeouts.total)),
    ]);
    if entries.is_empty() { entries } else { format!("[timeouts]\n{entries}") }
}

fn route(route: &Route) -> String {
    let entries = [
        ("host", route.host.as_deref().map(Value::from)),
        ("path", Some(route.path.as_str().into())),
        ("upstream", Some(route.upstream.to_string().into())),
        ("policy", route.policy.as_deref().map(Value::from)),
    ];
    format!("[[route]]\n{}", lines(entries))
}

fn lines<const N: usize>(entries: [(&str, Option<Value>); N]) -> String {
    let written = entries.into_iter().filter_map(|(key, value)| Some((key, value?)));
    written.fold(String::new(), |mut out, (key, value)| {
        writeln!(out, "{key} = {}", toml(&value)).expect("a String takes everything");
        out
    })
}

/// The values of policies are strings, lists of strings, booleans and small numbers, which JSON writes as TOML does.
fn toml(value: &Value) -> String {
    match value {
        Value::String(text) => escape(text).to_toml_value(),
        Value::Array(entries) => {
            let entries: Vec<_> = entries.iter().map(toml).collect();
            if entries.len() <= ENTRIES_ON_A_LINE {
                format!("[{}]", entries.join(", "))
            } else {
                format!("[\n    {},\n]", entries.join(",\n    "))
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

//! A single policy as a JSON value, as `preflight decide` and `preflight import` exchange them.

use preflight_engine::PolicyConfig;
use preflight_engine::server::{Allowed, WhenRefused};
use serde_json::{Map, Value, json};

use crate::diagnostic::Diagnostics;
use crate::duration;
use crate::environment::Environment;
use crate::load::Load;
use crate::policy::{Circumstances, Draft};
use crate::policy_file::NamedPolicy;
use crate::reader::Reader;
use crate::report::{Report, Texts};
use crate::site::Site;
use crate::syntax::convert_json_value;

/// Reads a policy from a JSON object with the keys of `[policy.x]`. Strings are taken as they are: nothing expands.
///
/// # Errors
/// [`Diagnostics`] with every mistake at its path of keys.
///
/// ```
/// use preflight_policy_file::parse_policy_json;
/// use serde_json::json;
///
/// let policy = parse_policy_json(&json!({"origins": ["https://app.example.com"], "max-age": "2h"}))?;
/// assert_eq!(policy.config.max_age.unwrap().as_secs(), 7200);
///
/// let errors = parse_policy_json(&json!({"origins": ["https://a.example", "null"], "method": "any"})).unwrap_err();
/// let places: Vec<_> = errors.iter().map(|error| error.place.to_string()).collect();
/// assert_eq!(places, ["method", "origins[1]"]);
/// # Ok::<(), preflight_policy_file::Diagnostics>(())
/// ```
pub fn parse_policy_json(value: &Value) -> Result<NamedPolicy, Diagnostics> {
    let environment = Environment::default();
    let mut reader = Reader { environment: &environment, report: Report::default() };
    let site = Site::Key("policy".into());
    let node = convert_json_value(value, "");
    let node = crate::document::Node { site: site.clone(), ..node };
    let policy = reader
        .table("policy", &node, "write {\"origins\": [\"https://app.example.com\"]}")
        .map(|table| Draft::read(&mut reader, table, &site))
        .and_then(|draft| draft.compile(&mut reader, "policy", Circumstances { load: &Load::First, exposure: None }));
    reader.report.finish(policy, Texts::default()).map(|(policy, _)| policy)
}

/// The policy as a JSON object with the keys of `[policy.x]`, without those that say what is so anyway.
/// [`parse_policy_json`] reads it back.
///
/// ```
/// use preflight_engine::PolicyConfig;
/// use preflight_engine::server::Allowed;
/// use preflight_policy_file::policy_to_json;
///
/// let config = PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() };
/// assert_eq!(policy_to_json(&config), serde_json::json!({"origins": "any"}));
/// ```
pub fn policy_to_json(config: &PolicyConfig) -> Value {
    entries(config).map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>().into()
}

/// The keys and values of a policy that say something, in the order in which they are written.
pub(crate) fn entries(config: &PolicyConfig) -> impl Iterator<Item = (&'static str, Value)> {
    let default = PolicyConfig::default();
    let list = |key, allowed: &Allowed| {
        let value = match allowed {
            Allowed::Any => json!("any"),
            Allowed::Listed(entries) => json!(entries),
        };
        (key == "origins" || *allowed != Allowed::default()).then_some((key, value))
    };
    let boolean = |key, boolean: bool| boolean.then_some((key, json!(true)));
    let refused = match config.refused {
        WhenRefused::Forward => None,
        WhenRefused::Reject => Some(("refused", json!("reject"))),
    };
    let has_own_status = config.preflight_status != default.preflight_status;
    let entries = [
        list("origins", &config.origins),
        boolean("credentials", config.credentials),
        list("methods", &config.methods),
        list("request-headers", &config.request_headers),
        list("expose-headers", &config.expose_headers),
        config.max_age.map(|max_age| ("max-age", json!(duration::format(max_age)))),
        has_own_status.then(|| ("preflight-status", json!(config.preflight_status))),
        refused,
        boolean("dangerously-allow-insecure-origins", config.dangerously_allow_insecure_origins),
        boolean("dangerously-allow-public-suffixes", config.dangerously_allow_public_suffixes),
        boolean("dangerously-allow-null-origin", config.dangerously_allow_null_origin),
    ];
    entries.into_iter().flatten()
}

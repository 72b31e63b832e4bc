//! Configurations that a strict peer accepts or rejects: `servers/aux/jub0bs_config_*.json`.

use std::time::Duration;

use preflight_engine::server::{Allowed, Policy, PolicyConfig, PolicyError};
use serde::Deserialize;

/// A vector of `jub0bs_config_errors.json` or `jub0bs_config_normalisation.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConfigurationVector {
    /// Where it comes from.
    pub source: String,
    config: Option<PeerConfiguration>,
    /// None where the peer accepts the configuration.
    #[serde(default)]
    errors: Vec<PeerError>,
    /// How the peer writes it back; preflight keeps what a person wrote, and warns.
    #[serde(rename = "normalised")]
    _normalised: Option<serde_json::Value>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default, deny_unknown_fields)]
struct PeerConfiguration {
    origins: Vec<String>,
    credentialed: bool,
    methods: Vec<String>,
    request_headers: Vec<String>,
    response_headers: Vec<String>,
    max_age_in_seconds: i64,
    dangerously_tolerate_insecure_origins: bool,
    dangerously_tolerate_subdomains_of_public_suffixes: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeerError {
    kind: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    header_type: String,
    #[serde(default)]
    value: serde_json::Value,
    #[serde(rename = "max")]
    _max: Option<i64>,
    #[serde(rename = "disable")]
    _disable: Option<i64>,
}

/// What is wrong, in words that both sides share: the kind of mistake, and the offending value.
type Mistake = (&'static str, String);

impl ConfigurationVector {
    /// Compiles the configuration. Each line is one mistake that only one side sees.
    pub fn disagreements(&self) -> Vec<String> {
        let Some(config) = &self.config else { return Vec::new() };
        let expected: Vec<Mistake> = self.errors.iter().map(PeerError::mistake).collect();
        let found = match config.to_policy_config() {
            Some(config) => {
                Policy::new(&config).err().map_or_else(Vec::new, |errors| errors.iter().map(mistake).collect())
            }
            // A Duration is never negative, so the mistake cannot be written.
            None => vec![("max-age", config.max_age_in_seconds.to_string())],
        };
        let missed =
            expected.iter().filter(|mistake| !found.contains(mistake)).map(|mistake| format!("not seen: {mistake:?}"));
        let surplus =
            found.iter().filter(|mistake| !expected.contains(mistake)).map(|mistake| format!("seen: {mistake:?}"));
        missed.chain(surplus).collect()
    }
}

impl PeerConfiguration {
    fn to_policy_config(&self) -> Option<PolicyConfig> {
        Some(PolicyConfig {
            origins: allowed(&self.origins),
            credentials: self.credentialed,
            methods: allowed(&self.methods),
            request_headers: allowed(&self.request_headers),
            expose_headers: allowed(&self.response_headers),
            max_age: match self.max_age_in_seconds {
                // The peer's words for "not sent" and for zero seconds.
                0 => None,
                -1 => Some(Duration::ZERO),
                seconds => Some(Duration::from_secs(seconds.try_into().ok()?)),
            },
            dangerously_allow_insecure_origins: self.dangerously_tolerate_insecure_origins,
            dangerously_allow_public_suffixes: self.dangerously_tolerate_subdomains_of_public_suffixes,
            ..PolicyConfig::default()
        })
    }
}

fn allowed(entries: &[String]) -> Allowed {
    if matches!(entries, [any] if any == "*") { Allowed::Any } else { Allowed::listed(entries) }
}

impl PeerError {
    fn mistake(&self) -> Mistake {
        let kind = match (self.kind.as_str(), self.header_type.as_str(), self.reason.as_str()) {
            ("unacceptable_origin_pattern", _, "missing") => "no origins",
            ("unacceptable_origin_pattern", _, _) => "origin",
            ("incompatible_origin_pattern", _, "wildcard") => "any origin with credentials",
            ("incompatible_origin_pattern", _, "insecure") => "insecure origin with credentials",
            ("incompatible_origin_pattern", _, "psl") => "public suffix with credentials",
            ("unacceptable_method", _, "invalid") => "invalid method",
            ("unacceptable_method", _, "forbidden") => "forbidden method",
            ("unacceptable_header_name", _, "invalid") => "invalid header name",
            ("unacceptable_header_name", "request", "forbidden") => "forbidden request header",
            ("unacceptable_header_name", "request", "prohibited") => "response header in request headers",
            ("unacceptable_header_name", "response", "forbidden") => "forbidden response header",
            ("unacceptable_header_name", "response", "prohibited") => "never visible header",
            ("incompatible_wildcard_response_header_name", ..) => "expose any with credentials",
            ("max_age_out_of_bounds", ..) => "max-age",
            other => panic!("no word for {other:?}"),
        };
        let is_about_the_whole_list = matches!(kind, "no origins" | "any origin with credentials");
        let value = match &self.value {
            _ if is_about_the_whole_list => String::new(),
            serde_json::Value::Null => String::new(),
            serde_json::Value::String(value) => value.clone(),
            other => other.to_string(),
        };
        (kind, value)
    }
}

fn mistake(error: &PolicyError) -> Mistake {
    use PolicyError::*;
    match error {
        NoOrigins => ("no origins", String::new()),
        InvalidOrigin { error, .. } => ("origin", error.text.clone()),
        AnyOriginWithCredentials => ("any origin with credentials", String::new()),
        InsecureOriginWithCredentials { origin, .. } => ("insecure origin with credentials", origin.clone()),
        PublicSuffixWithCredentials { origin, .. } => ("public suffix with credentials", origin.clone()),
        WildcardInList { field, .. } => ("wildcard among entries", field.key().to_owned()),
        InvalidMethod { method, .. } => ("invalid method", method.clone()),
        ForbiddenMethod { method, .. } => ("forbidden method", method.clone()),
        InvalidHeaderName { name, .. } => ("invalid header name", name.clone()),
        ForbiddenRequestHeader { name, .. } => ("forbidden request header", name.clone()),
        ResponseHeaderInRequestHeaders { name, .. } => ("response header in request headers", name.clone()),
        ForbiddenResponseHeader { name, .. } => ("forbidden response header", name.clone()),
        NeverVisibleHeader { name, .. } => ("never visible header", name.clone()),
        ExposeAnyWithCredentials => ("expose any with credentials", String::new()),
        MaxAgeTooLong { max_age } => ("max-age", max_age.as_secs().to_string()),
        other => panic!("no word for {other:?}"),
    }
}

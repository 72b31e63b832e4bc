//! A peer's policy, in preflight's words.

use std::collections::BTreeMap;
use std::time::Duration;

use preflight_engine::server::{Allowed, PolicyConfig};
use serde::Deserialize;

/// Knobs of a peer that change no decision: they say how a peer was told what the other keys say as well.
const HARMLESS_KNOBS: [&str; 3] = ["authorization_listed", "debug", "tolerate_insecure_origins"];

/// The dialects of origin patterns that mean the same in preflight.
const KNOWN_DIALECTS: [&str; 2] = ["exact", "jub0bs"];

/// A policy that only has a knob has no list either, so every key has a default.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PeerPolicy {
    origins: PeerList,
    origin_regexes: Vec<serde_json::Value>,
    origin_dialect: String,
    credentials: bool,
    methods: PeerList,
    request_headers: PeerList,
    expose_headers: PeerList,
    /// In seconds; peers have meanings of their own for what is negative.
    max_age: Option<i64>,
    /// Private network access is never granted; see [`Preflight`](preflight_engine::server::Preflight).
    #[serde(rename = "private_network")]
    _private_network: bool,
    preflight_status: u16,
    extra: BTreeMap<String, serde_json::Value>,
}

/// A list, or a word for everything. How everything is answered, literally or by an echo, is the server's affair.
#[derive(Debug, Deserialize)]
enum PeerList {
    #[serde(rename = "*", alias = "mirror")]
    Everything,
    #[serde(untagged)]
    Entries(Vec<String>),
}

impl PeerPolicy {
    /// Whether preflight can say the same.
    pub(super) fn is_portable(&self) -> bool {
        let has_origins = matches!(&self.origins, PeerList::Entries(entries) if !entries.is_empty());
        has_origins
            && self.origin_regexes.is_empty()
            && KNOWN_DIALECTS.contains(&self.origin_dialect.as_str())
            && self.extra.keys().all(|knob| HARMLESS_KNOBS.contains(&knob.as_str()))
    }

    /// Whether request headers are allowed that are not named.
    pub(super) fn wildcards_request_headers(&self) -> bool {
        matches!(self.request_headers, PeerList::Everything)
    }

    pub(super) fn to_config(&self) -> PolicyConfig {
        let allows_null = self.origins.entries().iter().any(|origin| origin == "null");
        PolicyConfig {
            origins: match self.origins.entries() {
                [any] if any == "*" => Allowed::Any,
                entries => Allowed::listed(entries.iter().filter(|origin| *origin != "null")),
            },
            credentials: self.credentials,
            methods: self.methods.to_allowed(),
            request_headers: self.request_headers.to_allowed(),
            expose_headers: self.expose_headers.to_allowed(),
            max_age: self.max_age.and_then(|seconds| seconds.try_into().ok()).map(Duration::from_secs),
            preflight_status: self.preflight_status,
            dangerously_allow_null_origin: allows_null,
            dangerously_allow_insecure_origins: self.credentials,
            dangerously_allow_public_suffixes: self.credentials,
            ..PolicyConfig::default()
        }
    }
}

impl PeerList {
    fn entries(&self) -> &[String] {
        match self {
            Self::Everything => &[],
            Self::Entries(entries) => entries,
        }
    }

    fn to_allowed(&self) -> Allowed {
        match self {
            Self::Everything => Allowed::Any,
            Self::Entries(entries) => Allowed::listed(entries),
        }
    }
}

impl Default for PeerList {
    fn default() -> Self {
        Self::Entries(Vec::new())
    }
}

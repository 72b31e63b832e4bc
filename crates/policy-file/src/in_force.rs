//! What a reload needs to know of the configuration in force: where it listens, and which of its patterns may stay where
//! the list of public suffixes condemns them.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use preflight_engine::OriginPattern;
use preflight_engine::server::PolicyError;

use crate::policy_file::{NamedPolicy, PolicyFile};

/// What a reload needs to know of the configuration in force.
///
/// A reload is judged as a start is, with one exception: a pattern that is in force with credentials, under the same policy
/// and by no `dangerously-…` key, stays with a warning where a newer list of public suffixes condemns it. A service must
/// not stop because the list changed, and nothing new gets in this way.
///
/// ```
/// use preflight_policy_file::{Context, InForce, Load, PolicyFile, parse_toml};
///
/// let text = "upstream = 'http://h'\n[policy.app]\ncredentials = true\norigins = ['https://*.com']\n";
/// let load = Load::Reload { in_force: InForce::of(&PolicyFile::default()) };
/// assert!(parse_toml(text, "preflight.toml", &Context { load, ..Context::default() }).is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    listener: Option<SocketAddr>,
    policies: BTreeMap<String, Policy>,
}

/// The patterns of a policy with credentials that have subdomains.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Policy {
    patterns: BTreeSet<String>,
    dangerously_allows_public_suffixes: bool,
}

/// How a pattern with credentials stands in the configuration in force. Closed: these are all cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// It is not there, or not with credentials.
    New,
    /// It is there, judged harmless when it came.
    InForce,
    /// It is there by `dangerously-allow-public-suffixes`.
    DangerouslyAllowed,
}

impl InForce {
    /// What of this configuration a reload needs to know.
    pub fn of(file: &PolicyFile) -> Self {
        let with_credentials = file.policies.iter().filter(|(_, policy)| policy.config.credentials);
        let policies = with_credentials.map(|(name, policy)| (name.clone(), Policy::of(policy)));
        Self { listener: None, policies: policies.collect() }
    }

    /// The same for a gateway that listens here, whatever a reloaded file says: a reload does not move it.
    #[must_use]
    pub fn listening_on(self, listener: SocketAddr) -> Self {
        Self { listener: Some(listener), ..self }
    }

    pub(crate) fn listener(&self) -> Option<SocketAddr> {
        self.listener
    }

    pub(crate) fn standing(&self, policy: &str, pattern: &str) -> Standing {
        match self.policies.get(policy) {
            Some(policy) if !policy.patterns.contains(pattern) => Standing::New,
            Some(policy) if policy.dangerously_allows_public_suffixes => Standing::DangerouslyAllowed,
            Some(_) => Standing::InForce,
            None => Standing::New,
        }
    }
}

impl Policy {
    fn of(policy: &NamedPolicy) -> Self {
        // Of exact origins the list says nothing, and of them there may be a million.
        let has_subdomains = |entry: &&String| OriginPattern::parse(entry).is_ok_and(|p| p.has_any_subdomain());
        Self {
            patterns: policy.config.origins.entries().iter().filter(has_subdomains).cloned().collect(),
            dangerously_allows_public_suffixes: policy.config.dangerously_allow_public_suffixes,
        }
    }
}

/// The pattern that an error condemns, if it is the list of public suffixes that does.
pub(crate) fn condemned_by_list(error: &PolicyError) -> Option<&str> {
    match error {
        PolicyError::PublicSuffixWithCredentials { origin, .. } => Some(origin),
        _ => None,
    }
}

//! What the gateway works by: immutable, made of a policy file, replaced as a whole.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use preflight_engine::Policy;
use preflight_policy_file::{NamedPolicy, PolicyFile};

use crate::canonical_path::Case;
use crate::destination::Destination;
use crate::known_names::KnownNames;
use crate::limits::Limits;
use crate::router::{NotFound, Route, Router};

/// A policy file, compiled for routing.
#[derive(Debug)]
pub(crate) struct Configuration {
    file: PolicyFile,
    router: Router,
    known_names: KnownNames,
    limits: Limits,
    tolerated_patterns: usize,
    default_policy: Option<AppliedPolicy>,
}

/// A policy and its name.
#[derive(Clone, Debug)]
pub(crate) struct AppliedPolicy {
    pub(crate) name: Arc<str>,
    pub(crate) policy: Arc<Policy>,
}

/// Why a policy file cannot be served. A file that was parsed has only the last two; one made in code may have any.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigurationError {
    /// A path that is no pattern, or collides with an earlier one.
    Path {
        /// The host of the route.
        host: Option<String>,
        /// The path.
        path: String,
        /// What is wrong, naming the rival.
        error: matchit::InsertError,
    },
    /// A name without a policy.
    UnknownPolicy {
        /// The name.
        name: String,
    },
    /// An https upstream, and a build without TLS.
    NoTls {
        /// The upstream.
        upstream: String,
    },
    /// The certificates that this system trusts cannot be read, and an upstream is https.
    NoTrustedCertificates {
        /// What the system says.
        reason: String,
    },
}

/// Every mistake in a configuration; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationErrors(pub Vec<ConfigurationError>);

impl Configuration {
    /// Compiles a policy file.
    pub(crate) fn new(file: &PolicyFile, limits: &Limits) -> Result<Self, ConfigurationErrors> {
        let mut errors = Vec::new();
        let default_policy = named_policy(file, file.default_policy.as_deref(), &mut errors);
        let case = if file.case_insensitive_paths { Case::Folded } else { Case::Sensitive };
        let mut router = Router::new(case);
        for route in &file.routes {
            let destination = Destination::new(&route.upstream);
            let policy = match &route.policy {
                Some(name) => named_policy(file, Some(name), &mut errors),
                None => default_policy.clone(),
            };
            errors.extend(router.add(route.host.as_deref(), &route.path, Route { destination, policy }).err());
        }
        router.complete();
        if errors.is_empty() {
            Ok(Self {
                known_names: KnownNames::new(file),
                limits: limits.with(file),
                tolerated_patterns: file.policies.values().map(NamedPolicy::tolerated_patterns).sum(),
                file: file.clone(),
                router,
                default_policy,
            })
        } else {
            Err(ConfigurationErrors(errors))
        }
    }

    pub(crate) fn file(&self) -> &PolicyFile {
        &self.file
    }

    pub(crate) fn route(&self, host: &str, path: &str) -> Result<&Route, NotFound<'_>> {
        self.router.find(host, path)
    }

    /// The limits, as far as they apply to what goes on within one connection or exchange.
    pub(crate) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(crate) fn known_names(&self) -> &KnownNames {
        &self.known_names
    }

    /// The patterns of all policies that are in force although a newer public-suffix list condemns them.
    pub(crate) fn tolerated_patterns(&self) -> usize {
        self.tolerated_patterns
    }

    pub(crate) fn default_policy(&self) -> Option<&AppliedPolicy> {
        self.default_policy.as_ref()
    }

    /// An https upstream, if there are any.
    pub(crate) fn https_upstream(&self) -> Option<&Destination> {
        self.router.routes().iter().map(|route| &route.destination).find(|destination| destination.is_https())
    }

    /// Whether what this peer says about others is believed.
    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        // An IPv4 peer of an IPv6 listener comes as ::ffff:a.b.c.d.
        let peer = peer.to_canonical();
        self.file.trusted_proxies.iter().any(|network| network.contains(&peer))
    }
}

fn named_policy(file: &PolicyFile, name: Option<&str>, errors: &mut Vec<ConfigurationError>) -> Option<AppliedPolicy> {
    let name = name?;
    match file.policies.get(name) {
        Some(named) => Some(AppliedPolicy { name: name.into(), policy: Arc::clone(&named.policy) }),
        None => {
            errors.push(ConfigurationError::UnknownPolicy { name: name.to_owned() });
            None
        }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path { host, path, error } => {
                let host = host.as_deref().unwrap_or_default();
                write!(f, "the route {host}{path} cannot be used: {error}")
            }
            Self::UnknownPolicy { name } => write!(f, "there is no policy {name:?}; define [policy.{name}]"),
            Self::NoTls { upstream } => {
                write!(f, "{upstream} needs TLS, which this build of preflight lacks; build it with the feature `tls`")
            }
            Self::NoTrustedCertificates { reason } => {
                write!(
                    f,
                    "no certificate authority can be trusted for https upstreams: {reason}; install ca-certificates or set SSL_CERT_FILE"
                )
            }
        }
    }
}

impl fmt::Display for ConfigurationErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.0.iter().map(ConfigurationError::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for ConfigurationError {}
impl std::error::Error for ConfigurationErrors {}

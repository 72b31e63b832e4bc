//! What a reload changed, for whoever made the change to see.

use std::fmt;
use std::net::SocketAddr;

use preflight_policy_file::{DEFAULT_LISTEN, PolicyFile, Route};

/// One thing that a reload changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigurationChange {
    /// The address to listen on: the gateway goes on listening on the former one.
    ListenNeedsRestart {
        /// The address after a restart.
        to: SocketAddr,
    },
    /// The `public-url`.
    PublicUrl,
    /// The `trusted-proxies`.
    TrustedProxies,
    /// The `hosts`.
    Hosts,
    /// `case-insensitive-paths`.
    CaseInsensitivePaths,
    /// `keep-underscore-headers`.
    KeepUnderscoreHeaders,
    /// The `upstream-timeout`.
    UpstreamTimeout,
    /// Another of the `timeouts`.
    Timeouts,
    /// How many connections or requests are taken at once.
    Capacity,
    /// The `default-policy`.
    DefaultPolicy,
    /// The `env-file` that is watched.
    EnvFile,
    /// A policy that was not there before.
    PolicyAdded(String),
    /// A policy that is there no more.
    PolicyRemoved(String),
    /// A policy that allows or says something else.
    PolicyChanged(String),
    /// A route, as host and path, that was not there before.
    RouteAdded(String),
    /// A route that is there no more.
    RouteRemoved(String),
    /// A route that leads elsewhere or has another policy.
    RouteChanged(String),
}

/// What changed from one policy file to another.
pub(crate) fn between(before: &PolicyFile, after: &PolicyFile) -> Vec<ConfigurationChange> {
    let mut changes = of_the_top_level(before, after);
    changes.extend(of_policies(before, after));
    changes.extend(of_routes(&before.routes, &after.routes));
    changes
}

fn of_the_top_level(before: &PolicyFile, after: &PolicyFile) -> Vec<ConfigurationChange> {
    let to = after.listen.unwrap_or(DEFAULT_LISTEN);
    let compared = [
        (before.listen.unwrap_or(DEFAULT_LISTEN) != to, ConfigurationChange::ListenNeedsRestart { to }),
        (before.public_url != after.public_url, ConfigurationChange::PublicUrl),
        (before.trusted_proxies != after.trusted_proxies, ConfigurationChange::TrustedProxies),
        (before.hosts != after.hosts, ConfigurationChange::Hosts),
        (before.case_insensitive_paths != after.case_insensitive_paths, ConfigurationChange::CaseInsensitivePaths),
        (before.keep_underscore_headers != after.keep_underscore_headers, ConfigurationChange::KeepUnderscoreHeaders),
        (before.upstream_timeout != after.upstream_timeout, ConfigurationChange::UpstreamTimeout),
        (before.timeouts != after.timeouts, ConfigurationChange::Timeouts),
        (before.capacity != after.capacity, ConfigurationChange::Capacity),
        (before.default_policy != after.default_policy, ConfigurationChange::DefaultPolicy),
        (before.env_file != after.env_file, ConfigurationChange::EnvFile),
    ];
    compared.into_iter().filter_map(|(differs, change)| differs.then_some(change)).collect()
}

fn of_policies<'a>(before: &'a PolicyFile, after: &'a PolicyFile) -> impl Iterator<Item = ConfigurationChange> {
    let removed = before.policies.keys().filter(|name| !after.policies.contains_key(*name));
    let others = after.policies.iter().filter_map(|(name, policy)| match before.policies.get(name) {
        None => Some(ConfigurationChange::PolicyAdded(name.clone())),
        Some(former) if former.config != policy.config => Some(ConfigurationChange::PolicyChanged(name.clone())),
        Some(_) => None,
    });
    removed.cloned().map(ConfigurationChange::PolicyRemoved).chain(others)
}

fn of_routes<'a>(before: &'a [Route], after: &'a [Route]) -> impl Iterator<Item = ConfigurationChange> {
    let same_place = |a: &Route, b: &Route| (&a.host, &a.path) == (&b.host, &b.path);
    let removed = before.iter().filter(move |route| !after.iter().any(|other| same_place(route, other)));
    let others = after.iter().filter_map(move |route| match before.iter().find(|other| same_place(route, other)) {
        None => Some(ConfigurationChange::RouteAdded(place(route))),
        Some(former) if former != route => Some(ConfigurationChange::RouteChanged(place(route))),
        Some(_) => None,
    });
    removed.map(|route| ConfigurationChange::RouteRemoved(place(route))).chain(others)
}

fn place(route: &Route) -> String {
    format!("{}{}", route.host.as_deref().unwrap_or_default(), route.path)
}

impl fmt::Display for ConfigurationChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ListenNeedsRestart { to } => write!(f, "listen is now {to}, which takes effect after a restart"),
            Self::PublicUrl => f.write_str("public-url changed"),
            Self::TrustedProxies => f.write_str("trusted-proxies changed"),
            Self::Hosts => f.write_str("hosts changed"),
            Self::CaseInsensitivePaths => f.write_str("case-insensitive-paths changed"),
            Self::KeepUnderscoreHeaders => f.write_str("keep-underscore-headers changed"),
            Self::UpstreamTimeout => f.write_str("upstream-timeout changed"),
            Self::Timeouts => f.write_str("timeouts changed"),
            Self::Capacity => f.write_str("connections or requests taken at once changed"),
            Self::DefaultPolicy => f.write_str("default-policy changed"),
            Self::EnvFile => f.write_str("env-file changed"),
            Self::PolicyAdded(name) => write!(f, "policy {name} added"),
            Self::PolicyRemoved(name) => write!(f, "policy {name} removed"),
            Self::PolicyChanged(name) => write!(f, "policy {name} changed"),
            Self::RouteAdded(place) => write!(f, "route {place} added"),
            Self::RouteRemoved(place) => write!(f, "route {place} removed"),
            Self::RouteChanged(place) => write!(f, "route {place} changed"),
        }
    }
}

//! A policy file whose every part was found sound.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use preflight_engine::origin::TupleOrigin;
use preflight_engine::server::PolicyWarning;
use preflight_engine::{Policy, PolicyConfig};

use crate::env_file_name::EnvFileName;
use crate::in_force::condemned_by_list;
use crate::upstream::Upstream;

/// Where a gateway listens if nothing says otherwise: this machine alone can reach it.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// A policy file. Every name of a policy in it is a key of `policies`, and no two routes collide.
#[derive(Clone, Debug, Default)]
pub struct PolicyFile {
    /// Where to listen; [`DEFAULT_LISTEN`] if it is not said.
    pub listen: Option<SocketAddr>,
    /// The origin under which browsers reach this server; a request from there is not CORS.
    pub public_url: Option<TupleOrigin>,
    /// The peers whose `X-Forwarded-*` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// The names, besides those of `public_url` and the routes, under which requests are taken: in lower case, without a
    /// port.
    pub hosts: Vec<String>,
    /// Whether routes are found without regard to case, as an upstream does that folds it.
    pub case_insensitive_paths: bool,
    /// Whether request fields with `_` in their names are passed on.
    pub keep_underscore_headers: bool,
    /// For how long an upstream may take to begin its answer.
    pub upstream_timeout: Option<Duration>,
    /// For how long each other phase of an exchange may last.
    pub timeouts: Timeouts,
    /// How many connections and requests are taken at once.
    pub capacity: Capacity,
    /// The file of variables for `${…}`, as written, with the `?` of one that may be missing;
    /// [`PolicyFile::env_file_beside`] resolves it.
    pub env_file: Option<PathBuf>,
    /// The policy of requests that match no route, and of routes that name none.
    pub default_policy: Option<String>,
    /// The policies by name.
    pub policies: BTreeMap<String, NamedPolicy>,
    /// The routes in the order of the file; the top-level `upstream` is the last, with the path `/{*rest}`.
    pub routes: Vec<Route>,
}

/// For how long the phases of an exchange may last, as far as the file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timeouts {
    /// `connect`: from the name of an upstream to a connection.
    pub connect: Option<Duration>,
    /// `request-head`: from the first byte of a request's head to its last.
    pub request_head: Option<Duration>,
    /// `request-idle`: between two pieces of a request's body.
    pub request_idle: Option<Duration>,
    /// `answer-idle`: between two pieces of the body of an upstream's answer.
    pub answer_idle: Option<Duration>,
    /// `send-idle`: while the client takes nothing of its answer.
    pub send_idle: Option<Duration>,
    /// `idle`: between two requests of a connection.
    pub idle: Option<Duration>,
    /// `total`: a whole exchange.
    pub total: Option<Duration>,
}

/// How many connections and requests are taken at once, as far as the file says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Capacity {
    /// `connections`: of all clients together.
    pub connections: Option<usize>,
    /// `connections-per-address`: of one address that is not a trusted proxy.
    pub connections_per_address: Option<usize>,
    /// `requests`: in flight, of all clients together.
    pub requests: Option<usize>,
    /// `requests-per-address`: in flight, of one address that is not a trusted proxy.
    pub requests_per_address: Option<usize>,
}

/// One policy of a file.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// The policy as written, its variables expanded.
    pub config: PolicyConfig,
    /// The policy, compiled.
    pub policy: Arc<Policy>,
    /// What is allowed but probably not meant; the same stand with their places among the warnings of the file.
    pub warnings: Vec<PolicyWarning>,
}

/// One route of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The host that it is for, in lower case and without a port; none stands for every host.
    pub host: Option<String>,
    /// The path in the syntax of [`matchit`](https://docs.rs/matchit).
    pub path: String,
    /// Where its requests go.
    pub upstream: Upstream,
    /// The name of its policy; none leaves CORS to the upstream.
    pub policy: Option<String>,
}

impl NamedPolicy {
    /// How many patterns are in force only because they were before the list of public suffixes condemned them; see
    /// [`InForce`](crate::InForce). They are found by compiling the policy anew, so keep the number.
    ///
    /// ```
    /// use preflight_policy_file::parse_policy_json;
    /// use serde_json::json;
    ///
    /// let policy = parse_policy_json(&json!({"origins": ["https://*.example.com"], "credentials": true}))?;
    /// assert_eq!(policy.tolerated_patterns(), 0);
    /// # Ok::<(), preflight_policy_file::Diagnostics>(())
    /// ```
    pub fn tolerated_patterns(&self) -> usize {
        let errors = Policy::new(&self.config).err();
        let condemned = errors.iter().flat_map(|errors| errors.iter().filter_map(condemned_by_list));
        condemned.count()
    }
}

impl PolicyFile {
    /// The path of the env-file, which is written relative to the policy file.
    ///
    /// ```
    /// use std::path::{Path, PathBuf};
    /// use preflight_policy_file::PolicyFile;
    ///
    /// for written in [".env", ".env?"] {
    ///     let file = PolicyFile { env_file: Some(written.into()), ..PolicyFile::default() };
    ///     assert_eq!(file.env_file_beside(Path::new("conf/preflight.toml")), Some(PathBuf::from("conf/.env")));
    /// }
    /// ```
    pub fn env_file_beside(&self, policy_file: &Path) -> Option<PathBuf> {
        Some(EnvFileName::new(self.env_file.as_ref()?).beside(policy_file))
    }
}

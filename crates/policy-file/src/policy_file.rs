//! A policy file whose every part was found sound.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;
use preflight_engine::origin::TupleOrigin;
use preflight_engine::server::PolicyWarning;
use preflight_engine::{Policy, PolicyConfig};

use crate::upstream::Upstream;

/// A policy file. Every name of a policy in it is a key of `policies`, and no two routes collide.
#[derive(Clone, Debug, Default)]
pub struct PolicyFile {
    /// Where to listen.
    pub listen: Option<SocketAddr>,
    /// The origin under which browsers reach this server; a request from there is not CORS.
    pub public_url: Option<TupleOrigin>,
    /// The peers whose `X-Forwarded-*` are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// For how long an upstream may take to begin its answer.
    pub upstream_timeout: Option<Duration>,
    /// The file of variables for `${…}`, as written; [`PolicyFile::env_file_beside`] resolves it.
    pub env_file: Option<PathBuf>,
    /// The policy of requests that match no route, and of routes that name none.
    pub default_policy: Option<String>,
    /// The policies by name.
    pub policies: BTreeMap<String, NamedPolicy>,
    /// The routes in the order of the file; the top-level `upstream` is the last, with the path `/{*rest}`.
    pub routes: Vec<Route>,
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

impl PolicyFile {
    /// The path of the env-file, which is written relative to the policy file.
    ///
    /// ```
    /// use std::path::{Path, PathBuf};
    /// use preflight_policy_file::PolicyFile;
    ///
    /// let file = PolicyFile { env_file: Some(".env".into()), ..PolicyFile::default() };
    /// assert_eq!(file.env_file_beside(Path::new("conf/preflight.toml")), Some(PathBuf::from("conf/.env")));
    /// ```
    pub fn env_file_beside(&self, policy_file: &Path) -> Option<PathBuf> {
        let env_file = self.env_file.as_ref()?;
        Some(policy_file.parent().unwrap_or(Path::new("")).join(env_file))
    }
}

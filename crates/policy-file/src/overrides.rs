//! What overrides a policy file: flags, and below them the `PREFLIGHT_*` variables. Both change the document before it is
//! read, so that they are checked like the file and with the same messages.

mod flags;
mod policy;
mod upstream;
mod variables;
mod widening;

use crate::document::{Node, Table, Value};
use crate::environment::Environment;
use crate::origins_file::OriginsFile;
use crate::report::Report;
use crate::site::Site;

pub(crate) use variables::check_names;

/// What the command line says, as text: it is checked together with the file and with the same messages.
///
/// What belongs to a policy changes the default policy, or the only one; where there is none it makes one that is called
/// `default`. The upstream changes the one at the top of the file, or else that of all routes if they share one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `--listen`
    pub listen: Option<String>,
    /// `--public-url`
    pub public_url: Option<String>,
    /// `--host`, once for each
    pub hosts: Vec<String>,
    /// `--trusted-proxy`, once for each
    pub trusted_proxies: Vec<String>,
    /// `--upstream`
    pub upstream: Option<String>,
    /// `--upstream-timeout`
    pub upstream_timeout: Option<String>,
    /// `--case-insensitive-paths`
    pub case_insensitive_paths: Option<bool>,
    /// `--keep-underscore-headers`
    pub keep_underscore_headers: Option<bool>,
    /// `--connections`
    pub connections: Option<String>,
    /// `--connections-per-address`
    pub connections_per_address: Option<String>,
    /// `--requests`
    pub requests: Option<String>,
    /// `--requests-per-address`
    pub requests_per_address: Option<String>,
    /// `--allow-origin`, once for each; `any` alone stands for every origin.
    pub origins: Vec<String>,
    /// `--allow-origins-file`, in addition to `--allow-origin`
    pub origins_file: Option<OriginsFile>,
    /// `--credentials`
    pub credentials: Option<bool>,
    /// `--method`, once for each, or `any`
    pub methods: Vec<String>,
    /// `--request-header`, once for each, or `any`
    pub request_headers: Vec<String>,
    /// `--expose-header`, once for each, or `any`
    pub expose_headers: Vec<String>,
    /// `--max-age`
    pub max_age: Option<String>,
    /// `--preflight-status`
    pub preflight_status: Option<String>,
    /// `--refused`
    pub refused: Option<String>,
    /// `--dangerously-allow-insecure-origins`
    pub dangerously_allow_insecure_origins: Option<bool>,
    /// `--dangerously-allow-public-suffixes`
    pub dangerously_allow_public_suffixes: Option<bool>,
    /// `--dangerously-allow-null-origin`
    pub dangerously_allow_null_origin: Option<bool>,
}

/// One value that overrides one key.
struct Override<'a> {
    key: &'static str,
    node: Node<'a>,
}

/// The overrides of the two levels, the stronger last.
#[derive(Default)]
struct Overriding<'a> {
    top: Vec<Override<'a>>,
    policy: Vec<Override<'a>>,
    upstream: Vec<Node<'a>>,
}

/// Changes the document as the variables and then the flags say.
pub(crate) fn apply<'a>(
    document: &mut Table<'a>,
    overrides: &'a Overrides,
    environment: &'a Environment,
    report: &mut Report,
) {
    let mut overriding = Overriding::default();
    variables::gather(environment, &mut overriding, report);
    overrides.gather(&mut overriding);
    for Override { key, node } in overriding.top {
        document.set(key, node);
    }
    for node in overriding.upstream {
        upstream::set(document, node, report);
    }
    policy::set(document, overriding.policy, environment, report);
}

/// A list, or the text `any` if it is the only entry; none if there is no entry.
fn list_node(mut nodes: Vec<Node<'_>>, site: Site) -> Option<Node<'_>> {
    match nodes.as_slice() {
        [] => None,
        [Node { value: Value::Text(text, _), .. }] if text == "any" => nodes.pop(),
        _ => Some(Node { value: Value::List(nodes), site }),
    }
}

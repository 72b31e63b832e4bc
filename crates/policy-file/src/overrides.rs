//! What overrides a policy file: flags, and below them the `PREFLIGHT_*` variables. Both change the document before it is
//! read, so that they are checked like the file and with the same messages.

mod policy;
mod upstream;
mod variables;
mod widening;

use crate::document::{Node, Table, Value};
use crate::environment::Environment;
use crate::origins_file::OriginsFile;
use crate::report::Report;
use crate::site::{Site, Text};

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

impl Overrides {
    fn gather<'a>(&'a self, overriding: &mut Overriding<'a>) {
        let text = |key, flag, value: &'a Option<String>| {
            let value = value.as_ref()?;
            Some(Override { key, node: Node::untyped(value.as_str(), Site::Flag(flag)) })
        };
        let list = |key, flag, values: &'a [String]| {
            let nodes = values.iter().map(|value| Node::untyped(value.as_str(), Site::Flag(flag)));
            Some(Override { key, node: list_node(nodes.collect(), Site::Flag(flag))? })
        };
        let boolean = |key, flag, value: Option<bool>| {
            Some(Override { key, node: Node { value: Value::Boolean(value?), site: Site::Flag(flag) } })
        };
        overriding.top.extend(
            [
                text("listen", "--listen", &self.listen),
                text("public-url", "--public-url", &self.public_url),
                text("upstream-timeout", "--upstream-timeout", &self.upstream_timeout),
                list("hosts", "--host", &self.hosts),
                list("trusted-proxies", "--trusted-proxy", &self.trusted_proxies),
                boolean("case-insensitive-paths", "--case-insensitive-paths", self.case_insensitive_paths),
                boolean("keep-underscore-headers", "--keep-underscore-headers", self.keep_underscore_headers),
                text("connections", "--connections", &self.connections),
                text("connections-per-address", "--connections-per-address", &self.connections_per_address),
                text("requests", "--requests", &self.requests),
                text("requests-per-address", "--requests-per-address", &self.requests_per_address),
            ]
            .into_iter()
            .flatten(),
        );
        overriding.upstream.extend(text("upstream", "--upstream", &self.upstream).map(|upstream| upstream.node));
        overriding.policy.extend(
            [
                self.origins(),
                boolean("credentials", "--credentials", self.credentials),
                list("methods", "--method", &self.methods),
                list("request-headers", "--request-header", &self.request_headers),
                list("expose-headers", "--expose-header", &self.expose_headers),
                text("max-age", "--max-age", &self.max_age),
                text("preflight-status", "--preflight-status", &self.preflight_status),
                text("refused", "--refused", &self.refused),
                boolean(
                    "dangerously-allow-insecure-origins",
                    "--dangerously-allow-insecure-origins",
                    self.dangerously_allow_insecure_origins,
                ),
                boolean(
                    "dangerously-allow-public-suffixes",
                    "--dangerously-allow-public-suffixes",
                    self.dangerously_allow_public_suffixes,
                ),
                boolean(
                    "dangerously-allow-null-origin",
                    "--dangerously-allow-null-origin",
                    self.dangerously_allow_null_origin,
                ),
            ]
            .into_iter()
            .flatten(),
        );
    }

    /// Those of the flags and those of the file together.
    fn origins(&self) -> Option<Override<'_>> {
        const FLAG: Site = Site::Flag("--allow-origin");
        let given = self.origins.iter().map(|origin| Node::untyped(origin.as_str(), FLAG));
        let listed = self.origins_file.iter().flat_map(OriginsFile::origins);
        let listed = listed.map(|(origin, span)| Node::untyped(origin, Site::span(Text::Origins, span)));
        let nodes: Vec<_> = given.chain(listed).collect();
        let site = if self.origins_file.is_some() { Site::Flag("--allow-origins-file") } else { FLAG };
        if nodes.is_empty() && self.origins_file.is_some() {
            // An empty file allows nobody; it does not mean what the policy file says.
            return Some(Override { key: "origins", node: Node { value: Value::List(nodes), site } });
        }
        Some(Override { key: "origins", node: list_node(nodes, site)? })
    }
}

/// A list, or the text `any` if it is the only entry; none if there is no entry.
fn list_node(mut nodes: Vec<Node<'_>>, site: Site) -> Option<Node<'_>> {
    match nodes.as_slice() {
        [] => None,
        [Node { value: Value::Text(text, _), .. }] if text == "any" => nodes.pop(),
        _ => Some(Node { value: Value::List(nodes), site }),
    }
}

//! The flags as values that override keys.

use super::{Override, Overrides, Overriding, list_node};
use crate::document::{Node, Value};
use crate::origins_file::OriginsFile;
use crate::site::{Site, Text};

impl Overrides {
    pub(super) fn gather<'a>(&'a self, overriding: &mut Overriding<'a>) {
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

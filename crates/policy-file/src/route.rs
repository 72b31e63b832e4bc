//! Routes: a host, a path, an upstream, the name of a policy.

mod collision;
mod path;

pub(crate) use collision::{Case, check_collisions};

use preflight_rules::policies;

use crate::address::read_upstream;
use crate::document::{Node, Table};
use crate::host::read_host;
use crate::policy_file::Route;
use crate::reader::Reader;
use crate::site::Site;
use crate::suggestion::nearest;

/// The path of the route that a top-level `upstream` stands for.
pub(crate) const EVERY_PATH: &str = "/{*rest}";

pub(crate) const KEYS: [&str; 4] = ["host", "path", "upstream", "policy"];

/// What routes need to know of the policies.
pub(crate) struct PolicyNames<'a> {
    /// All that the file names, sound or not.
    pub(crate) all: Vec<&'a str>,
    /// The one of routes that name none.
    pub(crate) default: Option<String>,
}

/// A route, where its path stands, or else the route itself, and where its upstream stands.
pub(crate) struct Sited {
    pub(crate) route: Route,
    pub(crate) site: Site,
    pub(crate) upstream_site: Site,
}

/// Reads one route. It is none if there is an error in it.
pub(crate) fn read(reader: &mut Reader<'_>, table: &Table<'_>, site: &Site, names: &PolicyNames<'_>) -> Option<Sited> {
    let errors_before = reader.report.error_count();
    reader.check_keys(table, &KEYS, |key| {
        crate::policy::KEYS.contains(&key).then(|| format!("`{key}` belongs in a policy: `[policy.<name>]`"))
    });
    let host = table.get("host").and_then(|node| read_host(reader, node));
    let path = table.get("path").and_then(|node| path::read(reader, node));
    let upstream = table.get("upstream").and_then(|node| read_upstream(reader, node));
    let policy = match table.get("policy") {
        Some(node) => read_policy_name(reader, "policy", node, names),
        None => names.default.clone(),
    };
    let missing = [("path", "path = \"/{*rest}\""), ("upstream", "upstream = \"http://127.0.0.1:5000\"")];
    for (key, example) in missing.into_iter().filter(|(key, _)| table.get(key).is_none()) {
        reader.report.error_with_help(
            &policies::MISSING_KEY,
            site,
            format!("this route has no `{key}`"),
            Some(format!("write `{example}`")),
        );
    }
    if reader.report.error_count() > errors_before {
        return None;
    }
    if policy.is_none() {
        let help = names.all.first().map(|name| format!("write `policy = \"{name}\"`, or name a `default-policy`"));
        reader.report.warning_with_help(
            &policies::ROUTE_WITHOUT_POLICY,
            site,
            "this route has no policy: its upstream answers CORS alone",
            help,
        );
    }
    let site_of = |key| table.get(key).map_or(site, |node| &node.site).clone();
    let route = Route { host, path: path?, upstream: upstream?, policy };
    Some(Sited { route, site: site_of("path"), upstream_site: site_of("upstream") })
}

/// Reads the name of a policy, which has to be one of the file.
pub(crate) fn read_policy_name(
    reader: &mut Reader<'_>,
    key: &str,
    node: &Node<'_>,
    names: &PolicyNames<'_>,
) -> Option<String> {
    let phrase = reader.phrase(key, node)?;
    if names.all.contains(&&*phrase.text) {
        return Some(phrase.text.into_owned());
    }
    let help = match nearest(&phrase.text, names.all.iter().copied()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None if names.all.is_empty() => "there is no policy; add one: `[policy.<name>]`".to_owned(),
        None => format!("the policies are {}", crate::reader::listed(&names.all)),
    };
    reader.report.error_with_help(
        &policies::UNKNOWN_POLICY,
        &node.site,
        format!("there is no policy {}", phrase.shown()),
        Some(help),
    );
    None
}

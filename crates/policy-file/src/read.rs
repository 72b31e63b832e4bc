//! From a document to a policy file: the keys at the top, and what has to agree between policies and routes.

use std::collections::BTreeMap;

use preflight_rules::policies;

use crate::address::{read_listen, read_public_url, read_trusted_proxies, read_upstream};
use crate::capacity;
use crate::document::{Table, Value};
use crate::env_file_name::read_env_file_name;
use crate::exposure::Exposure;
use crate::host::read_hosts;
use crate::load::{Context, LoadPurpose};
use crate::oversight;
use crate::policy::{self, Circumstances};
use crate::policy_file::{NamedPolicy, PolicyFile, Route};
use crate::reader::{Reader, What};
use crate::route::{self, Case, EVERY_PATH, PolicyNames, Sited, check_collisions, read_policy_name};
use crate::timeouts;

pub(crate) const KEYS: [&str; 17] = [
    "listen",
    "public-url",
    "hosts",
    "trusted-proxies",
    "case-insensitive-paths",
    "keep-underscore-headers",
    "connections",
    "connections-per-address",
    "requests",
    "requests-per-address",
    "upstream",
    "upstream-timeout",
    "timeouts",
    "env-file",
    "default-policy",
    "policy",
    "route",
];

pub(crate) const POLICY_EXAMPLE: &str = "write `[policy.app]` and below it `origins = [\"https://app.example.com\"]`";
const ROUTE_EXAMPLE: &str = "write `[[route]]` and below it `path` and `upstream`";

/// Reads the whole document. What it returns holds only if the report has no error.
pub(crate) fn read(reader: &mut Reader<'_>, document: &Table<'_>, context: &Context) -> PolicyFile {
    reader.check_keys(document, &KEYS, |key| match key {
        key if policy::KEYS.contains(&key) => Some(format!("`{key}` belongs in a policy: `[policy.<name>]`")),
        key if timeouts::KEYS.contains(&key) => Some(format!("`{key}` belongs in `[timeouts]`")),
        _ => None,
    });
    let listen = document.get("listen").and_then(|node| read_listen(reader, node));
    let public_url = document.get("public-url").and_then(|node| read_public_url(reader, node));
    let exposure = Exposure::find(listen, public_url.as_ref(), &context.load);
    let policies = read_policies(reader, document, Circumstances { load: &context.load, exposure: exposure.as_ref() });
    let mut names = PolicyNames { all: policy_names(document), default: None };
    let default_policy = document.get("default-policy");
    let default_policy = default_policy.and_then(|node| read_policy_name(reader, "default-policy", node, &names));
    names.default.clone_from(&default_policy);
    let flag = |reader: &mut Reader<'_>, key| document.get(key).and_then(|node| reader.boolean(key, node));
    let case_insensitive_paths = flag(reader, "case-insensitive-paths").unwrap_or_default();
    let case = if case_insensitive_paths { Case::Ignored } else { Case::Matters };
    let (upstream_timeout, timeouts) = timeouts::read_timeouts(reader, document);
    let routes = read_routes(reader, document, &names, case);
    let file = PolicyFile {
        listen,
        public_url,
        trusted_proxies: document
            .get("trusted-proxies")
            .map(|node| read_trusted_proxies(reader, node))
            .unwrap_or_default(),
        hosts: document.get("hosts").map(|node| read_hosts(reader, node)).unwrap_or_default(),
        case_insensitive_paths,
        keep_underscore_headers: flag(reader, "keep-underscore-headers").unwrap_or_default(),
        upstream_timeout,
        timeouts,
        capacity: capacity::read(reader, document),
        env_file: read_env_file_name(reader, document).map(|(name, _)| name.as_written()),
        routes: routes.iter().map(|sited| sited.route.clone()).collect(),
        default_policy,
        policies,
    };
    if context.purpose == LoadPurpose::Serve {
        oversight::check(reader, document, &file, &routes);
    }
    file
}

fn read_policies(
    reader: &mut Reader<'_>,
    document: &Table<'_>,
    circumstances: Circumstances<'_>,
) -> BTreeMap<String, NamedPolicy> {
    let mut policies = BTreeMap::new();
    let Some(node) = document.get("policy") else { return policies };
    let Some(table) = reader.table("policy", node, POLICY_EXAMPLE) else { return policies };
    for entry in table.entries() {
        let name = entry.key.as_ref();
        let key = format!("policy.{name}");
        let help = if policy::KEYS.contains(&name) { "a policy has a name: `[policy.app]`" } else { POLICY_EXAMPLE };
        let Some(table) = reader.table(&key, &entry.node, help) else { continue };
        let draft = policy::Draft::read(reader, table, &entry.key_site);
        if let Some(policy) = draft.compile(reader, name, circumstances) {
            policies.insert(name.to_owned(), policy);
        }
    }
    policies
}

/// The names of the policies, sound or not, so that no route is blamed for the mistakes of its policy.
pub(crate) fn policy_names<'n>(document: &'n Table<'_>) -> Vec<&'n str> {
    match document.get("policy").map(|node| &node.value) {
        Some(Value::Table(policies)) => policies.entries().iter().map(|entry| entry.key.as_ref()).collect(),
        _ => Vec::new(),
    }
}

fn read_routes(reader: &mut Reader<'_>, document: &Table<'_>, names: &PolicyNames<'_>, case: Case) -> Vec<Sited> {
    let nodes = document.get("route").and_then(|node| match &node.value {
        Value::List(nodes) => Some(nodes.as_slice()),
        _ => {
            reader.wrong_type(What::Key("route"), node, "a list of tables", Some(ROUTE_EXAMPLE.to_owned()));
            None
        }
    });
    let mut routes = Vec::new();
    for node in nodes.unwrap_or_default() {
        let Some(table) = reader.table("route", node, ROUTE_EXAMPLE) else { continue };
        routes.extend(route::read(reader, table, &node.site, names));
    }
    routes.extend(read_catch_all(reader, document, names));
    check_collisions(reader, &routes, case);
    routes
}

/// A top-level `upstream` takes every path that no route takes. Its policy is the default one, or the only one.
fn read_catch_all(reader: &mut Reader<'_>, document: &Table<'_>, names: &PolicyNames<'_>) -> Option<Sited> {
    let node = document.get("upstream")?;
    let upstream = read_upstream(reader, node);
    let only = match names.all[..] {
        [only] => Some(only.to_owned()),
        _ => None,
    };
    let policy = names.default.clone().or(only);
    if policy.is_none() && names.all.len() > 1 && document.get("default-policy").is_none() {
        let help = format!("write `default-policy = \"{}\"`, or name another", names.all[0]);
        let message = format!("`upstream` has no policy, since there are {} of them", names.all.len());
        reader.report.error_with_help(&policies::AMBIGUOUS_POLICY, &node.site, message, Some(help));
    }
    let route = Route { host: None, path: EVERY_PATH.to_owned(), upstream: upstream?, policy };
    Some(Sited { route, site: node.site.clone(), upstream_site: node.site.clone() })
}

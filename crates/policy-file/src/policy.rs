//! One policy: its keys, and the engine's errors at the entries that they are about.

mod compile;
mod entries;
mod interpolation;
mod rule;
mod secrets;

use preflight_engine::PolicyConfig;
use preflight_engine::server::{Field, WhenRefused};
use preflight_rules::policies;

use crate::document::{Node, Table};
use crate::exposure::Exposure;
use crate::load::Load;
use crate::policy::entries::Entries;
use crate::reader::Reader;
use crate::site::Site;

/// The keys of a policy, in the order in which they are written.
pub(crate) const KEYS: [&str; 11] = [
    "origins",
    "credentials",
    "methods",
    "request-headers",
    "expose-headers",
    "max-age",
    "preflight-status",
    "refused",
    "dangerously-allow-insecure-origins",
    "dangerously-allow-public-suffixes",
    "dangerously-allow-null-origin",
];

/// What else decides whether a policy is sound.
#[derive(Clone, Copy)]
pub(crate) struct Circumstances<'c> {
    pub(crate) load: &'c Load,
    /// Why other machines reach the gateway, if they do.
    pub(crate) exposure: Option<&'c Exposure>,
}

/// A policy whose keys were read, with the sites that its errors need.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) config: PolicyConfig,
    /// Where the policy as a whole stands.
    site: Site,
    origins: Entries,
    methods: Entries,
    request_headers: Entries,
    expose_headers: Entries,
    max_age: Option<Site>,
    preflight_status: Option<Site>,
    /// The fields that hold an error already.
    failed: Vec<Field>,
}

impl Draft {
    /// Reads the keys of a policy. Whatever is wrong is reported, and left as if it were not written.
    pub(crate) fn read(reader: &mut Reader<'_>, table: &Table<'_>, site: &Site) -> Self {
        reader.check_keys(table, &KEYS, |_| None);
        let mut failed = Vec::new();
        let mut entries = |reader: &mut Reader<'_>, field: Field| {
            let entries = table.get(field.key()).map(|node| Entries::read(reader, field.key(), node));
            let entries = entries.unwrap_or_default();
            failed.extend(entries.has_errors().then_some(field));
            entries
        };
        let origins = entries(reader, Field::Origins);
        let methods = entries(reader, Field::Methods);
        let request_headers = entries(reader, Field::RequestHeaders);
        let expose_headers = entries(reader, Field::ExposeHeaders);
        let flag = |reader: &mut Reader<'_>, key| table.get(key).and_then(|node| reader.boolean(key, node));
        let max_age = table.get("max-age");
        let preflight_status = table.get("preflight-status");
        let default = PolicyConfig::default();
        let config = PolicyConfig {
            origins: origins.allowed(),
            credentials: flag(reader, "credentials").unwrap_or(default.credentials),
            methods: methods.allowed(),
            request_headers: request_headers.allowed(),
            expose_headers: expose_headers.allowed(),
            max_age: max_age.and_then(|node| read_max_age(reader, node)),
            preflight_status: preflight_status
                .and_then(|node| reader.status("preflight-status", node))
                .unwrap_or(default.preflight_status),
            refused: table.get("refused").and_then(|node| read_refused(reader, node)).unwrap_or(default.refused),
            dangerously_allow_insecure_origins: flag(reader, "dangerously-allow-insecure-origins").unwrap_or_default(),
            dangerously_allow_public_suffixes: flag(reader, "dangerously-allow-public-suffixes").unwrap_or_default(),
            dangerously_allow_null_origin: flag(reader, "dangerously-allow-null-origin").unwrap_or_default(),
        };
        Self {
            config,
            site: site.clone(),
            origins,
            methods,
            request_headers,
            expose_headers,
            max_age: max_age.map(|node| node.site.clone()),
            preflight_status: preflight_status.map(|node| node.site.clone()),
            failed,
        }
    }
}

/// `Access-Control-Max-Age` counts whole seconds.
fn read_max_age(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<std::time::Duration> {
    let max_age = reader.duration("max-age", node)?;
    if max_age.subsec_nanos() > 0 {
        // Rounded up: 0s would forbid caching.
        let help = format!("write `max-age = \"{}s\"`", max_age.as_secs().saturating_add(1));
        reader.report.error_with_help(
            &policies::INVALID_VALUE,
            &node.site,
            "a max-age is a number of whole seconds",
            Some(help),
        );
        return None;
    }
    Some(max_age)
}

fn read_refused(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<WhenRefused> {
    let phrase = reader.phrase("refused", node)?;
    match &*phrase.text {
        "forward" => Some(WhenRefused::Forward),
        "reject" => Some(WhenRefused::Reject),
        text => {
            let meant = crate::suggestion::nearest(text, ["forward", "reject"]).filter(|_| phrase.shown_as.is_none());
            let help = meant.map(|meant| format!("did you mean `{meant}`?"));
            let message = format!("{} is neither `forward` nor `reject`", phrase.shown());
            reader.report.error_with_help(&policies::INVALID_VALUE, &node.site, message, help);
            None
        }
    }
}

//! Names of hosts, as they stand in the `Host` of a request, without a port.

use std::net::Ipv6Addr;

use preflight_engine::{Origin, OriginPattern};
use preflight_rules::policies;

use crate::document::Node;
use crate::reader::Reader;

/// The key that a host is written under. Closed: there are no others.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Key {
    /// `host` of a route.
    OfRoute,
    /// An entry of `hosts`.
    Known,
}

/// Why a text is not a host, and what was probably meant.
struct InvalidHost {
    rule: &'static str,
    suggestion: Option<String>,
}

/// Reads the host of a route.
pub(crate) fn read_host(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<String> {
    let phrase = reader.phrase("host", node)?;
    match parse(Key::OfRoute, &phrase.text) {
        Ok(host) => Some(host),
        Err(error) => {
            error.report(reader, node, &phrase.shown(), phrase.shown_as.is_some());
            None
        }
    }
}

/// Reads the names, besides those of `public-url` and the routes, under which requests are taken.
pub(crate) fn read_hosts(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<String> {
    let Some(entries) = reader.list("hosts", "a list of names and addresses", node) else { return Vec::new() };
    let mut hosts = Vec::new();
    for entry in entries {
        let Some(phrase) = reader.entry("hosts", entry) else { continue };
        for text in phrase.items() {
            match parse(Key::Known, text) {
                Ok(host) if !hosts.contains(&host) => hosts.push(host),
                Ok(_) => reader.report.warning(
                    &policies::DUPLICATE_HOST,
                    &entry.site,
                    format!("{} stands twice; remove one", phrase.shown()),
                ),
                Err(error) => error.report(reader, entry, &phrase.shown(), phrase.shown_as.is_some()),
            }
        }
    }
    hosts
}

impl InvalidHost {
    fn report(self, reader: &mut Reader<'_>, node: &Node<'_>, shown: &str, may_be_secret: bool) {
        // What stands before an @ may be a password.
        let shown = if shown.contains('@') && !may_be_secret { "this" } else { shown };
        let help = self.suggestion.filter(|_| !may_be_secret).map(|suggestion| format!("write `{suggestion}`"));
        reader.report.error_with_help(
            &policies::INVALID_HOST,
            &node.site,
            format!("{shown} is not a host: {}", self.rule),
            help,
        );
    }
}

fn parse(key: Key, text: &str) -> Result<String, InvalidHost> {
    // Without its brackets an IPv6 address can be mistaken for nothing else.
    let bracketed = text.parse::<Ipv6Addr>().ok().map(|address| format!("[{address}]"));
    match bracketed {
        Some(host) if key == Key::Known && is_host(&host) => return Ok(host),
        _ if is_host(text) => return Ok(text.to_owned()),
        _ => {}
    }
    let rule = match text {
        "" if key == Key::OfRoute => "leave `host` out for every host",
        "" => "an entry is a name or an address",
        _ if text.contains("://") => "a host is written without a scheme",
        _ if text.contains('*') && key == Key::OfRoute => "a route is for one host, or without `host` for every one",
        _ if text.contains('*') => "every name is listed; there is no wildcard",
        _ if text.contains(['/', '?', '#', '\\']) => "a host is written without a path",
        _ if text.contains('@') => "a host is written without a user name",
        _ if bracketed.is_some() => "an IPv6 address stands in brackets, in its shortest form",
        _ if text.rsplit_once(':').is_some_and(|(host, _)| is_host(host)) => "a host is written without a port",
        _ if is_host(&text.to_ascii_lowercase()) => "a host is written in lower case",
        _ if !text.is_ascii() => "browsers send a host in ASCII, its Unicode labels as Punycode",
        _ => "a host is what stands between the scheme and the port of an origin",
    };
    Err(InvalidHost { rule, suggestion: bracketed.filter(|host| is_host(host)).or_else(|| suggest(text)) })
}

/// A host is what can stand between the scheme and the port of an origin.
fn is_host(host: &str) -> bool {
    match Origin::parse(&format!("https://{host}")) {
        Ok(Origin::Tuple(origin)) => origin.host() == host,
        Ok(Origin::Null) | Err(_) => false,
    }
}

fn suggest(text: &str) -> Option<String> {
    let authority = text.split_once("://").map_or(text, |(_, authority)| authority);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let url = format!("https://{authority}");
    let pattern =
        OriginPattern::parse(&url).or_else(|error| OriginPattern::parse(&error.suggestion.unwrap_or_default()));
    let pattern = pattern.ok().filter(|pattern| !pattern.has_any_subdomain())?;
    Some(pattern.base_host().to_owned())
}

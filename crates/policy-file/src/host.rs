//! Names of hosts, as they stand in the `Host` of a request, without a port.

use preflight_engine::{Origin, OriginPattern};

use crate::document::Node;
use crate::reader::Reader;

/// A host is what can stand between the scheme and the port of an origin.
pub(crate) fn read_host(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<String> {
    let phrase = reader.phrase("host", node)?;
    let host = &*phrase.text;
    let is_host = |host: &str| match Origin::parse(&format!("https://{host}")) {
        Ok(Origin::Tuple(origin)) => origin.host() == host,
        Ok(Origin::Null) | Err(_) => false,
    };
    if is_host(host) {
        return Some(host.to_owned());
    }
    let rule = match host {
        "" => "leave `host` out for every host",
        _ if host.contains("://") => "a host is written without a scheme",
        _ if host.contains('*') => "a route is for one host, or without `host` for every one",
        _ if host.contains('/') => "a host is written without a path",
        _ if host.rsplit_once(':').is_some_and(|(host, _)| is_host(host)) => "a host is written without a port",
        _ if is_host(&host.to_ascii_lowercase()) => "a host is written in lower case",
        _ => "a host is what stands between the scheme and the port of an origin",
    };
    let help = suggest_host(host).filter(|_| phrase.shown_as.is_none());
    let help = help.map(|suggestion| format!("write `{suggestion}`"));
    reader.report.error_with_help(&node.site, format!("{} is no host: {rule}", phrase.shown()), help);
    None
}

fn suggest_host(text: &str) -> Option<String> {
    let authority = text.split_once("://").map_or(text, |(_, authority)| authority);
    let url = format!("https://{authority}");
    let pattern =
        OriginPattern::parse(&url).or_else(|error| OriginPattern::parse(&error.suggestion.unwrap_or_default()));
    let pattern = pattern.ok().filter(|pattern| !pattern.has_any_subdomain())?;
    Some(pattern.base_host().to_owned())
}

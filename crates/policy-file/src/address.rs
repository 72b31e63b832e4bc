//! Addresses and origins at the top of a policy file.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use ipnet::IpNet;
use preflight_engine::OriginPattern;
use preflight_engine::origin::TupleOrigin;
use preflight_rules::policies;

use crate::broad_networks;
use crate::document::{Node, Value};
use crate::expand::References;
use crate::reader::{Phrase, Reader, What};
use crate::upstream::Upstream;

pub(crate) fn read_listen(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<SocketAddr> {
    if let Value::Integer(Some(port)) = node.value {
        let help = format!("write `listen = \"127.0.0.1:{port}\"`");
        reader.wrong_type(What::Key("listen"), node, "a string with an address and a port", Some(help));
        return None;
    }
    let phrase = reader.phrase("listen", node)?;
    let address = phrase.text.parse();
    if address.is_err() {
        let help = suggest_listen(&phrase.text).filter(|_| phrase.shown_as.is_none());
        let help = help.map(|suggestion| format!("write `{suggestion}`"));
        let message =
            format!("{} is not an address to listen on: an address is ip:port, such as 127.0.0.1:8080", phrase.shown());
        reader.report.error_with_help(&policies::INVALID_LISTEN_ADDRESS, &node.site, message, help);
    }
    address.ok()
}

/// Loopback for whatever names no address: what is open to the network has to be spelled out.
fn suggest_listen(text: &str) -> Option<SocketAddr> {
    const USUAL_PORT: u16 = 8080;
    let text = text.trim();
    if let Ok(address) = text.parse::<IpAddr>() {
        return Some(SocketAddr::new(address, USUAL_PORT));
    }
    let authority = text.split_once("://").map_or(text, |(_, authority)| authority).trim_end_matches('/');
    let (host, port) = authority.rsplit_once(':').unwrap_or(("", authority));
    let address = match host {
        "" | "localhost" => Ipv4Addr::LOCALHOST,
        "*" => Ipv4Addr::UNSPECIFIED,
        host => host.parse().ok()?,
    };
    Some(SocketAddr::new(address.into(), port.parse().ok()?))
}

pub(crate) fn read_public_url(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<TupleOrigin> {
    let phrase = reader.phrase("public-url", node)?;
    let origin = TupleOrigin::parse(&phrase.text);
    match origin {
        Ok(origin) if ["http", "https"].contains(&origin.scheme()) => return Some(origin),
        Ok(_) => {
            let message = format!("{} is not a public URL: browsers reach a server by http or https", phrase.shown());
            reader.report.error(&policies::INVALID_PUBLIC_URL, &node.site, message);
        }
        Err(rule) => {
            let suggestion = OriginPattern::parse(&phrase.text).err().and_then(|error| error.suggestion);
            let suggestion = suggestion.filter(|_| phrase.shown_as.is_none());
            let help = suggestion.map(|suggestion| format!("write `{suggestion}`"));
            let message = format!("{} is not a public URL: {rule}", phrase.shown());
            reader.report.error_with_help(&policies::INVALID_PUBLIC_URL, &node.site, message, help);
        }
    }
    None
}

pub(crate) fn read_trusted_proxies(reader: &mut Reader<'_>, node: &Node<'_>) -> Vec<IpNet> {
    let expected = "a list of addresses and networks";
    let Some(entries) = reader.list("trusted-proxies", expected, node) else { return Vec::new() };
    let mut networks = Vec::new();
    let mut is_told = false;
    for entry in entries {
        let Some(phrase) = reader.entry("trusted-proxies", entry) else { continue };
        for text in networks_of(&phrase) {
            match parse_network(text) {
                Ok(network) => {
                    if let Some(fault) = broad_networks::find_fault(network) {
                        let remedy = Some(broad_networks::REMEDY.to_owned());
                        reader.report.warning_with_help(&policies::BROAD_TRUSTED_NETWORK, &entry.site, fault, remedy);
                        is_told = true;
                    }
                    networks.push(network);
                }
                Err((rule, suggestion)) => {
                    let shown = if phrase.shown_as.is_some() { phrase.shown() } else { format!("`{text}`") };
                    let help = suggestion.map(|suggestion| format!("write `{suggestion}`"));
                    reader.report.error_with_help(
                        &policies::INVALID_NETWORK,
                        &entry.site,
                        format!("{shown} is not a network: {rule}"),
                        help,
                    );
                }
            }
        }
    }
    if let Some(fault) = broad_networks::find_fault_together(&networks).filter(|_| !is_told) {
        reader.report.warning_with_help(
            &policies::BROAD_TRUSTED_NETWORK,
            &node.site,
            fault,
            Some(broad_networks::REMEDY.to_owned()),
        );
    }
    networks
}

/// Those between commas, unless a comma may come from a variable beside what is written.
fn networks_of<'p>(phrase: &'p Phrase<'_>) -> Vec<&'p str> {
    match phrase.references {
        References::None => phrase.text.split(',').map(str::trim).filter(|text| !text.is_empty()).collect(),
        References::Whole | References::Inside(_) => phrase.items(),
    }
}

fn parse_network(text: &str) -> Result<IpNet, (&'static str, Option<IpNet>)> {
    if let Ok(address) = text.parse::<IpAddr>() {
        return Ok(address.into());
    }
    match text.parse::<IpNet>() {
        Ok(network) if network == network.trunc() => Ok(network),
        Ok(network) => Err(("its address has bits beyond the prefix", Some(network.trunc()))),
        Err(_) => Err(("a network is an address, perhaps with /prefix, such as 10.0.0.0/8", None)),
    }
}

pub(crate) fn read_upstream(reader: &mut Reader<'_>, node: &Node<'_>) -> Option<Upstream> {
    let phrase = reader.phrase("upstream", node)?;
    let upstream = Upstream::parse(&phrase.text);
    if let Err(error) = &upstream {
        let has_password = phrase.shown_as.is_none() && phrase.text.contains('@');
        let shown = if has_password { "this".to_owned() } else { phrase.shown() };
        let help = error.suggestion.as_ref().filter(|_| phrase.shown_as.is_none() && !has_password);
        let help = help.map(|suggestion| format!("write `{suggestion}`"));
        reader.report.error_with_help(
            &policies::INVALID_UPSTREAM,
            &node.site,
            format!("{shown} is not an upstream: {}", error.rule),
            help,
        );
    }
    upstream.ok()
}

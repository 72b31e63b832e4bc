//! Upstreams that lead back to the gateway itself, which answers 508 once a request has come around.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use preflight_engine::origin::TupleOrigin;
use preflight_rules::policies;

use crate::policy_file::{DEFAULT_LISTEN, PolicyFile};
use crate::reader::Reader;
use crate::route::Sited;
use crate::upstream::Upstream;

pub(super) fn check(reader: &mut Reader<'_>, file: &PolicyFile, routes: &[Sited]) {
    let listen = file.listen.unwrap_or(DEFAULT_LISTEN);
    for Sited { route, upstream_site, .. } in routes {
        let upstream = &route.upstream;
        let what = if leads_to(upstream, listen) {
            format!("listens on {listen}")
        } else if file.public_url.as_ref().is_some_and(|public_url| is_at(upstream, public_url)) {
            "has this `public-url`".to_owned()
        } else {
            continue;
        };
        let message = format!("`{upstream}` leads back to this gateway, which {what}: such requests end with 508");
        let help = "write where the application listens".to_owned();
        reader.report.warning_with_help(&policies::UPSTREAM_IS_GATEWAY, upstream_site, message, Some(help));
    }
}

fn leads_to(upstream: &Upstream, listen: SocketAddr) -> bool {
    let addresses = addresses(upstream.host());
    // Port 0 becomes one that nobody knows yet.
    listen.port() != 0
        && upstream.port() == listen.port()
        && addresses.iter().any(|address| is_taken(*address, listen.ip()))
}

/// The addresses that a connection to this host reaches, as far as they are known without a resolver.
fn addresses(host: &str) -> Vec<IpAddr> {
    const LOOPBACK: [IpAddr; 2] = [IpAddr::V4(Ipv4Addr::LOCALHOST), IpAddr::V6(Ipv6Addr::LOCALHOST)];
    let name = host.trim_end_matches('.').to_ascii_lowercase();
    if name == "localhost" || name.ends_with(".localhost") {
        return LOOPBACK.to_vec();
    }
    match name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().map(|address| address.to_canonical()) {
        // A connection to no address in particular is one to this machine.
        Ok(address) if address.is_unspecified() => LOOPBACK.to_vec(),
        Ok(address) => vec![address],
        Err(_) => Vec::new(),
    }
}

/// Whether a listener on `listen` takes connections to `address`, which is one of this machine if `listen` is all of them.
fn is_taken(address: IpAddr, listen: IpAddr) -> bool {
    match listen.to_canonical() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => address.is_loopback() && address.is_ipv4(),
        // It takes IPv4 as well, where the system does not say otherwise.
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => address.is_loopback(),
        listen => listen == address,
    }
}

fn is_at(upstream: &Upstream, public_url: &TupleOrigin) -> bool {
    let port = public_url.port().and_then(|port| port.parse().ok()).unwrap_or(upstream.scheme().default_port());
    public_url.scheme() == upstream.scheme().as_str()
        && upstream.port() == port
        && public_url.host() == upstream.host().to_ascii_lowercase()
}

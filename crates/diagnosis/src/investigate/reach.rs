//! Nothing answered: whether something does on the other loopback address, or without TLS.

use preflight_engine::exchange::NetworkFailure;
use url::{Host, Url};

use super::head::to_url;
use super::{Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::Certainty;

pub(super) fn look_closer(inquiry: &mut Inquiry<'_>, failure: NetworkFailure) {
    let Some(exchange) = inquiry.case.verdict.exchanges.last() else { return };
    let head = exchange.request.clone();
    match failure {
        NetworkFailure::ConnectionRefused => {
            if let Some(url) = other_loopback(&head.url)
                && let Some(heard) = inquiry.ask(Purpose::OtherLoopback, as_get(to_url(&head, url.clone())))
            {
                let (here, there) = (authority(&head.url), authority(&url));
                let message = format!(
                    "nothing listens on {here}, but on {there} a server answers {}; CORS has no part in this",
                    heard.head.status
                );
                let fix = format!(
                    "call {there}, or let the server listen on {} too",
                    head.url.host_str().unwrap_or_default()
                );
                inquiry.conclude(Cause::Unreachable, Certainty::Certain, message, fix);
            }
        }
        NetworkFailure::TlsHandshake => {
            let mut url = head.url.clone();
            let port = url.port_or_known_default();
            if url.set_scheme("http").is_err() || url.set_port(port).is_err() {
                return;
            }
            if inquiry.ask(Purpose::PlainHttp, as_get(to_url(&head, url.clone()))).is_some() {
                let message =
                    format!("{} speaks plain HTTP, and the URL says https; CORS has no part in this", authority(&url));
                let fix = if inquiry.case.request.origin().as_str().starts_with("https:") {
                    "give the server a certificate: a page over https may not call plain http".to_owned()
                } else {
                    format!("call {url}, or give the server a certificate")
                };
                inquiry.conclude(Cause::TlsUntrusted, Certainty::Certain, message, fix);
            }
        }
        NetworkFailure::ConnectionClosed | NetworkFailure::InvalidResponse if head.url.scheme() == "http" => {
            let mut url = head.url.clone();
            let port = url.port_or_known_default();
            if url.set_scheme("https").is_err() || url.set_port(port).is_err() {
                return;
            }
            inquiry.ask(Purpose::Tls, as_get(to_url(&head, url.clone())));
            let answer = inquiry.investigation.probes.last().map(|(_, exchange)| exchange.answer.as_ref());
            // A certificate that is not trusted is a certificate.
            if matches!(answer, Some(Ok(_) | Err(NetworkFailure::TlsCertificate))) {
                let message =
                    format!("{} speaks TLS, and the URL says http; CORS has no part in this", authority(&head.url));
                inquiry.conclude(Cause::Unreachable, Certainty::Certain, message, format!("call {url}"));
            }
        }
        NetworkFailure::NameNotResolved => {
            let host = head.url.host_str().unwrap_or_default().to_owned();
            if !host.contains('.') {
                let message =
                    format!("`{host}` does not resolve: it looks like the name of a container, which no browser knows");
                let fix = "call localhost and the port that the container publishes".to_owned();
                inquiry.conclude(Cause::Unreachable, Certainty::Certain, message, fix);
            }
        }
        _ => {}
    }
}

fn as_get(mut head: preflight_engine::exchange::RequestHead) -> preflight_engine::exchange::RequestHead {
    head.method = b"GET".to_vec();
    head.has_body = false;
    head.is_preflight = false;
    head
}

/// The loopback address that the URL does not name; `localhost` is both of them already.
fn other_loopback(url: &Url) -> Option<Url> {
    let other = match url.host()? {
        Host::Ipv4(address) if address.is_loopback() => "[::1]",
        Host::Ipv6(address) if address.is_loopback() => "127.0.0.1",
        _ => return None,
    };
    let mut url = url.clone();
    url.set_host(Some(other)).ok()?;
    Some(url)
}

fn authority(url: &Url) -> String {
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    format!("{}{port}", url.host_str().unwrap_or_default())
}

//! How a request came: from whom, and by which public name the browser called.

use std::net::{IpAddr, Ipv6Addr};

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::uri::Authority;
use preflight_engine::server::{CorsRequest, OwnOrigin};

use crate::configuration::Configuration;
use crate::failure::Failure;
use crate::inbound::Inbound;
use crate::known_names::Recognition;

pub(crate) const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
pub(crate) const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The listener takes no TLS.
const LISTENER_SCHEME: &str = "http";

/// How a request came. It borrows the request's head.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    pub(crate) peer: IpAddr,
    /// Whether what the peer says about others is believed.
    pub(crate) through_trusted_proxy: bool,
    /// The scheme by which the browser called.
    pub(crate) scheme: &'a str,
    /// Host and port by which the browser called; the gateway's own address for HTTP/1.0 without `Host`.
    pub(crate) authority: &'a str,
    /// Whether that is a name of the gateway, and so its own origin. Where nobody said what its names are, none is.
    pub(crate) is_own_name: bool,
}

impl<'a> Arrival<'a> {
    /// Reads the head of a request.
    ///
    /// # Errors
    /// [`Failure::InvalidHost`], [`Failure::UnknownHost`]
    pub(crate) fn read(head: &'a Parts, inbound: &'a Inbound, configuration: &Configuration) -> Result<Self, Failure> {
        let claimed = Self::claimed(head, inbound, configuration)?;
        // What a proxy says of the name does not hide by which one it was called: behind a trusted address there may be a
        // browser as well, and a page of it can say anything but `Host`.
        let called = named_authority(head)?.filter(|called| *called != claimed.authority);
        let mut is_own_name = true;
        for authority in called.into_iter().chain(claimed.is_named(head).then_some(claimed.authority)) {
            let host = host_of(authority);
            match configuration.known_names().recognize(&host, inbound) {
                Recognition::Known => {}
                Recognition::Anything => is_own_name = false,
                Recognition::Unknown => return Err(Failure::UnknownHost { host: host.into() }),
            }
        }
        Ok(Self { is_own_name, ..claimed })
    }

    /// What the head says, and what a trusted proxy says of it.
    fn claimed(head: &'a Parts, inbound: &'a Inbound, configuration: &Configuration) -> Result<Self, Failure> {
        let peer = inbound.peer.ip();
        let authority = named_authority(head)?.unwrap_or(inbound.authority());
        let direct =
            Self { peer, through_trusted_proxy: false, scheme: LISTENER_SCHEME, authority, is_own_name: false };
        if !configuration.trusts(peer) {
            return Ok(direct);
        }
        Ok(Self {
            through_trusted_proxy: true,
            scheme: last_element(&head.headers, &X_FORWARDED_PROTO)
                .filter(|scheme| ["http", "https"].contains(scheme))
                .unwrap_or(LISTENER_SCHEME),
            authority: match last_element(&head.headers, &X_FORWARDED_HOST) {
                Some(forwarded) => checked_authority(forwarded)?,
                None => authority,
            },
            ..direct
        })
    }

    /// Whether the request names a host: HTTP/1.0 may do without.
    fn is_named(&self, head: &Parts) -> bool {
        head.uri.authority().is_some()
            || head.headers.contains_key(header::HOST)
            || self.through_trusted_proxy && head.headers.contains_key(X_FORWARDED_HOST)
    }

    /// The host that routes are compared with: lower case, no port, no dot at its end.
    pub(crate) fn host(&self) -> String {
        host_of(self.authority)
    }

    /// What the request is to CORS: one from the `public-url`, or from the origin that the browser called by a name of the
    /// gateway, is not.
    pub(crate) fn classify(&self, head: &'a Parts, configuration: &Configuration) -> CorsRequest<'a> {
        let authority = if self.is_own_name { self.authority.as_bytes() } else { b"" };
        let called = OwnOrigin { scheme: Some(self.scheme), authority };
        let stated = configuration.file().public_url.as_ref().map(|origin| OwnOrigin {
            scheme: Some(origin.scheme()),
            authority: &origin.as_str().as_bytes()[origin.scheme().len() + "://".len()..],
        });
        match CorsRequest::classify(&head.method, &head.headers, called) {
            CorsRequest::NotCors => CorsRequest::NotCors,
            cors => stated.map_or(cors, |stated| CorsRequest::classify(&head.method, &head.headers, stated)),
        }
    }
}

/// The authority of the target in absolute form, which goes before `Host`
/// ([RFC 9112, 3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)), else that of `Host`. None for HTTP/1.0 without
/// either.
fn named_authority(head: &Parts) -> Result<Option<&str>, Failure> {
    let mut lines = head.headers.get_all(header::HOST).iter();
    let host = match (lines.next(), lines.next()) {
        (Some(line), None) => Some(checked_authority(line.to_str().map_err(|_| Failure::InvalidHost)?)?),
        (None, None) if head.version < http::Version::HTTP_11 => None,
        (None, None) | (_, Some(_)) => return Err(Failure::InvalidHost),
    };
    match head.uri.authority() {
        Some(authority) => checked_authority(authority.as_str()).map(Some),
        None => Ok(host),
    }
}

fn checked_authority(text: &str) -> Result<&str, Failure> {
    // An empty `Host` is legal for targets without an authority; no route is for it by name.
    let is_sound = text.is_empty() || text.parse::<Authority>().is_ok_and(|authority| is_host_and_port(&authority));
    if is_sound { Ok(text) } else { Err(Failure::InvalidHost) }
}

/// The parser takes a user name, an empty port and whatever stands behind the bracket of an address.
fn is_host_and_port(authority: &Authority) -> bool {
    let host = authority.host();
    let port = authority.as_str().strip_prefix(host).map(|rest| rest.strip_prefix(':').unwrap_or(rest));
    let is_port =
        |port: &str| port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok());
    let is_host = match host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.contains(['[', ']', ':']),
    };
    is_host && port.is_some_and(is_port)
}

fn host_of(authority: &str) -> String {
    let host = authority.parse::<Authority>().map_or_else(|_| String::new(), |found| found.host().to_owned());
    host.strip_suffix('.').unwrap_or(&host).to_ascii_lowercase()
}

/// The last element of a list: what the nearest proxy says, whoever sent the others.
fn last_element<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let line: &HeaderValue = headers.get_all(name).iter().next_back()?;
    line.to_str().ok()?.rsplit(',').next().map(str::trim).filter(|element| !element.is_empty())
}

#[cfg(test)]
mod tests {
    use http::Request;
    use preflight_engine::origin::TupleOrigin;
    use preflight_policy_file::PolicyFile;

    use super::*;

    fn unknown(host: &str) -> Failure {
        Failure::UnknownHost { host: host.into() }
    }

    fn configuration(file: &PolicyFile) -> Configuration {
        Configuration::new(file, &crate::limits::Limits::default()).unwrap()
    }

    fn from(peer: &str) -> Inbound {
        let listener = "127.0.0.1:8080".parse().unwrap();
        Inbound::new(std::net::SocketAddr::new(peer.parse().unwrap(), 5), listener, listener)
    }

    fn head(target: &str, fields: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri(target);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn the_name_that_the_browser_called_is_found() {
        let trusting = PolicyFile {
            trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
            hosts: ["a.test", "b.test", "inner", "api.test", "a"].map(str::to_owned).to_vec(),
            ..PolicyFile::default()
        };
        let configuration = configuration(&trusting);
        let (proxy, stranger, proxy_as_ipv6) = ("127.0.0.1", "192.0.2.1", "::ffff:127.0.0.1");
        let forwarded: &[_] =
            &[("host", "inner:80"), ("x-forwarded-host", "spoofed, Api.test."), ("x-forwarded-proto", "https")];
        for (reason, peer, target, fields, expected) in [
            ("Host", stranger, "/", &[("host", "a.test:8080")][..], Ok(("http", "a.test:8080", "a.test"))),
            (
                "the target goes first",
                stranger,
                "http://b.test/",
                &[("host", "a.test")],
                Ok(("http", "b.test", "b.test")),
            ),
            ("a stranger is not believed", stranger, "/", forwarded, Ok(("http", "inner:80", "inner"))),
            ("a proxy is believed, its own word", proxy, "/", forwarded, Ok(("https", "Api.test.", "api.test"))),
            ("the same over IPv6", proxy_as_ipv6, "/", forwarded, Ok(("https", "Api.test.", "api.test"))),
            (
                "no scheme of a browser",
                proxy,
                "/",
                &[("host", "a"), ("x-forwarded-proto", "ftp")],
                Ok(("http", "a", "a")),
            ),
            ("an IPv6 address", stranger, "/", &[("host", "[::1]:80")], Ok(("http", "[::1]:80", "[::1]"))),
            ("no Host", stranger, "/", &[], Err(Failure::InvalidHost)),
            ("two", stranger, "/", &[("host", "a"), ("host", "a")], Err(Failure::InvalidHost)),
            ("a user name", stranger, "/", &[("host", "a@b")], Err(Failure::InvalidHost)),
            ("a path", stranger, "/", &[("host", "a/b")], Err(Failure::InvalidHost)),
            ("a port that is none", stranger, "/", &[("host", "a:99999")], Err(Failure::InvalidHost)),
            ("a sign before a port", stranger, "/", &[("host", "a:-1")], Err(Failure::InvalidHost)),
            ("a name behind an address", stranger, "/", &[("host", "[::1].evil.test")], Err(Failure::InvalidHost)),
            ("a name in brackets", stranger, "/", &[("host", "[a]")], Err(Failure::InvalidHost)),
            (
                "a rebound name behind a trusted address",
                proxy,
                "/",
                &[("host", "evil.test"), ("x-forwarded-host", "a")],
                Err(unknown("evil.test")),
            ),
            ("a name of nobody", stranger, "/", &[("host", "evil.test")], Err(unknown("evil.test"))),
            ("an empty name", stranger, "/", &[("host", "")], Err(unknown(""))),
            ("a target of nobody", stranger, "http://evil.test/", &[("host", "a")], Err(unknown("evil.test"))),
            ("a proxy for nobody", proxy, "/", &[("host", "a"), ("x-forwarded-host", "b")], Err(unknown("b"))),
        ] {
            let (head, inbound) = (head(target, fields), from(peer));
            let arrival = Arrival::read(&head, &inbound, &configuration);
            let found = arrival.map(|arrival| (arrival.scheme, arrival.authority, arrival.host()));
            let expected = expected.map(|(scheme, authority, host)| (scheme, authority, host.to_owned()));
            assert_eq!(found, expected, "{reason}");
        }
    }

    #[test]
    fn a_request_without_a_name_calls_the_address_of_the_listener() {
        let configuration = configuration(&PolicyFile::default());
        let mut head = head("/", &[]);
        head.version = http::Version::HTTP_10;
        let inbound = from("192.0.2.1");
        let arrival = Arrival::read(&head, &inbound, &configuration).unwrap();
        assert_eq!((arrival.authority, arrival.is_own_name), ("127.0.0.1:8080", true));
    }

    #[test]
    fn a_listener_of_every_name_has_no_own_origin() {
        let configuration = configuration(&PolicyFile::default());
        let head = head("/", &[("host", "evil.test:8080"), ("origin", "http://evil.test:8080")]);
        let listener = "0.0.0.0:8080".parse().unwrap();
        let inbound = Inbound::new("192.0.2.1:5".parse().unwrap(), listener, "192.0.2.2:8080".parse().unwrap());
        let arrival = Arrival::read(&head, &inbound, &configuration).unwrap();
        assert!(matches!(arrival.classify(&head, &configuration), CorsRequest::Actual { .. }));
    }

    #[test]
    fn the_own_origin_is_not_cors() {
        let file = PolicyFile {
            public_url: Some(TupleOrigin::parse("https://api.test").unwrap()),
            trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
            hosts: vec!["inner.test".to_owned()],
            ..PolicyFile::default()
        };
        let configuration = configuration(&file);
        let (proxy, stranger) = ("127.0.0.1", "192.0.2.1");
        for (peer, origin, is_own) in [
            (stranger, "https://api.test", true),
            (stranger, "http://inner.test", true),
            (stranger, "https://inner.test", false),
            (stranger, "http://api.test", false),
            (proxy, "https://inner.test", true),
        ] {
            let head = head("/", &[("host", "inner.test"), ("x-forwarded-proto", "https"), ("origin", origin)]);
            let inbound = from(peer);
            let arrival = Arrival::read(&head, &inbound, &configuration).unwrap();
            let found = matches!(arrival.classify(&head, &configuration), CorsRequest::NotCors);
            assert_eq!(found, is_own, "{peer} {origin}");
        }
    }
}

//! How a request came: from whom, and by which public name the browser called.

use std::net::IpAddr;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::uri::Authority;
use preflight_engine::server::{CorsRequest, OwnOrigin};

use crate::configuration::Configuration;
use crate::failure::Failure;

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
    /// Host and port by which the browser called; empty for HTTP/1.0 without `Host`.
    pub(crate) authority: &'a str,
}

impl<'a> Arrival<'a> {
    /// Reads the head of a request.
    ///
    /// # Errors
    /// [`Failure::InvalidHost`]
    pub(crate) fn read(head: &'a Parts, peer: IpAddr, configuration: &Configuration) -> Result<Self, Failure> {
        let named = named_authority(head)?;
        let direct = Self { peer, through_trusted_proxy: false, scheme: LISTENER_SCHEME, authority: named };
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
                None => named,
            },
            ..direct
        })
    }

    /// The host that routes are compared with: lower case, no port, no dot at its end.
    pub(crate) fn host(&self) -> String {
        let host = self.authority.parse::<Authority>().map_or_else(|_| String::new(), |found| found.host().to_owned());
        host.strip_suffix('.').unwrap_or(&host).to_ascii_lowercase()
    }

    /// What the request is to CORS: one from the `public-url`, or from the origin that the browser called, is not.
    pub(crate) fn classify(&self, head: &'a Parts, configuration: &Configuration) -> CorsRequest<'a> {
        let called = OwnOrigin { scheme: Some(self.scheme), authority: self.authority.as_bytes() };
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
/// ([RFC 9112, 3.2.2](https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2)), else that of `Host`.
fn named_authority(head: &Parts) -> Result<&str, Failure> {
    let mut lines = head.headers.get_all(header::HOST).iter();
    let host = match (lines.next(), lines.next()) {
        (Some(line), None) => checked_authority(line.to_str().map_err(|_| Failure::InvalidHost)?)?,
        (None, None) if head.version < http::Version::HTTP_11 => "",
        (None, None) | (_, Some(_)) => return Err(Failure::InvalidHost),
    };
    match head.uri.authority() {
        Some(authority) => checked_authority(authority.as_str()),
        None => Ok(host),
    }
}

fn checked_authority(text: &str) -> Result<&str, Failure> {
    // An empty `Host` is legal for targets without an authority; no route is for it by name.
    let is_sound = text.is_empty() || !text.contains('@') && text.parse::<Authority>().is_ok();
    if is_sound { Ok(text) } else { Err(Failure::InvalidHost) }
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

    fn head(target: &str, fields: &[(&str, &str)]) -> Parts {
        let mut request = Request::builder().uri(target);
        for (name, value) in fields {
            request = request.header(*name, *value);
        }
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn the_name_that_the_browser_called_is_found() {
        let trusting = PolicyFile { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..PolicyFile::default() };
        let configuration = Configuration::new(&trusting).unwrap();
        let (proxy, stranger) = ("127.0.0.1".parse().unwrap(), "192.0.2.1".parse().unwrap());
        let proxy_as_ipv6 = "::ffff:127.0.0.1".parse().unwrap();
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
        ] {
            let head = head(target, fields);
            let arrival = Arrival::read(&head, peer, &configuration);
            let found = arrival.map(|arrival| (arrival.scheme, arrival.authority, arrival.host()));
            let expected = expected.map(|(scheme, authority, host)| (scheme, authority, host.to_owned()));
            assert_eq!(found, expected, "{reason}");
        }
    }

    #[test]
    fn the_own_origin_is_not_cors() {
        let file = PolicyFile {
            public_url: Some(TupleOrigin::parse("https://api.test").unwrap()),
            trusted_proxies: vec!["127.0.0.1/32".parse().unwrap()],
            ..PolicyFile::default()
        };
        let configuration = Configuration::new(&file).unwrap();
        let (proxy, stranger) = ("127.0.0.1".parse().unwrap(), "192.0.2.1".parse().unwrap());
        for (peer, origin, is_own) in [
            (stranger, "https://api.test", true),
            (stranger, "http://inner.test", true),
            (stranger, "https://inner.test", false),
            (stranger, "http://api.test", false),
            (proxy, "https://inner.test", true),
        ] {
            let head = head("/", &[("host", "inner.test"), ("x-forwarded-proto", "https"), ("origin", origin)]);
            let arrival = Arrival::read(&head, peer, &configuration).unwrap();
            let found = matches!(arrival.classify(&head, &configuration), CorsRequest::NotCors);
            assert_eq!(found, is_own, "{peer} {origin}");
        }
    }
}

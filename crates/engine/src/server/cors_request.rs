//! What a request is to CORS: not CORS, an actual request, or a preflight.

use http::{HeaderMap, HeaderValue, Method, header};

/// A request as CORS sees it. It borrows the request's headers.
#[derive(Clone, Copy, Debug)]
pub enum CorsRequest<'a> {
    /// No `Origin`, or the server's own: nothing is asked of the policy.
    NotCors,
    /// A cross-origin request that the server would handle.
    Actual {
        /// Who asks.
        origin: RequestOrigin<'a>,
    },
    /// A browser's question before a cross-origin request
    /// ([CORS-preflight request](https://fetch.spec.whatwg.org/#cors-preflight-request)).
    Preflight(Preflight<'a>),
}

/// A preflight's question.
#[derive(Clone, Copy, Debug)]
pub struct Preflight<'a> {
    /// Who asks.
    pub origin: RequestOrigin<'a>,
    /// `Access-Control-Request-Method`.
    pub method: &'a HeaderValue,
    /// The request's headers: `Access-Control-Request-Headers` may stand on several lines.
    pub headers: &'a HeaderMap,
}

/// The `Origin` of a request.
#[derive(Clone, Copy, Debug)]
pub enum RequestOrigin<'a> {
    /// One line.
    One(&'a HeaderValue),
    /// Several lines: no browser sends that, so nobody is allowed by it.
    Several,
}

/// The server's own public origin, as far as it is known: a request from there is not CORS, although browsers send
/// `Origin` with same-origin `POST`s and forms.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnOrigin<'a> {
    /// `http` or `https`. Where it is not known (a server behind a proxy that takes TLS off), either counts as own.
    pub scheme: Option<&'a str>,
    /// Host and port as in `Host`, in any case, with or without the default port. Empty if unknown.
    pub authority: &'a [u8],
}

impl<'a> CorsRequest<'a> {
    /// Classifies a request by its method and headers.
    ///
    /// A preflight is an `OPTIONS` request with `Origin` and `Access-Control-Request-Method`; any other `OPTIONS` belongs
    /// to the application.
    pub fn classify(method: &Method, headers: &'a HeaderMap, own: OwnOrigin<'_>) -> Self {
        Self::classify_with(method, headers, || own)
    }

    /// As [`classify`](Self::classify), and looks for the own origin only where it matters: most requests carry no
    /// `Origin`.
    pub fn classify_with<'o>(method: &Method, headers: &'a HeaderMap, own: impl FnOnce() -> OwnOrigin<'o>) -> Self {
        // A head is short, so looking at its names costs less than hashing one.
        let mut lines = headers.iter().filter(|(name, _)| **name == header::ORIGIN);
        let Some((_, first)) = lines.next() else { return Self::NotCors };
        let origin = match lines.next() {
            None if own().is(first.as_bytes()) => return Self::NotCors,
            None => RequestOrigin::One(first),
            Some(_) => RequestOrigin::Several,
        };
        if *method != Method::OPTIONS {
            return Self::Actual { origin };
        }
        match headers.get(header::ACCESS_CONTROL_REQUEST_METHOD) {
            Some(method) => Self::Preflight(Preflight { origin, method, headers }),
            None => Self::Actual { origin },
        }
    }
}

impl Preflight<'_> {
    /// Whether the browser asks for [private network access](https://wicg.github.io/private-network-access/). It is
    /// never granted: no shipping browser acts on the answer any more, since a permission prompt took its place.
    pub fn asks_for_private_network(&self) -> bool {
        self.headers.contains_key("access-control-request-private-network")
    }
}

impl<'a> OwnOrigin<'a> {
    /// The origin of a server that is reached at `authority` over an unknown scheme.
    pub fn of_authority(authority: &'a [u8]) -> Self {
        Self { scheme: None, authority }
    }

    /// What `Host` says, over an unknown scheme.
    pub fn of_host(headers: &'a HeaderMap) -> Self {
        Self::of_authority(headers.get(header::HOST).map_or(b"", HeaderValue::as_bytes))
    }

    fn is(&self, origin: &[u8]) -> bool {
        if self.authority.is_empty() {
            return false;
        }
        let (scheme, rest) = match origin {
            [b'h', b't', b't', b'p', b's', b':', b'/', b'/', rest @ ..] => ("https", rest),
            [b'h', b't', b't', b'p', b':', b'/', b'/', rest @ ..] => ("http", rest),
            _ => return false,
        };
        let default_port: &[u8] = if scheme == "https" { b":443" } else { b":80" };
        let authority = self.authority.strip_suffix(default_port).unwrap_or(self.authority);
        self.scheme.is_none_or(|own| own == scheme) && rest.eq_ignore_ascii_case(authority)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_origin_ignores_case_and_the_default_port() {
        for (scheme, authority, origin, own) in [
            (None, "api.example.com", "https://api.example.com", true),
            (None, "API.example.com:443", "https://api.example.com", true),
            (None, "localhost:8080", "http://localhost:8080", true),
            (None, "api.example.com:443", "http://api.example.com", false),
            (Some("https"), "api.example.com", "http://api.example.com", false),
            (Some("http"), "api.example.com", "http://api.example.com", true),
            (None, "", "https://", false),
            (None, "api.example.com", "null", false),
            (None, "api.example.com:8443", "https://api.example.com", false),
        ] {
            let found = OwnOrigin { scheme, authority: authority.as_bytes() }.is(origin.as_bytes());
            assert_eq!(found, own, "{scheme:?} {authority} {origin}");
        }
    }
}

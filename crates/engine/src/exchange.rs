//! A request head and what answered it: the evidence that a verdict points at.

use std::fmt;

use url::Url;

use crate::header_list::HeaderList;

/// One request on the wire and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// What was sent.
    pub request: RequestHead,
    /// What came back, or why nothing did.
    pub answer: Result<ResponseHead, NetworkFailure>,
}

/// A request head as the browser hands it to the network. Fields of the connection (`Host`, `User-Agent`,
/// `Content-Length`) are the edge's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestHead {
    /// The method, as sent.
    pub method: Vec<u8>,
    /// Where to; the fragment is not sent.
    pub url: Url,
    /// The fields that the Fetch standard sets, `Origin` among them, and the cookies of the browser's jar.
    pub headers: HeaderList,
    /// Whether this is a CORS-preflight request.
    pub is_preflight: bool,
    /// Whether cookies and other stored credentials go along, and `Set-Cookie` is honoured.
    pub includes_credentials: bool,
    /// Whether the request's body goes along.
    pub has_body: bool,
}

/// A response head as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseHead {
    /// The status code.
    pub status: u16,
    /// The fields in the order they came, with or without the white space around their values.
    pub headers: HeaderList,
}

/// The usual words for a status, which HTTP/1.1 servers send behind it.
///
/// ```
/// use preflight_engine::exchange::status_words;
///
/// assert_eq!(status_words(404), Some("Not Found"));
/// assert_eq!(status_words(299), None);
/// ```
pub fn status_words(status: u16) -> Option<&'static str> {
    match status {
        // As nginx and Apache have it, who send it most.
        413 => Some("Request Entity Too Large"),
        status => http::StatusCode::from_u16(status).ok()?.canonical_reason(),
    }
}

/// Why no response came. CORS has no part in any of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkFailure {
    /// The host name has no address.
    NameNotResolved,
    /// Nothing listens at the address and port.
    ConnectionRefused,
    /// The address cannot be reached.
    Unreachable,
    /// No TLS connection could be made: the handshake failed.
    TlsHandshake,
    /// The TLS certificate is not trusted, or is not for this host.
    TlsCertificate,
    /// The connection closed before a whole response head came.
    ConnectionClosed,
    /// What came is not an HTTP response.
    InvalidResponse,
    /// What came is HTTP, but its lengths differ, or one is not a number; the same goes for `Content-Disposition` that differs.
    BrokenLength,
    /// A 407 came, and no proxy was asked.
    UnexpectedProxyAuthentication,
    /// The response head is larger than the edge accepts.
    ResponseTooLarge,
    /// Nothing came in time.
    TimedOut,
}

impl ResponseHead {
    /// Whether the status is an [ok status](https://fetch.spec.whatwg.org/#ok-status), 200 to 299.
    pub fn has_ok_status(&self) -> bool {
        (200..=299).contains(&self.status)
    }

    /// Whether the status is a [null body status](https://fetch.spec.whatwg.org/#null-body-status).
    pub fn has_null_body(&self) -> bool {
        matches!(self.status, 101 | 103 | 204 | 205 | 304)
    }

    /// Whether the status is a [redirect status](https://fetch.spec.whatwg.org/#redirect-status).
    pub fn has_redirect_status(&self) -> bool {
        matches!(self.status, 301 | 302 | 303 | 307 | 308)
    }
}

impl NetworkFailure {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::NameNotResolved => "name-not-resolved",
            Self::ConnectionRefused => "connection-refused",
            Self::Unreachable => "unreachable",
            Self::TlsHandshake => "tls-handshake",
            Self::TlsCertificate => "tls-certificate",
            Self::ConnectionClosed => "connection-closed",
            Self::InvalidResponse => "invalid-response",
            Self::BrokenLength => "broken-length",
            Self::UnexpectedProxyAuthentication => "unexpected-proxy-authentication",
            Self::ResponseTooLarge => "response-too-large",
            Self::TimedOut => "timed-out",
        }
    }
}

impl fmt::Display for NetworkFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NameNotResolved => "the host name does not resolve",
            Self::ConnectionRefused => "nothing listens there",
            Self::Unreachable => "the address cannot be reached",
            Self::TlsHandshake => "the TLS handshake failed",
            Self::TlsCertificate => "the TLS certificate is not trusted",
            Self::ConnectionClosed => "the connection closed before a response came",
            Self::InvalidResponse => "what answered does not speak HTTP",
            Self::BrokenLength => "the response contradicts itself about its length",
            Self::UnexpectedProxyAuthentication => "the server answered 407, which only a proxy may",
            Self::ResponseTooLarge => "the response head is too large",
            Self::TimedOut => "nothing came in time",
        })
    }
}

impl std::error::Error for NetworkFailure {}

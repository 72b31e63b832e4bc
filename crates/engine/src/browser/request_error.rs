//! What a page cannot ask for: calls that throw, and headers that are left out.

use std::fmt;

/// A header that the browser leaves out without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DroppedHeader {
    /// A [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header).
    Forbidden {
        /// Its name as written.
        name: Vec<u8>,
    },
    /// A header that a `no-cors` request cannot have.
    NotNoCorsSafelisted {
        /// Its name as written.
        name: Vec<u8>,
    },
}

/// Why `new Request()` or `XMLHttpRequest.open()` throws: the page's own mistake, before anything is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The URL has a user name or password.
    UrlIncludesCredentials,
    /// The method is not a token.
    InvalidMethod {
        /// The method as written.
        method: Vec<u8>,
    },
    /// `CONNECT`, `TRACE` or `TRACK`.
    ForbiddenMethod {
        /// The method as written.
        method: Vec<u8>,
    },
    /// A method other than `GET`, `HEAD` and `POST` in `no-cors` mode.
    NoCorsMethod {
        /// The method, normalized.
        method: Vec<u8>,
    },
    /// A header name is not a token.
    InvalidHeaderName {
        /// The name as written.
        name: Vec<u8>,
    },
    /// A header value holds a NUL or a line break.
    InvalidHeaderValue {
        /// The header's name.
        name: Vec<u8>,
        /// The value as written.
        value: Vec<u8>,
    },
    /// `GET` or `HEAD` with a body.
    BodyWithoutMethod,
    /// A body stream in `no-cors` mode.
    NoCorsStream,
    /// `only-if-cached` in another mode than `same-origin`.
    OnlyIfCachedCrossOrigin,
}

impl RequestError {
    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::UrlIncludesCredentials => "url-credentials",
            Self::InvalidMethod { .. } => "invalid-method",
            Self::ForbiddenMethod { .. } => "forbidden-method",
            Self::NoCorsMethod { .. } => "no-cors-method",
            Self::InvalidHeaderName { .. } => "invalid-header-name",
            Self::InvalidHeaderValue { .. } => "invalid-header-value",
            Self::BodyWithoutMethod => "body-without-method",
            Self::NoCorsStream => "no-cors-stream",
            Self::OnlyIfCachedCrossOrigin => "only-if-cached-cross-origin",
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UrlIncludesCredentials => {
                f.write_str("fetch() takes no URL with a user name or password; send an Authorization header")
            }
            Self::InvalidMethod { method } => {
                write!(f, "`{}` is not a method: a method is one word", method.escape_ascii())
            }
            Self::ForbiddenMethod { method } => {
                write!(f, "browsers let no page use the method `{}`", method.escape_ascii())
            }
            Self::NoCorsMethod { method } => write!(
                f,
                "in no-cors mode only GET, HEAD and POST are possible, not `{}`; use cors mode",
                method.escape_ascii()
            ),
            Self::InvalidHeaderName { name } => {
                write!(f, "`{}` is not a header name: a name is one word", name.escape_ascii())
            }
            Self::InvalidHeaderValue { name, .. } => {
                write!(f, "the value of `{}` holds a NUL or a line break", name.escape_ascii())
            }
            Self::BodyWithoutMethod => f.write_str("GET and HEAD have no body; use POST, PUT or PATCH"),
            Self::OnlyIfCachedCrossOrigin => f.write_str("only-if-cached needs mode same-origin"),
            Self::NoCorsStream => f.write_str("a stream cannot be sent in no-cors mode; use cors mode"),
        }
    }
}

impl std::error::Error for RequestError {}

impl DroppedHeader {
    /// The header's name as written.
    pub fn name(&self) -> &[u8] {
        match self {
            Self::Forbidden { name } | Self::NotNoCorsSafelisted { name } => name,
        }
    }
}

impl fmt::Display for DroppedHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name().escape_ascii();
        match self {
            Self::Forbidden { .. } => {
                write!(f, "no page may set `{name}`: the browser sets it itself and drops the page's value")
            }
            Self::NotNoCorsSafelisted { .. } => {
                write!(f, "a no-cors request cannot carry `{name}` with this value: the browser drops it")
            }
        }
    }
}

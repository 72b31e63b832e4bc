//! Every way in which a policy can be wrong. All are found at once.

use std::fmt;
use std::time::Duration;

use crate::origin_pattern::InvalidOriginPattern;
use crate::public_suffix::PublicSuffix;

/// A policy holds at most this many origins; the lookup table addresses its text with 32 bits.
pub const ORIGINS_LIMIT: usize = 10_000_000;

/// The longest max-age that can be written, 2³¹ − 1 seconds: beyond it HTTP caches overflow
/// ([RFC 9111 section 1.2.2](https://www.rfc-editor.org/rfc/rfc9111#section-1.2.2)).
pub const MAX_AGE_LIMIT: Duration = Duration::from_secs(0x7FFF_FFFF);

/// Where in a policy an error stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Field {
    /// `origins`
    Origins,
    /// `methods`
    Methods,
    /// `request-headers`
    RequestHeaders,
    /// `expose-headers`
    ExposeHeaders,
    /// `max-age`
    MaxAge,
    /// `preflight-status`
    PreflightStatus,
}

/// All errors of one policy, in the order of its fields; never empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyErrors(pub(super) Vec<PolicyError>);

/// One mistake in a policy, with the offending value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PolicyError {
    /// No origin is allowed, so the policy does nothing.
    NoOrigins,
    /// More origins than [`ORIGINS_LIMIT`].
    TooManyOrigins {
        /// How many there are.
        count: usize,
    },
    /// An entry of `origins` is not an origin pattern.
    InvalidOrigin {
        /// The entry's place in the list, from 0.
        index: usize,
        /// What is wrong with it.
        error: InvalidOriginPattern,
    },
    /// Any origin, with credentials: every site could act as the visitor.
    AnyOriginWithCredentials,
    /// An `http:` origin that is not this machine, with credentials.
    InsecureOriginWithCredentials {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        origin: String,
    },
    /// All subdomains of a public suffix, or of a domain above one, with credentials.
    PublicSuffixWithCredentials {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        origin: String,
        /// Where the suffix lies.
        suffix: PublicSuffix,
    },
    /// `*` among the entries of a list.
    WildcardInList {
        /// Which list.
        field: Field,
        /// The entry's place in the list, from 0.
        index: usize,
    },
    /// An entry of `methods` is not a method.
    InvalidMethod {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        method: String,
    },
    /// A method that no page can use.
    ForbiddenMethod {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        method: String,
    },
    /// An entry of `request-headers` or `expose-headers` is not a field name.
    InvalidHeaderName {
        /// Which list.
        field: Field,
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// A request header that no page can set.
    ForbiddenRequestHeader {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// A CORS response header among the request headers.
    ResponseHeaderInRequestHeaders {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// A response header that no page can read.
    ForbiddenResponseHeader {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// A header in `expose-headers` that no visible response carries.
    NeverVisibleHeader {
        /// The entry's place in the list, from 0.
        index: usize,
        /// The entry.
        name: String,
    },
    /// Every response header, with credentials: browsers take `*` literally then.
    ExposeAnyWithCredentials,
    /// A max-age above [`MAX_AGE_LIMIT`].
    MaxAgeTooLong {
        /// The value.
        max_age: Duration,
    },
    /// A preflight status outside 200 to 299, which every browser takes as a refusal.
    PreflightStatusNotOk {
        /// The value.
        status: u16,
    },
}

impl Field {
    /// The key in a policy file.
    pub fn key(self) -> &'static str {
        match self {
            Self::Origins => "origins",
            Self::Methods => "methods",
            Self::RequestHeaders => "request-headers",
            Self::ExposeHeaders => "expose-headers",
            Self::MaxAge => "max-age",
            Self::PreflightStatus => "preflight-status",
        }
    }
}

impl PolicyErrors {
    /// The errors.
    pub fn iter(&self) -> impl Iterator<Item = &PolicyError> {
        self.0.iter()
    }

    /// The errors, to keep.
    pub fn into_vec(self) -> Vec<PolicyError> {
        self.0
    }
}

impl PolicyError {
    /// The field that holds the mistake.
    pub fn field(&self) -> Field {
        match self {
            Self::NoOrigins
            | Self::TooManyOrigins { .. }
            | Self::InvalidOrigin { .. }
            | Self::AnyOriginWithCredentials
            | Self::InsecureOriginWithCredentials { .. }
            | Self::PublicSuffixWithCredentials { .. } => Field::Origins,
            Self::InvalidMethod { .. } | Self::ForbiddenMethod { .. } => Field::Methods,
            Self::ForbiddenRequestHeader { .. } | Self::ResponseHeaderInRequestHeaders { .. } => Field::RequestHeaders,
            Self::ForbiddenResponseHeader { .. } | Self::NeverVisibleHeader { .. } | Self::ExposeAnyWithCredentials => {
                Field::ExposeHeaders
            }
            Self::WildcardInList { field, .. } | Self::InvalidHeaderName { field, .. } => *field,
            Self::MaxAgeTooLong { .. } => Field::MaxAge,
            Self::PreflightStatusNotOk { .. } => Field::PreflightStatus,
        }
    }

    /// The place of the offending entry in its list, from 0; none where the field as a whole is wrong.
    pub fn index(&self) -> Option<usize> {
        match self {
            Self::InvalidOrigin { index, .. }
            | Self::InsecureOriginWithCredentials { index, .. }
            | Self::PublicSuffixWithCredentials { index, .. }
            | Self::WildcardInList { index, .. }
            | Self::InvalidMethod { index, .. }
            | Self::ForbiddenMethod { index, .. }
            | Self::InvalidHeaderName { index, .. }
            | Self::ForbiddenRequestHeader { index, .. }
            | Self::ResponseHeaderInRequestHeaders { index, .. }
            | Self::ForbiddenResponseHeader { index, .. }
            | Self::NeverVisibleHeader { index, .. } => Some(*index),
            Self::NoOrigins
            | Self::TooManyOrigins { .. }
            | Self::AnyOriginWithCredentials
            | Self::ExposeAnyWithCredentials
            | Self::MaxAgeTooLong { .. }
            | Self::PreflightStatusNotOk { .. } => None,
        }
    }
}

impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoOrigins => f.write_str("no origin is allowed; list origins, or write `origins = \"any\"`"),
            Self::TooManyOrigins { count } => {
                write!(f, "{count} origins are more than the {ORIGINS_LIMIT} that a policy holds; use patterns")
            }
            Self::InvalidOrigin { error, .. } => error.fmt(f),
            Self::AnyOriginWithCredentials => f.write_str(
                "any origin with credentials would let every site act as your visitors; list the origins, or set `credentials = false`",
            ),
            Self::InsecureOriginWithCredentials { origin, .. } => write!(
                f,
                "`{origin}` is not encrypted, so anybody on the network path could pose as it and use your visitors' credentials; write `https`, or set `dangerously-allow-insecure-origins = true`"
            ),
            Self::PublicSuffixWithCredentials { origin, suffix: PublicSuffix::Below { rule }, .. } => write!(
                f,
                "anybody can register below `{rule}`, which `{origin}` covers, and would get your visitors' credentials; name the subdomains one by one, or set `dangerously-allow-public-suffixes = true`"
            ),
            Self::PublicSuffixWithCredentials { origin, suffix: PublicSuffix::Domain, .. } => write!(
                f,
                "`{origin}` matches names that strangers can register, and they would get your visitors' credentials; name your own domain, or set `dangerously-allow-public-suffixes = true`"
            ),
            Self::WildcardInList { field, .. } => {
                write!(f, "`*` in a list is only a name; write `{} = \"any\"`", field.key())
            }
            Self::InvalidMethod { method, .. } => {
                write!(f, "`{}` is not a method: a method is one word of letters, digits and !#$%&'*+-.^_`|~", method)
            }
            Self::ForbiddenMethod { method, .. } => {
                write!(f, "browsers let no page use `{method}`; remove it")
            }
            Self::InvalidHeaderName { name, .. } => write!(
                f,
                "`{}` is not a header name: a name is one word of letters, digits and !#$%&'*+-.^_`|~; one entry for each name",
                name
            ),
            Self::ForbiddenRequestHeader { name, .. } => {
                write!(f, "browsers let no page set `{name}`, so it never needs allowing; remove it")
            }
            Self::ResponseHeaderInRequestHeaders { name, .. } => {
                write!(f, "`{name}` belongs to responses, and pages that send it are mistaken; remove it")
            }
            Self::ForbiddenResponseHeader { name, .. } => {
                write!(f, "browsers let no page read `{name}`, exposed or not; remove it")
            }
            Self::NeverVisibleHeader { name, .. } => {
                write!(f, "no response that a page sees carries `{name}`; remove it")
            }
            Self::ExposeAnyWithCredentials => {
                f.write_str("browsers take `*` literally when credentials are sent, so nothing would be exposed; list the names")
            }
            Self::MaxAgeTooLong { max_age } => write!(
                f,
                "{} seconds are more than the {} that HTTP can say; no browser remembers a preflight for longer than a day",
                max_age.as_secs(),
                MAX_AGE_LIMIT.as_secs()
            ),
            Self::PreflightStatusNotOk { status } => {
                write!(f, "browsers take a preflight answered {status} as refused; use 204, or 200 to 299")
            }
        }
    }
}

impl std::error::Error for PolicyError {}

impl fmt::Display for PolicyErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, error) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{}", error.field().key())?;
            if let Some(index) = error.index() {
                write!(f, "[{index}]")?;
            }
            write!(f, ": {error}")?;
        }
        Ok(())
    }
}

impl std::error::Error for PolicyErrors {}

//! How a fetch ends: shared, opaque, or blocked, and then why, where, and by which exchange.

use std::fmt;

use url::Url;

use super::fetch_record::FetchRecord;
use super::filtered_response::FilteredResponse;
use crate::exchange::{Exchange, NetworkFailure};

/// The end of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What script gets.
    pub outcome: Outcome,
    /// Everything that was on the wire, in order.
    pub exchanges: Vec<Exchange>,
    /// What the fetch was when it ended.
    pub record: FetchRecord,
}

/// What script gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The response: CORS had no part in it.
    SameOrigin(FilteredResponse),
    /// The response: the server shares it with the page's origin.
    Shared(FilteredResponse),
    /// A response of which the page sees nothing, not even the status.
    Opaque,
    /// A redirect that the page asked not to follow.
    OpaqueRedirect(FilteredResponse),
    /// A network error, which to the page is like any other.
    Blocked(Blocked),
}

/// Why a fetch ended in a network error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The rule that decided.
    pub reason: BlockReason,
    /// Where in the fetch.
    pub stage: Stage,
    /// The exchange that is the evidence, an index into [`Verdict::exchanges`]; none if nothing was sent.
    pub exchange: Option<usize>,
}

/// Where in a fetch it was blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Before anything was sent.
    Request,
    /// At the answer to a preflight; the request itself was never sent.
    Preflight,
    /// At a redirect.
    Redirect,
    /// At the response; the server has acted on the request.
    Response,
}

/// The rule of the standard that blocks a fetch, in the order of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockReason {
    /// The port is one that no page may reach.
    BadPort,
    /// Cross-origin, in `same-origin` mode.
    SameOriginMode,
    /// `no-cors` with a redirect mode other than `follow`.
    NoCorsRedirectMode,
    /// The scheme is neither `http` nor `https`.
    NonHttpScheme,
    /// No response came.
    Network(NetworkFailure),
    /// `only-if-cached`, and nothing is cached.
    NotCached,
    /// A body stream, and the connection is HTTP/1.1.
    StreamOverHttp1,
    /// `Cross-Origin-Resource-Policy` keeps an opaque response away.
    ResourcePolicy {
        /// The field's value.
        value: Vec<u8>,
    },
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin,
    /// `Access-Control-Allow-Origin: *`, in credentials mode `include`.
    WildcardOriginWithCredentials,
    /// `Access-Control-Allow-Origin` holds more than one value.
    MultipleAllowOrigin {
        /// All of them, joined.
        value: Vec<u8>,
    },
    /// `Access-Control-Allow-Origin` is not the request's origin.
    AllowOriginMismatch {
        /// What it is.
        value: Vec<u8>,
    },
    /// `Access-Control-Allow-Credentials` is not `true`, in credentials mode `include`.
    AllowCredentialsNotTrue {
        /// What it is.
        value: Option<Vec<u8>>,
    },
    /// The preflight was answered with a redirect.
    PreflightRedirect {
        /// The status.
        status: u16,
    },
    /// The preflight's status is not 200 to 299.
    PreflightStatus {
        /// The status.
        status: u16,
    },
    /// `Access-Control-Allow-Methods` is no list of methods.
    InvalidAllowMethods {
        /// The first element that is no token.
        element: Vec<u8>,
    },
    /// `Access-Control-Allow-Headers` is no list of names.
    InvalidAllowHeaders {
        /// The first element that is no token.
        element: Vec<u8>,
    },
    /// The method is not in `Access-Control-Allow-Methods`.
    MethodNotAllowed {
        /// The method.
        method: Vec<u8>,
    },
    /// A request header is not in `Access-Control-Allow-Headers`.
    HeaderNotAllowed {
        /// The name, in lower case.
        name: Vec<u8>,
        /// Whether the list has a `*`, which covers everything but `Authorization`.
        wildcard: bool,
    },
    /// A redirect, in redirect mode `error`.
    RedirectModeError,
    /// `Location` is no URL, or stands there twice.
    InvalidLocation {
        /// The first value.
        value: Vec<u8>,
    },
    /// A redirect to a scheme other than `http` and `https`.
    RedirectNonHttp {
        /// Where to.
        location: Url,
    },
    /// One redirect more than [`REDIRECT_LIMIT`](super::REDIRECT_LIMIT).
    TooManyRedirects,
    /// A cross-origin redirect to a URL with a user name or password.
    RedirectCredentials {
        /// Where to.
        location: Url,
    },
    /// A redirect of a body that cannot be sent again.
    RedirectStreamBody,
}

/// Where a rule stands in the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StandardStep {
    /// The section's heading.
    pub section: &'static str,
    /// Its address.
    pub url: &'static str,
}

impl Verdict {
    /// Whether script gets a response that it can read.
    pub fn is_readable(&self) -> bool {
        matches!(self.outcome, Outcome::SameOrigin(_) | Outcome::Shared(_))
    }

    /// Why the fetch was blocked, if it was.
    pub fn blocked(&self) -> Option<&Blocked> {
        match &self.outcome {
            Outcome::Blocked(blocked) => Some(blocked),
            Outcome::SameOrigin(_) | Outcome::Shared(_) | Outcome::Opaque | Outcome::OpaqueRedirect(_) => None,
        }
    }

    /// The exchange that is the evidence of a block.
    pub fn evidence(&self) -> Option<&Exchange> {
        self.exchanges.get(self.blocked()?.exchange?)
    }
}

impl Stage {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Preflight => "preflight",
            Self::Redirect => "redirect",
            Self::Response => "response",
        }
    }
}

impl BlockReason {
    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BadPort => "bad-port",
            Self::SameOriginMode => "same-origin-mode",
            Self::NoCorsRedirectMode => "no-cors-redirect-mode",
            Self::NonHttpScheme => "non-http-scheme",
            Self::Network(_) => "network-error",
            Self::NotCached => "not-cached",
            Self::StreamOverHttp1 => "stream-over-http1",
            Self::ResourcePolicy { .. } => "corp",
            Self::MissingAllowOrigin => "missing-allow-origin",
            Self::WildcardOriginWithCredentials => "wildcard-origin-with-credentials",
            Self::MultipleAllowOrigin { .. } => "multiple-allow-origin",
            Self::AllowOriginMismatch { .. } => "allow-origin-mismatch",
            Self::AllowCredentialsNotTrue { .. } => "allow-credentials-not-true",
            Self::PreflightRedirect { .. } => "preflight-redirect",
            Self::PreflightStatus { .. } => "preflight-status",
            Self::InvalidAllowMethods { .. } => "preflight-invalid-allow-methods",
            Self::InvalidAllowHeaders { .. } => "preflight-invalid-allow-headers",
            Self::MethodNotAllowed { .. } => "method-not-allowed",
            Self::HeaderNotAllowed { .. } => "header-not-allowed",
            Self::RedirectModeError => "redirect-mode-error",
            Self::InvalidLocation { .. } => "invalid-location",
            Self::RedirectNonHttp { .. } => "redirect-non-http",
            Self::TooManyRedirects => "too-many-redirects",
            Self::RedirectCredentials { .. } => "redirect-credentials",
            Self::RedirectStreamBody => "redirect-stream-body",
        }
    }

    /// Whether the rule is one of CORS; the others would stop a request without it too.
    pub fn is_cors(&self) -> bool {
        !matches!(
            self,
            Self::BadPort
                | Self::Network(_)
                | Self::NotCached
                | Self::StreamOverHttp1
                | Self::ResourcePolicy { .. }
                | Self::RedirectModeError
                | Self::InvalidLocation { .. }
                | Self::RedirectNonHttp { .. }
                | Self::TooManyRedirects
                | Self::RedirectStreamBody
        )
    }

    /// Where the rule stands.
    pub fn standard_step(&self) -> StandardStep {
        let (section, url) = match self {
            Self::BadPort => ("Port blocking", "https://fetch.spec.whatwg.org/#port-blocking"),
            Self::SameOriginMode | Self::NoCorsRedirectMode | Self::NonHttpScheme => {
                ("Main fetch", "https://fetch.spec.whatwg.org/#main-fetch")
            }
            Self::Network(_) | Self::NotCached | Self::StreamOverHttp1 => ("HTTP-network fetch", "https://fetch.spec.whatwg.org/#http-network-fetch"),
            Self::ResourcePolicy { .. } => (
                "Cross-origin resource policy check",
                "https://fetch.spec.whatwg.org/#cross-origin-resource-policy-check",
            ),
            Self::MissingAllowOrigin
            | Self::WildcardOriginWithCredentials
            | Self::MultipleAllowOrigin { .. }
            | Self::AllowOriginMismatch { .. }
            | Self::AllowCredentialsNotTrue { .. } => ("CORS check", "https://fetch.spec.whatwg.org/#cors-check"),
            Self::PreflightRedirect { .. }
            | Self::PreflightStatus { .. }
            | Self::InvalidAllowMethods { .. }
            | Self::InvalidAllowHeaders { .. }
            | Self::MethodNotAllowed { .. }
            | Self::HeaderNotAllowed { .. } => {
                ("CORS-preflight fetch", "https://fetch.spec.whatwg.org/#cors-preflight-fetch")
            }
            Self::RedirectModeError => ("HTTP fetch", "https://fetch.spec.whatwg.org/#http-fetch"),
            Self::InvalidLocation { .. }
            | Self::RedirectNonHttp { .. }
            | Self::TooManyRedirects
            | Self::RedirectCredentials { .. }
            | Self::RedirectStreamBody => {
                ("HTTP-redirect fetch", "https://fetch.spec.whatwg.org/#http-redirect-fetch")
            }
        };
        StandardStep { section, url }
    }
}

impl fmt::Display for BlockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPort => f.write_str("browsers let no page reach this port"),
            Self::SameOriginMode => f.write_str("the request's mode is same-origin, and the URL is cross-origin"),
            Self::NoCorsRedirectMode => f.write_str("in no-cors mode redirects must be followed"),
            Self::NonHttpScheme => f.write_str("cross-origin requests need http or https"),
            Self::Network(failure) => failure.fmt(f),
            Self::NotCached => f.write_str("the cache mode is only-if-cached, and nothing is cached"),
            Self::StreamOverHttp1 => f.write_str("a stream can only be sent over HTTP/2 or HTTP/3"),
            Self::ResourcePolicy { value } => {
                write!(f, "Cross-Origin-Resource-Policy is {}", value.escape_ascii())
            }
            Self::MissingAllowOrigin => f.write_str("the response has no Access-Control-Allow-Origin"),
            Self::WildcardOriginWithCredentials => {
                f.write_str("Access-Control-Allow-Origin is *, which does not count when credentials are included")
            }
            Self::MultipleAllowOrigin { value } => {
                write!(f, "Access-Control-Allow-Origin has more than one value: {}", value.escape_ascii())
            }
            Self::AllowOriginMismatch { value } => {
                write!(f, "Access-Control-Allow-Origin is `{}`, which is not the page's origin", value.escape_ascii())
            }
            Self::AllowCredentialsNotTrue { value: Some(value) } => {
                write!(f, "Access-Control-Allow-Credentials is `{}`, not `true`", value.escape_ascii())
            }
            Self::AllowCredentialsNotTrue { value: None } => {
                f.write_str("the response has no Access-Control-Allow-Credentials, and credentials are included")
            }
            Self::PreflightRedirect { status } => {
                write!(f, "the preflight was answered with a redirect ({status}), which browsers do not follow")
            }
            Self::PreflightStatus { status } => write!(f, "the preflight was answered {status}, not 200 to 299"),
            Self::InvalidAllowMethods { element } => {
                write!(f, "Access-Control-Allow-Methods holds `{}`, which is no method", element.escape_ascii())
            }
            Self::InvalidAllowHeaders { element } => {
                write!(f, "Access-Control-Allow-Headers holds `{}`, which is no header name", element.escape_ascii())
            }
            Self::MethodNotAllowed { method } => {
                write!(f, "Access-Control-Allow-Methods does not list {}", method.escape_ascii())
            }
            Self::HeaderNotAllowed { name, wildcard: false } => {
                write!(f, "Access-Control-Allow-Headers does not list {}", name.escape_ascii())
            }
            Self::HeaderNotAllowed { name, wildcard: true } => write!(
                f,
                "Access-Control-Allow-Headers has *, which does not cover {}; it must be listed by name",
                name.escape_ascii()
            ),
            Self::RedirectModeError => f.write_str("the request's redirect mode is error, and a redirect came"),
            Self::InvalidLocation { value } => {
                write!(f, "the redirect's Location `{}` is no URL, or stands there twice", value.escape_ascii())
            }
            Self::RedirectNonHttp { location } => {
                write!(f, "the redirect leads to the scheme {}:, not to http or https", location.scheme())
            }
            Self::TooManyRedirects => f.write_str("there were more than 20 redirects"),
            Self::RedirectCredentials { .. } => {
                f.write_str("the redirect leads cross-origin to a URL with a user name or password")
            }
            Self::RedirectStreamBody => f.write_str("a redirect came, and the body is a stream that cannot be sent again"),
        }
    }
}

impl std::error::Error for BlockReason {}

//! Every rule that can block a fetch.

use std::fmt;

use url::Url;

use super::address_space::AddressSpace;
use crate::exchange::NetworkFailure;

/// The rule of the standard that blocks a fetch, in the order of the standard.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BlockReason {
    /// The port is one that no page may reach.
    BadPort,
    /// Plain http from a page on https.
    MixedContent,
    /// Cross-origin, in `same-origin` mode.
    SameOriginMode,
    /// `no-cors` with a redirect mode other than `follow`.
    NoCorsRedirectMode,
    /// The scheme is neither `http` nor `https`.
    NonHttpScheme,
    /// `targetAddressSpace` is not where the URL leads.
    AddressSpaceMismatch {
        /// What the page said.
        expected: AddressSpace,
        /// What it is.
        space: AddressSpace,
    },
    /// A page that is no secure context asks for a more private address space.
    LocalNetworkInsecureContext {
        /// The URL's space.
        space: AddressSpace,
    },
    /// The visitor does not let the page reach a more private address space.
    LocalNetworkPermissionDenied {
        /// The URL's space.
        space: AddressSpace,
    },
    /// The page's service worker failed, or answered with what the page's mode does not let through.
    ServiceWorker,
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
    /// `Access-Control-Allow-Methods` is not a list of methods.
    InvalidAllowMethods {
        /// The first element that is not a token.
        element: Vec<u8>,
    },
    /// `Access-Control-Allow-Headers` is not a list of names.
    InvalidAllowHeaders {
        /// The first element that is not a token.
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
    /// `Location` is not a URL, or stands there twice.
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
    /// The body is not what the page demands, or the response is opaque, so that nobody may compare it.
    Integrity,
}

impl BlockReason {
    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::BadPort => "bad-port",
            Self::MixedContent => "mixed-content",
            Self::ServiceWorker => "service-worker",
            Self::SameOriginMode => "same-origin-mode",
            Self::NoCorsRedirectMode => "no-cors-redirect-mode",
            Self::NonHttpScheme => "non-http-scheme",
            Self::AddressSpaceMismatch { .. } => "lna-space-mismatch",
            Self::LocalNetworkInsecureContext { .. } => "lna-insecure-context",
            Self::LocalNetworkPermissionDenied { .. } => "lna-permission-denied",
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
            Self::Integrity => "integrity",
        }
    }

    /// Whether the rule is one of CORS; the others would stop a request without it too.
    pub fn is_cors(&self) -> bool {
        !matches!(
            self,
            Self::BadPort
                | Self::MixedContent
                | Self::ServiceWorker
                | Self::AddressSpaceMismatch { .. }
                | Self::LocalNetworkInsecureContext { .. }
                | Self::LocalNetworkPermissionDenied { .. }
                | Self::Network(_)
                | Self::NotCached
                | Self::StreamOverHttp1
                | Self::ResourcePolicy { .. }
                | Self::RedirectModeError
                | Self::InvalidLocation { .. }
                | Self::RedirectNonHttp { .. }
                | Self::TooManyRedirects
                | Self::RedirectStreamBody
                | Self::Integrity
        )
    }
}

impl fmt::Display for BlockReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadPort => f.write_str("browsers let no page reach this port"),
            Self::MixedContent => f.write_str("the page is on https, and the URL is plain http"),
            Self::SameOriginMode => f.write_str("the request's mode is same-origin, and the URL is cross-origin"),
            Self::NoCorsRedirectMode => f.write_str("in no-cors mode redirects must be followed"),
            Self::NonHttpScheme => f.write_str("cross-origin requests need http or https"),
            Self::AddressSpaceMismatch { expected, space } => {
                write!(f, "the page said that the address is {}, and it is {}", expected.name(), space.name())
            }
            Self::LocalNetworkInsecureContext { space } => {
                write!(f, "the address is {}, and the page came over plain http", space.name())
            }
            Self::LocalNetworkPermissionDenied { space } => {
                write!(f, "the address is {}, and the visitor has not allowed the page to reach it", space.name())
            }
            Self::ServiceWorker => f.write_str("the page's service worker gave no response that the page may have"),
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
                write!(f, "Access-Control-Allow-Methods holds `{}`, which is not a method", element.escape_ascii())
            }
            Self::InvalidAllowHeaders { element } => {
                write!(f, "Access-Control-Allow-Headers holds `{}`, which is not a header name", element.escape_ascii())
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
                write!(f, "the redirect's Location `{}` is not a URL, or stands there twice", value.escape_ascii())
            }
            Self::RedirectNonHttp { location } => {
                write!(f, "the redirect leads to the scheme {}:, not to http or https", location.scheme())
            }
            Self::TooManyRedirects => f.write_str("there were more than 20 redirects"),
            Self::RedirectCredentials { .. } => {
                f.write_str("the redirect leads cross-origin to a URL with a user name or password")
            }
            Self::Integrity => f.write_str("the body is not what `integrity` demands, or is opaque"),
            Self::RedirectStreamBody => {
                f.write_str("a redirect came, and the body is a stream that cannot be sent again")
            }
        }
    }
}

impl std::error::Error for BlockReason {}

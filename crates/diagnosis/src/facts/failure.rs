//! Why a call failed, in one vocabulary for the engine's verdicts and for the sentences of consoles.

use preflight_engine::browser::{BlockReason, Blocked, Outcome, Verdict};
use preflight_engine::exchange::NetworkFailure;

use crate::console::{ConsoleReason, Message, NetErrorClass};
use crate::text::text_of;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It did not.
    None,
    /// Nobody has said, or it was not sent to its end.
    Unsaid,
    /// No `Access-Control-Allow-Origin`.
    MissingAllowOrigin,
    /// None, or one for another origin: WebKit does not say which.
    OriginNotAllowed,
    /// `*`, and credentials are included.
    WildcardWithCredentials,
    /// More than one value.
    MultipleAllowOrigin(Option<String>),
    /// One value, which is not the page's origin.
    AllowOriginMismatch(String),
    /// Credentials are included, and not allowed: the value, if it is there.
    AllowCredentialsNotTrue(Option<String>),
    /// The preflight's status is not 200 to 299.
    PreflightStatus,
    /// The preflight is redirected.
    PreflightRedirect,
    /// A list of methods or headers cannot be read: the field, and the element where it is known.
    UnreadableList(&'static str, Option<String>),
    /// The method is not in the list.
    MethodNotAllowed(Option<String>),
    /// A request header is not in the list; the name that the browser tells.
    HeaderNotAllowed(String),
    /// A redirect that browsers do not follow.
    RedirectRefused(RedirectRefusal),
    /// Cross-origin in `same-origin` mode.
    SameOriginMode,
    /// Redirects in `no-cors` mode that are not followed.
    NoCorsRedirectMode,
    /// No response that the page could see: `no-cors` mode.
    Opaque,
    /// A redirect that the page does not follow, and sees nothing of.
    OpaqueRedirect,
    /// Neither `http` nor `https`.
    NonHttpScheme,
    /// A port that no page may reach.
    BadPort,
    /// Plain http from a secure page.
    MixedContent,
    /// Local Network Access.
    LocalNetwork(LocalNetwork),
    /// No response, by the engine's word for it.
    NoResponse(NetworkFailure),
    /// No response, by a console's word for it.
    Network(NetErrorClass),
    /// `Cross-Origin-Resource-Policy`.
    ResourcePolicy,
    /// Something else, in the engine's words.
    Other(String),
    /// Something else that a console says; the rules look at its reason.
    ByReason,
}

/// Why browsers do not follow a redirect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RedirectRefusal {
    Endless,
    ModeError,
    Scheme,
    Credentials,
    Location,
    StreamBody,
}

/// What Local Network Access objects to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LocalNetwork {
    Permission,
    InsecurePage,
    Mismatch,
}

impl Failure {
    /// How a verdict ended.
    pub(crate) fn of_verdict(verdict: &Verdict) -> Self {
        match &verdict.outcome {
            Outcome::SameOrigin(_) | Outcome::Shared(_) => Self::None,
            Outcome::Opaque => Self::Opaque,
            Outcome::OpaqueRedirect(_) => Self::OpaqueRedirect,
            Outcome::Blocked(blocked) => Self::of_block(blocked),
        }
    }

    fn of_block(blocked: &Blocked) -> Self {
        match &blocked.reason {
            BlockReason::MissingAllowOrigin => Self::MissingAllowOrigin,
            BlockReason::WildcardOriginWithCredentials => Self::WildcardWithCredentials,
            BlockReason::MultipleAllowOrigin { value } => Self::MultipleAllowOrigin(Some(text_of(value))),
            BlockReason::AllowOriginMismatch { value } => Self::AllowOriginMismatch(text_of(value)),
            BlockReason::AllowCredentialsNotTrue { value } => {
                Self::AllowCredentialsNotTrue(value.as_deref().map(text_of))
            }
            BlockReason::PreflightRedirect { .. } => Self::PreflightRedirect,
            BlockReason::PreflightStatus { .. } => Self::PreflightStatus,
            BlockReason::InvalidAllowMethods { element } => Self::UnreadableList(METHODS, Some(text_of(element))),
            BlockReason::InvalidAllowHeaders { element } => Self::UnreadableList(HEADERS, Some(text_of(element))),
            BlockReason::MethodNotAllowed { method } => Self::MethodNotAllowed(Some(text_of(method))),
            BlockReason::HeaderNotAllowed { name, .. } => Self::HeaderNotAllowed(text_of(name)),
            BlockReason::RedirectModeError => Self::RedirectRefused(RedirectRefusal::ModeError),
            BlockReason::InvalidLocation { .. } => Self::RedirectRefused(RedirectRefusal::Location),
            BlockReason::RedirectNonHttp { .. } => Self::RedirectRefused(RedirectRefusal::Scheme),
            BlockReason::TooManyRedirects => Self::RedirectRefused(RedirectRefusal::Endless),
            BlockReason::RedirectCredentials { .. } => Self::RedirectRefused(RedirectRefusal::Credentials),
            BlockReason::RedirectStreamBody => Self::RedirectRefused(RedirectRefusal::StreamBody),
            BlockReason::SameOriginMode => Self::SameOriginMode,
            BlockReason::NoCorsRedirectMode => Self::NoCorsRedirectMode,
            BlockReason::NonHttpScheme => Self::NonHttpScheme,
            BlockReason::BadPort => Self::BadPort,
            BlockReason::MixedContent => Self::MixedContent,
            BlockReason::LocalNetworkPermissionDenied { .. } => Self::LocalNetwork(LocalNetwork::Permission),
            BlockReason::LocalNetworkInsecureContext { .. } => Self::LocalNetwork(LocalNetwork::InsecurePage),
            BlockReason::AddressSpaceMismatch { .. } => Self::LocalNetwork(LocalNetwork::Mismatch),
            BlockReason::Network(failure) => Self::NoResponse(*failure),
            BlockReason::ResourcePolicy { .. } => Self::ResourcePolicy,
            // A reason that the engine learns later is still told, in its own words.
            reason => Self::Other(reason.to_string()),
        }
    }

    /// What a console's message says.
    pub(crate) fn of_message(message: &Message) -> Self {
        let is_file = message.url.as_deref().is_some_and(|url| url.starts_with("file:"));
        let reason = match &message.reason {
            // No server answers for a file, whatever the text says of the call.
            None if is_file => return Self::NonHttpScheme,
            Some(ConsoleReason::Network(error))
                if is_file && matches!(error.class(), NetErrorClass::Unknown | NetErrorClass::Failed) =>
            {
                return Self::NonHttpScheme;
            }
            None => return Self::Unsaid,
            Some(reason) => reason,
        };
        match reason {
            ConsoleReason::MissingAllowOrigin => Self::MissingAllowOrigin,
            ConsoleReason::OriginNotAllowed => Self::OriginNotAllowed,
            ConsoleReason::WildcardOriginWithCredentials => Self::WildcardWithCredentials,
            ConsoleReason::MultipleAllowOrigin { value } => Self::MultipleAllowOrigin(value.clone()),
            ConsoleReason::InvalidAllowOrigin { value } | ConsoleReason::AllowOriginMismatch { value } => {
                Self::AllowOriginMismatch(value.clone())
            }
            ConsoleReason::AllowCredentialsNotTrue { value } => Self::AllowCredentialsNotTrue(value.clone()),
            ConsoleReason::PreflightStatus => Self::PreflightStatus,
            ConsoleReason::PreflightRedirect => Self::PreflightRedirect,
            ConsoleReason::InvalidAllowMethods { value } => Self::UnreadableList(METHODS, value.clone()),
            ConsoleReason::InvalidAllowHeaders { value } => Self::UnreadableList(HEADERS, value.clone()),
            ConsoleReason::MethodNotAllowed { method } => Self::MethodNotAllowed(method.clone()),
            ConsoleReason::HeaderNotAllowed { name } => Self::HeaderNotAllowed(name.clone()),
            ConsoleReason::RedirectCredentials => Self::RedirectRefused(RedirectRefusal::Credentials),
            ConsoleReason::RedirectNonHttp => Self::RedirectRefused(RedirectRefusal::Scheme),
            ConsoleReason::TooManyRedirects => Self::RedirectRefused(RedirectRefusal::Endless),
            ConsoleReason::RedirectModeError => Self::RedirectRefused(RedirectRefusal::ModeError),
            ConsoleReason::SameOriginMode => Self::SameOriginMode,
            ConsoleReason::NonHttpScheme => Self::NonHttpScheme,
            ConsoleReason::BadPort => Self::BadPort,
            ConsoleReason::MixedContent => Self::MixedContent,
            ConsoleReason::LnaPermissionDenied | ConsoleReason::PrivateNetworkAccess => {
                Self::LocalNetwork(LocalNetwork::Permission)
            }
            ConsoleReason::LnaInsecureContext => Self::LocalNetwork(LocalNetwork::InsecurePage),
            ConsoleReason::LnaSpaceMismatch => Self::LocalNetwork(LocalNetwork::Mismatch),
            ConsoleReason::Network(error) if error.code.as_deref() == Some("ERR_TOO_MANY_REDIRECTS") => {
                Self::RedirectRefused(RedirectRefusal::Endless)
            }
            ConsoleReason::Network(error) => Self::Network(error.class()),
            ConsoleReason::AuthorizationByWildcard
            | ConsoleReason::MixedContentUpgraded
            | ConsoleReason::ContentSecurityPolicyReportOnly => Self::None,
            ConsoleReason::Said(saying) if saying.rules.is_empty() => Self::None,
            ConsoleReason::ForbiddenHeader { name } if !is_cors_header(name) => Self::None,
            // An HTTP error without a word about CORS is one that the page can read, unless it is the preflight's.
            ConsoleReason::HttpStatus if message.is_preflight => Self::PreflightStatus,
            _ => Self::ByReason,
        }
    }
}

/// `Access-Control-Allow-Methods`.
pub(crate) const METHODS: &str = "access-control-allow-methods";

/// `Access-Control-Allow-Headers`.
pub(crate) const HEADERS: &str = "access-control-allow-headers";

/// A header that a server sends, or one that only the browser sets.
pub(crate) fn is_response_header(name: &str) -> bool {
    is_cors_header(name) || name.eq_ignore_ascii_case("origin")
}

/// A header that CORS has for itself.
pub(crate) fn is_cors_header(name: &str) -> bool {
    name.to_ascii_lowercase().starts_with("access-control-")
}

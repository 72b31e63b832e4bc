//! Which causes a reason can have. Each reason has one place here.

use crate::cause::Cause;
use crate::console::{ConsoleReason, Engine, Message};

use super::place::Place;
use super::{missing, network, origin_value};

/// The causes that a message can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Suspects {
    /// Nothing failed.
    Nobody,
    /// The text proves it.
    Certain(Cause),
    /// The likeliest first.
    OneOf(Vec<Cause>),
}

impl Suspects {
    pub(super) fn one_of(causes: &[Cause]) -> Self {
        Self::OneOf(causes.to_vec())
    }

    /// The same, with this cause before all others.
    pub(super) fn first(self, cause: Cause) -> Self {
        let others = match self {
            Self::Nobody => Vec::new(),
            Self::Certain(other) => vec![other],
            Self::OneOf(others) => others,
        };
        Self::OneOf(std::iter::once(cause).chain(others.into_iter().filter(|&other| other != cause)).collect())
    }
}

/// The causes of a message.
pub(super) fn suspects(message: &Message, place: &Place) -> Suspects {
    use Suspects::Certain;
    let Some(reason) = &message.reason else { return unsaid(message) };
    match reason {
        ConsoleReason::MissingAllowOrigin | ConsoleReason::OriginNotAllowed => missing::suspects(message, place),
        ConsoleReason::MultipleAllowOrigin { value } => origin_value::multiple(value.as_deref(), message.engine),
        ConsoleReason::InvalidAllowOrigin { value } | ConsoleReason::AllowOriginMismatch { value } => {
            origin_value::mismatch(value, message, place)
        }
        ConsoleReason::WildcardOriginWithCredentials => Certain(Cause::WildcardWithCredentials),
        ConsoleReason::AllowCredentialsNotTrue { .. } => Certain(Cause::AllowCredentialsMissing),
        ConsoleReason::PreflightStatus => preflight_status(message.status),
        ConsoleReason::PreflightRedirect => Certain(Cause::PreflightRedirect),
        ConsoleReason::InvalidAllowMethods { .. } | ConsoleReason::MethodNotAllowed { .. } => {
            Certain(Cause::MethodNotAllowed)
        }
        ConsoleReason::HeaderNotAllowed { name } if is_response_header(name) => {
            Certain(Cause::FrontendSendsCorsHeaders)
        }
        ConsoleReason::InvalidAllowHeaders { .. } | ConsoleReason::HeaderNotAllowed { .. } => {
            Certain(Cause::HeaderNotAllowed)
        }
        ConsoleReason::ForbiddenHeader { name } if is_response_header(name) => Certain(Cause::FrontendSendsCorsHeaders),
        ConsoleReason::AuthorizationByWildcard
        | ConsoleReason::MixedContentUpgraded
        | ConsoleReason::ContentSecurityPolicyReportOnly
        | ConsoleReason::ForbiddenHeader { .. } => Suspects::Nobody,
        ConsoleReason::RedirectModeError => Suspects::one_of(&[Cause::RedirectToLogin, Cause::RedirectWithoutCors]),
        ConsoleReason::TooManyRedirects => network::endless_redirects(),
        ConsoleReason::RedirectCredentials | ConsoleReason::RedirectNonHttp => {
            Suspects::one_of(&[Cause::RedirectWithoutCors, Cause::WrongUrl, Cause::DevProxyMisused])
        }
        ConsoleReason::SameOriginMode => Suspects::one_of(&[Cause::NotCors, Cause::WrongUrl, Cause::DevProxyMisused]),
        ConsoleReason::NonHttpScheme => scheme(place),
        ConsoleReason::BadPort => Certain(Cause::WrongUrl),
        ConsoleReason::Network(error) => network::suspects(error, message, place),
        ConsoleReason::ConnectionNotOpened => network::connection_not_opened(place),
        ConsoleReason::OriginNotAddable => Suspects::one_of(&[Cause::BrowserExtension, Cause::NotCors]),
        ConsoleReason::LnaPermissionDenied
        | ConsoleReason::LnaInsecureContext
        | ConsoleReason::LnaSpaceMismatch
        | ConsoleReason::PrivateNetworkAccess => Certain(Cause::LocalNetworkAccess),
        ConsoleReason::MixedContent => Certain(Cause::MixedContent),
        ConsoleReason::Cookie => Certain(Cause::CookieNotSent),
        ConsoleReason::ModuleType { mime } => module_type(mime),
        ConsoleReason::HttpStatus => http_status(message),
        ConsoleReason::CorsDisabled
        | ConsoleReason::ResourcePolicy
        | ConsoleReason::OpaqueResponseBlocking
        | ConsoleReason::ContentSecurityPolicy
        | ConsoleReason::HostCheck
        | ConsoleReason::WebSocketHandshake
        | ConsoleReason::Integrity
        | ConsoleReason::FrameAccess
        | ConsoleReason::FrameEmbedding
        | ConsoleReason::TaintedCanvas
        | ConsoleReason::WindowMessage
        | ConsoleReason::OpenerPolicy
        | ConsoleReason::ServiceWorker => Certain(Cause::NotCors),
        ConsoleReason::HiddenHeader { .. } => Certain(Cause::ExposeHeadersMissing),
        ConsoleReason::NotJson => Suspects::one_of(&[Cause::WrongUrl, Cause::RedirectToLogin, Cause::NotCors]),
        ConsoleReason::Translated { header } => translated(*header, message.status),
    }
}

/// Only that a call failed is known: WebKit's second line without its first, a text cut off.
fn unsaid(message: &Message) -> Suspects {
    let mut causes =
        vec![Cause::NoAllowOrigin, Cause::ErrorWithoutCors, Cause::OriginMismatch, Cause::OptionsNotHandled];
    causes.push(if message.engine == Some(Engine::WebKit) { Cause::Unreachable } else { Cause::PreflightNeedsAuth });
    Suspects::OneOf(causes)
}

/// The preflight is allowed for this origin, and has no status of success. WebKit looks at the status first.
pub(super) fn preflight_status(status: Option<u16>) -> Suspects {
    match status {
        None => Suspects::one_of(&[
            Cause::PreflightNeedsAuth,
            Cause::OptionsNotHandled,
            Cause::ErrorWithoutCors,
            Cause::ProxyErrorWithoutCors,
            Cause::WrongUrl,
        ]),
        Some(401 | 407) => Suspects::Certain(Cause::PreflightNeedsAuth),
        Some(403) => Suspects::one_of(&[
            Cause::PreflightNeedsAuth,
            Cause::OriginMismatch,
            Cause::OptionsNotHandled,
            Cause::ProxyErrorWithoutCors,
        ]),
        Some(404) => Suspects::one_of(&[Cause::OptionsNotHandled, Cause::WrongUrl]),
        Some(405 | 501) => Suspects::Certain(Cause::OptionsNotHandled),
        Some(300..=399) => Suspects::Certain(Cause::PreflightRedirect),
        Some(413 | 429 | 502..=504) => {
            Suspects::one_of(&[Cause::ProxyErrorWithoutCors, Cause::OptionsNotHandled, Cause::ErrorWithoutCors])
        }
        Some(500..) => {
            Suspects::one_of(&[Cause::OptionsNotHandled, Cause::ErrorWithoutCors, Cause::ProxyErrorWithoutCors])
        }
        Some(_) => Suspects::one_of(&[Cause::OptionsNotHandled, Cause::ErrorWithoutCors, Cause::PreflightNeedsAuth]),
    }
}

fn scheme(place: &Place) -> Suspects {
    match (place.is_file(), place.is_page_null()) {
        (true, _) => Suspects::Certain(Cause::FileOriginNull),
        (false, true) => Suspects::one_of(&[Cause::FileOriginNull, Cause::WrongUrl]),
        (false, false) => Suspects::Certain(Cause::WrongUrl),
    }
}

fn module_type(mime: &str) -> Suspects {
    let causes = [Cause::WrongUrl, Cause::NoAllowOrigin, Cause::ErrorWithoutCors, Cause::AnsweredBeforeCors];
    // A page in place of a script is what a single-page application answers to every path it does not know.
    if mime.contains("html") {
        Suspects::one_of(&causes)
    } else {
        Suspects::one_of(&causes).first(Cause::NoAllowOrigin)
    }
}

/// An HTTP error without a word about CORS is one that the page can read, unless it is the preflight's.
fn http_status(message: &Message) -> Suspects {
    if message.is_preflight { preflight_status(message.status) } else { Suspects::Certain(Cause::NotCors) }
}

fn translated(header: Option<&str>, status: Option<u16>) -> Suspects {
    match (header, status) {
        (Some("access-control-allow-methods"), _) => {
            Suspects::one_of(&[Cause::MethodNotAllowed, Cause::OptionsNotHandled])
        }
        (Some("access-control-allow-headers"), _) => {
            Suspects::one_of(&[Cause::HeaderNotAllowed, Cause::FrontendSendsCorsHeaders])
        }
        (Some("access-control-allow-credentials"), _) => {
            Suspects::one_of(&[Cause::AllowCredentialsMissing, Cause::WildcardWithCredentials])
        }
        (Some(_), Some(400..)) => Suspects::one_of(&[
            Cause::ErrorWithoutCors,
            Cause::ProxyErrorWithoutCors,
            Cause::PreflightNeedsAuth,
            Cause::OptionsNotHandled,
        ]),
        (Some(_), _) => Suspects::one_of(&[
            Cause::NoAllowOrigin,
            Cause::OriginMismatch,
            Cause::AllowOriginDuplicated,
            Cause::WildcardWithCredentials,
            Cause::ErrorWithoutCors,
            Cause::OptionsNotHandled,
        ]),
        (None, _) => Suspects::one_of(&[
            Cause::Unreachable,
            Cause::TlsUntrusted,
            Cause::OptionsNotHandled,
            Cause::PreflightRedirect,
            Cause::BlockedByClient,
            Cause::WrongUrl,
        ]),
    }
}

/// A header that a server sends, or one that only the browser sets.
fn is_response_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("access-control-") || name == "origin"
}

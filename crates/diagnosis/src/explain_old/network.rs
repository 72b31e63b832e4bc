//! No response came, or the connection did not open. Chromium names the error, the others do not.

use crate::cause::Cause;
use crate::console::{Message, NetError, NetErrorClass};

use super::place::Place;
use super::suspects::Suspects;

pub(super) fn suspects(error: &NetError, message: &Message, place: &Place) -> Suspects {
    use Suspects::Certain;
    match error.class() {
        NetErrorClass::Unreachable => Certain(Cause::Unreachable),
        NetErrorClass::Tls => Certain(Cause::TlsUntrusted),
        NetErrorClass::BlockedByClient => Certain(Cause::BlockedByClient),
        NetErrorClass::BlockedByPolicy | NetErrorClass::Aborted => Certain(Cause::NotCors),
        NetErrorClass::LocalNetwork => Certain(Cause::LocalNetworkAccess),
        NetErrorClass::Url if place.is_file() => Certain(Cause::FileOriginNull),
        NetErrorClass::Url => Certain(Cause::WrongUrl),
        NetErrorClass::Redirect if error.code.as_deref() == Some("ERR_TOO_MANY_REDIRECTS") => endless_redirects(),
        NetErrorClass::Redirect => {
            Suspects::one_of(&[Cause::RedirectWithoutCors, Cause::PreflightRedirect, Cause::WrongUrl])
        }
        NetErrorClass::Failed => failed(message),
        NetErrorClass::Unknown => unnamed(place),
    }
}

/// `ERR_FAILED`, and the line that says why was not copied. With a status a response came.
fn failed(message: &Message) -> Suspects {
    match message.status {
        Some(200..=299) => Suspects::one_of(&[
            Cause::NoAllowOrigin,
            Cause::OriginMismatch,
            Cause::PreflightOnly,
            Cause::WildcardWithCredentials,
            Cause::AllowOriginDuplicated,
        ]),
        Some(300..=399) => Suspects::one_of(&[Cause::RedirectWithoutCors, Cause::RedirectToLogin]),
        Some(413 | 429 | 502..=504) => Suspects::one_of(&[Cause::ProxyErrorWithoutCors, Cause::ErrorWithoutCors]),
        Some(_) => Suspects::one_of(&[Cause::ErrorWithoutCors, Cause::ProxyErrorWithoutCors]),
        None => Suspects::one_of(&[
            Cause::NoAllowOrigin,
            Cause::OptionsNotHandled,
            Cause::ErrorWithoutCors,
            Cause::LocalNetworkAccess,
            Cause::BlockedByClient,
            Cause::NotCors,
        ]),
    }
}

/// Firefox's "did not succeed" without another reason.
fn unnamed(place: &Place) -> Suspects {
    if place.has_bad_port() {
        return Suspects::one_of(&[Cause::WrongUrl, Cause::Unreachable]);
    }
    let mut causes = if place.is_encrypted() && place.is_certificate_likely_private() {
        vec![Cause::TlsUntrusted, Cause::Unreachable, Cause::BlockedByClient]
    } else if place.is_encrypted() {
        vec![Cause::Unreachable, Cause::BlockedByClient, Cause::TlsUntrusted]
    } else {
        vec![Cause::Unreachable, Cause::BlockedByClient]
    };
    if place.is_local() {
        causes.push(Cause::LocalNetworkAccess);
    } else if !place.is_encrypted() {
        causes.push(Cause::MixedContent);
    }
    causes.push(Cause::WrongUrl);
    causes.push(Cause::NotCors);
    Suspects::OneOf(causes)
}

/// Redirects that go in circles: mostly a login that never succeeds.
pub(super) fn endless_redirects() -> Suspects {
    Suspects::one_of(&[Cause::RedirectToLogin, Cause::WrongUrl, Cause::DevProxyMisused])
}

/// A WebSocket or an event stream.
pub(super) fn connection_not_opened(place: &Place) -> Suspects {
    let causes: &[Cause] = match (place.is_web_socket(), place.is_encrypted()) {
        (true, true) => &[Cause::Unreachable, Cause::TlsUntrusted, Cause::NotCors],
        (true, false) => &[Cause::Unreachable, Cause::NotCors],
        (false, _) => &[Cause::Unreachable, Cause::NoAllowOrigin, Cause::ErrorWithoutCors],
    };
    Suspects::one_of(causes)
}

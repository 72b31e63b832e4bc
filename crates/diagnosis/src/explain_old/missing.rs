//! No `Access-Control-Allow-Origin`: the commonest message, and the one that says least. The status decides, where the text
//! has one; Chromium's has none.

use crate::cause::Cause;
use crate::console::{ConsoleReason, Engine, Message};

use super::place::Place;
use super::suspects::Suspects;

pub(super) fn suspects(message: &Message, place: &Place) -> Suspects {
    let suspects = match (message.is_preflight, message.status) {
        (true, Some(status)) => of_preflight(status),
        (true, None) => Suspects::one_of(&[
            Cause::OptionsNotHandled,
            Cause::NoAllowOrigin,
            Cause::PreflightNeedsAuth,
            Cause::OriginMismatch,
            Cause::ErrorWithoutCors,
            Cause::ProxyErrorWithoutCors,
        ]),
        (false, Some(status @ 200..=299)) => of_success(status, message, place),
        (false, Some(status)) => of_error(status, message, place),
        (false, None) => of_unknown_status(message, place),
    };
    match (place.is_page_null(), message.engine) {
        (false, _) => suspects,
        // WebKit prints the origin that was sent, which a redirect can make null; the others print the page's.
        (true, Some(Engine::WebKit)) => suspects.first(Cause::RedirectTaintsOrigin).first(Cause::FileOriginNull),
        (true, _) => suspects.first(Cause::FileOriginNull),
    }
}

fn of_preflight(status: u16) -> Suspects {
    match status {
        200..=299 => Suspects::one_of(&[
            Cause::NoAllowOrigin,
            Cause::OptionsNotHandled,
            Cause::OriginMismatch,
            Cause::AnsweredBeforeCors,
            Cause::FileOriginNull,
        ]),
        300..=399 => Suspects::one_of(&[Cause::PreflightRedirect, Cause::RedirectWithoutCors, Cause::RedirectToLogin]),
        401 | 407 => Suspects::Certain(Cause::PreflightNeedsAuth),
        403 => Suspects::one_of(&[Cause::PreflightNeedsAuth, Cause::OriginMismatch, Cause::ProxyErrorWithoutCors]),
        404 => Suspects::one_of(&[Cause::OptionsNotHandled, Cause::WrongUrl, Cause::AnsweredBeforeCors]),
        405 | 501 => Suspects::Certain(Cause::OptionsNotHandled),
        _ if is_of_proxy(status) => Suspects::one_of(&[Cause::ProxyErrorWithoutCors, Cause::ErrorWithoutCors]),
        500.. => Suspects::one_of(&[Cause::ErrorWithoutCors, Cause::ProxyErrorWithoutCors, Cause::OptionsNotHandled]),
        _ => Suspects::one_of(&[Cause::OptionsNotHandled, Cause::ErrorWithoutCors]),
    }
}

fn of_success(status: u16, message: &Message, place: &Place) -> Suspects {
    let is_webkit = message.reason == Some(ConsoleReason::OriginNotAllowed);
    // 204 is what preflights are answered.
    let second = if status == 204 { Cause::OptionsNotHandled } else { Cause::PreflightOnly };
    let last = match message.engine {
        // Firefox does not name the page, and asks again where Chromium takes the cached answer.
        Some(Engine::Firefox) => Cause::FileOriginNull,
        _ => Cause::CacheWithoutVary,
    };
    let mut causes = vec![
        Cause::NoAllowOrigin,
        second,
        Cause::AnsweredBeforeCors,
        Cause::OriginMismatch,
        last,
        Cause::ProxyStripsHeaders,
    ];
    if is_webkit {
        // It says the same of a header for another origin.
        causes.swap(1, 3);
    }
    let suspects = Suspects::OneOf(causes);
    match () {
        () if place.is_redirected_from_the_page() && !place.is_login() => {
            suspects.first(Cause::RedirectToLogin).first(Cause::DevProxyMisused)
        }
        () if place.is_login() || place.is_redirected_to_another_origin() => suspects.first(Cause::RedirectToLogin),
        () => suspects,
    }
}

/// A response with an error or a redirect. Firefox's first line may stand alone, and then it may be a preflight's.
fn of_error(status: u16, message: &Message, place: &Place) -> Suspects {
    let is_surely_the_response = message.engine != Some(Engine::Firefox);
    match status {
        300..=399 if place.is_login() => Suspects::one_of(&[Cause::RedirectToLogin, Cause::RedirectWithoutCors]),
        300..=399 => Suspects::one_of(&[Cause::RedirectWithoutCors, Cause::RedirectToLogin, Cause::PreflightRedirect]),
        401 | 407 if is_surely_the_response => Suspects::Certain(Cause::ErrorWithoutCors),
        401 | 407 => Suspects::one_of(&[Cause::ErrorWithoutCors, Cause::PreflightNeedsAuth, Cause::AnsweredBeforeCors]),
        403 => Suspects::one_of(&[
            Cause::ErrorWithoutCors,
            Cause::ProxyErrorWithoutCors,
            Cause::OriginMismatch,
            Cause::PreflightNeedsAuth,
        ]),
        404 => Suspects::one_of(&[
            Cause::ErrorWithoutCors,
            Cause::WrongUrl,
            Cause::OptionsNotHandled,
            Cause::AnsweredBeforeCors,
        ]),
        405 | 501 if is_surely_the_response => Suspects::one_of(&[Cause::ErrorWithoutCors, Cause::OptionsNotHandled]),
        405 | 501 => Suspects::one_of(&[Cause::OptionsNotHandled, Cause::ErrorWithoutCors]),
        _ if is_of_proxy(status) => Suspects::one_of(&[Cause::ProxyErrorWithoutCors, Cause::ErrorWithoutCors]),
        _ if message.reason == Some(ConsoleReason::OriginNotAllowed) => {
            Suspects::one_of(&[Cause::ErrorWithoutCors, Cause::OriginMismatch])
        }
        _ => Suspects::Certain(Cause::ErrorWithoutCors),
    }
}

fn of_unknown_status(message: &Message, place: &Place) -> Suspects {
    if place.is_redirected_from_the_page() && !place.is_login() {
        return Suspects::one_of(&[
            Cause::DevProxyMisused,
            Cause::RedirectToLogin,
            Cause::RedirectWithoutCors,
            Cause::NoAllowOrigin,
            Cause::ErrorWithoutCors,
        ]);
    }
    if message.redirected_from.is_some() || message.redirects_to.is_some() {
        let causes = [
            Cause::RedirectWithoutCors,
            Cause::RedirectToLogin,
            Cause::NoAllowOrigin,
            Cause::ErrorWithoutCors,
            Cause::DevProxyMisused,
        ];
        let suspects = Suspects::one_of(&causes);
        let leads_elsewhere = place.is_redirected_to_another_origin() || place.is_login();
        return if leads_elsewhere { suspects.first(Cause::RedirectToLogin) } else { suspects };
    }
    let is_script_call = matches!(message.initiator.as_deref(), None | Some("fetch" | "XMLHttpRequest"));
    if is_script_call && !place.is_static_file() {
        // The field's order: errors first, then servers without CORS.
        return Suspects::one_of(&[
            Cause::ErrorWithoutCors,
            Cause::NoAllowOrigin,
            Cause::PreflightOnly,
            Cause::ProxyErrorWithoutCors,
            Cause::RedirectWithoutCors,
            Cause::CacheWithoutVary,
        ]);
    }
    // Elements never ask first, and what they load is mostly served as it is.
    Suspects::one_of(&[
        Cause::NoAllowOrigin,
        Cause::AnsweredBeforeCors,
        Cause::CacheWithoutVary,
        Cause::ErrorWithoutCors,
        Cause::RedirectWithoutCors,
        Cause::ProxyErrorWithoutCors,
    ])
}

/// Statuses that come from a proxy or a CDN rather than from the application.
fn is_of_proxy(status: u16) -> bool {
    matches!(status, 413 | 429 | 502..=504 | 520..=530)
}

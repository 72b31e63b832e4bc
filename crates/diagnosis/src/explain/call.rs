//! What a message tells of the call that failed, and what a server has to allow for it.

use preflight_engine::Origin;
use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use url::Url;

use crate::console::{ConsoleReason, Message};
use crate::fixes::Grant;

/// The call that failed, as far as the text tells.
pub(super) fn call(message: &Message) -> PageCall {
    fn known<T>(value: Option<T>) -> Part<T> {
        value.map_or(Part::Unknown, Part::Known)
    }
    let called = message.redirected_from.as_ref().or(message.url.as_ref());
    let method = match &message.reason {
        Some(ConsoleReason::MethodNotAllowed { method }) => method.clone(),
        _ => message.method.clone().filter(|method| method != "OPTIONS"),
    };
    let header = match &message.reason {
        Some(ConsoleReason::HeaderNotAllowed { name }) if !name.is_empty() => Some(name.clone()),
        _ => None,
    };
    let credentials = match message.reason {
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. }) => {
            Part::Implied(CredentialsMode::Include)
        }
        _ => Part::Unknown,
    };
    PageCall {
        url: known(called.and_then(|url| Url::parse(url).ok())),
        origin: known(message.origin.as_deref().and_then(|origin| Origin::parse(origin).ok())),
        method: known(method),
        headers: header.into_iter().map(|name| CallHeader { name, value: Part::Unknown }).collect(),
        credentials,
        preflight: if message.is_preflight { Part::Known(true) } else { Part::Unknown },
        ..PageCall::default()
    }
}

/// What the server has to allow; nothing for a page without an origin, which nobody should allow.
pub(super) fn grant(message: &Message) -> Option<Grant> {
    if message.origin.as_deref() == Some("null") {
        return None;
    }
    let mut grant = Grant::new(message.origin.as_deref());
    grant.allow_method(message.method.as_deref());
    match &message.reason {
        Some(ConsoleReason::MethodNotAllowed { method }) => grant.allow_method(method.as_deref()),
        Some(ConsoleReason::HeaderNotAllowed { name }) => grant.allow_header(name),
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. }) => {
            grant.allow_credentials();
        }
        _ => {}
    }
    Some(grant)
}

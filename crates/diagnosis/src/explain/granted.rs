//! What a server has to allow, as far as a message tells.

use crate::console::{ConsoleReason, Message};
use crate::fixes::Grant;

/// What the server has to allow; nothing for a page without an origin, which nobody should allow.
pub(super) fn grant(message: &Message) -> Option<Grant> {
    if message.origin.as_deref().is_some_and(|origin| origin == "null" || origin.starts_with("file:")) {
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
        _ => message.headers.iter().for_each(|name| grant.allow_header(name)),
    }
    Some(grant)
}

//! What a server has to allow, as far as a message tells.

use preflight_engine::browser::CredentialsMode;

use crate::console::{Message, page_call};
use crate::fixes::Grant;

/// What the server has to allow; nothing for a page without an origin, which nobody should allow.
pub(super) fn grant(message: &Message) -> Option<Grant> {
    if message.origin.as_deref().is_some_and(|origin| origin == "null" || origin.starts_with("file:")) {
        return None;
    }
    let call = page_call(message);
    let mut grant = Grant::new(message.origin.as_deref());
    grant.allow_method(call.method.value().map(String::as_str));
    call.headers.iter().for_each(|header| grant.allow_header(&header.name));
    if call.credentials.value() == Some(&CredentialsMode::Include) {
        grant.allow_credentials();
    }
    let is_of_request = message.is_of_request_itself().then_some(false);
    grant.expect_preflight(call.preflight.value().copied().or(is_of_request));
    Some(grant)
}

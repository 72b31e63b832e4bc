//! A preflight whose answer says nothing of the origin: whether the origin is refused, `OPTIONS` is not handled, or nothing
//! there knows CORS. Statuses that say why were read already.

use preflight_engine::exchange::{RequestHead, ResponseHead};

use super::error_page::{speaks_of_cors, speaks_of_login, speaks_of_origin};
use super::head::{actual, allow_origin, allows, compares_origins, from_origin};
use super::refusal::{conclude_nobody, refused};
use super::{Inquiry, Purpose, near_miss, paths};
use crate::cause::Cause;
use crate::finding::Certainty;
use crate::missing_allow_origin::is_method_status;

/// Looks at the answer to a preflight.
pub(super) fn at_preflight(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    match response.status {
        500 if speaks_of_cors(&inquiry.network.body(head)) => refused(inquiry, head),
        301 | 302 | 303 | 307 | 308 | 401 | 407 | 413 | 429 | 500 | 502.. => {}
        _ if response.headers.contains(b"www-authenticate") => {}
        _ if compares_origins(response) => refused(inquiry, head),
        200..=299 => answered_without_a_word(inquiry, head),
        404 | 405 | 501 => path_may_be_missing(inquiry, head),
        status => {
            let body = inquiry.network.body(head);
            if speaks_of_origin(&body) {
                return refused(inquiry, head);
            }
            if asks_for_login(inquiry, &body, status) {
                return;
            }
            let plain = inquiry.ask(Purpose::PlainOptions, plain_options(head));
            if plain.is_some_and(|plain| plain.head.status != status) {
                refused(inquiry, head);
            }
        }
    }
}

/// Looks at the status of a preflight whose origin is allowed.
pub(super) fn at_preflight_status(inquiry: &mut Inquiry<'_>, head: &RequestHead, status: u16) {
    let body = inquiry.network.body(head);
    asks_for_login(inquiry, &body, status);
}

/// Whether an error that is no 401 says that credentials are missing, which a preflight never has.
fn asks_for_login(inquiry: &mut Inquiry<'_>, body: &[u8], status: u16) -> bool {
    if !matches!(status, 400..=499) || matches!(status, 401 | 403 | 407) || is_method_status(status) {
        return false;
    }
    if !speaks_of_login(body) {
        return false;
    }
    inquiry.conclude(
        Cause::PreflightNeedsAuth,
        Certainty::Likely,
        format!("the preflight is answered {status}, and its body speaks of credentials: preflights never carry any"),
        "answer OPTIONS before authentication, with 204 and the Access-Control headers".to_owned(),
    );
    true
}

/// `OPTIONS` that is no preflight.
fn plain_options(head: &RequestHead) -> RequestHead {
    let mut plain = from_origin(head, None);
    plain.is_preflight = false;
    plain.headers.retain(|name| !name.to_ascii_lowercase().starts_with(b"access-control-request-"));
    plain
}

/// 2xx without a single word: either nobody handles preflights, or nobody handles CORS.
fn answered_without_a_word(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    let origin = inquiry.origin();
    let itself = actual(inquiry.case.request, &head.url, &origin);
    let Some(heard) = inquiry.ask(Purpose::Actual, itself.clone()) else { return };
    if allows(&heard.head, &origin) {
        return conclude_options(inquiry, "the request itself is allowed");
    }
    let error_page = paths::error_page(inquiry, &itself);
    if error_page.is_some_and(|page| paths::conclude_answered_before(inquiry, &page, &origin)) {
        return;
    }
    let has_origin = allow_origin(&heard.head).is_some();
    if has_origin || compares_origins(&heard.head) {
        return refused(inquiry, &itself);
    }
    // A preflight that is answered, where OPTIONS by itself is not, was heard by something that knows CORS.
    let plain = inquiry.ask(Purpose::PlainOptions, plain_options(head));
    if plain.is_some_and(|plain| !plain.head.has_ok_status()) {
        return refused(inquiry, &itself);
    }
    // An answer that says "not this method" says nothing of the origin; the preflight still may.
    let says_nothing = is_method_status(heard.head.status);
    if !near_miss::find(inquiry, if says_nothing { head } else { &itself }) && !says_nothing {
        conclude_nobody(inquiry);
    }
}

fn conclude_options(inquiry: &mut Inquiry<'_>, reason: &str) {
    let origin = inquiry.origin();
    let status = inquiry
        .case
        .verdict
        .evidence()
        .and_then(|exchange| exchange.answer.as_ref().ok())
        .map_or(0, |head| head.status);
    inquiry.conclude(
        Cause::OptionsNotHandled,
        Certainty::Certain,
        format!(
            "OPTIONS is answered {status} without any Access-Control header, while {reason}: nobody answers preflights"
        ),
        format!("answer OPTIONS on this path with 204 and `Access-Control-Allow-Origin: {origin}`"),
    );
}

/// A path that is missing for the request itself as well is not a matter of `OPTIONS`.
fn path_may_be_missing(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    let origin = inquiry.origin();
    let is_exact = matches!(inquiry.case.request.method(), b"GET" | b"HEAD");
    let Some(heard) = inquiry.ask(Purpose::Actual, actual(inquiry.case.request, &head.url, &origin)) else { return };
    let status = heard.head.status;
    if is_exact && status >= 400 && allow_origin(&heard.head).is_none() {
        inquiry.conclude(
            Cause::ErrorWithoutCors,
            Certainty::Likely,
            format!(
                "the server answers {status} to the request itself, not only to the preflight, without CORS headers"
            ),
            format!("mend the {status} first: check the path; then answer OPTIONS on it as well"),
        );
    } else if allows(&heard.head, &origin) {
        conclude_options(inquiry, "the request itself is allowed");
    }
}

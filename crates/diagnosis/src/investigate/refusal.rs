//! A blocked call, looked at more closely: what the first reading of the exchanges cannot tell apart is asked.

use preflight_engine::browser::{BlockReason, Blocked, Stage};
use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};

use super::error_page::at_error;
use super::head::{ALLOW_ORIGIN, allows, compares_origins, preflight, safe};
use super::preflight_silence::{at_preflight, at_preflight_status};
use super::redirected::{
    at_redirect, conclude_dev_proxy, conclude_tainted, leads_away_from_the_page, was_redirected_to_login,
};
use super::{Inquiry, Purpose, caches, near_miss, own_headers, paths, reach, slips};
use crate::cause::Cause;
use crate::finding::Certainty;
use crate::misspelled::misspelled;

pub(super) fn look_closer(inquiry: &mut Inquiry<'_>, blocked: &Blocked) {
    if slips::conclude(inquiry) || blocked.stage == Stage::Preflight && own_headers::conclude(inquiry) {
        return;
    }
    if let BlockReason::Network(failure) = blocked.reason {
        return reach::look_closer(inquiry, failure);
    }
    let Some((head, response)) = decided(inquiry, blocked) else { return };
    if leads_away_from_the_page(inquiry, &head) && blocked.stage != Stage::Preflight {
        return conclude_dev_proxy(inquiry, &head);
    }
    if response.status < 400 && conclude_tainted(inquiry, &head) {
        return;
    }
    if blocked.reason == BlockReason::MissingAllowOrigin && conclude_misspelled(inquiry, &response) {
        return;
    }
    match (&blocked.reason, blocked.stage) {
        (BlockReason::PreflightStatus { .. }, _) => at_preflight_status(inquiry, &head, response.status),
        (BlockReason::MissingAllowOrigin, Stage::Preflight) => at_preflight(inquiry, &head, &response),
        (BlockReason::MissingAllowOrigin, Stage::Redirect) => at_redirect(inquiry, &head, &response),
        (BlockReason::MissingAllowOrigin, Stage::Response) if response.status >= 400 => {
            at_error(inquiry, &head, &response)
        }
        (BlockReason::MissingAllowOrigin, Stage::Response) => at_response(inquiry, &head, &response),
        (BlockReason::AllowOriginMismatch { .. }, Stage::Response) if inquiry.origin() != "null" => {
            caches::has_answered(inquiry, &head, &response);
        }
        _ => {}
    }
}

/// The exchange that decided.
fn decided(inquiry: &Inquiry<'_>, blocked: &Blocked) -> Option<(RequestHead, ResponseHead)> {
    let Exchange { request, answer } = inquiry.case.verdict.exchanges.get(blocked.exchange?)?;
    Some((safe(request), answer.as_ref().ok()?.clone()))
}

/// Whether the field is there under another name.
fn conclude_misspelled(inquiry: &mut Inquiry<'_>, response: &ResponseHead) -> bool {
    let Some(own) = misspelled(response, ALLOW_ORIGIN) else { return false };
    let origin = inquiry.origin();
    inquiry.conclude(
        Cause::NoAllowOrigin,
        Certainty::Certain,
        format!("the server sends `{own}`, and no browser reads that: the field is Access-Control-Allow-Origin"),
        format!("correct the name, and send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`"),
    );
    true
}

/// Something there knows CORS and does not allow this origin.
pub(super) fn refused(inquiry: &mut Inquiry<'_>, head: &RequestHead) {
    if near_miss::find(inquiry, head) {
        return;
    }
    let origin = inquiry.origin();
    if origin == "null" {
        return conclude_null(inquiry);
    }
    inquiry.conclude(
        Cause::OriginMismatch,
        Certainty::Likely,
        format!("the server knows CORS and refuses `{origin}`: its list does not hold this origin"),
        format!("add `{origin}` to the server's list of origins, written exactly so"),
    );
}

fn conclude_null(inquiry: &mut Inquiry<'_>) {
    inquiry.conclude(
        Cause::FileOriginNull,
        Certainty::Certain,
        "the page's origin is `null`: it is a file or a sandboxed frame, and the server allows no such page".to_owned(),
        "serve the page over http from localhost; allowing `null` would allow everybody".to_owned(),
    );
}

/// 2xx without `Access-Control-Allow-Origin`: the browser's message, and the fewest facts.
fn at_response(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) {
    let origin = inquiry.origin();
    if was_redirected_to_login(inquiry, head, response) {
        return;
    }
    let asked_first = inquiry.case.verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight);
    let may_be_cached = caches::is_from_cache(response) || !asked_first && response.headers.contains(b"cache-control");
    if origin != "null" && may_be_cached && caches::has_answered(inquiry, head, response) {
        return;
    }
    // The preflight was allowed, so it is not the origin that is refused.
    if asked_first {
        return;
    }
    if compares_origins(response) {
        return refused(inquiry, head);
    }
    if origin == "null" {
        return conclude_null(inquiry);
    }
    if let Some(page) = paths::error_page(inquiry, head) {
        let body = inquiry.network.body(head);
        if paths::is_front_end(response, &body, &page) {
            return paths::conclude_front_end(inquiry);
        }
        if paths::conclude_answered_before(inquiry, &page, &origin) {
            return;
        }
    }
    if head.url.path() != "/"
        && let Some(root) = paths::root(inquiry, head)
        && paths::conclude_answered_before(inquiry, &root, &origin)
    {
        return;
    }
    let asked = preflight(inquiry.case.request.method(), &head.url, &origin);
    if let Some(asked) = inquiry.ask(Purpose::Preflight, asked)
        && allows(&asked.head, &origin)
        && asked.head.has_ok_status()
    {
        return inquiry.conclude(
            Cause::PreflightOnly,
            Certainty::Certain,
            "OPTIONS is answered with CORS headers, the response itself has none".to_owned(),
            format!("send `Access-Control-Allow-Origin: {origin}` with the response as well, not only with OPTIONS"),
        );
    }
    if !near_miss::find(inquiry, head) {
        conclude_nobody(inquiry);
    }
}

pub(super) fn conclude_nobody(inquiry: &mut Inquiry<'_>) {
    let origin = inquiry.origin();
    inquiry.conclude(
        Cause::NoAllowOrigin,
        Certainty::Likely,
        "the server shares this with no page: it answers, and allows none of the origins that were tried".to_owned(),
        format!(
            "let the server send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`; if it is not yours, call it from your own server"
        ),
    );
}

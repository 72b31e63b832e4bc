//! Whether a cache can answer, or has answered, with what another origin got.

use preflight_engine::exchange::{RequestHead, ResponseHead};

use super::head::{FOREIGN_ORIGIN, allow_origin, allows, field, from_origin, to_url, varies_by_origin};
use super::{Heard, Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::{Certainty, Evidence, Finding};

const FIX: &str =
    "send `Vary: Origin` with every answer, also without an Origin, and let the CDN's cache key hold Origin";

/// A query that no cache has seen: caches keep answers by URL.
const UNSEEN: &str = "preflight-probe";

/// Where the answer is not for this origin: whether it comes from a cache, which then is the cause.
pub(super) fn has_answered(inquiry: &mut Inquiry<'_>, head: &RequestHead, response: &ResponseHead) -> bool {
    if head.method != b"GET" {
        return false;
    }
    let origin = inquiry.origin();
    let Some(fresh) = inquiry.ask(Purpose::PastCaches, to_url(head, unseen(head))) else { return false };
    if !allows(&fresh.head, &origin) || fresh.head.status >= 400 {
        return false;
    }
    let whose = match allow_origin(response) {
        Some(value) => format!("what `{value}` got"),
        None => "what a request without an Origin got".to_owned(),
    };
    let from = if is_from_cache(response) { " (see `Age` or `X-Cache`)" } else { "" };
    let message = format!("a cache answers with {whose}{from}; asked past the cache, the server allows `{origin}`");
    inquiry.conclude(Cause::CacheWithoutVary, Certainty::Certain, message, FIX.to_owned());
    true
}

/// The same URL with a query that no cache has seen.
fn unseen(head: &RequestHead) -> url::Url {
    let mut url = head.url.clone();
    url.query_pairs_mut().append_pair(UNSEEN, "1");
    url
}

/// Whether a shared cache says that it answered.
pub(super) fn is_from_cache(head: &ResponseHead) -> bool {
    let is_aged = head.headers.get(b"age").is_some_and(|age| age.iter().any(|byte| (b'1'..=b'9').contains(byte)));
    let says_hit = |name: &str| field(head, name).contains("hit");
    is_aged
        || ["x-cache", "cf-cache-status", "x-cache-status", "x-proxy-cache", "x-vercel-cache"].into_iter().any(says_hit)
}

/// Whether a cache would keep it: it says how long, or has what a guess needs.
fn may_be_kept(head: &ResponseHead) -> bool {
    let control = field(head, "cache-control");
    if control.contains("no-store") || control.contains("max-age=0") && !control.contains("s-maxage") {
        return false;
    }
    let says_so = ["max-age", "s-maxage", "public", "immutable"].into_iter().any(|word| control.contains(word));
    let has = |name: &str| head.headers.contains(name.as_bytes());
    says_so
        || is_from_cache(head)
        || !control.contains("no-cache") && (has("expires") || has("last-modified") || has("etag"))
}

/// Where the call is allowed: whether the next one may get what this one got. `foreign` is what a stranger's origin got.
pub(super) fn look_ahead(
    inquiry: &mut Inquiry<'_>,
    head: &RequestHead,
    response: &ResponseHead,
    foreign: Option<&Heard>,
) {
    if head.method != b"GET" || !may_be_kept(response) {
        return;
    }
    let mine = allow_origin(response);
    if !varies_by_origin(response)
        && let Some(evidence) = differs_by_origin(inquiry, head, mine.as_deref(), foreign)
    {
        return found(inquiry, "by the origin", evidence);
    }
    // An answer without an Origin needs the word as well: it is the one that an image puts into the cache.
    let Some(without) = inquiry.ask(Purpose::WithoutOrigin, from_origin(head, None)) else { return };
    if allow_origin(&without.head) != mine && !varies_by_origin(&without.head) && may_be_kept(&without.head) {
        let evidence = without.evidence(None, "what an image without `crossorigin` puts into the cache");
        found(inquiry, "by whether there is an Origin", evidence);
    }
}

/// The answer to a stranger that is not the page's, as it came or as it comes past caches.
fn differs_by_origin(
    inquiry: &mut Inquiry<'_>,
    head: &RequestHead,
    mine: Option<&str>,
    foreign: Option<&Heard>,
) -> Option<Option<Evidence>> {
    let is_other = |head: &ResponseHead| allow_origin(head).as_deref() != mine;
    if let Some(foreign) = foreign.filter(|foreign| is_other(&foreign.head)) {
        let note = format!("this is for {FOREIGN_ORIGIN}, and no `Vary: Origin` tells them apart");
        return Some(foreign.evidence(None, note));
    }
    if mine == Some("*") {
        return None;
    }
    let past = to_url(&from_origin(head, Some(FOREIGN_ORIGIN)), unseen(head));
    let fresh = inquiry.ask(Purpose::PastCaches, past)?;
    let is_found = fresh.head.status < 400 && is_other(&fresh.head);
    is_found.then(|| fresh.evidence(None, format!("asked past the cache, this is for {FOREIGN_ORIGIN}")))
}

fn found(inquiry: &mut Inquiry<'_>, by: &str, evidence: Option<Evidence>) {
    inquiry.add(Finding {
        cause: Cause::CacheWithoutVary,
        certainty: Certainty::Likely,
        message: format!(
            "the answer may be cached and differs {by}, but no `Vary: Origin` says so: the next page gets this one's"
        ),
        evidence,
        fix: FIX.to_owned(),
    });
}

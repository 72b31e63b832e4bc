//! The server behind is asked the same: which layer adds, doubles or drops a header.

use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};
use url::{Position, Url};

use super::head::{ALLOW_ORIGIN, allow_origin};
use super::{Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::Certainty;
use crate::text::text_of;

/// The fields that are compared.
const FIELDS: [&str; 7] = [
    ALLOW_ORIGIN,
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
    "access-control-expose-headers",
    "access-control-max-age",
    "vary",
];

/// Asks the server behind what was decided by, and names the layer; whether that is the cause.
pub(super) fn compare(inquiry: &mut Inquiry<'_>) -> bool {
    let Some(upstream) = inquiry.case.upstream else { return false };
    let verdict = inquiry.case.verdict;
    let Some(Exchange { request, answer: Ok(outside) }) = verdict.evidence().or(verdict.exchanges.last()).cloned()
    else {
        return false;
    };
    let Some(inside) = inquiry.ask(Purpose::Upstream, behind(&request, upstream)) else {
        inquiry.note(format!("{upstream} does not answer, so the layers cannot be compared"));
        return false;
    };
    for note in differences(&outside, &inside.head) {
        inquiry.note(note);
    }
    conclude(inquiry, &outside, &inside.head)
}

/// The same request to the server behind, which still hears the public name.
fn behind(request: &RequestHead, upstream: &Url) -> RequestHead {
    let mut url = upstream.clone();
    // Somebody may have written the whole URL rather than where it begins.
    let base = upstream.path().trim_end_matches('/');
    if base != request.url.path().trim_end_matches('/') {
        url.set_path(&format!("{base}{}", request.url.path()));
    }
    url.set_query(request.url.query());
    let mut behind = RequestHead { url, has_body: false, ..request.clone() };
    if !behind.headers.contains(b"host") {
        behind.headers.append("Host", &request.url[Position::BeforeHost..Position::AfterPort]);
    }
    if !matches!(behind.method.as_slice(), b"GET" | b"HEAD" | b"OPTIONS") {
        behind.method = b"GET".to_vec();
    }
    behind
}

fn differences(outside: &ResponseHead, inside: &ResponseHead) -> Vec<String> {
    let mut notes = Vec::new();
    if outside.status != inside.status {
        notes.push(format!("the server behind answers {}, the layer in front {}", inside.status, outside.status));
    }
    for field in FIELDS {
        let lines = |head: &ResponseHead| head.headers.lines(field.as_bytes()).map(text_of).collect::<Vec<_>>();
        let (out, inn) = (lines(outside), lines(inside));
        if out == inn {
            continue;
        }
        notes.push(match (out.as_slice(), inn.as_slice()) {
            ([], inn) => format!("the layer in front drops `{field}: {}`", inn.join(", ")),
            (out, []) => format!("the layer in front adds `{field}: {}`", out.join(", ")),
            (out, inn) => format!("the layer in front makes `{field}: {}` of `{}`", out.join(", "), inn.join(", ")),
        });
    }
    notes
}

fn conclude(inquiry: &mut Inquiry<'_>, outside: &ResponseHead, inside: &ResponseHead) -> bool {
    let Some(first) = inquiry.first() else { return false };
    let (cause, count) = (first.cause, inside.headers.lines(ALLOW_ORIGIN.as_bytes()).count());
    let shown = allow_origin(inside).unwrap_or_default();
    if cause == Cause::AllowOriginDuplicated {
        first.message += &match count {
            0 => "; the layer in front adds all of it, the server behind none".to_owned(),
            1 => format!("; the server behind sends `{shown}`, and the layer in front adds its own"),
            _ => "; the server behind sends all of it by itself".to_owned(),
        };
        first.fix = match count {
            0 => "let the layer in front add the header once".to_owned(),
            1 => "take the header out of one: `proxy_hide_header Access-Control-Allow-Origin` in nginx, or the CORS of the application"
                .to_owned(),
            _ => "register the application's CORS once".to_owned(),
        };
    } else if allow_origin(outside).is_none() && count > 0 {
        let (message, fix) = if outside.status >= 400 && inside.status < 400 {
            (
                format!(
                    "the server behind answers {} and allows `{shown}`; the layer in front answers {} by itself",
                    inside.status, outside.status
                ),
                "let the layer in front pass the request on, or add the CORS headers to its own errors",
            )
        } else {
            (
                format!(
                    "the server behind sends `Access-Control-Allow-Origin: {shown}`, and the layer in front drops it"
                ),
                "let the layer in front pass the Access-Control headers on",
            )
        };
        let cause = if outside.status >= 400 && inside.status < 400 {
            Cause::ProxyErrorWithoutCors
        } else {
            Cause::ProxyStripsHeaders
        };
        inquiry.conclude(cause, Certainty::Certain, message, fix.to_owned());
        return true;
    }
    cause == Cause::AllowOriginDuplicated
}

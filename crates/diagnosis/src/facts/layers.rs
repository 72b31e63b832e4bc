//! The server behind is asked the same: which layer adds, doubles or drops a header.

use preflight_engine::exchange::{RequestHead, ResponseHead};
use url::{Position, Url};

use super::heads::ALLOW_ORIGIN;
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

/// The same request to the server behind, which still hears the public name.
pub(crate) fn behind(request: &RequestHead, upstream: &Url) -> RequestHead {
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

/// What differs, each in a sentence.
pub(crate) fn differences(outside: &ResponseHead, inside: &ResponseHead) -> Vec<String> {
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

//! Heads made from other heads, and what a response head says about an origin.

use preflight_engine::browser::FetchRequest;
use preflight_engine::exchange::{RequestHead, ResponseHead};
use url::Url;

use crate::text::text_of;

pub(crate) const ALLOW_ORIGIN: &str = "access-control-allow-origin";

/// An origin that nobody has: `.example` is kept for that (RFC 2606).
pub(crate) const FOREIGN_ORIGIN: &str = "https://preflight-probe.example";

/// A path that nobody has.
const NO_PATH: &str = "/preflight-probe-of-a-path-that-is-not-there";

/// The same head from another origin, or without one.
pub(crate) fn from_origin(head: &RequestHead, origin: Option<&str>) -> RequestHead {
    let mut head = head.clone();
    head.headers.delete(b"origin");
    if let Some(origin) = origin {
        head.headers.append("Origin", origin);
    }
    head
}

/// The same head to another URL.
pub(crate) fn to_url(head: &RequestHead, url: Url) -> RequestHead {
    RequestHead { url, ..head.clone() }
}

/// The request itself as a safe one: `GET` or `HEAD`, without a body.
pub(crate) fn actual(request: &FetchRequest, url: &Url, origin: &str) -> RequestHead {
    let is_safe = matches!(request.method(), b"GET" | b"HEAD");
    let mut headers = request.headers().clone();
    headers.delete(b"origin");
    if !is_safe {
        headers.delete(b"content-type");
    }
    if !headers.contains(b"accept") {
        headers.append("Accept", "*/*");
    }
    headers.append("Origin", origin);
    RequestHead {
        method: if is_safe { request.method().to_vec() } else { b"GET".to_vec() },
        url: url.clone(),
        headers,
        is_preflight: false,
        includes_credentials: false,
        has_body: false,
    }
}

/// The same head without an effect: `GET`, unless it is safe already.
pub(crate) fn safe(head: &RequestHead) -> RequestHead {
    let mut safe = RequestHead { has_body: false, ..head.clone() };
    if !matches!(safe.method.as_slice(), b"GET" | b"HEAD" | b"OPTIONS") {
        safe.method = b"GET".to_vec();
        safe.headers.delete(b"content-type");
    }
    safe
}

/// A preflight as a browser would send it if it had to ask for this method.
pub(crate) fn preflight(method: &[u8], url: &Url, origin: &str) -> RequestHead {
    let fields: [(&str, &[u8]); 3] =
        [("Accept", b"*/*"), ("Access-Control-Request-Method", method), ("Origin", origin.as_bytes())];
    RequestHead {
        method: b"OPTIONS".to_vec(),
        url: url.clone(),
        headers: fields.into_iter().collect(),
        is_preflight: true,
        includes_credentials: false,
        has_body: false,
    }
}

/// A path on the same host that is not there.
pub(crate) fn nowhere(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_path(NO_PATH);
    url.set_query(None);
    url
}

/// `Access-Control-Allow-Origin`, its lines joined.
pub(crate) fn allow_origin(head: &ResponseHead) -> Option<String> {
    head.headers.get(ALLOW_ORIGIN.as_bytes()).map(|value| text_of(&value))
}

/// Whether this origin may read the response, credentials aside.
pub(crate) fn allows(head: &ResponseHead, origin: &str) -> bool {
    allow_origin(head).is_some_and(|value| value == origin || value == "*")
}

/// Whether the answer was made by something that compares origins: it varies by them, or speaks of credentials. Lists of
/// methods and headers alone are as often set by hand, by somebody who forgot the origin.
pub(crate) fn compares_origins(head: &ResponseHead) -> bool {
    varies_by_origin(head) || head.headers.contains(b"access-control-allow-credentials")
}

/// Whether `Vary` names `Origin`, or everything.
pub(crate) fn varies_by_origin(head: &ResponseHead) -> bool {
    let is_meant = |name: &[u8]| name.eq_ignore_ascii_case(b"origin") || name == b"*";
    let lines = head.headers.lines(b"vary");
    lines.flat_map(|line| line.split(|&byte| byte == b',')).any(|name| is_meant(name.trim_ascii()))
}

pub(crate) fn allows_credentials(head: &ResponseHead) -> bool {
    head.headers.get(b"access-control-allow-credentials").as_deref() == Some(b"true")
}

/// A field as text, in lower case.
pub(crate) fn field(head: &ResponseHead, name: &str) -> String {
    head.headers.get(name.as_bytes()).map(|value| text_of(&value).to_ascii_lowercase()).unwrap_or_default()
}

pub(crate) fn is_html(head: &ResponseHead) -> bool {
    field(head, "content-type").contains("text/html")
}

/// Whether a shared cache says that it answered.
pub(crate) fn is_from_cache(head: &ResponseHead) -> bool {
    let is_aged = head.headers.get(b"age").is_some_and(|age| age.iter().any(|byte| (b'1'..=b'9').contains(byte)));
    let says_hit = |name: &str| field(head, name).contains("hit");
    is_aged
        || ["x-cache", "cf-cache-status", "x-cache-status", "x-proxy-cache", "x-vercel-cache"].into_iter().any(says_hit)
}

/// A status that says that the method is not known there, so that another method's answer says nothing of it.
pub(crate) fn is_method_status(status: u16) -> bool {
    matches!(status, 404 | 405 | 501)
}

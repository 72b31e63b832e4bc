//! Which response headers a page may read
//! ([Headers](https://fetch.spec.whatwg.org/#headers-class)).

/// The CORS-safelisted response-header names: visible without being exposed.
const CORS_SAFELISTED: [&str; 7] =
    ["cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"];

/// The CORS fields that a request carries; exposing one of them makes no sense.
const REQUEST_ONLY: [&str; 3] = ["access-control-request-headers", "access-control-request-method", "origin"];

/// The CORS fields that only a preflight's answer carries; a page never sees that answer.
const PREFLIGHT_ONLY: [&str; 3] =
    ["access-control-allow-headers", "access-control-allow-methods", "access-control-max-age"];

/// Whether `name` is a
/// [CORS-safelisted response-header name](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name),
/// leaving exposed and forbidden names aside.
pub fn is_cors_safelisted(name: &[u8]) -> bool {
    contains(&CORS_SAFELISTED, name)
}

/// Whether `name` is a
/// [forbidden response-header name](https://fetch.spec.whatwg.org/#forbidden-response-header-name): no page ever
/// reads `Set-Cookie` or `Set-Cookie2`.
pub fn is_forbidden(name: &[u8]) -> bool {
    contains(&["set-cookie", "set-cookie2"], name)
}

/// Whether exposing `name` cannot work, because no response that a page sees carries it.
pub fn is_never_on_a_visible_response(name: &[u8]) -> bool {
    contains(&REQUEST_ONLY, name) || contains(&PREFLIGHT_ONLY, name)
}

fn contains(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|listed| name.eq_ignore_ascii_case(listed.as_bytes()))
}

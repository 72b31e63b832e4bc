//! The method rules of the Fetch standard ([Methods](https://fetch.spec.whatwg.org/#methods)).

use crate::token::is_token;

/// The methods that [`normalize`] writes in upper case.
const NORMALIZED: [&str; 6] = ["DELETE", "GET", "HEAD", "OPTIONS", "POST", "PUT"];

/// The methods that no page and no policy may use.
const FORBIDDEN: [&str; 3] = ["CONNECT", "TRACE", "TRACK"];

/// Whether `method` is a `token` at all.
pub fn is_method(method: &[u8]) -> bool {
    is_token(method)
}

/// Whether `method` is a [CORS-safelisted method](https://fetch.spec.whatwg.org/#cors-safelisted-method):
/// exactly `GET`, `HEAD` or `POST`, which no preflight has to ask for.
///
/// ```
/// use preflight_engine::method;
/// assert!(method::is_cors_safelisted(b"POST"));
/// assert!(!method::is_cors_safelisted(b"post"));
/// ```
pub fn is_cors_safelisted(method: &[u8]) -> bool {
    matches!(method, b"GET" | b"HEAD" | b"POST")
}

/// Whether `method` is a [forbidden method](https://fetch.spec.whatwg.org/#forbidden-method), in any case.
pub fn is_forbidden(method: &[u8]) -> bool {
    FORBIDDEN.iter().any(|name| method.eq_ignore_ascii_case(name.as_bytes()))
}

/// [Normalizes](https://fetch.spec.whatwg.org/#concept-method-normalize) a method: six well-known methods become
/// upper case, everything else stays as written, so `patch` is not `PATCH`.
///
/// ```
/// use preflight_engine::method;
/// assert_eq!(method::normalize(b"delete"), b"DELETE");
/// assert_eq!(method::normalize(b"patch"), b"patch");
/// ```
pub fn normalize(method: &[u8]) -> &[u8] {
    NORMALIZED.iter().map(|name| name.as_bytes()).find(|name| method.eq_ignore_ascii_case(name)).unwrap_or(method)
}

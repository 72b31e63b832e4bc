//! Which request headers a page may set, and which of them need a preflight
//! ([Headers](https://fetch.spec.whatwg.org/#terminology-headers)).

mod content_type;
mod range;

use crate::method;
use crate::token::{is_token, trim_http_whitespace};

/// A safelisted value is at most this long; a longer one needs a preflight
/// ([CORS-safelisted request-header](https://fetch.spec.whatwg.org/#cors-safelisted-request-header) step 1).
pub const SAFELISTED_VALUE_LIMIT: usize = 128;

/// All safelisted values together are at most this long
/// ([CORS-unsafe request-header names](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names) step 5).
pub const SAFELISTED_VALUES_LIMIT: usize = 1024;

/// The [forbidden request-header names](https://fetch.spec.whatwg.org/#forbidden-request-header).
const FORBIDDEN: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// Names that are forbidden only when their value names a forbidden method.
const METHOD_OVERRIDES: [&str; 3] = ["x-http-method", "x-http-method-override", "x-method-override"];

/// The CORS fields of a response; a request that carries one was meant to be an answer.
const RESPONSE_ONLY: [&str; 6] = [
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "access-control-max-age",
];

/// Whether `name` is a field name: a `token`.
pub fn is_name(name: &[u8]) -> bool {
    is_token(name)
}

/// Whether no page may set `name`, whatever its value.
pub fn is_forbidden_name(name: &[u8]) -> bool {
    contains(&FORBIDDEN, name) || has_prefix(name, b"proxy-") || has_prefix(name, b"sec-")
}

/// Whether `(name, value)` is a [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header),
/// which a page sets in vain: the browser drops it without a word.
///
/// ```
/// use preflight_engine::request_header::is_forbidden;
/// assert!(is_forbidden(b"Cookie", b"a=b"));
/// assert!(is_forbidden(b"X-HTTP-Method-Override", b"GET, TRACE"));
/// assert!(!is_forbidden(b"X-HTTP-Method-Override", b"PATCH"));
/// ```
pub fn is_forbidden(name: &[u8], value: &[u8]) -> bool {
    is_forbidden_name(name) || contains(&METHOD_OVERRIDES, name) && names_forbidden_method(value)
}

/// Whether `name` is a CORS field that only a response carries.
pub fn is_response_only(name: &[u8]) -> bool {
    contains(&RESPONSE_ONLY, name)
}

/// Whether `name` is a
/// [CORS non-wildcard request-header name](https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name):
/// `Authorization`, which `*` does not cover.
pub fn is_cors_non_wildcard(name: &[u8]) -> bool {
    name.eq_ignore_ascii_case(b"authorization")
}

/// Whether `name` is a [request-body-header name](https://fetch.spec.whatwg.org/#request-body-header-name), dropped
/// when a redirect drops the body.
pub fn is_request_body_header(name: &[u8]) -> bool {
    contains(&["content-encoding", "content-language", "content-location", "content-type"], name)
}

/// Whether `(name, value)` is a
/// [CORS-safelisted request-header](https://fetch.spec.whatwg.org/#cors-safelisted-request-header), which needs no
/// preflight.
///
/// ```
/// use preflight_engine::request_header::is_cors_safelisted;
/// assert!(is_cors_safelisted(b"Content-Type", b"text/plain; charset=utf-8"));
/// assert!(!is_cors_safelisted(b"Content-Type", b"application/json"));
/// ```
pub fn is_cors_safelisted(name: &[u8], value: &[u8]) -> bool {
    // Step 1.
    if value.len() > SAFELISTED_VALUE_LIMIT {
        return false;
    }
    // Step 2: switch on the byte-lowercased name.
    match name.to_ascii_lowercase().as_slice() {
        b"accept" => !value.iter().any(|&byte| is_cors_unsafe_byte(byte)),
        b"accept-language" | b"content-language" => value.iter().all(|&byte| is_language_byte(byte)),
        b"content-type" => {
            !value.iter().any(|&byte| is_cors_unsafe_byte(byte)) && content_type::has_safelisted_essence(value)
        }
        b"range" => range::is_single_range_with_start(value),
        _ => false,
    }
}

/// Whether `name` is a
/// [no-CORS-safelisted request-header name](https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header-name):
/// the only names that a `no-cors` request keeps.
pub fn is_no_cors_safelisted_name(name: &[u8]) -> bool {
    contains(&["accept", "accept-language", "content-language", "content-type"], name)
}

/// The [CORS-unsafe request-header byte](https://fetch.spec.whatwg.org/#cors-unsafe-request-header-byte).
fn is_cors_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

/// What `Accept-Language` and `Content-Language` may hold.
fn is_language_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte)
}

fn names_forbidden_method(value: &[u8]) -> bool {
    value.split(|&byte| byte == b',').any(|element| method::is_forbidden(trim_http_whitespace(element)))
}

fn contains(names: &[&str], name: &[u8]) -> bool {
    names.iter().any(|listed| name.eq_ignore_ascii_case(listed.as_bytes()))
}

fn has_prefix(name: &[u8], prefix: &[u8]) -> bool {
    name.len() >= prefix.len() && name[..prefix.len()].eq_ignore_ascii_case(prefix)
}

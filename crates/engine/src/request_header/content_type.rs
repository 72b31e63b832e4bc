//! The essence of a `Content-Type` value
//! ([parse a MIME type](https://mimesniff.spec.whatwg.org/#parse-a-mime-type)).

use crate::token::{is_token, trim_http_whitespace};

const SAFELISTED: [&str; 3] = ["application/x-www-form-urlencoded", "multipart/form-data", "text/plain"];

/// Whether `value` parses as a MIME type whose essence an HTML form could send. Parameters may be anything.
pub(super) fn has_safelisted_essence(value: &[u8]) -> bool {
    let Some((kind, subtype)) = parse_essence(value) else { return false };
    SAFELISTED.iter().any(|essence| {
        essence
            .split_once('/')
            .is_some_and(|(a, b)| kind.eq_ignore_ascii_case(a.as_bytes()) && subtype.eq_ignore_ascii_case(b.as_bytes()))
    })
}

/// Type and subtype, steps 1 to 10 of the parser; none on failure.
fn parse_essence(value: &[u8]) -> Option<(&[u8], &[u8])> {
    let value = trim_http_whitespace(value);
    let slash = value.iter().position(|&byte| byte == b'/')?;
    let (kind, rest) = (&value[..slash], &value[slash + 1..]);
    let end = rest.iter().position(|&byte| byte == b';').unwrap_or(rest.len());
    let subtype = trim_trailing_whitespace(&rest[..end]);
    (is_token(kind) && is_token(subtype)).then_some((kind, subtype))
}

fn trim_trailing_whitespace(mut bytes: &[u8]) -> &[u8] {
    while let [rest @ .., b'\n' | b'\r' | b'\t' | b' '] = bytes {
        bytes = rest;
    }
    bytes
}

//! Which headers a browser takes as safelisted: the standard's rule, and the facts in which browsers depart from it.

use super::user_agent::UserAgent;
use crate::request_header::{self, SAFELISTED_VALUE_LIMIT};

/// Whether a preflight need not ask for `(name, value)`.
pub(super) fn is_safelisted(name: &[u8], value: &[u8], user_agent: &UserAgent) -> bool {
    match name.to_ascii_lowercase().as_slice() {
        b"accept" if !user_agent.high_bytes_are_safe && has_high_byte(value) => false,
        b"content-type" if !is_plain_content_type(value, user_agent) => false,
        b"range" => is_safelisted_range(name, value, user_agent),
        name if user_agent.client_hints_are_safelisted && is_client_hint(name, value) => true,
        name => request_header::is_cors_safelisted(name, value),
    }
}

fn has_high_byte(value: &[u8]) -> bool {
    !value.is_ascii()
}

fn is_plain_content_type(value: &[u8], user_agent: &UserAgent) -> bool {
    let has_odd_parameter = || value.contains(&b',') || ends_in_empty_parameter(value);
    (user_agent.high_bytes_are_safe || !has_high_byte(value))
        && !(user_agent.content_type_parameters_are_checked && has_odd_parameter())
}

/// Whether nothing stands after the last of several semicolons.
fn ends_in_empty_parameter(value: &[u8]) -> bool {
    let mut parts = value.rsplit(|&byte| byte == b';');
    parts.next().is_some_and(|last| last.trim_ascii().is_empty()) && parts.count() > 1
}

fn is_safelisted_range(name: &[u8], value: &[u8], user_agent: &UserAgent) -> bool {
    let mut value = value.to_vec();
    if user_agent.range_is_lenient {
        let unit = value.iter().position(|&byte| byte == b'=').unwrap_or(value.len());
        value[..unit].make_ascii_lowercase();
        value.retain(|&byte| byte != b'+');
    }
    let is_within = |number: &[u8]| match user_agent.range_limit {
        None => true,
        Some(limit) => number.is_empty() || parse(number).is_some_and(|number| number <= limit),
    };
    let numbers = value.strip_prefix(b"bytes=").unwrap_or_default();
    request_header::is_cors_safelisted(name, &value) && numbers.split(|&byte| byte == b'-').all(is_within)
}

fn parse(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// The early client hints, with values of the kind that a browser would send
/// (Chromium, `services/network/public/cpp/cors/cors.cc`).
fn is_client_hint(name: &[u8], value: &[u8]) -> bool {
    let is_integer = || !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let is_decimal = || {
        let mut parts = value.split(|&byte| byte == b'.');
        let are_digits =
            |part: Option<&[u8]>| part.is_some_and(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit));
        are_digits(parts.next()) && parts.next().is_none_or(|part| are_digits(Some(part))) && parts.next().is_none()
    };
    value.len() <= SAFELISTED_VALUE_LIMIT
        && match name {
            b"save-data" => value.eq_ignore_ascii_case(b"on"),
            b"device-memory" | b"downlink" | b"dpr" => is_decimal(),
            b"rtt" | b"viewport-width" | b"width" => is_integer(),
            b"ect" => [&b"slow-2g"[..], b"2g", b"3g", b"4g"].contains(&value),
            b"intervention" => true,
            _ => false,
        }
}

/// The client hints that are for the page's own origin only, whoever sets them.
pub(super) fn is_own_origin_hint(name: &[u8]) -> bool {
    const HINTS: [&str; 7] = ["device-memory", "downlink", "dpr", "ect", "rtt", "viewport-width", "width"];
    HINTS.iter().any(|hint| name.eq_ignore_ascii_case(hint.as_bytes()))
}

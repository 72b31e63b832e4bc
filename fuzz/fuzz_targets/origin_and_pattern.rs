//! What parses as an origin is what the URL standard serializes; a policy allows what its patterns mean.
//!
//! The input is text: an origin pattern on each line, and an origin on the last.

#![no_main]

use http::HeaderValue;
use libfuzzer_sys::fuzz_target;
use preflight_engine::origin::{InvalidOrigin, TupleOrigin};
use preflight_engine::server::{Allowed, Policy, PolicyConfig, RequestOrigin};
use preflight_engine::{Origin, OriginPattern};
use url::Url;

fuzz_target!(|text: &str| {
    let (patterns, origin) = text.rsplit_once('\n').unwrap_or(("", text));
    serializes_as_the_url_standard_says(origin);
    let patterns: Vec<_> = patterns.lines().filter_map(parse).collect();
    allows_what_the_patterns_mean(&patterns, origin);
    covers_what_others_match(&patterns, origin);
});

fn serializes_as_the_url_standard_says(text: &str) {
    let parsed = TupleOrigin::parse(text);
    let url = Url::parse(text).ok().filter(Url::is_special);
    match (&parsed, &url) {
        (Ok(origin), Some(url)) => {
            assert_eq!(url.origin().ascii_serialization(), text);
            assert_eq!(Origin::of_url(url), Origin::Tuple(origin.clone()));
        }
        (Ok(origin), None) => assert!(!is_special(origin.scheme()), "{text} is no URL"),
        (Err(error), Some(url)) => {
            let is_serialized = url.origin().ascii_serialization() == text;
            assert!(!is_serialized || may_refuse(url, *error), "{text} is what a browser sends: {error:?}");
        }
        (Err(_), None) => {}
    }
}

/// Hosts that URLs can have and names of servers cannot, and the port that nobody listens on.
fn may_refuse(url: &Url, error: InvalidOrigin) -> bool {
    let host = url.host_str().unwrap_or_default();
    match error {
        InvalidOrigin::Host => !is_server_name(host.strip_suffix('.').unwrap_or(host)),
        InvalidOrigin::Ipv6 => host.starts_with("[::ffff:"),
        InvalidOrigin::Port => url.port() == Some(0),
        _ => false,
    }
}

fn is_server_name(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_label = |label: &str| (1..=63).contains(&label.len()) && label.bytes().all(is_letter);
    host.len() <= 253 && host.split('.').all(is_label)
}

fn parse(text: &str) -> Option<OriginPattern> {
    match OriginPattern::parse(text) {
        Ok(pattern) => {
            assert_eq!(pattern.as_str(), text);
            assert_eq!(pattern.is_exact(), TupleOrigin::parse(text).is_ok(), "{text}");
            Some(pattern)
        }
        Err(error) => {
            let suggestion = error.suggestion.map(|suggestion| OriginPattern::parse(&suggestion));
            assert!(suggestion.is_none_or(|suggestion| suggestion.is_ok()), "{text}: the suggestion is no pattern");
            None
        }
    }
}

fn allows_what_the_patterns_mean(patterns: &[OriginPattern], text: &str) {
    let config = PolicyConfig {
        origins: Allowed::listed(patterns.iter().map(OriginPattern::as_str)),
        ..PolicyConfig::default()
    };
    let Ok(policy) = Policy::new(&config) else { return };
    let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) else { return };
    let allowed = policy.allow_origin(RequestOrigin::One(&value)).is_ok();
    match TupleOrigin::parse(text) {
        Ok(origin) => assert_eq!(allowed, patterns.iter().any(|pattern| means(pattern, &origin)), "{text}"),
        // The lookup does not decode Punycode: a subdomain that no browser can show is a subdomain all the same.
        Err(InvalidOrigin::Host) => assert!(!allowed || text.contains("xn--") || text.len() > 253, "{text}"),
        Err(error) => assert!(!allowed, "{text} is allowed and no origin: {error:?}"),
    }
}

fn covers_what_others_match(patterns: &[OriginPattern], text: &str) {
    let Ok(origin) = TupleOrigin::parse(text) else { return };
    for narrow in patterns.iter().filter(|pattern| means(pattern, &origin)) {
        for wide in patterns.iter().filter(|pattern| pattern.covers(narrow)) {
            assert!(means(wide, &origin), "{wide} covers {narrow} and not {text}");
        }
    }
}

/// The meaning of a pattern, word by word.
fn means(pattern: &OriginPattern, origin: &TupleOrigin) -> bool {
    let base = pattern.base_host();
    let host_fits = match origin.host().strip_suffix(base) {
        Some("") => !pattern.has_any_subdomain(),
        Some(labels) => pattern.has_any_subdomain() && labels.ends_with('.'),
        None => false,
    };
    let port_fits = pattern.has_any_port() || pattern.port() == origin.port();
    pattern.scheme() == origin.scheme() && host_fits && port_fits
}

fn is_special(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "ws" | "wss" | "ftp")
}

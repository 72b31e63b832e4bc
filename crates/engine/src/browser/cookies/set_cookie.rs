//! Reads a line of `Set-Cookie` as browsers do
//! ([RFC 6265bis, section 5.6](https://datatracker.ietf.org/doc/draft-ietf-httpbis-rfc6265bis/)).

use std::net::IpAddr;
use std::time::{Duration, UNIX_EPOCH};

use url::Url;

use super::{Clock, Cookie, SameSite};
use crate::browser::user_agent::UserAgent;

/// Reads a `Set-Cookie` line; none if it is no cookie of this host.
pub(super) fn parse(url: &Url, line: &[u8], clock: Clock, user_agent: &UserAgent) -> Option<Cookie> {
    let host = url.host_str()?.to_owned();
    let mut parts = line.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
    let pair = parts.next()?;
    let (name, value) = name_and_value(pair, user_agent)?;
    let mut cookie = Cookie {
        host,
        goes_to_subdomains: false,
        path: default_path(url),
        name: name.trim_ascii().to_vec(),
        value: value.trim_ascii().to_vec(),
        is_secure: false,
        same_site: None,
        partition: None,
        expires: None,
    };
    let attributes: Vec<_> = parts.collect();
    for attribute in &attributes {
        apply(&mut cookie, attribute)?;
    }
    cookie.expires = expiry(&attributes, clock, user_agent);
    let is_refused = user_agent.partitioned_needs_secure && says(&attributes, b"partitioned") && !cookie.is_secure;
    (!is_refused).then_some(cookie)
}

/// The two sides of the first `=`; none if there is no cookie.
fn name_and_value<'a>(pair: &'a [u8], user_agent: &UserAgent) -> Option<(&'a [u8], &'a [u8])> {
    let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
        Some(equals) => (&pair[..equals], &pair[equals + 1..]),
        None if user_agent.cookies_may_be_nameless => (&b""[..], pair),
        None => (pair, &b""[..]),
    };
    let has_name = !name.trim_ascii().is_empty();
    let is_something = has_name || user_agent.cookies_may_be_nameless && !value.trim_ascii().is_empty();
    is_something.then_some((name, value))
}

/// Whether an attribute of that name is there.
fn says(attributes: &[&[u8]], name: &[u8]) -> bool {
    let named = |attribute: &&[u8]| {
        let end = attribute.iter().position(|&byte| byte == b'=').unwrap_or(attribute.len());
        attribute[..end].trim_ascii().eq_ignore_ascii_case(name)
    };
    attributes.iter().any(named)
}

/// Applies one attribute; none if it makes the cookie invalid.
fn apply(cookie: &mut Cookie, attribute: &[u8]) -> Option<()> {
    let text = std::str::from_utf8(attribute).ok()?;
    let (name, value) = text.split_once('=').unwrap_or((text, ""));
    match name.trim().to_ascii_lowercase().as_str() {
        "secure" => cookie.is_secure = true,
        "path" if value.starts_with('/') => cookie.path = value.trim().to_owned(),
        "samesite" => cookie.same_site = SameSite::named(value.trim()),
        "domain" => {
            let domain = value.trim().trim_start_matches('.').to_ascii_lowercase();
            if domain.is_empty() {
                return Some(());
            }
            // An address has no labels.
            let has_labels = cookie.host.parse::<IpAddr>().is_err();
            let is_own = cookie.host == domain || has_labels && cookie.host.ends_with(&format!(".{domain}"));
            if !is_own {
                return None;
            }
            (cookie.host, cookie.goes_to_subdomains) = (domain, true);
        }
        _ => {}
    }
    Some(())
}

/// When a cookie with these attributes is gone: by `Max-Age`, else by `Expires`; the last that can be read counts.
fn expiry(attributes: &[&[u8]], clock: Clock, user_agent: &UserAgent) -> Option<Duration> {
    let values = |name: &'static str| {
        let texts =
            attributes.iter().rev().filter_map(|attribute| std::str::from_utf8(attribute).ok()?.split_once('='));
        texts.filter(move |(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    };
    let lifetime = |value: &str| match value {
        "" if user_agent.empty_max_age_is_zero => Some(Duration::ZERO),
        value => lifetime(value),
    };
    let by_max_age = values("max-age").find_map(lifetime).map(|lifetime| clock.now.checked_add(lifetime));
    let by_date = || values("expires").find_map(unix_time).map(|time| time.checked_sub(clock.started_at));
    match by_max_age {
        Some(expires) => expires,
        None => by_date().map(Option::unwrap_or_default),
    }
}

/// The seconds of `Max-Age`; a negative number is none.
fn lifetime(value: &str) -> Option<Duration> {
    let digits = value.strip_prefix('-').unwrap_or(value);
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let seconds = || if digits.len() < value.len() { 0 } else { digits.parse().unwrap_or(u64::MAX) };
    is_number.then(|| Duration::from_secs(seconds()))
}

/// A date of `Expires`, in which hyphens may stand for spaces.
fn unix_time(value: &str) -> Option<Duration> {
    let date = httpdate::parse_http_date(value).or_else(|_| httpdate::parse_http_date(&value.replace('-', " ")));
    date.ok()?.duration_since(UNIX_EPOCH).ok()
}

/// The directory of the URL's path.
fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => url.path()[..end].to_owned(),
    }
}

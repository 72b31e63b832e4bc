//! How long a response is fresh, and whether a browser keeps it at all
//! ([RFC 9111 section 4.2](https://www.rfc-editor.org/rfc/rfc9111#section-4.2)).

use std::time::{Duration, UNIX_EPOCH};

use crate::browser::user_agent::{CachedResponses, UserAgent};
use crate::exchange::ResponseHead;
use crate::header_list::HeaderList;

/// What is fresh for good is fresh for a year.
const FOR_GOOD: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A tenth of the time since the last change is taken as the time until the next.
const HEURISTIC_PART: u32 = 10;

/// The statuses that are [heuristically cacheable](https://www.rfc-editor.org/rfc/rfc9110#section-15.1), 308 aside.
const CACHEABLE: [u16; 11] = [200, 203, 204, 206, 300, 301, 404, 405, 410, 414, 501];

/// What a response says about keeping it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Freshness {
    /// How long it may be used without asking.
    pub(super) lifetime: Duration,
    /// Whether it says so itself.
    is_explicit: bool,
    /// Whether it may be of use once it is not fresh any more, or was so before it came.
    is_reusable: bool,
    /// Whether it must not be kept.
    pub(super) is_forbidden: bool,
}

impl Freshness {
    /// What a response says that came at this Unix time.
    pub(super) fn of(response: &ResponseHead, now: Duration, user_agent: &UserAgent) -> Self {
        let headers = &response.headers;
        let directives = Directives::of(headers);
        let is_forbidden = directives.has(b"no-store");
        let explicit = explicit_lifetime(headers, &directives, now, user_agent);
        let implicit = || implicit_lifetime(response, now, user_agent.cached_responses);
        let must_ask = directives.has(b"no-cache") || Directives::of_field(headers, b"pragma").has(b"no-cache");
        let lifetime = if must_ask { Duration::ZERO } else { explicit.unwrap_or_else(implicit) };
        let is_used = user_agent.cached_responses != CachedResponses::AnyStatusUsesFew || is_used(response.status);
        let lifetime = if is_used { lifetime } else { Duration::ZERO };
        let was_fresh = || !must_ask && directives.seconds(b"max-age", true).is_some_and(|max_age| !max_age.is_zero());
        let is_reusable = headers.contains(b"etag")
            || headers.contains(b"last-modified")
            || directives.has(b"stale-while-revalidate")
            || was_fresh();
        Self { lifetime, is_explicit: explicit.is_some(), is_reusable, is_forbidden }
    }

    /// Whether a response with that status is kept.
    pub(super) fn is_kept(&self, status: u16, rule: CachedResponses) -> bool {
        let is_reusable = self.lifetime > Duration::ZERO || self.is_reusable;
        let is_kept = match rule {
            CachedResponses::Rfc9111 => {
                !matches!(status, 206 | 304) && (self.is_explicit || CACHEABLE.contains(&status) || status == 308)
            }
            CachedResponses::EveryStatus => !matches!(status, 206 | 401 | 407),
            CachedResponses::AnyStatusUsesFew => !matches!(status, 300 | 304) && (status != 303 || self.is_explicit),
            CachedResponses::OnlyReusable => {
                let may_say_so = matches!(status, 201 | 202 | 205 | 302 | 303 | 307 | 403 | 406 | 415);
                is_reusable && (CACHEABLE.contains(&status) || may_say_so && self.is_explicit)
            }
        };
        is_kept && !self.is_forbidden
    }
}

/// The statuses that [`CachedResponses::AnyStatusUsesFew`] uses without asking.
fn is_used(status: u16) -> bool {
    matches!(status, 200 | 203 | 204 | 206 | 301 | 302 | 303 | 307 | 308 | 410)
}

/// By `max-age`, less what it is old already, or by `Expires`; none if neither can be read.
fn explicit_lifetime(
    headers: &HeaderList,
    directives: &Directives,
    now: Duration,
    user_agent: &UserAgent,
) -> Option<Duration> {
    if let Some(max_age) = directives.seconds(b"max-age", user_agent.max_age_may_be_quoted) {
        let age = headers.get(b"age").and_then(|value| parse_seconds(&value)).unwrap_or_default();
        return Some(max_age.saturating_sub(age));
    }
    let expires = headers.get(b"expires")?;
    let date = date(headers, b"date").unwrap_or(now);
    match parse_date(&expires) {
        Some(expires) => Some(expires.saturating_sub(date)),
        // RFC 9111 section 5.3: what is no date is in the past.
        None if user_agent.cached_responses == CachedResponses::OnlyReusable => None,
        None => Some(Duration::ZERO),
    }
}

/// By its status, or by when it last changed.
fn implicit_lifetime(response: &ResponseHead, now: Duration, rule: CachedResponses) -> Duration {
    let is_for_good = match rule {
        CachedResponses::Rfc9111 => false,
        CachedResponses::EveryStatus => matches!(response.status, 300 | 301 | 308 | 410),
        CachedResponses::AnyStatusUsesFew => response.status == 410,
        CachedResponses::OnlyReusable => matches!(response.status, 301 | 410),
    };
    if is_for_good {
        return FOR_GOOD;
    }
    let is_heuristic = CACHEABLE.contains(&response.status) || response.status == 308;
    let changed = date(&response.headers, b"last-modified").filter(|_| is_heuristic);
    let date = date(&response.headers, b"date").unwrap_or(now);
    changed.map_or(Duration::ZERO, |changed| date.saturating_sub(changed) / HEURISTIC_PART)
}

fn date(headers: &HeaderList, name: &[u8]) -> Option<Duration> {
    parse_date(&headers.get(name)?)
}

/// [HTTP-date](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7) as Unix time.
fn parse_date(value: &[u8]) -> Option<Duration> {
    let date = httpdate::parse_http_date(std::str::from_utf8(value).ok()?.trim()).ok()?;
    date.duration_since(UNIX_EPOCH).ok()
}

fn parse_seconds(value: &[u8]) -> Option<Duration> {
    std::str::from_utf8(value).ok()?.parse().ok().map(Duration::from_secs)
}

/// The directives of `Cache-Control`, in lower case.
struct Directives(Vec<Vec<u8>>);

impl Directives {
    fn of(headers: &HeaderList) -> Self {
        Self::of_field(headers, b"cache-control")
    }

    fn of_field(headers: &HeaderList, name: &[u8]) -> Self {
        let value = headers.get(name).unwrap_or_default().to_ascii_lowercase();
        Self(value.split(|&byte| byte == b',').map(|directive| directive.trim_ascii().to_vec()).collect())
    }

    /// Whether the directive is there, with or without a value.
    fn has(&self, name: &[u8]) -> bool {
        self.0.iter().any(|directive| {
            directive
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.trim_ascii_start().starts_with(b"="))
        })
    }

    fn seconds(&self, name: &[u8], may_be_quoted: bool) -> Option<Duration> {
        self.0.iter().find_map(|directive| {
            let value = directive.strip_prefix(name)?.trim_ascii_start().strip_prefix(b"=")?.trim_ascii();
            let quoted = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
            parse_seconds(quoted.filter(|_| may_be_quoted).unwrap_or(value))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Freshness;
    use crate::browser::user_agent::{CachedResponses, UserAgent};
    use crate::exchange::ResponseHead;

    #[test]
    fn each_browser_keeps_and_uses_what_it_did_when_it_was_recorded() {
        // The statuses and fields, and in Chromium, Firefox and WebKit: used without asking, kept, or neither.
        let table: [(u16, &str, &str, [&str; 3]); 16] = [
            (200, "cache-control", "max-age=600", ["used", "used", "used"]),
            (200, "cache-control", "max-age=\"600\"", ["kept", "kept", "used"]),
            (200, "cache-control", "max-age=600, no-cache", ["kept", "kept", ""]),
            (200, "cache-control", "no-store, max-age=600", ["", "", ""]),
            (200, "cache-control", "public", ["kept", "kept", ""]),
            (200, "etag", "x", ["kept", "kept", "kept"]),
            (200, "expires", "Fri, 01 Jan 2038 00:00:00 GMT", ["used", "used", "used"]),
            (200, "expires", "0", ["kept", "kept", ""]),
            (200, "last-modified", "Mon, 01 Jan 2024 00:00:00 GMT", ["used", "used", "used"]),
            (201, "cache-control", "max-age=600", ["used", "kept", "used"]),
            (206, "cache-control", "max-age=600", ["", "used", "used"]),
            (301, "x", "", ["used", "kept", "used"]),
            (303, "x", "", ["kept", "", ""]),
            (308, "cache-control", "max-age=600", ["used", "used", ""]),
            (404, "cache-control", "max-age=600", ["used", "kept", "used"]),
            (410, "x", "", ["used", "used", "used"]),
        ];
        let now = Duration::from_secs(1_795_000_000);
        for (status, name, value, expected) in table {
            let response = ResponseHead { status, headers: [(name, value)].into_iter().collect() };
            let got = [UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT].map(|user_agent| {
                let freshness = Freshness::of(&response, now, &user_agent);
                match freshness.is_kept(status, user_agent.cached_responses) {
                    true if freshness.lifetime > Duration::ZERO => "used",
                    true => "kept",
                    false => "",
                }
            });
            assert_eq!(got, expected, "{status} {name}: {value}");
        }
        assert_eq!(UserAgent::STANDARD.cached_responses, CachedResponses::Rfc9111);
    }
}

//! The [CORS-preflight cache](https://fetch.spec.whatwg.org/#concept-cache): a value; every call takes the time.

use std::time::Duration;

use url::Url;

use super::preflight::Grant;
use super::user_agent::CachedWildcard;
use crate::request_header;

/// A browser keeps at most this many entries; the oldest goes first. The standard leaves the limit open; Chromium keeps
/// 1024 results.
const ENTRIES_LIMIT: usize = 4096;

/// What preflights granted, and until when.
#[derive(Clone, Debug, Default)]
pub struct PreflightCache {
    entries: Vec<Entry>,
}

/// Whom a grant was given to, and for what: the key of an entry without its method or header name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Subject {
    /// The origin that the preflight carries, serialized.
    pub(super) origin: String,
    /// The URL with its query, without its fragment.
    pub(super) url: Url,
    /// Whether the credentials mode is "include".
    pub(super) includes_credentials: bool,
    /// Whether an entry that was granted with credentials serves a request without.
    pub(super) may_use_credentialed_grant: bool,
}

#[derive(Clone, Debug)]
struct Entry {
    subject: Subject,
    grants: Granted,
    expires: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Granted {
    Method(Vec<u8>),
    Header(Vec<u8>),
}

impl PreflightCache {
    /// Forgets everything, as "Disable cache" in developer tools does.
    pub fn clear_all(&mut self) {
        self.entries.clear();
    }

    /// How many entries have not expired.
    pub fn len(&self, now: Duration) -> usize {
        self.entries.iter().filter(|entry| now < entry.expires).count()
    }

    /// Whether there is a [method cache entry match](https://fetch.spec.whatwg.org/#method-cache-entry-match).
    pub(super) fn has_method(&self, subject: &Subject, method: &[u8], wildcard: CachedWildcard, now: Duration) -> bool {
        self.live(subject, now).any(|granted| granted.covers_method(method, wildcard))
    }

    /// Whether anything was granted that still counts.
    pub(super) fn has_any(&self, subject: &Subject, now: Duration) -> bool {
        self.live(subject, now).next().is_some()
    }

    /// Whether there is a
    /// [header-name cache entry match](https://fetch.spec.whatwg.org/#header-name-cache-entry-match).
    pub(super) fn has_header(&self, subject: &Subject, name: &[u8], wildcard: CachedWildcard, now: Duration) -> bool {
        self.live(subject, now).any(|granted| granted.covers_header(name, wildcard))
    }

    /// CORS-preflight fetch steps 7.11 to 7.14: sets the age of what matches, and adds what does not.
    pub(super) fn store(&mut self, subject: &Subject, grant: &Grant, wildcard: CachedWildcard, now: Duration) {
        self.entries.retain(|entry| now < entry.expires);
        let expires = now.saturating_add(grant.max_age);
        for method in &grant.methods {
            self.store_one(subject, Granted::Method(method.clone()), expires, |held| {
                held.covers_method(method, wildcard)
            });
        }
        for name in &grant.header_names {
            self.store_one(subject, Granted::Header(name.clone()), expires, |held| held.covers_header(name, wildcard));
        }
        let surplus = self.entries.len().saturating_sub(ENTRIES_LIMIT);
        self.entries.drain(..surplus);
    }

    fn store_one(&mut self, subject: &Subject, granted: Granted, expires: Duration, covers: impl Fn(&Granted) -> bool) {
        let mut found = false;
        for entry in self.entries.iter_mut().filter(|entry| entry.serves(subject) && covers(&entry.grants)) {
            entry.expires = expires;
            found = true;
        }
        if !found {
            self.entries.push(Entry { subject: subject.clone(), grants: granted, expires });
        }
    }

    /// [Clears the cache entries](https://fetch.spec.whatwg.org/#concept-cache-clear) of an origin and URL.
    pub(super) fn clear(&mut self, subject: &Subject) {
        self.entries.retain(|entry| entry.subject.origin != subject.origin || entry.subject.url != subject.url);
    }

    fn live<'a>(&'a self, subject: &'a Subject, now: Duration) -> impl Iterator<Item = &'a Granted> {
        self.entries.iter().filter(move |entry| now < entry.expires && entry.serves(subject)).map(|entry| &entry.grants)
    }
}

impl Entry {
    /// [Cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match): an entry with credentials serves both.
    fn serves(&self, subject: &Subject) -> bool {
        self.subject.origin == subject.origin
            && self.subject.url == subject.url
            && (self.subject.includes_credentials == subject.includes_credentials
                || self.subject.includes_credentials && subject.may_use_credentialed_grant)
    }
}

impl Granted {
    fn covers_method(&self, method: &[u8], wildcard: CachedWildcard) -> bool {
        match self {
            Self::Method(held) => held == method || held == b"*" && wildcard != CachedWildcard::Nothing,
            Self::Header(_) => false,
        }
    }

    /// The standard does not ask about credentials here, so `*` from a credentialed preflight serves later requests.
    fn covers_header(&self, name: &[u8], wildcard: CachedWildcard) -> bool {
        match self {
            Self::Header(held) if held == b"*" && name != b"*" => match wildcard {
                CachedWildcard::Everything => true,
                CachedWildcard::AllButAuthorization => !request_header::is_cors_non_wildcard(name),
                CachedWildcard::Nothing => false,
            },
            Self::Header(held) => held.eq_ignore_ascii_case(name),
            Self::Method(_) => false,
        }
    }
}

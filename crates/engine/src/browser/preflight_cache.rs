//! The [CORS-preflight cache](https://fetch.spec.whatwg.org/#concept-cache): a value; every call takes the time.

mod distinct;

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use self::distinct::Distinct;
use super::preflight::Grant;
use super::user_agent::CachedWildcard;
use crate::{field_name, request_header};

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
    /// One for all that an answer granted, since a URL may be long.
    subject: Arc<Subject>,
    kind: Kind,
    /// A method, or the name of a header in lower case.
    name: Vec<u8>,
    expires: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Method,
    Header,
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
        let mut methods = self.live(subject, now).filter(|entry| entry.kind == Kind::Method);
        methods.any(|entry| entry.name == method || entry.name == b"*" && wildcard.covers_method())
    }

    /// Whether anything was granted that still counts.
    pub(super) fn has_any(&self, subject: &Subject, now: Duration) -> bool {
        self.live(subject, now).next().is_some()
    }

    /// Whether each name has a
    /// [header-name cache entry match](https://fetch.spec.whatwg.org/#header-name-cache-entry-match).
    pub(super) fn has_headers(
        &self,
        subject: &Subject,
        names: &[Vec<u8>],
        wildcard: CachedWildcard,
        now: Duration,
    ) -> bool {
        let headers = self.live(subject, now).filter(|entry| entry.kind == Kind::Header);
        let held: Vec<_> = headers.map(|entry| entry.name.as_slice()).collect();
        let has_wildcard = held.contains(&&b"*"[..]);
        let are_held = field_name::listed(names, held);
        names.iter().zip(are_held).all(|(name, is_held)| is_held || has_wildcard && wildcard.covers_header(name))
    }

    /// CORS-preflight fetch steps 7.11 to 7.14: sets the age of what matches, and adds what does not.
    pub(super) fn store(&mut self, subject: &Subject, grant: &Grant, wildcard: CachedWildcard, now: Duration) {
        self.entries.retain(|entry| now < entry.expires);
        let expires = now.saturating_add(grant.max_age);
        let subject = Arc::new(subject.clone());
        self.store_all(&subject, Kind::Method, &grant.methods, |_| wildcard.covers_method(), expires);
        self.store_all(&subject, Kind::Header, &grant.header_names, |name| wildcard.covers_header(name), expires);
        let surplus = self.entries.len().saturating_sub(ENTRIES_LIMIT);
        self.entries.drain(..surplus);
    }

    /// The same as for each name in turn, without looking for it among all others.
    fn store_all(
        &mut self,
        subject: &Arc<Subject>,
        kind: Kind,
        names: &[Vec<u8>],
        wildcard_covers: impl Fn(&[u8]) -> bool,
        expires: Duration,
    ) {
        let distinct = Distinct::of(names);
        let is_any_covered = names.iter().any(|name| wildcard_covers(name));
        let are_serving = self.are_serving(subject);
        let mut held = Vec::new();
        for (entry, _) in
            self.entries.iter_mut().zip(are_serving).filter(|(entry, serves)| *serves && entry.kind == kind)
        {
            if distinct.contains(&entry.name) || entry.name == b"*" && is_any_covered {
                entry.expires = expires;
            }
            held.push(entry.name.clone());
        }
        let held = Distinct::of(&held);
        let mut has_wildcard = held.contains(b"*");
        let mut new = Vec::new();
        for name in distinct.in_order().filter(|name| !held.contains(name)) {
            if !(has_wildcard && wildcard_covers(name)) {
                new.push(name);
                has_wildcard |= name == b"*";
            }
        }
        // What would be the first to go need not come.
        let kept = &new[new.len().saturating_sub(ENTRIES_LIMIT)..];
        let entry = |name: &&[u8]| Entry { subject: Arc::clone(subject), kind, name: name.to_vec(), expires };
        self.entries.extend(kept.iter().map(entry));
    }

    /// [Clears the cache entries](https://fetch.spec.whatwg.org/#concept-cache-clear) of an origin and URL.
    pub(super) fn clear(&mut self, subject: &Subject) {
        let mut is_other = Remembered::new(|held: &Subject| held.origin != subject.origin || held.url != subject.url);
        self.entries.retain(|entry| is_other.of(&entry.subject));
    }

    fn live<'a>(&'a self, subject: &'a Subject, now: Duration) -> impl Iterator<Item = &'a Entry> {
        let are_serving = self.are_serving(subject);
        let entries = self.entries.iter().zip(are_serving);
        entries.filter(move |(entry, serves)| *serves && now < entry.expires).map(|(entry, _)| entry)
    }

    /// For each entry, whether there is a [cache entry match](https://fetch.spec.whatwg.org/#concept-cache-match).
    fn are_serving(&self, subject: &Subject) -> Vec<bool> {
        let mut serves = Remembered::new(|held: &Subject| held.serves(subject));
        self.entries.iter().map(|entry| serves.of(&entry.subject)).collect()
    }
}

impl Subject {
    /// An entry with credentials serves both.
    fn serves(&self, asked: &Self) -> bool {
        self.origin == asked.origin
            && self.url == asked.url
            && (self.includes_credentials == asked.includes_credentials
                || self.includes_credentials && asked.may_use_credentialed_grant)
    }
}

impl CachedWildcard {
    fn covers_method(self) -> bool {
        self != Self::Nothing
    }

    /// The standard does not ask about credentials here, so `*` from a credentialed preflight serves later requests.
    fn covers_header(self, name: &[u8]) -> bool {
        match self {
            Self::Everything => true,
            Self::AllButAuthorization => !request_header::is_cors_non_wildcard(name),
            Self::Nothing => false,
        }
    }
}

/// An answer about subjects, asked once for those that follow each other and are one.
struct Remembered<F> {
    question: F,
    last: Option<(Arc<Subject>, bool)>,
}

impl<F: Fn(&Subject) -> bool> Remembered<F> {
    fn new(question: F) -> Self {
        Self { question, last: None }
    }

    fn of(&mut self, subject: &Arc<Subject>) -> bool {
        if let Some((last, answer)) = &self.last
            && Arc::ptr_eq(last, subject)
        {
            return *answer;
        }
        let answer = (self.question)(subject);
        self.last = Some((Arc::clone(subject), answer));
        answer
    }
}

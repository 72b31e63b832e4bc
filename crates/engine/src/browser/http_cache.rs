//! A private HTTP cache ([RFC 9111](https://www.rfc-editor.org/rfc/rfc9111)), as far as CORS can tell: which later request
//! is answered from it. A value; every call takes the time.
//!
//! Deliberately absent: dates, heuristics and revalidation. Only `max-age` makes a response fresh.

use std::time::Duration;

use url::Url;

use super::api::Api;
use super::fetch::Fetch;
use super::request::RequestMode;
use crate::exchange::Exchange;
use crate::header_list::HeaderList;

/// A browser keeps at most this many responses here; the oldest goes first. No page needs so many to go wrong.
const RESPONSES_LIMIT: usize = 1024;

/// [Cache mode](https://fetch.spec.whatwg.org/#concept-request-cache-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CacheMode {
    /// What is fresh is used.
    #[default]
    Default,
    /// Nothing is used, nothing is kept.
    NoStore,
    /// Nothing is used.
    Reload,
    /// Nothing is used without asking.
    NoCache,
    /// What is there is used, however old.
    ForceCache,
    /// The same, and the network is not asked; for own-origin requests only.
    OnlyIfCached,
}

/// The responses that a browser keeps.
#[derive(Clone, Debug, Default)]
pub struct HttpCache {
    responses: Vec<Stored>,
}

/// What a response is filed under, beside its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    /// The origin of the page at the top ([network partition key](https://fetch.spec.whatwg.org/#network-partition-keys)).
    partition: String,
    /// Whether credentials went along, where that splits the cache.
    includes_credentials: Option<bool>,
}

#[derive(Clone, Debug)]
struct Stored {
    key: Key,
    url: Url,
    is_no_cors_fetch: bool,
    exchange: Exchange,
    expires: Duration,
}

impl HttpCache {
    /// Forgets everything.
    pub fn clear_all(&mut self) {
        self.responses.clear();
    }

    fn insert(&mut self, stored: Stored) {
        self.responses.retain(|held| held.url != stored.url || held.key != stored.key);
        self.responses.push(stored);
        let surplus = self.responses.len().saturating_sub(RESPONSES_LIMIT);
        self.responses.drain(..surplus);
    }
}

impl Fetch<'_> {
    /// The exchange that answers the request without the network, if there is one.
    pub(super) fn stored_exchange(&self, sent: &HeaderList, now: Duration) -> Option<Exchange> {
        let responses = &self.browser.http_cache.responses;
        if responses.is_empty() || self.request.method != b"GET" || has_condition(sent) {
            return None;
        }
        let takes_stale = match self.request.cache {
            CacheMode::NoStore | CacheMode::Reload | CacheMode::NoCache => return None,
            CacheMode::Default => false,
            CacheMode::ForceCache | CacheMode::OnlyIfCached => true,
        };
        let key = self.http_cache_key();
        let may_serve = |stored: &&Stored| {
            let is_shut = stored.is_no_cors_fetch
                && self.request.mode == RequestMode::Cors
                && !self.browser.user_agent.no_cors_fetches_serve_cors;
            stored.url == *self.current_url()
                && stored.key == key
                && !is_shut
                && (takes_stale || now < stored.expires)
                && varies_alike(&stored.exchange, sent)
        };
        responses.iter().find(may_serve).map(|stored| stored.exchange.clone())
    }

    /// Keeps the answer that came last, if it says that it may be kept. One that was blocked never gets here: browsers stop
    /// reading it.
    pub(super) fn keep_last_answer(&mut self, now: Duration) {
        let Some(exchange) = self.exchanges.last() else { return };
        let Ok(response) = &exchange.answer else { return };
        let Some(max_age) = freshness(&response.headers) else { return };
        let is_kept =
            self.request.method == b"GET" && self.request.cache != CacheMode::NoStore && response.status != 206;
        if is_kept && !varies_by_everything(&response.headers) {
            let stored = Stored {
                key: self.http_cache_key(),
                url: self.current_url().clone(),
                is_no_cors_fetch: self.request.api == Api::Fetch && self.request.mode == RequestMode::NoCors,
                exchange: exchange.clone(),
                expires: now.saturating_add(max_age),
            };
            self.browser.http_cache.insert(stored);
        }
    }

    fn http_cache_key(&self) -> Key {
        let is_split = self.browser.user_agent.http_cache_is_split_by_credentials;
        Key {
            partition: self.request.top_level_origin.as_ref().unwrap_or(&self.request.origin).as_str().to_owned(),
            includes_credentials: is_split.then(|| self.includes_credentials()),
        }
    }
}

/// How long a response is fresh; none if it does not say, or must not be used without asking.
fn freshness(headers: &HeaderList) -> Option<Duration> {
    let value = headers.get(b"cache-control")?.to_ascii_lowercase();
    let directives = || value.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    if directives().any(|directive| directive == b"no-store" || directive.starts_with(b"no-cache")) {
        return None;
    }
    let seconds = directives().find_map(|directive| directive.strip_prefix(b"max-age="))?;
    std::str::from_utf8(seconds).ok()?.parse().ok().filter(|&seconds| seconds > 0).map(Duration::from_secs)
}

/// Cache mode "default" becomes "no-store" for a request that brings its own condition, and the page may ask for the same
/// in so many words.
fn has_condition(sent: &HeaderList) -> bool {
    const CONDITIONS: [&[u8]; 8] = [
        b"cache-control",
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-range",
        b"if-unmodified-since",
        b"pragma",
        b"range",
    ];
    CONDITIONS.iter().any(|name| sent.contains(name))
}

fn varies_by_everything(headers: &HeaderList) -> bool {
    varied_names(headers).iter().any(|name| name == b"*")
}

/// Whether the fields that `Vary` names are the same in both requests
/// ([RFC 9111 section 4.1](https://www.rfc-editor.org/rfc/rfc9111#section-4.1)).
fn varies_alike(stored: &Exchange, sent: &HeaderList) -> bool {
    let Ok(response) = &stored.answer else { return false };
    varied_names(&response.headers).iter().all(|name| stored.request.headers.get(name) == sent.get(name))
}

fn varied_names(headers: &HeaderList) -> Vec<Vec<u8>> {
    let value = headers.get(b"vary").unwrap_or_default();
    value.split(|&byte| byte == b',').map(|name| name.trim_ascii().to_vec()).filter(|name| !name.is_empty()).collect()
}

//! A private HTTP cache ([RFC 9111](https://www.rfc-editor.org/rfc/rfc9111)), as far as CORS can tell: which later request
//! is answered from it. A value; every call takes the time.
//!
//! Deliberately absent: several ranges at once, and what a 304 says anew about how long a response is fresh.

mod freshness;
mod keeping;
mod range;
mod request_condition;
mod serving;

use std::time::Duration;

use url::Url;

use super::api::Api;
use super::client::Client;
use super::fetch::Fetch;
use super::request::{CredentialsMode, RequestMode};
use crate::exchange::{Exchange, ResponseHead};
use crate::header_list::HeaderList;
use crate::origin::Origin;

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
    /// The Unix time at the fixed point from which the times of fetches count: what `Expires` is held against where a
    /// response has no `Date`.
    pub started_at: Duration,
}

/// What a response is filed under, beside its URL.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    /// The origin of the page at the top ([network partition key](https://fetch.spec.whatwg.org/#network-partition-keys)).
    partition: String,
    /// Whether credentials went along, where that splits the cache.
    includes_credentials: Option<bool>,
    /// Whether it answers `HEAD`, where that splits the cache.
    is_head: bool,
    /// The `Range` that was asked for, where that splits the cache.
    range: Option<Vec<u8>>,
    /// Whether it answers what a kept permanent redirect led to, where that splits the cache.
    follows_kept_redirect: bool,
}

#[derive(Clone, Debug)]
struct Stored {
    key: Key,
    /// Without its fragment.
    url: Url,
    is_no_cors_fetch: bool,
    is_of_image: bool,
    /// What the jar held for the URL.
    jar_cookies: Option<Vec<u8>>,
    /// Whether nothing but the same request of a shared worker is served by it.
    is_for_repeats_only: bool,
    credentials: CredentialsMode,
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

impl Stored {
    fn is_redirect(&self) -> bool {
        self.exchange.answer.as_ref().is_ok_and(ResponseHead::has_redirect_status)
    }
}

impl CacheMode {
    /// Whether nothing that was kept will do
    /// ([HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch) steps 8.15 and 8.16): then
    /// the request says so in `Cache-Control`, and with `Pragma` if not even a validator may be used.
    pub(super) fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::NoStore | Self::Reload => &[("Pragma", "no-cache"), ("Cache-Control", "no-cache")],
            Self::NoCache => &[("Cache-Control", "max-age=0")],
            Self::Default | Self::ForceCache | Self::OnlyIfCached => &[],
        }
    }
}

impl Fetch<'_> {
    /// The request's cache mode, by its headers where it names none.
    pub(super) fn cache_mode(&self) -> CacheMode {
        match self.request.cache {
            CacheMode::Default if self.has_condition() => self.browser.user_agent.conditional_cache_mode,
            mode => mode,
        }
    }

    fn has_condition(&self) -> bool {
        let user_agent = &self.browser.user_agent;
        let is_in_worker = matches!(self.request.client, Client::DedicatedWorker | Client::SharedWorker);
        let counts = (self.request.api != Api::Xhr || user_agent.xhr_conditions_count)
            && (!is_in_worker || user_agent.worker_conditions_count);
        counts && request_condition::is_conditional(&self.request.headers)
    }

    /// Whether the page has caches: of preflights, and of responses.
    pub(super) fn has_caches(&self) -> bool {
        self.browser.user_agent.opaque_frames_have_caches || self.request.origin != Origin::Null
    }

    /// Whether the same request again gets the same response again.
    pub(super) fn may_repeat(&self) -> bool {
        self.browser.user_agent.shared_workers_reuse_responses
            && self.request.client == Client::SharedWorker
            && self.request.api == Api::Xhr
            && self.request.method == b"GET"
    }

    fn is_no_cors_fetch(&self) -> bool {
        self.request.api == Api::Fetch && self.request.mode == RequestMode::NoCors
    }

    fn unix_time(&self, now: Duration) -> Duration {
        self.browser.http_cache.started_at.saturating_add(now)
    }
}

/// Adds the condition that the kept response is still good
/// ([RFC 9111 section 4.3.1](https://www.rfc-editor.org/rfc/rfc9111#section-4.3.1)).
pub(super) fn ask_whether_changed(kept: &Exchange, sent: &mut HeaderList) {
    let Ok(response) = &kept.answer else { return };
    for (validator, condition) in [("etag", "If-None-Match"), ("last-modified", "If-Modified-Since")] {
        if let Some(value) = response.headers.get(validator.as_bytes()) {
            sent.append(condition, value);
        }
    }
}

/// What is kept for a URL does not depend on its fragment, which no server sees.
fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn varies_by_everything(headers: &HeaderList) -> bool {
    varied_names(headers).iter().any(|name| name == b"*")
}

fn varied_names(headers: &HeaderList) -> Vec<Vec<u8>> {
    let value = headers.get(b"vary").unwrap_or_default();
    value.split(|&byte| byte == b',').map(|name| name.trim_ascii().to_vec()).filter(|name| !name.is_empty()).collect()
}

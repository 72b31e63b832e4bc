//! A private HTTP cache ([RFC 9111](https://www.rfc-editor.org/rfc/rfc9111)), as far as CORS can tell: which later request
//! is answered from it. A value; every call takes the time.
//!
//! Deliberately absent: several ranges at once, and what a 304 says anew about how long a response is fresh.

mod freshness;
mod range;
mod request_condition;

use std::time::Duration;

use url::Url;

use super::api::Api;
use super::client::Client;
use super::fetch::Fetch;
use super::media_type;
use super::preflight_cache::PreflightCache;
use super::request::{CredentialsMode, RequestMode};
use super::user_agent::{
    CachedHead, CachedRanges, KeptBlockedResponses, PreflightCacheMode, RevalidatedResponses, TaintedPreflights,
};
use super::verdict::Stage;
use crate::exchange::{Exchange, ResponseHead};
use crate::header_list::HeaderList;
use crate::origin::Origin;

use freshness::Freshness;

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

    /// What the cache mode adds to a preflight.
    pub(super) fn preflight_cache_fields(&self) -> &'static [(&'static str, &'static str)] {
        match self.browser.user_agent.preflight_cache_mode {
            PreflightCacheMode::Ignored => &[],
            PreflightCacheMode::Sent | PreflightCacheMode::Obeyed => self.cache_mode().fields(),
        }
    }

    /// Whether the answer to an earlier preflight will do, if there is one.
    pub(super) fn takes_remembered_preflight(&self) -> bool {
        let mode = self.cache_mode();
        let asks_anew = match self.browser.user_agent.preflight_cache_mode {
            PreflightCacheMode::Ignored => false,
            PreflightCacheMode::Sent => matches!(mode, CacheMode::NoStore | CacheMode::Reload),
            PreflightCacheMode::Obeyed => matches!(mode, CacheMode::NoStore | CacheMode::Reload | CacheMode::NoCache),
        };
        let is_forgotten = self.browser.user_agent.tainted_preflights == TaintedPreflights::Forgotten;
        !asks_anew && self.has_caches() && (self.has_lasting_origin() || !is_forgotten)
    }

    /// Whether the answer to a preflight is remembered.
    pub(super) fn remembers_preflight(&self) -> bool {
        let is_obeyed = self.browser.user_agent.preflight_cache_mode == PreflightCacheMode::Obeyed;
        self.has_caches() && !(is_obeyed && self.cache_mode() == CacheMode::NoStore)
    }

    /// Whether the origin of the preflight is the page's, or what replaced it is always the same.
    fn has_lasting_origin(&self) -> bool {
        self.browser.user_agent.tainted_preflights == TaintedPreflights::Remembered
            || self.serialized_request_origin() == self.request.origin.as_str()
    }

    /// What was granted to the origin that the request has now.
    pub(super) fn preflight_cache(&self) -> &PreflightCache {
        if self.has_lasting_origin() { &self.browser.preflight_cache } else { &self.tainted_grants }
    }

    /// The same, to be changed.
    pub(super) fn preflight_cache_mut(&mut self) -> &mut PreflightCache {
        if self.has_lasting_origin() { &mut self.browser.preflight_cache } else { &mut self.tainted_grants }
    }

    fn has_caches(&self) -> bool {
        self.browser.user_agent.opaque_frames_have_caches || self.request.origin != Origin::Null
    }

    /// The exchange that answers the request without the network, if there is one.
    pub(super) fn stored_exchange(&self, sent: &HeaderList, now: Duration) -> Option<Exchange> {
        let responses = &self.browser.http_cache.responses;
        if responses.is_empty() || !self.has_caches() || !self.may_be_served(sent) {
            return None;
        }
        let takes_stale = match self.cache_mode() {
            CacheMode::NoStore | CacheMode::Reload | CacheMode::NoCache => return None,
            CacheMode::Default if request_condition::is_conditional(sent) => return None,
            CacheMode::Default => false,
            CacheMode::ForceCache | CacheMode::OnlyIfCached => true,
        };
        let repeats = |stored: &Stored| self.is_repeated(stored, sent) && !stored.is_redirect();
        let is_served = |stored: &&Stored| takes_stale || now < stored.expires || repeats(stored);
        let stored = self.kept(sent, now).filter(is_served)?;
        if self.has_served(&stored.exchange) {
            return None;
        }
        let mut exchange = stored.exchange.clone();
        if let (Some(range), Ok(response)) = (sent.get(b"range"), &mut exchange.answer)
            && response.status == 200
            && self.browser.user_agent.cached_ranges == CachedRanges::Served
        {
            // What is not there is answered by the whole.
            *response = range::part_of(response, &range).unwrap_or_else(|| response.clone());
        }
        Some(exchange)
    }

    /// Whether this is a redirect that has served this fetch already, or leads to itself, where such a one serves no more.
    fn has_served(&self, kept: &Exchange) -> bool {
        let url = self.current_url();
        let leads_to_itself = self.url_list.iter().nth_back(1) == Some(url);
        self.browser.user_agent.kept_redirects_serve_once
            && kept.answer.as_ref().is_ok_and(ResponseHead::has_redirect_status)
            && (leads_to_itself || self.served_urls.contains(url))
    }

    /// The exchange that the server is asked about, whether it is still good.
    pub(super) fn stale_exchange(&self, sent: &HeaderList, now: Duration) -> Option<Exchange> {
        let is_asked_about = !self.browser.http_cache.responses.is_empty()
            && self.has_caches()
            && self.request.method == b"GET"
            && matches!(self.cache_mode(), CacheMode::Default | CacheMode::NoCache)
            && !request_condition::is_conditional(sent)
            && (!sent.contains(b"range") || self.browser.user_agent.cached_ranges == CachedRanges::KeptApart);
        let kept = || self.kept(sent, now).filter(|stored| self.is_asked_about(stored));
        if is_asked_about { kept().map(|stored| stored.exchange.clone()) } else { None }
    }

    fn is_asked_about(&self, stored: &Stored) -> bool {
        let status = stored.exchange.answer.as_ref().map_or(0, |response| response.status);
        match self.browser.user_agent.revalidated_responses {
            RevalidatedResponses::All => true,
            RevalidatedResponses::Ok => (200..300).contains(&status),
            RevalidatedResponses::WithContent => matches!(status, 200 | 206),
        }
    }

    /// What was kept and may answer the request.
    fn kept(&self, sent: &HeaderList, now: Duration) -> Option<&Stored> {
        let key = self.http_cache_key();
        let url = without_fragment(self.current_url());
        let of_url = self.browser.http_cache.responses.iter().filter(|_| self.is_looked_up());
        of_url.into_iter().find(|stored| {
            let is_shut = stored.is_no_cors_fetch
                && self.request.mode == RequestMode::Cors
                && !self.browser.user_agent.no_cors_fetches_serve_cors;
            let is_hidden = stored.is_redirect() && self.fragment_hides_redirect();
            let is_other = stored.is_for_repeats_only && !self.is_repeated(stored, sent)
                || self.request.api == Api::Image
                    && !stored.is_of_image
                    && !self.browser.user_agent.images_share_http_cache;
            stored.url == url
                && stored.key == key
                && !is_shut
                && !is_hidden
                && !is_other
                && self.varies_alike(stored, sent, now)
        })
    }

    /// Whether the fields that `Vary` names are the same in both requests
    /// ([RFC 9111 section 4.1](https://www.rfc-editor.org/rfc/rfc9111#section-4.1)).
    fn varies_alike(&self, stored: &Stored, sent: &HeaderList, now: Duration) -> bool {
        let Ok(response) = &stored.exchange.answer else { return false };
        let by_jar =
            |name: &[u8]| self.browser.user_agent.vary_cookie_means_jar && name.eq_ignore_ascii_case(b"cookie");
        varied_names(&response.headers).iter().all(|name| {
            if by_jar(name) {
                return stored.jar_cookies == self.jar_cookies(now);
            }
            stored.exchange.request.headers.get(name) == sent.get(name)
        })
    }

    /// Whether this is the request that the response answered, and it gets the same again.
    fn is_repeated(&self, stored: &Stored, sent: &HeaderList) -> bool {
        let is_same = stored.exchange.request.headers == *sent && stored.credentials == self.request.credentials;
        self.may_repeat() && is_same
    }

    /// Whether the same request again gets the same response again.
    pub(super) fn may_repeat(&self) -> bool {
        self.browser.user_agent.shared_workers_reuse_responses
            && self.request.client == Client::SharedWorker
            && self.request.api == Api::Xhr
            && self.request.method == b"GET"
    }

    fn is_looked_up(&self) -> bool {
        let user_agent = &self.browser.user_agent;
        let is_redirected = self.url_list.len() > 1;
        let has_hidden_end = is_redirected && self.fragment_hides_redirect();
        let is_too_far = user_agent.kept_redirects_limit.is_some_and(|limit| self.url_list.len() > limit);
        // A request that was redirected by a kept response is looked up again, whatever the browser.
        !has_hidden_end
            && !is_too_far
            && (!is_redirected || self.is_redirected_by_cache || user_agent.redirected_requests_use_cache)
    }

    fn fragment_hides_redirect(&self) -> bool {
        self.browser.user_agent.fragments_hide_redirects && self.current_url().fragment().is_some()
    }

    fn may_be_served(&self, sent: &HeaderList) -> bool {
        let user_agent = &self.browser.user_agent;
        let is_part = sent.get(b"range").is_some_and(|range| !self.takes_range(&range));
        let has_method = match self.request.method.as_slice() {
            b"GET" => true,
            b"HEAD" => user_agent.cached_head != CachedHead::Clears,
            _ => false,
        };
        let is_conditional = !user_agent.conditional_requests_are_served && request_condition::is_conditional(sent);
        has_method
            && !self.is_second_time
            && !is_conditional
            && !is_part
            && !request_condition::wants_anew(sent, user_agent)
    }

    /// Whether the HTTP cache has to do with a request for such a `Range`.
    fn takes_range(&self, range: &[u8]) -> bool {
        match self.browser.user_agent.cached_ranges {
            CachedRanges::NotKept => false,
            CachedRanges::KeptApart => true,
            CachedRanges::Served => range::is_one(range),
        }
    }

    /// Whether this answer is kept although it is blocked at this stage.
    pub(super) fn keeps_blocked(&self, stage: Stage, response: &ResponseHead) -> bool {
        match self.browser.user_agent.kept_blocked_responses {
            KeptBlockedResponses::All => true,
            KeptBlockedResponses::Redirects => stage == Stage::Redirect,
            KeptBlockedResponses::RedirectsAndSniffedXhr => {
                stage == Stage::Redirect || self.request.api == Api::Xhr && media_type::is_sniffed(response)
            }
            KeptBlockedResponses::AllButRedirects => {
                stage != Stage::Redirect && (self.request.api != Api::Fetch || self.request.client == Client::Document)
            }
        }
    }

    /// Forgets the redirect at which a fetch ends, where only those that are followed are kept.
    pub(super) fn forget_unfollowed_redirect(&mut self, stage: Stage) {
        if stage != Stage::Redirect
            || self.browser.user_agent.kept_blocked_responses != KeptBlockedResponses::AllButRedirects
        {
            return;
        }
        if let Some(url) = self.last_answered().map(|exchange| without_fragment(&exchange.request.url)) {
            let key = self.http_cache_key();
            self.browser.http_cache.responses.retain(|held| held.url != url || held.key != key);
        }
    }

    /// Keeps the answer that came last, if it may be kept.
    pub(super) fn keep_last_answer(&mut self, now: Duration) {
        let Some(Exchange { answer: Ok(response), .. }) = self.exchanges.last() else { return };
        match self.request.method.as_slice() {
            b"GET" => {}
            b"HEAD" if self.browser.user_agent.cached_head == CachedHead::KeptApart => {}
            b"HEAD" if self.browser.user_agent.cached_head == CachedHead::Served => return,
            // RFC 9111 section 4.4: what may change something makes what was kept of it invalid.
            b"OPTIONS" if !self.browser.user_agent.options_clears_http_cache => return,
            _ if response.status >= 400 => return,
            _ if !self.has_clearing_method() => return,
            _ if response.has_redirect_status() && !self.browser.user_agent.redirects_clear_http_cache => return,
            _ => {
                let url = without_fragment(self.current_url());
                return self.browser.http_cache.responses.retain(|held| held.url != url || held.key.is_head);
            }
        }
        if let Some(stored) = self.to_keep(response, now) {
            self.browser.http_cache.insert(stored);
        }
    }

    /// Whether the method is one that makes the HTTP cache forget the URL.
    fn has_clearing_method(&self) -> bool {
        match self.request.method.as_slice() {
            _ if !self.browser.user_agent.few_methods_clear_http_cache => true,
            b"POST" | b"DELETE" | b"PATCH" => true,
            b"PUT" => self.request.body.is_some(),
            _ => false,
        }
    }

    fn is_no_cors_fetch(&self) -> bool {
        self.request.api == Api::Fetch && self.request.mode == RequestMode::NoCors
    }

    fn unix_time(&self, now: Duration) -> Duration {
        self.browser.http_cache.started_at.saturating_add(now)
    }

    fn to_keep(&self, response: &ResponseHead, now: Duration) -> Option<Stored> {
        let user_agent = &self.browser.user_agent;
        let freshness = Freshness::of(response, self.unix_time(now), user_agent);
        let is_conditional =
            !user_agent.conditional_requests_are_served && request_condition::is_conditional(&self.request.headers);
        let exchange = self.exchanges.last()?;
        let is_kept = self.has_caches()
            && !(user_agent.media_is_asked_twice && self.request.api.is_media())
            && self.cache_mode() != CacheMode::NoStore
            && !is_conditional
            && self.request.headers.get(b"range").is_none_or(|range| self.takes_range(&range))
            && !(self.fragment_hides_redirect() && (self.url_list.len() > 1 || response.has_redirect_status()))
            && !varies_by_everything(&response.headers);
        let is_reusable = freshness.is_kept(response.status, user_agent.cached_responses);
        let is_repeatable = self.may_repeat() && !response.has_redirect_status() && !freshness.is_forbidden;
        let mut kept = exchange.clone();
        if let (true, Ok(response)) = (user_agent.kept_responses_lose_empty_fields, &mut kept.answer) {
            response.headers = response.headers.without_empty_values();
        }
        (is_kept && (is_reusable || is_repeatable)).then(|| Stored {
            key: self.http_cache_key(),
            url: without_fragment(&exchange.request.url),
            is_no_cors_fetch: self.is_no_cors_fetch(),
            is_of_image: self.request.api == Api::Image,
            jar_cookies: self.jar_cookies(now),
            is_for_repeats_only: !is_reusable,
            credentials: self.request.credentials,
            exchange: kept,
            expires: now.saturating_add(freshness.lifetime),
        })
    }

    fn http_cache_key(&self) -> Key {
        let is_split = self.browser.user_agent.http_cache_is_split_by_credentials;
        Key {
            partition: self.request.top_level_origin.as_ref().unwrap_or(&self.request.origin).as_str().to_owned(),
            includes_credentials: is_split.then(|| self.includes_credentials()),
            is_head: self.browser.user_agent.cached_head == CachedHead::KeptApart && self.request.method == b"HEAD",
            range: if self.browser.user_agent.cached_ranges == CachedRanges::KeptApart {
                self.request.headers.get(b"range")
            } else {
                None
            },
            follows_kept_redirect: self.browser.user_agent.kept_permanent_redirects_lead_apart
                && self.is_redirected_by_cache
                && self.is_redirected_for_good,
        }
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

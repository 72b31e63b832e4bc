//! When the answer to a preflight is remembered, for whom, and what it saves
//! ([CORS-preflight cache](https://fetch.spec.whatwg.org/#cors-preflight-cache)).

use std::time::Duration;

use super::fetch::Fetch;
use super::http_cache::CacheMode;
use super::preflight::Grant;
use super::preflight_cache::{PreflightCache, Subject};
use super::user_agent::{CachedWildcard, PreflightCacheMode, TaintedPreflights};

impl Fetch<'_> {
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

    /// What a remembered `*` covers for such a request.
    pub(super) fn covering_wildcard(&self, subject: &Subject) -> CachedWildcard {
        let user_agent = &self.browser.user_agent;
        let is_excluded = subject.includes_credentials && !user_agent.cached_wildcard_serves_credentials;
        if is_excluded { CachedWildcard::Nothing } else { user_agent.cached_wildcard }
    }

    pub(super) fn remember(&mut self, grant: &Grant, now: Duration) {
        if !self.remembers_preflight() {
            return;
        }
        let subject = self.cache_subject();
        if !self.browser.user_agent.preflight_answers_add_up {
            self.preflight_cache_mut().clear(&subject);
        }
        let wildcard = self.covering_wildcard(&subject);
        self.preflight_cache_mut().store(&subject, grant, wildcard, now);
    }
}

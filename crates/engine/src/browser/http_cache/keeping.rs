//! Which answers the HTTP cache keeps, and which requests make it forget
//! ([RFC 9111, sections 3 and 4.4](https://www.rfc-editor.org/rfc/rfc9111#section-3)).

use std::time::Duration;

use super::freshness::Freshness;
use super::{CacheMode, Key, Stored, request_condition, varies_by_everything, without_fragment};
use crate::browser::api::Api;
use crate::browser::client::Client;
use crate::browser::fetch::Fetch;
use crate::browser::media_type;
use crate::browser::user_agent::{CachedHead, CachedRanges, KeptBlockedResponses};
use crate::browser::verdict::Stage;
use crate::exchange::{Exchange, ResponseHead};

impl Fetch<'_> {
    /// Whether this answer is kept although it is blocked at this stage.
    pub(in crate::browser) fn keeps_blocked(&self, stage: Stage, response: &ResponseHead) -> bool {
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
    pub(in crate::browser) fn forget_unfollowed_redirect(&mut self, stage: Stage) {
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
    pub(in crate::browser) fn keep_last_answer(&mut self, now: Duration) {
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

    pub(super) fn http_cache_key(&self) -> Key {
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

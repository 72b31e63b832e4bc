//! Which requests the HTTP cache answers, and about what it asks whether it changed
//! ([RFC 9111, section 4](https://www.rfc-editor.org/rfc/rfc9111#section-4)).

use std::time::Duration;

use super::{CacheMode, Stored, range, request_condition, varied_names, without_fragment};
use crate::browser::api::Api;
use crate::browser::fetch::Fetch;
use crate::browser::request::RequestMode;
use crate::browser::user_agent::{CachedHead, CachedRanges, RevalidatedResponses};
use crate::exchange::{Exchange, ResponseHead};
use crate::field_name;
use crate::header_list::HeaderList;

/// The fields that are among `names`: their names in lower case and in order, each with its whole value.
fn values_of(headers: &HeaderList, names: &[&[u8]]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let all: Vec<_> = headers.iter().map(|(name, _)| name).collect();
    let are_named = field_name::listed(&all, names.iter().copied());
    let named = headers.iter().zip(are_named).filter(|(_, is_named)| *is_named).map(|(field, _)| field);
    let named: HeaderList = named.collect();
    let mut values: Vec<_> =
        named.combined().iter().map(|(name, value)| (name.to_ascii_lowercase(), value.to_vec())).collect();
    values.sort_unstable();
    values
}

impl Fetch<'_> {
    /// The exchange that answers the request without the network, if there is one.
    pub(in crate::browser) fn stored_exchange(&self, sent: &HeaderList, now: Duration) -> Option<Exchange> {
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
    pub(in crate::browser) fn stale_exchange(&self, sent: &HeaderList, now: Duration) -> Option<Exchange> {
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
        let names = varied_names(&response.headers);
        let by_jar =
            |name: &[u8]| self.browser.user_agent.vary_cookie_means_jar && name.eq_ignore_ascii_case(b"cookie");
        if names.iter().any(|name| by_jar(name)) && stored.jar_cookies != self.jar_cookies(now) {
            return false;
        }
        let names: Vec<_> = names.iter().map(Vec::as_slice).filter(|name| !by_jar(name)).collect();
        names.is_empty() || values_of(&stored.exchange.request.headers, &names) == values_of(sent, &names)
    }

    /// Whether this is the request that the response answered, and it gets the same again.
    fn is_repeated(&self, stored: &Stored, sent: &HeaderList) -> bool {
        let is_same = stored.exchange.request.headers == *sent && stored.credentials == self.request.credentials;
        self.may_repeat() && is_same
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

    pub(super) fn fragment_hides_redirect(&self) -> bool {
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
    pub(super) fn takes_range(&self, range: &[u8]) -> bool {
        match self.browser.user_agent.cached_ranges {
            CachedRanges::NotKept => false,
            CachedRanges::KeptApart => true,
            CachedRanges::Served => range::is_one(range),
        }
    }
}

//! The state machine of a fetch: [main fetch](https://fetch.spec.whatwg.org/#main-fetch) and
//! [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch), one request head at a time.

use std::time::Duration;

use url::Url;

use super::address_space::{AddressSpaces, LocalNetworkPermission};
use super::api::Api;
use super::block_reason::BlockReason;
use super::cookies::CookieJar;
use super::filtered_response::FilteredResponse;
use super::http_cache::{CacheMode, HttpCache};
use super::http2_servers::Http2Servers;
use super::preflight::Refusal;
use super::preflight_cache::PreflightCache;
use super::question::{FirstRequest, Question};
use super::redirect::LateCheck;
use super::request::{CredentialsMode, FetchRequest, RedirectMode, RequestMode};
use super::request_body::Body;
use super::step::{Awaiting, Step};
use super::user_agent::{StreamUpload, UserAgent};
use super::verdict::{Blocked, Outcome, Stage, Verdict};
use super::{
    bad_port, cors_check, filtered_response, http_cache, preflight, redirect, redirected_headers, resource_policy,
    response_head,
};
use crate::exchange::{Exchange, RequestHead, ResponseHead};
use crate::origin::Origin;

/// [304 (Not Modified)](https://www.rfc-editor.org/rfc/rfc9110#section-15.4.5)
const NOT_MODIFIED: u16 = 304;

/// A browser: its departures from the standard, and what it remembers between fetches.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Which browser it is.
    pub user_agent: UserAgent,
    /// The preflights that it need not ask again.
    pub preflight_cache: PreflightCache,
    /// The responses that it need not ask again.
    pub http_cache: HttpCache,
    /// The cookies that it sends along.
    pub cookies: CookieJar,
    /// The servers that speak HTTP/2.
    pub http2_servers: Http2Servers,
    /// Where servers are, as far as an address does not say it.
    pub address_spaces: AddressSpaces,
    /// What the visitor says when a page asks for the local network.
    pub local_network_permission: LocalNetworkPermission,
}

/// One fetch on its way. It is consumed by every step; see [`Step`].
#[derive(Debug)]
pub struct Fetch<'b> {
    pub(super) browser: &'b mut Browser,
    pub(super) request: FetchRequest,
    /// Every URL so far; the last is the [current URL](https://fetch.spec.whatwg.org/#concept-request-current-url).
    pub(super) url_list: Vec<Url>,
    pub(super) tainting: Tainting,
    /// Whether a URL of the list was fetched as CORS with preflight, so that a failure clears its cache entries.
    made_cors_preflight: bool,
    pub(super) first: FirstRequest,
    /// The page's mode, where its service worker asks in another.
    pub(super) page_mode: Option<RequestMode>,
    /// The page's redirect mode, where its service worker asks in another.
    pub(super) page_redirect: Option<RedirectMode>,
    /// The names that the last preflight asked for.
    pub(super) asked_names: Vec<Vec<u8>>,
    /// Whether a redirect made this a `GET` that still carries `Origin`.
    pub(super) keeps_origin: bool,
    /// Whether a redirect turned `Origin` into `null` outside CORS.
    pub(super) hides_origin: bool,
    /// The checks of the last redirect that are put off.
    pub(super) late_check: Option<LateCheck>,
    pub(super) exchanges: Vec<Exchange>,
    /// The exchange of an earlier fetch that answered instead of the network.
    pub(super) stored: Option<Exchange>,
    /// The URLs for which an exchange of an earlier fetch has answered.
    pub(super) served_urls: Vec<Url>,
    /// The exchange that a 304 makes good again.
    pub(super) stale: Option<Exchange>,
    /// The URLs that were asked over https instead.
    pub(super) upgraded: Vec<Url>,
    /// What preflights granted to an origin that only this fetch has.
    pub(super) tainted_grants: PreflightCache,
    /// Whether the last redirect came from the HTTP cache.
    pub(super) is_redirected_by_cache: bool,
    /// Whether the last redirect is permanent.
    pub(super) is_redirected_for_good: bool,
    /// Whether the fetch was begun anew.
    pub(super) is_second_time: bool,
}

/// [Response tainting](https://fetch.spec.whatwg.org/#concept-request-response-tainting).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tainting {
    Basic,
    Cors,
    Opaque,
}

impl Browser {
    /// A browser that remembers nothing yet.
    pub fn new(user_agent: UserAgent) -> Self {
        Self {
            user_agent,
            preflight_cache: PreflightCache::default(),
            http_cache: HttpCache::default(),
            cookies: CookieJar::default(),
            http2_servers: Http2Servers::default(),
            address_spaces: AddressSpaces::default(),
            local_network_permission: LocalNetworkPermission::default(),
        }
    }
}

impl<'b> Fetch<'b> {
    /// Starts a fetch. `now` is the time since any fixed point, the same for all fetches of a browser.
    pub fn start(mut request: FetchRequest, browser: &'b mut Browser, now: Duration) -> Step<'b> {
        let names = request.headers.iter().map(|(name, _)| name.to_vec()).collect();
        // Fetch step 12: Accept is there before anything is decided, and safelisted.
        if !request.headers.contains(b"accept") {
            request.headers.append("Accept", "*/*");
        }
        let url_list = vec![request.url.clone()];
        let mut fetch = Self {
            browser,
            request,
            url_list,
            tainting: Tainting::Basic,
            made_cors_preflight: false,
            first: FirstRequest::default(),
            page_mode: None,
            page_redirect: None,
            asked_names: Vec::new(),
            keeps_origin: false,
            hides_origin: false,
            late_check: None,
            exchanges: Vec::new(),
            stored: None,
            served_urls: Vec::new(),
            stale: None,
            upgraded: Vec::new(),
            tainted_grants: PreflightCache::default(),
            is_redirected_by_cache: false,
            is_redirected_for_good: false,
            is_second_time: false,
        };
        fetch.first = fetch.first_request(names);
        fetch.main_fetch(now)
    }

    /// [Main fetch](https://fetch.spec.whatwg.org/#main-fetch) step 12, first match wins; run again for each redirect.
    pub(super) fn main_fetch(mut self, now: Duration) -> Step<'b> {
        self.upgrade_mixed_content();
        let url = self.current_url();
        if bad_port::is_bad(url) {
            return self.refuse(BlockReason::BadPort);
        }
        let mixed_content = self.mixed_content_check();
        if let Err(reason) = &mixed_content
            && !self.may_ask_preflight_first()
        {
            return self.refuse(reason.clone());
        }
        match self.fetch_event() {
            Some(Ok(response)) => return self.done(Outcome::SameOrigin(response)),
            Some(Err(reason)) => return self.refuse(reason),
            None => {}
        }
        let url = self.current_url();
        let fails_at_once = self.browser.user_agent.stream_upload == StreamUpload::FailsAtOnce;
        if fails_at_once && self.request.body == Some(Body::Stream) {
            return self.refuse(BlockReason::StreamOverHttp1);
        }
        let is_same_origin = Origin::of_url(url).same_origin(&self.request.origin);
        if is_same_origin && self.tainting == Tainting::Basic || url.scheme() == "data" {
            return self.scheme_fetch(now);
        }
        match self.request.mode {
            RequestMode::SameOrigin => return self.refuse(BlockReason::SameOriginMode),
            RequestMode::NoCors if self.request.redirect != RedirectMode::Follow => {
                return self.refuse(BlockReason::NoCorsRedirectMode);
            }
            RequestMode::NoCors => {
                self.tainting = Tainting::Opaque;
                if let Err(reason) = self.local_network_access_check() {
                    return self.refuse(reason);
                }
                return self.scheme_fetch(now);
            }
            RequestMode::Cors => {}
        }
        if !is_http(url) {
            return self.refuse(BlockReason::NonHttpScheme);
        }
        self.tainting = Tainting::Cors;
        if let Err(reason) = self.local_network_access_check() {
            return self.refuse(reason);
        }
        // What is not asked here is not asked again at the next hop for having been asked.
        let question = if self.skips_preflight() { None } else { self.question() };
        match question {
            Some(question) => {
                self.made_cors_preflight = true;
                self.http_fetch_with_preflight(question, now)
            }
            None => match mixed_content {
                Ok(()) => self.send_request(now),
                Err(reason) => self.refuse(reason),
            },
        }
    }

    /// [Scheme fetch](https://fetch.spec.whatwg.org/#scheme-fetch): `data:` answers itself, HTTP goes to the network.
    fn scheme_fetch(self, now: Duration) -> Step<'b> {
        let url = self.current_url();
        if is_http(url) {
            return self.send_request(now);
        }
        let user_agent = &self.browser.user_agent;
        let has_length = user_agent.data_urls_have_length && self.request.api == Api::Fetch;
        match filtered_response::of_data_url(url, has_length) {
            Some(response) => self.done(Outcome::SameOrigin(response)),
            None if url.as_str() == "about:blank" && user_agent.fetches_about_blank => self.done(Outcome::Opaque),
            None => self.refuse(BlockReason::NonHttpScheme),
        }
    }

    /// [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) with makeCORSPreflight, step 5.1.
    fn http_fetch_with_preflight(mut self, question: Question, now: Duration) -> Step<'b> {
        let entry = self.cache_subject();
        let wildcard = self.covering_wildcard(&entry);
        let cache = self.preflight_cache();
        let user_agent = &self.browser.user_agent;
        let is_served_by_any =
            !user_agent.forced_preflight_grants_method && preflight::needs_no_grant(&self.request.method, user_agent);
        let is_listed_only = self.request.method == b"HEAD" && !user_agent.remembered_preflights_cover_head;
        let is_remembered = !question.needs_method && !question.must_be_sent && !is_listed_only
            || cache.has_method(&entry, &self.request.method, wildcard, now)
            || is_served_by_any && cache.has_any(&entry, now);
        let has_headers = || cache.has_headers(&entry, &question.unsafe_names, wildcard, now);
        if self.takes_remembered_preflight() && is_remembered && has_headers() {
            // What saves the preflight does not save the request.
            return match self.mixed_content_check() {
                Ok(()) => self.send_request(now),
                Err(reason) => self.refuse(reason),
            };
        }
        let sent = self.preflight_head(&question.unsafe_names);
        self.stored = None;
        self.asked_names = question.unsafe_names;
        self.send(sent)
    }

    /// [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch).
    fn send_request(self, now: Duration) -> Step<'b> {
        match self.settle_late_check() {
            Ok(fetch) => fetch.send_or_serve(now),
            Err(blocked) => *blocked,
        }
    }

    fn send_or_serve(mut self, now: Duration) -> Step<'b> {
        let user_agent = &self.browser.user_agent;
        let is_stream_refused =
            user_agent.stream_upload == StreamUpload::Fails && !self.browser.http2_servers.has(self.current_url());
        if self.request.body == Some(Body::Stream) && is_stream_refused {
            return self.refuse(BlockReason::StreamOverHttp1);
        }
        let mut sent = self.request_head(now);
        self.stored = self.stored_exchange(&sent.headers, now);
        if let Some(Ok(response)) = self.stored.as_ref().map(|exchange| exchange.answer.clone()) {
            if self.url_list.len() == 1 {
                self.first.served_head = Some(sent);
            }
            self.served_urls.push(self.current_url().clone());
            return self.receive_response(response, now);
        }
        if self.request.cache == CacheMode::OnlyIfCached && !self.browser.user_agent.only_if_cached_asks_network {
            return self.refuse(BlockReason::NotCached);
        }
        self.stale = self.stale_exchange(&sent.headers, now);
        if let Some(stale) = &self.stale {
            let first = self.first.served_head.as_ref();
            if let Some(first) = first.filter(|_| self.browser.user_agent.stale_ends_are_asked_at_first_url) {
                sent = first.clone();
                self.request.headers = redirected_headers::of_page(&first.headers);
            }
            http_cache::ask_whether_changed(stale, &mut sent.headers);
        }
        self.send(sent)
    }

    fn send(self, sent: RequestHead) -> Step<'b> {
        self.send_again(sent, 1)
    }

    pub(super) fn send_again(self, sent: RequestHead, attempt: u32) -> Step<'b> {
        Step::Send { head: sent.clone(), awaiting: Awaiting { fetch: self, sent, attempt } }
    }

    pub(super) fn receive_preflight(mut self, response: &ResponseHead, now: Duration) -> Step<'b> {
        let origin = self.preflight_origin();
        let origin = (!self.preflight_is_unchecked()).then_some(origin);
        match preflight::judge(&self.request, &self.asked_names, origin, response, &self.browser.user_agent) {
            Ok(grant) => {
                self.remember(&grant, now);
                match self.mixed_content_check() {
                    Ok(()) => self.send_request(now),
                    Err(reason) => self.refuse(reason),
                }
            }
            Err(refusal) => {
                let Refusal { reason, grant } = *refusal;
                if let Some(grant) = grant.filter(|_| self.browser.user_agent.insufficient_grants_are_remembered) {
                    self.remember(&grant, now);
                    self.made_cors_preflight = false;
                }
                self.block(Stage::Preflight, reason)
            }
        }
    }

    /// HTTP fetch from step 5.4 on: the CORS check, then redirects, then the response itself.
    pub(super) fn receive_response(mut self, mut response: ResponseHead, now: Duration) -> Step<'b> {
        if response.status == NOT_MODIFIED
            && let Some(Exchange { request, answer: Ok(kept) }) = self.stale.take()
        {
            response = kept.clone();
            self.stored = Some(Exchange { request, answer: Ok(kept) });
        }
        let stage = if response.has_redirect_status() { Stage::Redirect } else { Stage::Response };
        if stage == Stage::Redirect
            && let Err(reason) = self.check_location_first(&response)
        {
            return self.block(stage, reason);
        }
        if stage == Stage::Redirect
            && let Some(reason) = self.refuses_target_first(&response)
        {
            return self.block(stage, reason);
        }
        let verdict = match self.tainting {
            Tainting::Cors => {
                cors_check::cors_check(self.serialized_request_origin(), self.request.credentials, &response.headers)
            }
            Tainting::Opaque => {
                let user_agent = &self.browser.user_agent;
                resource_policy::check(&self.request.origin, self.current_url(), &response.headers, user_agent)
            }
            Tainting::Basic => Ok(()),
        };
        if self.stored.is_none() && (verdict.is_ok() || self.keeps_blocked(stage, &response)) {
            self.keep_last_answer(now);
        }
        if let Err(reason) = verdict {
            return self.block(stage, reason);
        }
        if !response.has_redirect_status() || self.leads_nowhere(&response) {
            return self.end_or_begin_again(response, now);
        }
        match self.request.redirect {
            RedirectMode::Error => self.block(Stage::Redirect, BlockReason::RedirectModeError),
            RedirectMode::Manual if self.opaque_redirect_is_wrong() => {
                self.block(Stage::Response, BlockReason::Integrity)
            }
            RedirectMode::Manual => {
                self.forget_unfollowed_redirect(Stage::Redirect);
                let outcome = Outcome::OpaqueRedirect(FilteredResponse::opaque_redirect(self.request.url.clone()));
                self.done(outcome)
            }
            RedirectMode::Follow => {
                match redirect::location_url(&response, self.answered_url(), &self.browser.user_agent) {
                    Ok(None) => self.end_or_begin_again(response, now),
                    Ok(Some(location)) => self.http_redirect_fetch(location, response.status, now),
                    Err(reason) => self.block(Stage::Redirect, reason),
                }
            }
        }
    }

    pub(super) fn preflight_is_unchecked(&self) -> bool {
        self.browser.user_agent.own_origin_preflight_is_unchecked
            && Origin::of_url(self.current_url()).same_origin(&self.request.origin)
    }

    pub(super) fn checked_credentials(&self, stage: Stage) -> CredentialsMode {
        let began_same_origin = || Origin::of_url(&self.url_list[0]).same_origin(&self.request.origin);
        match self.request.credentials {
            CredentialsMode::SameOrigin
                if stage == Stage::Redirect
                    && self.browser.user_agent.redirects_keep_first_credentials
                    && began_same_origin() =>
            {
                CredentialsMode::Include
            }
            credentials => credentials,
        }
    }

    /// Main fetch step 14: the response, as far as script may see it.
    pub(super) fn finish(self, response: ResponseHead) -> Step<'b> {
        if self.tainting == Tainting::Opaque && self.opaque_body_is_wrong() {
            return self.block(Stage::Response, BlockReason::Integrity);
        }
        if let Some(location) = self.location_refused_late() {
            let reason = BlockReason::RedirectCredentials { location: location.clone() };
            return self.block(Stage::Response, reason);
        }
        if self.is_opaque_to_page() || self.is_redirected_for_page() {
            return self.block(Stage::Response, BlockReason::ServiceWorker);
        }
        let credentials = self.request.credentials;
        let response = self.handed_on(response_head::seen(response, &self.browser.user_agent));
        let outcome = match self.tainting {
            Tainting::Basic => Outcome::SameOrigin(FilteredResponse::basic(response, &self.url_list)),
            // What a service worker hands on is not looked at again.
            Tainting::Cors if self.is_unfiltered() => {
                Outcome::SameOrigin(FilteredResponse::handed_on(response, &self.url_list))
            }
            Tainting::Cors => Outcome::Shared(FilteredResponse::cors(response, &self.url_list, credentials)),
            Tainting::Opaque => Outcome::Opaque,
        };
        self.done(outcome)
    }

    fn done(self, outcome: Outcome) -> Step<'b> {
        let stage = match &outcome {
            Outcome::Blocked(blocked) => Some(blocked.stage),
            _ => None,
        };
        let record = self.record(stage);
        Step::Done(Verdict { outcome, exchanges: self.exchanges, record })
    }

    /// The fetch ends before the current URL is asked: no exchange is to blame, unless a redirect led here.
    fn refuse(self, reason: BlockReason) -> Step<'b> {
        let stage = if self.url_list.len() == 1 { Stage::Request } else { Stage::Redirect };
        self.block(stage, reason)
    }

    /// The fetch ends in a [network error](https://fetch.spec.whatwg.org/#concept-network-error); the last exchange is
    /// the evidence.
    pub(super) fn block(self, stage: Stage, reason: BlockReason) -> Step<'b> {
        let last = self.exchanges.len().checked_sub(1);
        self.block_at(stage, reason, last)
    }

    /// The same, where another exchange is the evidence, unless the HTTP cache answered.
    pub(super) fn block_at(mut self, stage: Stage, reason: BlockReason, exchange: Option<usize>) -> Step<'b> {
        // Main fetch, CORS with preflight: a network error clears the cache entries of the request.
        let user_agent = &self.browser.user_agent;
        let counts = user_agent.redirect_mode_clears_cache || reason != BlockReason::RedirectModeError;
        let is_cleared = stage == Stage::Preflight || user_agent.failed_response_clears_cache && counts;
        if self.made_cors_preflight && is_cleared {
            let mut subject = self.cache_subject();
            if stage == Stage::Redirect
                && user_agent.refused_redirects_clear_cache
                && let Some(exchange) = self.last_answered()
            {
                subject.url = exchange.request.url.clone();
            }
            self.preflight_cache_mut().clear(&subject);
        }
        self.forget_unfollowed_redirect(stage);
        let exchange = exchange.filter(|_| self.stored.is_none());
        self.done(Outcome::Blocked(Blocked { reason, stage, exchange }))
    }

    /// The URL that the last answer is of.
    fn answered_url(&self) -> &Url {
        let from_network = self.exchanges.last().filter(|_| self.stored.is_none());
        from_network.map_or_else(|| self.current_url(), |exchange| &exchange.request.url)
    }

    /// The exchange that the HTTP cache answered with, or else the network.
    pub(super) fn last_answered(&self) -> Option<&Exchange> {
        self.stored.as_ref().or(self.exchanges.last())
    }

    pub(super) fn current_url(&self) -> &Url {
        self.url_list.last().unwrap_or(&self.request.url)
    }
}

pub(super) fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

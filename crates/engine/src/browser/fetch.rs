//! The state machine of a fetch: [main fetch](https://fetch.spec.whatwg.org/#main-fetch) and
//! [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch), one request head at a time.

use std::time::Duration;

use url::Url;

use super::filtered_response::FilteredResponse;
use super::preflight_cache::PreflightCache;
use super::request::{FetchRequest, RedirectMode, RequestMode};
use super::user_agent::UserAgent;
use super::verdict::{BlockReason, Blocked, Outcome, Stage, Verdict};
use super::{bad_port, cors_check, filtered_response, preflight, redirect, resource_policy};
use crate::exchange::{Exchange, NetworkFailure, RequestHead, ResponseHead};
use crate::method;
use crate::origin::Origin;

/// A browser: its departures from the standard, and what it remembers between fetches.
#[derive(Clone, Debug)]
pub struct Browser {
    /// Which browser it is.
    pub user_agent: UserAgent,
    /// The preflights that it need not ask again.
    pub preflight_cache: PreflightCache,
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
    exchanges: Vec<Exchange>,
}

/// [Response tainting](https://fetch.spec.whatwg.org/#concept-request-response-tainting).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tainting {
    Basic,
    Cors,
    Opaque,
}

/// What a fetch needs next.
#[derive(Debug)]
pub enum Step<'b> {
    /// Send this head, then say what answered.
    Send {
        /// What goes on the wire.
        head: RequestHead,
        /// What to do with the answer.
        awaiting: Awaiting<'b>,
    },
    /// The fetch is over.
    Done(Verdict),
}

/// A fetch that waits for the answer to a request head.
#[derive(Debug)]
pub struct Awaiting<'b> {
    fetch: Fetch<'b>,
    sent: RequestHead,
}

impl Browser {
    /// A browser that remembers nothing yet.
    pub fn new(user_agent: UserAgent) -> Self {
        Self { user_agent, preflight_cache: PreflightCache::default() }
    }
}

impl<'b> Step<'b> {
    /// Takes the steps to their end: `exchange` performs what is asked for, and says when the answer came.
    pub fn run_to_end(
        mut self,
        mut exchange: impl FnMut(&RequestHead) -> (Result<ResponseHead, NetworkFailure>, Duration),
    ) -> Verdict {
        loop {
            self = match self {
                Self::Done(verdict) => return verdict,
                Self::Send { head, awaiting } => match exchange(&head) {
                    (Ok(response), now) => awaiting.receive(response, now),
                    (Err(failure), now) => awaiting.fail(failure, now),
                },
            }
        }
    }
}

impl<'b> Awaiting<'b> {
    /// A response head came. `now` is the time since any fixed point, the same for all fetches of a browser.
    pub fn receive(mut self, response: ResponseHead, now: Duration) -> Step<'b> {
        let is_preflight = self.sent.is_preflight;
        self.fetch.exchanges.push(Exchange { request: self.sent, answer: Ok(response.clone()) });
        if is_preflight { self.fetch.receive_preflight(&response, now) } else { self.fetch.receive_response(response, now) }
    }

    /// No response came.
    pub fn fail(mut self, failure: NetworkFailure, _now: Duration) -> Step<'b> {
        let stage = if self.sent.is_preflight { Stage::Preflight } else { Stage::Response };
        self.fetch.exchanges.push(Exchange { request: self.sent, answer: Err(failure) });
        self.fetch.block(stage, BlockReason::Network(failure))
    }
}

impl<'b> Fetch<'b> {
    /// Starts a fetch. `now` is the time since any fixed point, the same for all fetches of a browser.
    pub fn start(mut request: FetchRequest, browser: &'b mut Browser, now: Duration) -> Step<'b> {
        // Fetch step 12: Accept is there before anything is decided, and safelisted.
        if !request.headers.contains(b"accept") {
            request.headers.append("Accept", "*/*");
        }
        let url_list = vec![request.url.clone()];
        let fetch = Self {
            browser,
            request,
            url_list,
            tainting: Tainting::Basic,
            made_cors_preflight: false,
            exchanges: Vec::new(),
        };
        fetch.main_fetch(now)
    }

    /// [Main fetch](https://fetch.spec.whatwg.org/#main-fetch) step 12, first match wins; run again for each redirect.
    pub(super) fn main_fetch(mut self, now: Duration) -> Step<'b> {
        let url = self.current_url();
        if bad_port::is_bad(url) {
            return self.refuse(BlockReason::BadPort);
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
                return self.scheme_fetch(now);
            }
            RequestMode::Cors => {}
        }
        if !is_http(url) {
            return self.refuse(BlockReason::NonHttpScheme);
        }
        self.tainting = Tainting::Cors;
        if self.needs_cors_preflight() {
            self.made_cors_preflight = true;
            self.http_fetch_with_preflight(now)
        } else {
            self.send_request()
        }
    }

    /// [Scheme fetch](https://fetch.spec.whatwg.org/#scheme-fetch): `data:` answers itself, HTTP goes to the network.
    fn scheme_fetch(self, _now: Duration) -> Step<'b> {
        let url = self.current_url();
        if is_http(url) {
            return self.send_request();
        }
        match filtered_response::of_data_url(url) {
            Some(response) => self.done(Outcome::SameOrigin(response)),
            None => self.refuse(BlockReason::NonHttpScheme),
        }
    }

    /// The condition of main fetch under which CORS asks first.
    fn needs_cors_preflight(&self) -> bool {
        self.request.use_cors_preflight
            || !method::is_cors_safelisted(&self.request.method)
            || !preflight::cors_unsafe_request_header_names(&self.request.headers).is_empty()
    }

    /// [HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) with makeCORSPreflight, step 5.1.
    fn http_fetch_with_preflight(self, now: Duration) -> Step<'b> {
        let entry = self.cache_subject();
        let cache = &self.browser.preflight_cache;
        let needs_method = self.request.use_cors_preflight || !method::is_cors_safelisted(&self.request.method);
        let has_method = !needs_method || cache.has_method(&entry, &self.request.method, now);
        let unsafe_names = preflight::cors_unsafe_request_header_names(&self.request.headers);
        if has_method && unsafe_names.iter().all(|name| cache.has_header(&entry, name, now)) {
            return self.send_request();
        }
        let sent = self.preflight_head(&unsafe_names);
        Step::Send { head: sent.clone(), awaiting: Awaiting { fetch: self, sent } }
    }

    fn send_request(self) -> Step<'b> {
        let sent = self.request_head();
        Step::Send { head: sent.clone(), awaiting: Awaiting { fetch: self, sent } }
    }

    fn receive_preflight(self, response: &ResponseHead, now: Duration) -> Step<'b> {
        let origin = self.serialized_request_origin();
        match preflight::judge(&self.request, origin, response, &self.browser.user_agent) {
            Ok(grant) => {
                let subject = self.cache_subject();
                self.browser.preflight_cache.store(&subject, &grant, now);
                self.send_request()
            }
            Err(reason) => self.block(Stage::Preflight, reason),
        }
    }

    /// HTTP fetch from step 5.4 on: the CORS check, then redirects, then the response itself.
    fn receive_response(self, response: ResponseHead, now: Duration) -> Step<'b> {
        let stage = if response.has_redirect_status() { Stage::Redirect } else { Stage::Response };
        let verdict = match self.tainting {
            Tainting::Cors => {
                let credentials = self.request.credentials;
                cors_check::cors_check(self.serialized_request_origin(), credentials, &response.headers)
            }
            Tainting::Opaque => resource_policy::check(&self.request.origin, self.current_url(), &response.headers),
            Tainting::Basic => Ok(()),
        };
        if let Err(reason) = verdict {
            return self.block(stage, reason);
        }
        if !response.has_redirect_status() {
            return self.finish(response);
        }
        match self.request.redirect {
            RedirectMode::Error => self.block(Stage::Redirect, BlockReason::RedirectModeError),
            RedirectMode::Manual => {
                let outcome = Outcome::OpaqueRedirect(FilteredResponse::opaque_redirect(self.request.url.clone()));
                self.done(outcome)
            }
            RedirectMode::Follow => match redirect::location_url(&response, self.current_url()) {
                Ok(None) => self.finish(response),
                Ok(Some(location)) => self.http_redirect_fetch(location, response.status, now),
                Err(reason) => self.block(Stage::Redirect, reason),
            },
        }
    }

    /// Main fetch step 14: the response, as far as script may see it.
    fn finish(self, response: ResponseHead) -> Step<'b> {
        let credentials = self.request.credentials;
        let outcome = match self.tainting {
            Tainting::Basic => Outcome::SameOrigin(FilteredResponse::basic(response, &self.url_list)),
            Tainting::Cors => Outcome::Shared(FilteredResponse::cors(response, &self.url_list, credentials)),
            Tainting::Opaque => Outcome::Opaque,
        };
        self.done(outcome)
    }

    fn done(self, outcome: Outcome) -> Step<'b> {
        Step::Done(Verdict { outcome, exchanges: self.exchanges })
    }

    /// The fetch ends before the current URL is asked: no exchange is to blame, unless a redirect led here.
    fn refuse(self, reason: BlockReason) -> Step<'b> {
        let stage = if self.exchanges.is_empty() { Stage::Request } else { Stage::Redirect };
        self.block(stage, reason)
    }

    /// The fetch ends in a [network error](https://fetch.spec.whatwg.org/#concept-network-error); the last exchange is
    /// the evidence.
    pub(super) fn block(self, stage: Stage, reason: BlockReason) -> Step<'b> {
        // Main fetch, CORS with preflight: a network error clears the cache entries of the request.
        if self.made_cors_preflight {
            let subject = self.cache_subject();
            self.browser.preflight_cache.clear(&subject);
        }
        let exchange = self.exchanges.len().checked_sub(1);
        self.done(Outcome::Blocked(Blocked { reason, stage, exchange }))
    }

    pub(super) fn current_url(&self) -> &Url {
        self.url_list.last().unwrap_or(&self.request.url)
    }
}

pub(super) fn is_http(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
}

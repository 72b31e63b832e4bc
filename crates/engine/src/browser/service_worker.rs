//! What a service worker makes of a request that it gets to see before the network does
//! ([HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) step 5).

use super::api::Api;
use super::block_reason::BlockReason;
use super::client::Client;
use super::fetch::{Fetch, Tainting};
use super::filtered_response::FilteredResponse;
use super::request::{CredentialsMode, RedirectMode, RequestMode};
use super::request_body::Body;
use crate::exchange::ResponseHead;
use crate::origin::Origin;

/// How the page's service worker answers the
/// [fetch event](https://w3c.github.io/ServiceWorker/#fetchevent-interface) of a request.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ServiceWorker {
    /// There is none.
    #[default]
    None,
    /// It lets the request pass.
    LetsPass,
    /// `respondWith(fetch(event.request))`
    Fetches,
    /// `respondWith(fetch(event.request.url, { mode: "no-cors", credentials: "include" }))`
    FetchesNoCors,
    /// `respondWith(new Response(…))`
    Answers(ResponseHead),
    /// `respondWith(Response.error())`, or a promise that is rejected.
    Fails,
}

impl Fetch<'_> {
    /// Lets the service worker see the request: none if the fetch goes on.
    pub(super) fn fetch_event(&mut self) -> Option<Result<FilteredResponse, BlockReason>> {
        if !self.is_seen_by_service_worker() {
            return None;
        }
        match self.request.service_worker.clone() {
            ServiceWorker::None | ServiceWorker::LetsPass => return None,
            ServiceWorker::Answers(head) => return Some(Ok(FilteredResponse::made_by_script(head, &self.url_list[0]))),
            ServiceWorker::Fails => return Some(Err(BlockReason::ServiceWorker)),
            ServiceWorker::Fetches => self.make_anew(),
            ServiceWorker::FetchesNoCors => {
                self.page_mode = Some(self.request.mode);
                self.page_redirect = Some(self.request.redirect);
                self.request.mode = RequestMode::NoCors;
                self.request.credentials = CredentialsMode::Include;
                self.request.redirect = RedirectMode::Follow;
                self.request.method = b"GET".to_vec();
                self.request.body = None;
                self.request.use_cors_preflight = false;
                self.request.headers.retain(|name| name.eq_ignore_ascii_case(b"accept"));
                self.first = self.first_request(Vec::new());
            }
        }
        self.request.client = Client::ServiceWorker;
        None
    }

    /// `new Request(event.request)`: the listeners of the page are not part of it.
    fn make_anew(&mut self) {
        self.request.use_cors_preflight &=
            self.browser.user_agent.service_workers_keep_listeners || self.request.body == Some(Body::Stream);
        if self.browser.user_agent.service_workers_combine_headers {
            let content_type = self.request.headers.lines(b"content-type").last().map(<[u8]>::to_vec);
            self.request.headers = self.request.headers.combined();
            if let Some(content_type) = content_type {
                self.request.headers.delete(b"content-type");
                self.request.headers.append("Content-Type", content_type);
            }
            let names = std::mem::take(&mut self.first.names);
            self.first = self.first_request(names);
        }
    }

    /// Whether the page sees every field of what the service worker fetched.
    pub(super) fn is_unfiltered(&self) -> bool {
        self.browser.user_agent.service_workers_unfilter_xhr
            && self.request.api == Api::Xhr
            && self.request.client == Client::ServiceWorker
    }

    /// The response as it reaches the page from the service worker that fetched it.
    pub(super) fn handed_on(&self, mut response: ResponseHead) -> ResponseHead {
        if self.request.client == Client::ServiceWorker && self.browser.user_agent.service_workers_recode_values {
            let recoded = |value: &[u8]| value.iter().map(|&byte| char::from(byte)).collect::<String>();
            response.headers =
                response.headers.iter().map(|(name, value)| (name.to_vec(), recoded(value).into_bytes())).collect();
        }
        response
    }

    /// Whether no preflight is asked, since a service worker has seen the request and let it pass.
    pub(super) fn skips_preflight(&self) -> bool {
        self.browser.user_agent.passed_requests_skip_preflight
            && self.url_list.len() == 1
            && self.request.service_worker == ServiceWorker::LetsPass
    }

    /// An opaque response is only for who asked in `no-cors` mode.
    pub(super) fn is_opaque_to_page(&self) -> bool {
        self.tainting == Tainting::Opaque && self.page_mode.is_some_and(|mode| mode != RequestMode::NoCors)
    }

    /// A redirected response is only for who follows redirects
    /// ([HTTP fetch](https://fetch.spec.whatwg.org/#http-fetch) step 5.6).
    pub(super) fn is_redirected_for_page(&self) -> bool {
        self.url_list.len() > 1 && self.page_redirect.is_some_and(|redirect| redirect != RedirectMode::Follow)
    }

    /// What the standard refuses at once, the service worker never sees.
    fn is_seen_by_service_worker(&self) -> bool {
        let is_same_origin = Origin::of_url(self.current_url()).same_origin(&self.request.origin);
        let is_refused = match self.request.mode {
            RequestMode::SameOrigin => true,
            RequestMode::NoCors => self.request.redirect != RedirectMode::Follow,
            RequestMode::Cors => false,
        };
        let is_skipped = self.request.keepalive
            && self.request.api == Api::Fetch
            && self.browser.user_agent.keepalive_skips_service_workers;
        self.url_list.len() == 1 && (is_same_origin || !is_refused) && !is_skipped
    }
}

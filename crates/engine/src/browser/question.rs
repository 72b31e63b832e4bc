//! What a preflight asks, and whether one is needed: by the standard anew at each hop, by other browsers for what the
//! request was when it began.

use super::api::Api;
use super::fetch::Fetch;
use super::preflight::cors_unsafe_request_header_names;
use super::user_agent::RedirectedPreflight;
use crate::exchange::RequestHead;
use crate::header_list::HeaderList;
use crate::{method, request_header};

/// What the request was when it began, and what became of it.
#[derive(Clone, Debug, Default)]
pub(super) struct FirstRequest {
    /// The names of the headers that the page set, with that of the body's type.
    pub(super) names: Vec<Vec<u8>>,
    /// Its CORS-unsafe request-header names.
    pub(super) unsafe_names: Vec<Vec<u8>>,
    /// Its method.
    pub(super) method: Vec<u8>,
    /// Its headers.
    pub(super) headers: HeaderList,
    /// Its head, where a response that was kept answered it.
    pub(super) served_head: Option<RequestHead>,
    /// Whether every hop to another origin asks first.
    pub(super) asks_always: bool,
    /// Whether all that has to be asked for is the type of an XHR's body, which the page did not set.
    pub(super) asks_for_body_type_only: bool,
    /// Whether the last redirect took the body and its headers.
    pub(super) lost_body: bool,
    /// Whether the last redirect took `Authorization`.
    pub(super) lost_authorization: bool,
}

/// What a preflight asks.
pub(super) struct Question {
    pub(super) unsafe_names: Vec<Vec<u8>>,
    /// Whether the method has to be allowed by name.
    pub(super) needs_method: bool,
    /// Whether no cached answer will do.
    pub(super) must_be_sent: bool,
}

impl Fetch<'_> {
    /// Notes what the request is before it is fetched. `names` are those of the page's headers.
    pub(super) fn first_request(&self, names: Vec<Vec<u8>>) -> FirstRequest {
        let unsafe_names = cors_unsafe_request_header_names(&self.request.headers, &self.browser.user_agent);
        let asks_again = self.browser.user_agent.redirected_preflight != RedirectedPreflight::AsIfNew;
        let asks_for_body_type_only = self.browser.user_agent.redirected_xhr_repeats_body_type
            && self.request.api == Api::Xhr
            && self.request.has_type_of_body
            && unsafe_names == [b"content-type"];
        let asks_always =
            asks_again && !unsafe_names.is_empty() && !asks_for_body_type_only && !self.keeps_beacon_headers();
        let (method, headers) = (self.request.method.clone(), self.request.headers.clone());
        FirstRequest {
            names,
            asks_always,
            method,
            headers,
            unsafe_names,
            asks_for_body_type_only,
            ..FirstRequest::default()
        }
    }

    /// The question that a cross-origin request to the current URL needs answered; none if it may be sent directly
    /// ([main fetch](https://fetch.spec.whatwg.org/#main-fetch) step 12, "CORS-preflight flag").
    pub(super) fn question(&mut self) -> Option<Question> {
        let is_redirected = self.url_list.len() > 1;
        let current = || cors_unsafe_request_header_names(&self.request.headers, &self.browser.user_agent);
        let unsafe_names = match self.browser.user_agent.redirected_preflight {
            RedirectedPreflight::AskForHeadersLeft if self.first.asks_always && self.keeps_beacon_headers() => {
                self.first.unsafe_names.clone()
            }
            RedirectedPreflight::AskForHeadersLeft if is_redirected && self.first.asks_always => {
                self.first.names_left()
            }
            RedirectedPreflight::AsIfNew | RedirectedPreflight::AskForHeadersLeft => current(),
            RedirectedPreflight::AskForFirstHeaders => self.first.unsafe_names.clone(),
        };
        let needs_method = self.needs_method();
        let is_needed = needs_method || !unsafe_names.is_empty();
        if !(is_needed || is_redirected && self.first.asks_always) {
            return None;
        }
        self.first.asks_always = self.browser.user_agent.redirected_preflight != RedirectedPreflight::AsIfNew;
        Some(Question { unsafe_names, needs_method, must_be_sent: !is_needed })
    }

    /// Whether a beacon goes on asking for its first headers, if it asked at all.
    fn keeps_beacon_headers(&self) -> bool {
        self.request.api == Api::Beacon
            && self.browser.user_agent.redirected_preflight == RedirectedPreflight::AskForHeadersLeft
    }

    fn needs_method(&self) -> bool {
        self.request.use_cors_preflight || !method::is_cors_safelisted(&self.request.method)
    }
}

impl FirstRequest {
    /// The names less those that the last redirect took.
    fn names_left(&self) -> Vec<Vec<u8>> {
        let is_lost = |name: &[u8]| {
            self.lost_body && request_header::is_request_body_header(name) && !self.asks_for_body_type_only
                || self.lost_authorization && request_header::is_cors_non_wildcard(name)
        };
        self.unsafe_names.iter().filter(|name| !is_lost(name)).cloned().collect()
    }
}

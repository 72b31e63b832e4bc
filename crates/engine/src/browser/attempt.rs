//! When a request is sent once more by itself.

use std::time::Duration;

use url::{Position, Url};

use super::fetch::{Fetch, Tainting};
use super::step::{Awaiting, Step};
use crate::exchange::{Exchange, NetworkFailure, RequestHead, ResponseHead};

/// [421 (Misdirected Request)](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20): asked once more, over another
/// connection.
const MISDIRECTED_REQUEST: u16 = 421;

/// [408 (Request Timeout)](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.9): the server closes a connection that it
/// found idle.
const REQUEST_TIMEOUT: u16 = 408;

/// [407 (Proxy Authentication Required)](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.8)
const PROXY_AUTHENTICATION_REQUIRED: u16 = 407;

impl Awaiting<'_> {
    /// Whether an answer is not the last word
    /// ([HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)).
    pub(super) fn is_asked_again(&self, response: &ResponseHead) -> bool {
        let is_timeout = || {
            response.status == REQUEST_TIMEOUT
                && self.fetch.browser.user_agent.request_timeouts_are_asked_again
                && self.fetch.reuses_connection(&self.sent)
        };
        self.attempt == 1 && (response.status == MISDIRECTED_REQUEST || is_timeout())
    }

    /// Whether an answer is taken for that of a proxy, which nobody asked.
    pub(super) fn is_of_no_proxy(&self, response: &ResponseHead) -> bool {
        response.status == PROXY_AUTHENTICATION_REQUIRED
            && self.fetch.browser.user_agent.unexpected_proxy_authentication_fails
    }

    /// Whether a connection that closed is opened anew.
    pub(super) fn is_retried(&self, failure: NetworkFailure) -> bool {
        let user_agent = &self.fetch.browser.user_agent;
        let is_safe = matches!(self.sent.method.as_slice(), b"GET" | b"HEAD" | b"OPTIONS");
        let is_first_of_two = || {
            self.attempt == 1 && user_agent.retries_on_reused_connections && self.fetch.reuses_connection(&self.sent)
        };
        failure == NetworkFailure::ConnectionClosed
            && (is_safe && self.attempt < user_agent.attempts_of_safe_requests || is_first_of_two())
    }
}

impl<'b> Fetch<'b> {
    /// Ends the fetch with this response, or begins it anew.
    pub(super) fn end_or_begin_again(self, response: ResponseHead, now: Duration) -> Step<'b> {
        let is_first_of_two = self.browser.user_agent.media_is_asked_twice && !self.is_second_time;
        if is_first_of_two && self.request.api.is_media() && response.has_ok_status() {
            return self.begin_again(now);
        }
        self.finish(response)
    }

    fn begin_again(mut self, now: Duration) -> Step<'b> {
        self.is_second_time = true;
        // The URL is upgraded each time that it is asked.
        let url = &self.request.url;
        let is_same = |upgraded: &&Url| upgraded[Position::BeforeHost..] == url[Position::BeforeHost..];
        self.request.url = self.upgraded.iter().find(is_same).unwrap_or(url).clone();
        self.url_list = vec![self.request.url.clone()];
        self.tainting = Tainting::Basic;
        (self.keeps_origin, self.hides_origin, self.is_redirected_by_cache) = (false, false, false);
        (self.late_check, self.stored, self.stale) = (None, None, None);
        self.main_fetch(now)
    }
}

impl Fetch<'_> {
    /// Whether the same server answered this fetch before: its connection is still open then, and
    /// [obtained again](https://fetch.spec.whatwg.org/#concept-connection-obtain) by requests that have credentials
    /// like it, or none like it. What other fetches left open is not known here.
    fn reuses_connection(&self, sent: &RequestHead) -> bool {
        let connection = |request: &RequestHead| {
            let url = &request.url;
            (url.scheme().to_owned(), url.host().map(|host| host.to_owned()), url.port(), request.includes_credentials)
        };
        let is_left_open =
            |exchange: &Exchange| exchange.answer.is_ok() && connection(&exchange.request) == connection(sent);
        self.exchanges.iter().any(is_left_open)
    }
}

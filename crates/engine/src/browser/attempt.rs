//! When a request is sent once more by itself.

use super::api::Api;
use super::cors_check::cors_check;
use super::fetch::{Fetch, Tainting};
use super::step::Awaiting;
use crate::exchange::{NetworkFailure, RequestHead, ResponseHead};

/// [421 (Misdirected Request)](https://www.rfc-editor.org/rfc/rfc9110#section-15.5.20): asked once more, over another
/// connection.
const MISDIRECTED_REQUEST: u16 = 421;

impl Awaiting<'_> {
    /// Whether an answer is not the last word
    /// ([HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch)).
    pub(super) fn is_asked_again(&self, response: &ResponseHead) -> bool {
        let is_media = || matches!(self.fetch.request.api, Api::Video | Api::Audio) && self.is_shared(response);
        let is_media_twice =
            || self.fetch.browser.user_agent.media_is_asked_twice && is_media() && !response.has_redirect_status();
        self.attempt == 1 && (response.status == MISDIRECTED_REQUEST || is_media_twice())
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

impl Awaiting<'_> {
    /// Whether the response passes a CORS check, if it needs one.
    fn is_shared(&self, response: &ResponseHead) -> bool {
        let fetch = &self.fetch;
        fetch.tainting != Tainting::Cors
            || cors_check(fetch.serialized_request_origin(), fetch.request.credentials, &response.headers).is_ok()
    }
}

impl Fetch<'_> {
    /// Whether the same server answered this fetch before: its connection is still open then. What other fetches left
    /// open is not known here.
    fn reuses_connection(&self, sent: &RequestHead) -> bool {
        let is_same_server = |url: &url::Url| {
            (url.scheme(), url.host(), url.port()) == (sent.url.scheme(), sent.url.host(), sent.url.port())
        };
        self.exchanges.iter().any(|exchange| is_same_server(&exchange.request.url) && exchange.answer.is_ok())
    }
}

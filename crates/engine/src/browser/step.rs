//! The steps of a fetch as its caller sees them: send this, or it is over.

use std::time::Duration;

use super::block_reason::BlockReason;
use super::fetch::Fetch;
use super::response_head;
use super::sender::Sender;
use super::verdict::{Stage, Verdict};
use crate::exchange::{Exchange, NetworkFailure, RequestHead, ResponseHead};

/// What a fetch needs next.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "a step is taken at once; a box would be an allocation for each exchange"
)]
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
    pub(super) fetch: Fetch<'b>,
    pub(super) sent: RequestHead,
    /// Which time this head is sent, from 1.
    pub(super) attempt: u32,
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
    /// Who sends the head.
    pub fn sender(&self) -> Sender {
        let request = &self.fetch.request;
        Sender { page: request.origin.clone(), mode: request.mode, urls: self.fetch.url_list.clone() }
    }

    /// A response head came. `now` is the time since any fixed point, the same for all fetches of a browser.
    pub fn receive(mut self, response: ResponseHead, now: Duration) -> Step<'b> {
        let is_preflight = self.sent.is_preflight;
        // A cookie is kept even if CORS then hides the response that set it.
        if self.sent.includes_credentials {
            self.fetch.store_cookies(&response.headers, now);
        }
        let mut response = response_head::read(response, self.fetch.browser, &self.sent.url);
        if self.fetch.browser.user_agent.marks_http2_responses && self.fetch.browser.http2_servers.has(&self.sent.url) {
            response.headers.append("X-Firefox-Spdy", "h2");
        }
        if self.is_asked_again(&response) {
            self.fetch.exchanges.push(Exchange { request: self.sent.clone(), answer: Ok(response) });
            return self.fetch.send_again(self.sent, self.attempt + 1);
        }
        if self.is_of_no_proxy(&response) {
            return self.fail(NetworkFailure::UnexpectedProxyAuthentication, now);
        }
        if response_head::is_broken(&response, &self.fetch.browser.user_agent) {
            return self.fail(NetworkFailure::BrokenLength, now);
        }
        let response = response_head::with_one_length(response, &self.fetch.browser.user_agent);
        self.fetch.exchanges.push(Exchange { request: self.sent, answer: Ok(response.clone()) });
        if is_preflight {
            self.fetch.receive_preflight(&response, now)
        } else {
            self.fetch.receive_response(response, now)
        }
    }

    /// No response came.
    pub fn fail(mut self, failure: NetworkFailure, _now: Duration) -> Step<'b> {
        let stage = if self.sent.is_preflight { Stage::Preflight } else { Stage::Response };
        let is_retried = self.is_retried(failure);
        self.fetch.exchanges.push(Exchange { request: self.sent.clone(), answer: Err(failure) });
        if is_retried {
            return self.fetch.send_again(self.sent, self.attempt + 1);
        }
        self.fetch.block(stage, BlockReason::Network(failure))
    }
}

//! Heads: awaited within their limits, looked at, handed on or refused.

use std::io;
use std::task::{Context, Poll, ready};

use bytes::BytesMut;

use super::{ClientStream, Phase};
use crate::body_end::BodyEnd;
use crate::exchange::refusal;
use crate::failure::Failure;
use crate::limits::{READ_PIECE, REFUSED_HEAD, TURNED_AWAY_TIME};
use crate::request_head;

impl ClientStream {
    /// Reads until a head is whole. False once the connection is over: the client left, or is refused.
    pub(super) fn poll_head(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        loop {
            if self.turns.is_taken(context) {
                return self.poll_departure(context);
            }
            if let Some(is_sound) = self.look_at_head() {
                self.receiving.stop();
                return Poll::Ready(Ok(is_sound));
            }
            let had_begun = !self.received.is_empty();
            match self.poll_receive(context)? {
                Poll::Ready(0) if self.received.iter().all(u8::is_ascii_whitespace) => return Poll::Ready(Ok(false)),
                Poll::Ready(0) => return Poll::Ready(Ok(self.refuse(&Failure::RequestMalformed))),
                // From the first byte of a head another limit counts than between requests.
                Poll::Ready(_) if !had_begun => self.receiving.stop(),
                Poll::Ready(_) => {}
                Poll::Pending => return self.poll_patience(context),
            }
        }
    }

    /// While an exchange is going on, all that matters of what comes is whether the client leaves.
    fn poll_departure(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        while self.received.len() < READ_PIECE {
            if ready!(self.poll_receive(context))? == 0 {
                // With another request on its way, this is for the time after the exchange.
                return if self.received.is_empty() { Poll::Ready(Ok(false)) } else { Poll::Pending };
            }
        }
        Poll::Pending
    }

    /// Nothing comes: for how long that is borne.
    fn poll_patience(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let configuration = self.shared.configuration.load();
        let limits = configuration.limits();
        let has_begun = !self.received.is_empty();
        self.receiving.start(match has_begun {
            _ if self.is_surplus => TURNED_AWAY_TIME,
            true => limits.request_head_time,
            false => limits.idle,
        });
        match self.receiving.has_passed(context) {
            false => Poll::Pending,
            true if has_begun => Poll::Ready(Ok(self.refuse(&Failure::RequestHeadTimeout))),
            true => Poll::Ready(Ok(false)),
        }
    }

    /// Looks whether a head is whole and sound; none as long as it is not whole.
    fn look_at_head(&mut self) -> Option<bool> {
        let (head_limit, target_limit) = {
            let configuration = self.shared.configuration.load();
            (configuration.limits().request_head, configuration.limits().request_target)
        };
        match request_head::length(&self.received, self.looked_at) {
            Some(length) if self.excess > 0 || length > head_limit => Some(self.refuse_excess(target_limit)),
            Some(length) => match request_head::read(&self.received[..length], target_limit) {
                Ok(_) if self.is_surplus => Some(self.refuse(&Failure::Overloaded)),
                Ok(body) => {
                    let rest = self.received.split_off(length);
                    let head = request_head::with_own_te(&self.received);
                    self.phase = Phase::HandingOn { left: head.len(), body: BodyEnd::new(body) };
                    self.received = BytesMut::from(&head[..]);
                    self.received.unsplit(rest);
                    self.looked_at = 0;
                    Some(true)
                }
                Err(failure) => Some(self.refuse(&failure)),
            },
            None if self.received.len() > head_limit => self.look_at_excess(head_limit, target_limit),
            None => {
                // What may be the beginning of an empty line is looked at again.
                self.looked_at = self.received.len().saturating_sub(2);
                None
            }
        }
    }

    /// The rest of a head that is too long is read for what says who asks, within a limit.
    fn look_at_excess(&mut self, head_limit: usize, target_limit: usize) -> Option<bool> {
        let before = self.received.len();
        self.has_long_target |= self.excess == 0 && request_head::first_line(&self.received) > target_limit;
        let mut head = self.received.to_vec();
        let has_ended = request_head::shorten(&mut head);
        self.excess += before - head.len().min(before);
        self.received = BytesMut::from(&head[..]);
        self.looked_at = 0;
        let is_enough = has_ended || self.excess > REFUSED_HEAD || self.received.len() > head_limit;
        is_enough.then(|| self.refuse_excess(target_limit))
    }

    /// Refuses a head that is too long, for its target if that alone is.
    fn refuse_excess(&mut self, target_limit: usize) -> bool {
        let is_target = self.has_long_target || request_head::first_line(&self.received) > target_limit;
        self.refuse(if is_target { &Failure::TargetTooLong } else { &Failure::RequestHeadTooLarge })
    }

    /// Refuses what came so far, by the policy of the route that it asks for.
    fn refuse(&mut self, failure: &Failure) -> bool {
        let head = request_head::salvage(&self.received);
        self.phase = Phase::Refused(refusal(&self.shared, &self.inbound, head, failure.clone()));
        self.received = BytesMut::new();
        false
    }
}

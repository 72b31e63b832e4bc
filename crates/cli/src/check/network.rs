//! The network as all browsers of one check share it: a head that was sent once is not sent again, so that a call with an
//! effect has it once.

use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_probe::{ExchangeDetail, Exchanged, Probe};

use super::Failure;

/// The probe, and what it was answered.
pub struct Network {
    probe: Probe,
    body: Option<Vec<u8>>,
    sent: Vec<(RequestHead, Exchanged)>,
}

impl Network {
    pub fn new(probe: Probe, body: Option<Vec<u8>>) -> Self {
        Self { probe, body, sent: Vec::new() }
    }

    /// The answer to a head: the earlier one, if the same head was sent already.
    pub fn exchange(&mut self, head: &RequestHead) -> Result<Result<ResponseHead, NetworkFailure>, Failure> {
        if let Some((_, exchanged)) = self.find(head) {
            return Ok(exchanged.answer.clone());
        }
        let exchanged = self
            .probe
            .exchange(head, self.body.as_deref())
            .map_err(|error| Failure::usage(format!("the request cannot be written: {error}")))?;
        let answer = exchanged.answer.clone();
        self.sent.push((head.clone(), exchanged));
        Ok(answer)
    }

    /// How the exchange of a head went.
    pub fn detail(&self, head: &RequestHead) -> Option<&ExchangeDetail> {
        self.find(head).map(|(_, exchanged)| &exchanged.detail)
    }

    fn find(&self, head: &RequestHead) -> Option<&(RequestHead, Exchanged)> {
        self.sent.iter().find(|(sent, _)| sent == head)
    }
}

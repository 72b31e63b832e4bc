//! A policy as a network: what a gateway with this policy answers, its upstream answering 200.

use preflight_engine::exchange::{NetworkFailure, RequestHead};
use preflight_engine::server::Policy;

use super::{Inquiry, Network, Reply};

/// Answers as a policy does.
#[derive(Clone, Copy, Debug)]
pub struct PolicyNetwork<'a> {
    policy: &'a Policy,
}

impl<'a> PolicyNetwork<'a> {
    /// A network of this policy.
    pub fn new(policy: &'a Policy) -> Self {
        Self { policy }
    }
}

impl Network for PolicyNetwork<'_> {
    fn ask(&mut self, probe: &Inquiry) -> Option<Reply> {
        let head = self.policy.answer(&probe.request).ok_or(NetworkFailure::InvalidResponse);
        Some(Reply { head, body: Vec::new() })
    }

    fn body(&self, _: &RequestHead) -> Vec<u8> {
        Vec::new()
    }
}

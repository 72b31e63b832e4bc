//! A script as a network: a function of the request's head, for tests and for the examples of the pages.

use preflight_engine::exchange::RequestHead;

use super::{Inquiry, Network, Reply};

/// Answers by a function; none where the script has no answer.
#[derive(Clone, Debug)]
pub struct ScriptedNetwork<F> {
    script: F,
    asked: Vec<Inquiry>,
}

impl<F: Fn(&RequestHead) -> Option<Reply>> ScriptedNetwork<F> {
    /// A network of this script.
    pub fn new(script: F) -> Self {
        Self { script, asked: Vec::new() }
    }

    /// What was asked, in its order.
    pub fn asked(&self) -> &[Inquiry] {
        &self.asked
    }
}

impl<F: Fn(&RequestHead) -> Option<Reply>> Network for ScriptedNetwork<F> {
    fn ask(&mut self, probe: &Inquiry) -> Option<Reply> {
        self.asked.push(probe.clone());
        (self.script)(&probe.request)
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        (self.script)(head).map(|answer| answer.body).unwrap_or_default()
    }
}

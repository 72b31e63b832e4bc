//! A recording as a network: it answers what was recorded, and nothing else.

use preflight_engine::exchange::RequestHead;
use preflight_recording::Recording;

use super::{Inquiry, Network, Reply};

/// Answers what a recording holds.
#[derive(Clone, Copy, Debug)]
pub struct RecordedNetwork<'a> {
    recording: &'a Recording,
}

impl<'a> RecordedNetwork<'a> {
    /// A network of these exchanges.
    pub fn new(recording: &'a Recording) -> Self {
        Self { recording }
    }

    fn find(&self, head: &RequestHead) -> Option<&'a preflight_recording::Recorded> {
        self.recording.iter().map(|(_, recorded)| recorded).find(|recorded| is_same(&recorded.exchange.request, head))
    }
}

/// Whether a server cannot tell two heads apart, as far as CORS goes by: a recording keeps what a browser added on the wire.
fn is_same(recorded: &RequestHead, asked: &RequestHead) -> bool {
    const DECIDING: [&[u8]; 3] = [b"origin", b"access-control-request-method", b"access-control-request-headers"];
    recorded.url == asked.url
        && recorded.method == asked.method
        && DECIDING.iter().all(|name| recorded.headers.get(name) == asked.headers.get(name))
}

impl Network for RecordedNetwork<'_> {
    fn ask(&mut self, probe: &Inquiry) -> Option<Reply> {
        let recorded = self.find(&probe.request)?;
        Some(Reply { head: recorded.exchange.answer.clone(), body: recorded.body.clone() })
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        self.find(head).map(|recorded| recorded.body.clone()).unwrap_or_default()
    }
}

//! [`Network`]: what answers a question, be it a socket, a recording, a script or a policy. Only the edge has a socket.

mod by_policy;
mod from_recording;
mod scripted;

use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_recording::Purpose;

pub use by_policy::PolicyNetwork;
pub use from_recording::RecordedNetwork;
pub use scripted::ScriptedNetwork;

/// Answers probes.
pub trait Network {
    /// Sends a probe and says what came; none if no more may be sent, or if nobody knows.
    fn ask(&mut self, probe: &Inquiry) -> Option<Reply>;

    /// The beginning of the body that came with the answer to this head, if it was sent.
    fn body(&self, head: &RequestHead) -> Vec<u8>;
}

/// One question to a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inquiry {
    /// What it is to tell.
    pub purpose: Purpose,
    /// What to send.
    pub request: RequestHead,
}

/// What answered a probe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The head, or why none came.
    pub head: Result<ResponseHead, NetworkFailure>,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// A network over which nothing may be sent: what is known already has to do.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoNetwork;

impl Network for NoNetwork {
    fn ask(&mut self, _: &Inquiry) -> Option<Reply> {
        None
    }

    fn body(&self, _: &RequestHead) -> Vec<u8> {
        Vec::new()
    }
}

//! How a fetch ends: shared, opaque, or blocked, and then why, where, and by which exchange.

use super::block_reason::BlockReason;
use super::fetch_record::FetchRecord;
use super::filtered_response::FilteredResponse;
use crate::exchange::{Exchange, ResponseHead};

/// The end of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What script gets.
    pub outcome: Outcome,
    /// Everything that was on the wire, in order.
    pub exchanges: Vec<Exchange>,
    /// What the fetch was when it ended.
    pub record: FetchRecord,
}

/// What script gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The response: CORS had no part in it.
    SameOrigin(FilteredResponse),
    /// The response: the server shares it with the page's origin.
    Shared(FilteredResponse),
    /// A response of which the page sees nothing, not even the status.
    Opaque,
    /// A redirect that the page asked not to follow.
    OpaqueRedirect(FilteredResponse),
    /// A network error, which to the page is like any other.
    Blocked(Blocked),
}

/// Why a fetch ended in a network error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The rule that decided.
    pub reason: BlockReason,
    /// Where in the fetch.
    pub stage: Stage,
    /// The exchange that is the evidence, an index into [`Verdict::exchanges`]; none if nothing was sent, or if the HTTP
    /// cache answered (see [`Verdict::evidence`]).
    pub exchange: Option<usize>,
}

/// Where in a fetch it was blocked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Before anything was sent.
    Request,
    /// At the answer to a preflight; the request itself was never sent.
    Preflight,
    /// At a redirect.
    Redirect,
    /// At the response; the server has acted on the request.
    Response,
}

impl Verdict {
    /// Whether script gets a response that it can read.
    pub fn is_readable(&self) -> bool {
        matches!(self.outcome, Outcome::SameOrigin(_) | Outcome::Shared(_))
    }

    /// Why the fetch was blocked, if it was.
    pub fn blocked(&self) -> Option<&Blocked> {
        match &self.outcome {
            Outcome::Blocked(blocked) => Some(blocked),
            Outcome::SameOrigin(_) | Outcome::Shared(_) | Outcome::Opaque | Outcome::OpaqueRedirect(_) => None,
        }
    }

    /// The exchange that is the evidence of a block.
    pub fn evidence(&self) -> Option<&Exchange> {
        let blocked = self.blocked()?;
        blocked.exchange.map_or(self.record.stored.as_ref(), |place| self.exchanges.get(place))
    }

    /// The response that came last, from the network or the HTTP cache.
    pub fn last_response(&self) -> Option<&ResponseHead> {
        self.record.stored.as_ref().or(self.exchanges.last())?.answer.as_ref().ok()
    }

    /// The same fetch when the body turns out not to be what the page demands. The engine sees no bodies, so whoever has
    /// this one compares it.
    pub fn with_other_body(self) -> Self {
        let exchange = self.exchanges.len().checked_sub(1);
        let blocked = Blocked { reason: BlockReason::Integrity, stage: Stage::Response, exchange };
        Self { outcome: Outcome::Blocked(blocked), ..self }
    }
}

impl Stage {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Preflight => "preflight",
            Self::Redirect => "redirect",
            Self::Response => "response",
        }
    }
}

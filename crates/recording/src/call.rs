//! One call of a page: its hops, each a request and the preflight before it.

use preflight_engine::exchange::Exchange;
use preflight_rules::ExchangeId;

/// One call of a page, in the order of its hops.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The first is what the page asked for; each other follows a redirect.
    pub hops: Vec<Hop>,
}

/// One request of a call and the preflight before it. One of the two is there at least.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hop {
    /// The preflight, if one was sent.
    pub preflight: Option<ExchangeId>,
    /// The request, if it was sent.
    pub request: Option<ExchangeId>,
}

impl Call {
    /// The call that these exchanges make up, in the order in which a browser made them.
    pub fn of<'e>(exchanges: impl IntoIterator<Item = (ExchangeId, &'e Exchange)>) -> Self {
        let mut call = Self::default();
        for (id, exchange) in exchanges {
            match (exchange.request.is_preflight, call.hops.last_mut()) {
                (true, _) => call.hops.push(Hop { preflight: Some(id), request: None }),
                (false, Some(hop)) if hop.request.is_none() => hop.request = Some(id),
                (false, _) => call.hops.push(Hop { preflight: None, request: Some(id) }),
            }
        }
        call
    }
}

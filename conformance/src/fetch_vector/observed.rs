//! How a fetch came out, in the words of the corpus.

use std::collections::BTreeSet;

use preflight_engine::browser::{Blocked, Outcome, RequestError, Stage, Verdict};
use preflight_engine::exchange::Exchange;

/// What a vector speaks of, as it came out.
pub(super) struct Observed {
    pub(super) outcome: String,
    pub(super) preflight: bool,
    pub(super) requested_headers: Option<String>,
    pub(super) origins: Vec<Option<String>>,
    pub(super) visible_headers: Option<BTreeSet<String>>,
    pub(super) status: Option<u16>,
    pub(super) reason: Option<String>,
    pub(super) failed_hop: Option<usize>,
}

impl Observed {
    pub(super) fn of(verdict: &Verdict) -> Self {
        let (outcome, response, blocked) = match &verdict.outcome {
            Outcome::SameOrigin(response) | Outcome::Shared(response) => ("allowed", Some(response), None),
            Outcome::OpaqueRedirect(_) | Outcome::Opaque => ("opaque", None, None),
            Outcome::Blocked(blocked) => ("blocked", None, Some(blocked)),
        };
        let hops = || verdict.exchanges.iter().filter(|exchange| !exchange.request.is_preflight);
        let preflight = verdict.exchanges.iter().find(|exchange| exchange.request.is_preflight);
        Self {
            outcome: outcome.to_owned(),
            preflight: preflight.is_some(),
            requested_headers: preflight.and_then(|exchange| sent(exchange, b"access-control-request-headers")),
            origins: hops().map(|exchange| sent(exchange, b"origin")).collect(),
            visible_headers: response
                .map(|response| response.headers.iter().map(|(name, _)| text(&name.to_ascii_lowercase())).collect()),
            status: response.map(|response| response.status),
            reason: blocked.map(reason),
            failed_hop: blocked.map(|blocked| failed_hop(blocked, hops().count())),
        }
    }

    /// A page's mistake: nothing is sent, and the promise is rejected as if it were blocked.
    pub(super) fn of_throw(error: &RequestError) -> Self {
        Self {
            outcome: "blocked".to_owned(),
            preflight: false,
            requested_headers: None,
            origins: Vec::new(),
            visible_headers: None,
            status: None,
            reason: Some(error.name().to_owned()),
            failed_hop: Some(0),
        }
    }
}

/// The corpus names a failed CORS check of a preflight apart from that of a response.
fn reason(blocked: &Blocked) -> String {
    let name = blocked.reason.name();
    let is_named_apart = blocked.stage == Stage::Preflight && blocked.reason.standard_step().section == "CORS check";
    if is_named_apart { format!("preflight-{name}") } else { name.to_owned() }
}

/// The hop that failed: that of the last response, or for a preflight the one that it asks about.
fn failed_hop(blocked: &Blocked, hops: usize) -> usize {
    if blocked.stage == Stage::Preflight { hops } else { hops.saturating_sub(1) }
}

fn sent(exchange: &Exchange, name: &[u8]) -> Option<String> {
    exchange.request.headers.get(name).map(|value| text(&value))
}

fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

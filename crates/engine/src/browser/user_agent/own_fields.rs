//! The fields that a browser sets itself, whatever the page sets.

use super::UserAgent;
use crate::browser::mixed_content::is_trustworthy;
use crate::browser::request::RequestMode;
use crate::browser::verdict::Verdict;
use crate::exchange::Exchange;
use crate::origin::Origin;

const OWN_FIELDS: [&str; 6] = ["accept", "accept-encoding", "accept-language", "connection", "host", "user-agent"];

const FETCH_METADATA: [&str; 3] = ["sec-fetch-dest", "sec-fetch-mode", "sec-fetch-site"];

/// The client hints that go along to every secure origin.
const CLIENT_HINTS: [&str; 3] = ["sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"];

impl UserAgent {
    /// Whether a request of a fetch carries a field of that name, in lower case, that the browser sets itself. `place` is
    /// that of the exchange in [`Verdict::exchanges`].
    pub fn sends_itself(&self, name: &[u8], verdict: &Verdict, place: usize) -> bool {
        let Some(Exchange { request, .. }) = verdict.exchanges.get(place) else { return false };
        let is_told = is_trustworthy(&request.url);
        if CLIENT_HINTS.iter().any(|hint| hint.as_bytes() == name) {
            return self.sends_client_hints && is_told && !request.is_preflight;
        }
        if FETCH_METADATA.iter().any(|field| field.as_bytes() == name) {
            let is_lost = || {
                let has_passed = request.is_preflight && verdict.record.has_passed_service_worker;
                has_passed || !is_trustworthy(&verdict.record.url) || follows_cross_origin(verdict, place)
            };
            let is_taken = self.redirects_take_fetch_metadata && is_lost();
            let is_always_there = request.is_preflight && name == b"sec-fetch-mode" && self.preflights_tell_their_mode;
            return !is_taken && (is_told || is_always_there);
        }
        OWN_FIELDS.iter().any(|own| own.as_bytes() == name)
    }
}

/// Whether in CORS mode a redirect led the request, which is not a preflight, from one origin to another.
fn follows_cross_origin(verdict: &Verdict, place: usize) -> bool {
    let origin = |exchange: &Exchange| Origin::of_url(&exchange.request.url);
    let exchanges = verdict.exchanges.get(..=place).unwrap_or_default();
    let mut requests = exchanges.iter().rev().filter(|exchange| !exchange.request.is_preflight);
    let is_request = exchanges.last().is_some_and(|exchange| !exchange.request.is_preflight);
    let Some(last) = requests.next().filter(|_| is_request && verdict.record.mode == RequestMode::Cors) else {
        return false;
    };
    // A redirect that was kept is none of the exchanges.
    let before = requests.next().map_or_else(|| Origin::of_url(&verdict.record.url), origin);
    !origin(last).same_origin(&before)
}

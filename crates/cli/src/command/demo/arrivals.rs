//! Which requests reached the gateway and the API, for each call of the page: how the page knows that a request was
//! sent although its answer was blocked.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use http::{HeaderMap, Method, Uri, header};

/// What the demo calls itself when it asks its own servers.
pub const PREDICTION_AGENT: &str = concat!("preflight-demo/", env!("CARGO_PKG_VERSION"));

/// The query parameter that keeps each call apart from every other, and from every cache.
pub const CALL_PARAMETER: &str = "call";

/// So many requests are remembered. A run of the whole page makes about a hundred.
const ARRIVALS_LIMIT: usize = 2048;

/// A call's name has at most this many characters; the page's own have about twenty.
const CALL_LIMIT: usize = 40;

/// The requests that came, oldest first.
#[derive(Default)]
pub struct Arrivals {
    arrivals: Mutex<VecDeque<Arrival>>,
}

/// Where a request arrived. Closed: the demo has no other server that a call can reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Gateway,
    /// The API, or the one with hand-written CORS.
    Api,
}

/// The requests that belong to one call.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct OfCall {
    /// Those that the prediction sent.
    pub prediction: Methods,
    /// Those that the browser sent.
    pub browser: Methods,
}

/// The methods of requests, in the order they came.
#[derive(Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Methods {
    pub gateway: Vec<String>,
    pub api: Vec<String>,
}

struct Arrival {
    place: Place,
    call: String,
    asker: Asker,
    method: Method,
}

enum Asker {
    Prediction,
    Browser,
}

/// Whether a text may name a call.
pub fn is_call(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_plain && !text.is_empty() && text.len() <= CALL_LIMIT
}

impl Arrivals {
    /// Notes a request, if it belongs to a call.
    pub fn note(&self, place: Place, method: &Method, uri: &Uri, headers: &HeaderMap) {
        let Some(call) = call_of(uri) else { return };
        let asker = match headers.get(header::USER_AGENT) {
            Some(agent) if agent == PREDICTION_AGENT => Asker::Prediction,
            _ => Asker::Browser,
        };
        let mut arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        if arrivals.len() == ARRIVALS_LIMIT {
            arrivals.pop_front();
        }
        arrivals.push_back(Arrival { place, call: call.to_owned(), asker, method: method.clone() });
    }

    /// What came for a call.
    pub fn of_call(&self, call: &str) -> OfCall {
        let arrivals = self.arrivals.lock().unwrap_or_else(PoisonError::into_inner);
        let mut of_call = OfCall::default();
        for arrival in arrivals.iter().filter(|arrival| arrival.call == call) {
            let methods = match arrival.asker {
                Asker::Prediction => &mut of_call.prediction,
                Asker::Browser => &mut of_call.browser,
            };
            let methods = match arrival.place {
                Place::Gateway => &mut methods.gateway,
                Place::Api => &mut methods.api,
            };
            methods.push(arrival.method.to_string());
        }
        of_call
    }
}

fn call_of(uri: &Uri) -> Option<&str> {
    let parameters = uri.query()?.split('&').filter_map(|parameter| parameter.split_once('='));
    parameters.filter(|(name, call)| *name == CALL_PARAMETER && is_call(call)).map(|(_, call)| call).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_counts_for_its_call_and_its_asker() {
        let arrivals = Arrivals::default();
        let mut prediction = HeaderMap::new();
        prediction.insert(header::USER_AGENT, PREDICTION_AGENT.parse().unwrap());
        let put = Uri::from_static("/todos/1?call=a-1");
        let browser = HeaderMap::new();
        arrivals.note(Place::Gateway, &Method::OPTIONS, &put, &prediction);
        arrivals.note(Place::Gateway, &Method::OPTIONS, &put, &browser);
        arrivals.note(Place::Api, &Method::PUT, &put, &browser);
        arrivals.note(Place::Gateway, &Method::PUT, &put, &browser);
        arrivals.note(Place::Api, &Method::GET, &Uri::from_static("/todos?call=a-2"), &browser);
        arrivals.note(Place::Api, &Method::GET, &Uri::from_static("/favicon.ico"), &browser);
        let of_call = arrivals.of_call("a-1");
        assert_eq!(of_call.prediction, Methods { gateway: vec!["OPTIONS".to_owned()], api: vec![] });
        assert_eq!(of_call.browser.gateway, ["OPTIONS", "PUT"]);
        assert_eq!(of_call.browser.api, ["PUT"]);
    }

    #[test]
    fn the_oldest_request_is_forgotten_first() {
        let arrivals = Arrivals::default();
        for call in 0..=ARRIVALS_LIMIT {
            let uri = format!("/todos?call={call}").parse().unwrap();
            arrivals.note(Place::Api, &Method::GET, &uri, &HeaderMap::new());
        }
        assert_eq!(arrivals.of_call("0"), OfCall::default());
        assert_eq!(arrivals.of_call("1").browser.api, ["GET"]);
    }

    #[test]
    fn a_call_has_a_short_plain_name() {
        let too_long = "a".repeat(CALL_LIMIT + 1);
        let cases = [("a-1", true), ("", false), ("a b", false), ("a&b", false), (too_long.as_str(), false)];
        for (text, expected) in cases {
            assert_eq!(is_call(text), expected, "{text}");
        }
    }
}

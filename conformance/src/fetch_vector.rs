//! One fetch with scripted answers, and what the Fetch standard makes of it: `wpt.json` and `spec.json`.

mod observed;

use std::collections::BTreeSet;
use std::time::Duration;

use preflight_engine::browser::{Browser, Fetch, FetchRequest, UserAgent, Verdict};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use serde::Deserialize;

use self::observed::Observed;
use crate::corpus::Answer;
use crate::page_request::PageRequest;

/// A vector of `wpt.json` or `spec.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchVector {
    /// Where it comes from; no two are alike.
    pub source: String,
    request: PageRequest,
    preflight_expected: bool,
    preflight_response: Option<Answer>,
    /// One for each of `responses`, where more than one hop asks first.
    preflights: Option<Vec<Option<Answer>>>,
    responses: Vec<Answer>,
    expect: Expectation,
    #[serde(rename = "provenance")]
    _provenance: String,
    #[serde(rename = "note")]
    _note: Option<String>,
    /// Where browsers are known to depart from the standard.
    #[serde(rename = "browsers")]
    _browsers: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Expectation {
    outcome: String,
    /// `Access-Control-Request-Headers` of the first preflight; empty where the field is absent.
    acrh: Option<String>,
    origin_headers: Option<Vec<Option<String>>>,
    visible_headers: Option<BTreeSet<String>>,
    status: Option<u16>,
    reason: Option<String>,
    failed_hop: Option<usize>,
}

impl FetchVector {
    /// Runs the fetch by the standard. Each line is one disagreement.
    pub fn disagreements(&self) -> Vec<String> {
        let observed = match self.request.to_fetch_request() {
            Ok(request) => Observed::of(&self.run(request)),
            Err(error) => Observed::of_throw(&error),
        };
        self.compare(&observed)
    }

    fn run(&self, request: FetchRequest) -> Verdict {
        let mut browser = Browser::new(UserAgent::STANDARD);
        let mut hop = 0;
        Fetch::start(request, &mut browser, Duration::ZERO).run_to_end(|head| {
            let answer = self.answer(head, hop);
            hop += usize::from(!head.is_preflight);
            (answer, Duration::ZERO)
        })
    }

    fn answer(&self, head: &RequestHead, hop: usize) -> Result<ResponseHead, NetworkFailure> {
        let answer = match (&self.preflights, head.is_preflight) {
            (_, false) => self.responses.get(hop),
            (Some(preflights), true) => preflights.get(hop).and_then(Option::as_ref),
            (None, true) => self.preflight_response.as_ref(),
        };
        answer.map(ResponseHead::from).ok_or(NetworkFailure::ConnectionRefused)
    }

    fn compare(&self, observed: &Observed) -> Vec<String> {
        let expect = &self.expect;
        let mut lines = Vec::new();
        differ(&mut lines, "outcome", &expect.outcome, &observed.outcome);
        differ(&mut lines, "preflight", &self.preflight_expected, &observed.preflight);
        if let Some(requested_headers) = &expect.acrh {
            let expected = Some(requested_headers.clone()).filter(|names| !names.is_empty());
            differ(&mut lines, "requested headers", &expected, &observed.requested_headers);
        }
        if let Some(origins) = &expect.origin_headers {
            differ(&mut lines, "Origin of each hop", origins, &observed.origins);
        }
        if let Some(names) = &expect.visible_headers {
            differ(&mut lines, "visible headers", &Some(names.clone()), &observed.visible_headers);
        }
        if expect.status.is_some() {
            differ(&mut lines, "status", &expect.status, &observed.status);
        }
        if expect.reason.is_some() || observed.reason.is_some() {
            differ(&mut lines, "reason", &expect.reason, &observed.reason);
            differ(&mut lines, "failed hop", &expect.failed_hop, &observed.failed_hop);
        }
        lines
    }
}

fn differ<T: PartialEq + std::fmt::Debug>(lines: &mut Vec<String>, what: &str, expected: &T, observed: &T) {
    if expected != observed {
        lines.push(format!("{what}: expected {expected:?}, is {observed:?}"));
    }
}

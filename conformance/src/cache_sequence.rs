//! Fetches one after another in one browser, and which of them ask first: `cache.json`.

use std::time::Duration;

use preflight_engine::browser::{Browser, Fetch, UserAgent};
use preflight_engine::exchange::{RequestHead, ResponseHead};
use serde::Deserialize;

use crate::corpus::Answer;
use crate::page_request::PageRequest;

/// A sequence of `cache.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CacheSequence {
    /// Where it comes from.
    pub source: String,
    steps: Vec<CacheStep>,
    /// The browser's own limit, in seconds.
    max_age_cap: Option<u64>,
    #[serde(rename = "note")]
    _note: Option<String>,
    /// Where browsers are known to depart from the standard.
    #[serde(rename = "browsers")]
    _browsers: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct CacheStep {
    /// Seconds since the first.
    at: u64,
    request: PageRequest,
    preflight_response: Answer,
    preflight_sent: bool,
    #[serde(default = "yes")]
    actual_ok: bool,
}

fn yes() -> bool {
    true
}

impl CacheSequence {
    /// Runs the sequence by the standard. Each line is one disagreement.
    pub fn disagreements(&self) -> Vec<String> {
        let mut browser = Browser::new(match self.max_age_cap {
            Some(seconds) => UserAgent::STANDARD.with_max_age_cap(Duration::from_secs(seconds)),
            None => UserAgent::STANDARD,
        });
        let runs = self.steps.iter().map(|step| (step, step.sends_preflight(&mut browser)));
        runs.filter(|(step, sent)| step.preflight_sent != *sent)
            .map(|(step, sent)| format!("at {} s: preflight expected {}, is {sent}", step.at, step.preflight_sent))
            .collect()
    }
}

impl CacheStep {
    fn sends_preflight(&self, browser: &mut Browser) -> bool {
        let now = Duration::from_secs(self.at);
        let request = self.request.to_fetch_request().unwrap_or_else(|error| panic!("{error}"));
        let verdict = Fetch::start(request, browser, now).run_to_end(|head| {
            let answer = if head.is_preflight { (&self.preflight_response).into() } else { self.actual(head) };
            (Ok(answer), now)
        });
        verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight)
    }

    /// The sequences leave the response itself open: it is shared with whoever asks, or with nobody.
    fn actual(&self, head: &RequestHead) -> ResponseHead {
        let origin = head.headers.get(b"origin").filter(|_| self.actual_ok);
        let allow_origin = origin.map(|origin| ("Access-Control-Allow-Origin", origin));
        let allow_credentials = ("Access-Control-Allow-Credentials", b"true".to_vec());
        ResponseHead { status: 200, headers: allow_origin.into_iter().chain([allow_credentials]).collect() }
    }
}

//! What a browser will do with a call: the engine's browser half over the real wire, explained.

mod wire;

use std::time::{Duration, Instant};

use preflight_diagnosis::{Case, NoNetwork, judge};
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, Fetch, FetchRequest, FilteredResponse, Outcome, UserAgent, Verdict};
use preflight_engine::exchange::NetworkFailure;
use preflight_engine::page_call::PageCall;
use preflight_probe::{Probe, ProbeOptions};
use preflight_rules::{Evidence, ExchangeId, Side};
use serde_json::{Value, json};

use super::api::SESSION_COOKIE;
use super::arrivals::PREDICTION_AGENT;
use super::listeners::Origins;
use super::scenario::Scenario;

/// The servers are in this process; whatever takes longer is not going to come.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Asks the demo's servers what a browser would ask.
pub struct Predictor {
    probe: Probe,
}

impl Predictor {
    /// A predictor with limits for servers that are near.
    pub fn new() -> Self {
        Self {
            probe: Probe::new(ProbeOptions {
                exchange_timeout: TIMEOUT,
                max_body_bytes: 0,
                user_agent: PREDICTION_AGENT.to_owned(),
                ..ProbeOptions::default()
            }),
        }
    }

    /// Predicts one call, as the page reads it. It blocks the thread.
    pub fn predict(&self, scenario: &Scenario, origins: &Origins, call: &str) -> Result<Value, String> {
        let page = Origin::parse(&origins.page).map_err(|error| error.to_string())?;
        let url = scenario.url(origins, call).map_err(|error| error.to_string())?;
        let request = scenario.fetch_request(page, url).map_err(|error| error.to_string())?;
        let body = scenario.init.body.map(str::as_bytes);
        let started = Instant::now();
        let mut browser = Browser::new(UserAgent::STANDARD);
        let verdict = Fetch::start(request.clone(), &mut browser, Duration::ZERO).run_to_end(|head| {
            let mut head = head.clone();
            if head.includes_credentials {
                head.headers.append("Cookie", SESSION_COOKIE);
            }
            // A head that cannot be written is none that the engine makes.
            let answer = self.probe.exchange(&head, body).map(|exchanged| exchanged.answer);
            (answer.unwrap_or(Err(NetworkFailure::InvalidResponse)), started.elapsed())
        });
        Ok(explain(&request, &verdict))
    }
}

/// The verdict, the evidence, and why.
pub fn explain(request: &FetchRequest, verdict: &Verdict) -> Value {
    let call = PageCall::default();
    let case = Case::new(&call, request, verdict);
    let finding = judge(case, &mut NoNetwork).findings.into_iter().next();
    let evidence =
        finding.as_ref().and_then(|finding| finding.evidence.first().cloned()).or_else(|| good_evidence(verdict));
    json!({
        "verdict": word(verdict),
        "blocked": verdict.blocked().map(|blocked| {
            let step = blocked.reason.standard_step();
            json!({
                "reason": blocked.reason.name(),
                "stage": blocked.stage.name(),
                "message": blocked.reason.to_string(),
                "step": { "section": step.section, "url": step.url },
            })
        }),
        "finding": finding.map(|finding| json!({
            "code": finding.rule.code,
            "cause": finding.rule.name,
            "message": finding.message,
        })),
        "visible": visible(verdict),
        "exchanges": verdict.exchanges.iter().map(wire::exchange).collect::<Vec<_>>(),
        "evidence": evidence.as_ref().map(wire::evidence),
    })
}

/// The verdict in one word.
pub fn word(verdict: &Verdict) -> &'static str {
    match verdict.outcome {
        Outcome::SameOrigin(_) | Outcome::Shared(_) => "allowed",
        Outcome::Opaque | Outcome::OpaqueRedirect(_) => "opaque",
        Outcome::Blocked(_) => "blocked",
    }
}

/// What the page sees of the response.
fn visible(verdict: &Verdict) -> Value {
    match &verdict.outcome {
        Outcome::SameOrigin(response) | Outcome::Shared(response) | Outcome::OpaqueRedirect(response) => {
            json!({ "status": response.status, "headers": visible_headers(response) })
        }
        Outcome::Opaque => json!({ "status": 0, "headers": [] }),
        Outcome::Blocked(_) => Value::Null,
    }
}

/// The fields as `Headers` iterates them: in lower case, sorted, combined.
fn visible_headers(response: &FilteredResponse) -> Vec<(String, String)> {
    let mut names: Vec<_> = response.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    names.dedup();
    let value = |name: &[u8]| response.headers.get(name).unwrap_or_default();
    names.iter().map(|name| (wire::text(name), wire::text(&value(name)))).collect()
}

/// The line by which the page gets the response.
fn good_evidence(verdict: &Verdict) -> Option<Evidence> {
    let exchange = verdict.exchanges.len().checked_sub(1)?;
    matches!(verdict.outcome, Outcome::Shared(_)).then(|| Evidence::Exchange {
        exchange: ExchangeId(exchange),
        side: Side::Response,
        field: Some("access-control-allow-origin"),
        note: "this page may read the answer".to_owned(),
    })
}

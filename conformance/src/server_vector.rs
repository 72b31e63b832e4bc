//! What eleven server implementations answered, in terms of any server: `servers/*.json`.
//!
//! Only the portable part is kept: a vector is left out where the peer departs from what its policy says, or where the
//! policy is one that preflight cannot say. `corpus/README.md` has the rules.

mod fields;
mod policy;
mod replay;

use http::{HeaderMap, Method};
use preflight_engine::server::{CorsRequest, Decision, OwnOrigin, Policy, PolicyErrors};
use serde::Deserialize;

use self::fields::{Fields, Lines, header_map};
use self::policy::PeerPolicy;
use self::replay::Question;

/// A vector of `servers/*.json`. Fields that only a replay of the peer needs are not read.
#[derive(Debug, Deserialize)]
pub struct ServerVector {
    /// Where it comes from.
    pub source: String,
    policy: Option<PeerPolicy>,
    request: PeerRequest,
    handler: Option<PeerAnswer>,
    peer_specific: bool,
    browser: Option<BrowserVerdicts>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PeerRequest {
    method: String,
    #[serde(rename = "path")]
    _path: String,
    headers: Fields,
}

#[derive(Debug, Deserialize)]
struct PeerAnswer {
    #[serde(default)]
    headers: Fields,
}

/// Whether a browser takes the peer's answer, by credentials mode.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct BrowserVerdicts {
    omit: BrowserVerdict,
    include: BrowserVerdict,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum BrowserVerdict {
    Pass,
    Fail,
}

/// How a vector came out.
pub enum Portability {
    /// It speaks about the peer, or about a policy that preflight cannot say.
    LeftOut,
    /// preflight takes the policy for a mistake.
    PolicyRefused(PolicyErrors),
    /// It was judged. Each line is one disagreement.
    Judged(Vec<String>),
}

impl ServerVector {
    /// Judges preflight's answer by what a browser makes of it.
    pub fn judge(&self) -> Portability {
        let Some((policy, question, verdicts)) = self.portable() else { return Portability::LeftOut };
        match Policy::new(&policy.to_config()) {
            Ok(policy) => Portability::Judged(self.disagreements(&policy, &question, verdicts)),
            Err(errors) => Portability::PolicyRefused(errors),
        }
    }

    fn portable(&self) -> Option<(&PeerPolicy, Question<'_>, BrowserVerdicts)> {
        let policy = self.policy.as_ref().filter(|_| !self.peer_specific)?;
        let Some(Lines::One(origin)) = self.request.headers.get("origin") else { return None };
        let requested_headers = match self.request.headers.get("access-control-request-headers") {
            Some(lines) => lines.iter().collect(),
            None => Vec::new(),
        };
        let requested_method = match self.request.headers.get("access-control-request-method") {
            Some(Lines::One(method)) if self.request.method == "OPTIONS" => Some(method.as_str()),
            _ => None,
        };
        let question = Question { origin, method: &self.request.method, requested_method, requested_headers };
        (policy.is_portable() && !(policy.wildcards_request_headers() && question.asks_for_authorization()))
            .then_some((policy, question, self.browser?))
    }

    fn disagreements(&self, policy: &Policy, question: &Question<'_>, verdicts: BrowserVerdicts) -> Vec<String> {
        let request = header_map(&self.request.headers);
        let method = Method::from_bytes(self.request.method.as_bytes()).expect("the vectors' methods are tokens");
        let decision = policy.decide(CorsRequest::classify(&method, &request, OwnOrigin::default()));
        let (status, answer) = self.perform(decision);

        let mut lines = Vec::new();
        for (include, verdict) in [(false, verdicts.omit), (true, verdicts.include)] {
            let is_taken = question.is_taken(include, status, &answer);
            if is_taken != (verdict == BrowserVerdict::Pass) {
                lines.push(format!(
                    "include {include}: expected {verdict:?}, is taken: {is_taken} ({status}, {answer:?})"
                ));
            }
        }
        if method != Method::OPTIONS && depends_on_origin(&answer) && !varies_by_origin(&answer) {
            lines.push(format!("Vary does not name Origin: {answer:?}"));
        }
        let is_origin_refused = decision.refusal().is_some_and(|refusal| refusal.is_of_origin());
        if is_origin_refused && answer.keys().any(|name| name.as_str().starts_with("access-control-")) {
            lines.push(format!("a refused origin learns something: {answer:?}"));
        }
        lines
    }

    /// The response that reaches the client, with the handler's own fields where the handler runs.
    fn perform(&self, decision: Decision<'_>) -> (u16, HeaderMap) {
        match decision {
            Decision::Answer(answer) => (answer.status(), answer.into_headers()),
            Decision::Forward(forward) => {
                let mut headers =
                    self.handler.as_ref().map_or_else(HeaderMap::new, |answer| header_map(&answer.headers));
                forward.edits().apply(&mut headers);
                (200, headers)
            }
        }
    }
}

fn depends_on_origin(answer: &HeaderMap) -> bool {
    answer.get(http::header::ACCESS_CONTROL_ALLOW_ORIGIN).is_none_or(|value| value != "*")
}

fn varies_by_origin(answer: &HeaderMap) -> bool {
    let lines = answer.get_all(http::header::VARY).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
        .any(|element| element.trim_ascii().eq_ignore_ascii_case(b"origin"))
}

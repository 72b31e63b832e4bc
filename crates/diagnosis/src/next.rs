//! What comes next: the first fault is thought away, and the fetch goes on until the next one, so that nobody fixes one
//! fault to meet another.

use std::time::Duration;

use preflight_engine::browser::{BlockReason, Blocked, Browser, Fetch, Stage, Step, UserAgent, Verdict};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_recording::Purpose;
use preflight_rules::{Evidence, ExchangeId, Finding};

use crate::case::Case;
use crate::facts::Facts;
use crate::facts::heads::{ALLOW_ORIGIN, safe};
use crate::facts::wire::Wire;
use crate::judge::of_rule;
use crate::judged::{Judged, Role, Topic};
use crate::network::NoNetwork;
use crate::order::ORDER;

/// As many faults are looked for beyond the first.
const NEXT_FAULT_LIMIT: usize = 4;

/// What was thought away: the answer to this head is another one.
struct Fixed {
    request: RequestHead,
    response: ResponseHead,
}

/// Adds what comes next to the findings of a call that is blocked.
pub(crate) fn look_ahead(wire: &Wire<'_>, findings: &mut Vec<Finding>) {
    let Some(first) = findings.first() else { return };
    if wire.blocked().is_none() || of_rule(first.rule).is_some_and(|judge| judge.topic == Topic::Taint) {
        return;
    }
    let mut fixed: Vec<Fixed> = Vec::new();
    let mut verdict = wire.case.verdict.clone();
    for _ in 0..NEXT_FAULT_LIMIT {
        let Some(blocked) = verdict.blocked().cloned() else { return };
        let Some(answer) = fix(&verdict, &blocked) else { return };
        fixed.retain(|earlier| earlier.request != answer.request);
        fixed.push(answer);
        let Some(next) = run(wire, &fixed) else { return };
        verdict = next;
        tell(wire, &verdict, &fixed, findings);
    }
}

/// The fetch once more, over what was heard, what was fixed and what is asked now.
fn run(wire: &Wire<'_>, fixed: &[Fixed]) -> Option<Verdict> {
    let mut browser = Browser::new(UserAgent::STANDARD);
    let mut step = Fetch::start(wire.case.request.clone(), &mut browser, Duration::ZERO);
    loop {
        step = match step {
            Step::Done(verdict) => return Some(verdict),
            Step::Send { head, awaiting } => match answer(wire, fixed, &head)? {
                Ok(response) => awaiting.receive(response, Duration::ZERO),
                Err(failure) => awaiting.fail(failure, Duration::ZERO),
            },
        };
    }
}

fn answer(wire: &Wire<'_>, fixed: &[Fixed], head: &RequestHead) -> Option<Result<ResponseHead, NetworkFailure>> {
    if let Some(fixed) = fixed.iter().find(|fixed| fixed.request == *head) {
        return Some(Ok(fixed.response.clone()));
    }
    let heard = wire.case.verdict.exchanges.iter().find(|exchange| exchange.request == *head);
    if let Some(heard) = heard {
        return Some(heard.answer.clone());
    }
    let probe = safe(head);
    // A stand-in says nothing of what was not sent.
    if probe.method != head.method {
        return None;
    }
    if let Some((_, exchange)) = wire.recorded(|request| is_same(request, &probe)) {
        return Some(exchange.answer);
    }
    wire.ask(Purpose::Next, probe).known().map(|heard| Ok(heard.head))
}

/// Whether a server cannot tell them apart.
fn is_same(one: &RequestHead, other: &RequestHead) -> bool {
    one.url == other.url && one.method == other.method && one.headers == other.headers
}

/// The answer without its first fault; none if no header would fix it.
fn fix(verdict: &Verdict, blocked: &Blocked) -> Option<Fixed> {
    let exchange = verdict.evidence()?;
    let mut response = exchange.answer.as_ref().ok()?.clone();
    let sent = |name: &[u8]| exchange.request.headers.get(name).unwrap_or_default();
    let names_methods = response.headers.contains(b"access-control-allow-methods");
    let origin = sent(b"origin");
    if origin == b"null" {
        return None;
    }
    match &blocked.reason {
        BlockReason::MissingAllowOrigin if blocked.stage == Stage::Preflight && !names_methods => {
            fix_preflight(&mut response, origin, &sent);
        }
        BlockReason::PreflightStatus { .. } | BlockReason::PreflightRedirect { .. } => {
            fix_preflight(&mut response, origin, &sent);
        }
        BlockReason::MissingAllowOrigin
        | BlockReason::WildcardOriginWithCredentials
        | BlockReason::MultipleAllowOrigin { .. }
        | BlockReason::AllowOriginMismatch { .. } => {
            set(&mut response, ALLOW_ORIGIN, origin);
            if blocked.stage == Stage::Preflight && !response.has_ok_status() {
                response.status = 204;
            }
        }
        BlockReason::AllowCredentialsNotTrue { .. } => {
            set(&mut response, "access-control-allow-credentials", b"true".to_vec())
        }
        BlockReason::MethodNotAllowed { .. } | BlockReason::InvalidAllowMethods { .. } => {
            set(&mut response, "access-control-allow-methods", sent(b"access-control-request-method"));
        }
        BlockReason::HeaderNotAllowed { .. } | BlockReason::InvalidAllowHeaders { .. } => {
            set(&mut response, "access-control-allow-headers", sent(b"access-control-request-headers"));
        }
        _ => return None,
    }
    Some(Fixed { request: exchange.request.clone(), response })
}

fn set(response: &mut ResponseHead, name: &str, value: Vec<u8>) {
    response.headers.delete(name.as_bytes());
    response.headers.append(name, value);
}

/// An answer to a preflight as it should be.
fn fix_preflight(response: &mut ResponseHead, origin: Vec<u8>, sent: &impl Fn(&[u8]) -> Vec<u8>) {
    response.status = 204;
    for (name, value) in [
        ("location", Vec::new()),
        (ALLOW_ORIGIN, origin),
        ("access-control-allow-credentials", b"true".to_vec()),
        ("access-control-allow-methods", sent(b"access-control-request-method")),
        ("access-control-allow-headers", sent(b"access-control-request-headers")),
    ] {
        response.headers.delete(name.as_bytes());
        if !value.is_empty() {
            response.headers.append(name, value);
        }
    }
}

/// Tells a fault that was hidden by those before it.
fn tell(wire: &Wire<'_>, verdict: &Verdict, fixed: &[Fixed], findings: &mut Vec<Finding>) {
    let Some(exchange) = verdict.evidence() else { return };
    let is_redirect_hop = fixed.iter().any(|fixed| fixed.request == exchange.request);
    let Some(finding) = first_of(wire, verdict) else { return };
    if findings.iter().any(|told| told.rule == finding.rule || follows(told, &finding)) {
        return;
    }
    let is_covered = findings.first().is_some_and(|first| covers(first, &finding));
    if is_covered && !is_redirect_hop {
        return;
    }
    let place = place(wire, &exchange.request);
    let evidence = finding.evidence.iter().filter_map(|evidence| match evidence {
        Evidence::Exchange { side, field, note, .. } => {
            Some(Evidence::Exchange { exchange: place?, side: *side, field: *field, note: note.clone() })
        }
        other => Some(other.clone()),
    });
    let evidence = evidence.collect();
    findings.push(Finding { evidence, ..finding });
}

/// The first cause of another end, as its exchanges alone tell it.
fn first_of(wire: &Wire<'_>, verdict: &Verdict) -> Option<Finding> {
    let case = Case { verdict, upstream: None, console: None, source: None, ..wire.case };
    let mut silent = NoNetwork;
    let facts = Facts::Wire(Box::new(Wire::new(case, &mut silent)));
    ORDER.iter().filter(|judge| judge.role == Role::Cause).find_map(|judge| match (judge.judge)(&facts) {
        Judged::Yes(finding) => Some(finding),
        Judged::No | Judged::Unknown(_) => None,
    })
}

fn topic(finding: &Finding) -> Option<Topic> {
    of_rule(finding.rule).map(|judge| judge.topic)
}

/// Whether the fix of the first is a list, or a place for CORS, that covers the whole server.
fn covers(first: &Finding, next: &Finding) -> bool {
    let is_of_origins =
        matches!(topic(first), Some(Topic::Origins | Topic::Silence | Topic::Preflights | Topic::Credentials));
    is_of_origins && matches!(topic(next), Some(Topic::Silence))
}

/// Whether the second is the first, seen at another exchange.
fn follows(first: &Finding, next: &Finding) -> bool {
    matches!(
        (topic(first), topic(next)),
        (Some(Topic::Redirect), Some(Topic::Redirect | Topic::Silence))
            | (Some(Topic::Status), Some(Topic::Status))
            | (Some(Topic::Taint), _)
    )
}

/// Where a request stands among the exchanges that are reported.
fn place(wire: &Wire<'_>, request: &RequestHead) -> Option<ExchangeId> {
    let probe = safe(request);
    let found = wire.recorded(|own| own == request).or_else(|| wire.recorded(|own| is_same(own, &probe)));
    found.map(|(id, _)| id)
}

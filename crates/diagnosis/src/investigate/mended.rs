//! What comes next: the first fault is thought away, and the fetch goes on until the next one, so that nobody mends one
//! fault to meet another.

use std::time::Duration;

use preflight_engine::browser::{BlockReason, Blocked, Browser, Fetch, Stage, Step, UserAgent, Verdict};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};

use super::head::{ALLOW_ORIGIN, safe};
use super::{Inquiry, Purpose};
use crate::cause::Cause;
use crate::diagnose::diagnose;
use crate::finding::{Evidence, Finding};

/// As many faults are looked for beyond the first.
const LIMIT: usize = 4;

/// What was thought away: the answer to this head is another one.
struct Mended {
    request: RequestHead,
    response: ResponseHead,
}

pub(super) fn look_ahead(inquiry: &mut Inquiry<'_>) {
    let mut mended: Vec<Mended> = Vec::new();
    let mut verdict = inquiry.case.verdict.clone();
    for _ in 0..LIMIT {
        let Some(blocked) = verdict.blocked().cloned() else { return };
        let Some(fixed) = mend(&verdict, &blocked) else { return };
        mended.retain(|earlier| earlier.request != fixed.request);
        mended.push(fixed);
        let Some(next) = run(inquiry, &mended) else { return };
        verdict = next;
        tell(inquiry, &verdict, &mended);
    }
}

/// The fetch once more, over what was heard, what was mended and what is asked now.
fn run(inquiry: &mut Inquiry<'_>, mended: &[Mended]) -> Option<Verdict> {
    let mut browser = Browser::new(UserAgent::STANDARD);
    let mut step = Fetch::start(inquiry.case.request.clone(), &mut browser, Duration::ZERO);
    loop {
        step = match step {
            Step::Done(verdict) => return Some(verdict),
            Step::Send { head, awaiting } => match answer(inquiry, mended, &head)? {
                Ok(response) => awaiting.receive(response, Duration::ZERO),
                Err(failure) => awaiting.fail(failure, Duration::ZERO),
            },
        };
    }
}

fn answer(
    inquiry: &mut Inquiry<'_>,
    mended: &[Mended],
    head: &RequestHead,
) -> Option<Result<ResponseHead, NetworkFailure>> {
    if let Some(mended) = mended.iter().find(|mended| mended.request == *head) {
        return Some(Ok(mended.response.clone()));
    }
    let heard = inquiry.case.verdict.exchanges.iter().find(|exchange| exchange.request == *head);
    if let Some(heard) = heard {
        return Some(heard.answer.clone());
    }
    let probe = safe(head);
    let asked = inquiry.investigation.probes.iter().find(|(_, exchange)| is_same(&exchange.request, &probe));
    if let Some((_, exchange)) = asked {
        return Some(exchange.answer.clone());
    }
    inquiry.ask(Purpose::Next, probe).map(|heard| Ok(heard.head))
}

/// Whether a server cannot tell them apart.
fn is_same(one: &RequestHead, other: &RequestHead) -> bool {
    one.url == other.url && one.method == other.method && one.headers == other.headers
}

/// The answer without its first fault; none if no header would mend it.
fn mend(verdict: &Verdict, blocked: &Blocked) -> Option<Mended> {
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
            mend_preflight(&mut response, origin, &sent);
        }
        BlockReason::PreflightStatus { .. } | BlockReason::PreflightRedirect { .. } => {
            mend_preflight(&mut response, origin, &sent);
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
    Some(Mended { request: exchange.request.clone(), response })
}

fn set(response: &mut ResponseHead, name: &str, value: Vec<u8>) {
    response.headers.delete(name.as_bytes());
    response.headers.append(name, value);
}

/// An answer to a preflight as it should be.
fn mend_preflight(response: &mut ResponseHead, origin: Vec<u8>, sent: &impl Fn(&[u8]) -> Vec<u8>) {
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
fn tell(inquiry: &mut Inquiry<'_>, verdict: &Verdict, mended: &[Mended]) {
    let Some(exchange) = verdict.evidence() else { return };
    let is_redirect_hop = mended.iter().any(|mended| mended.request == exchange.request);
    for finding in diagnose(verdict) {
        let is_told = inquiry
            .investigation
            .findings
            .iter()
            .any(|told| told.cause == finding.cause || follows(told.cause, finding.cause));
        let is_of_the_origin =
            |cause| matches!(cause, Cause::NoAllowOrigin | Cause::OriginMismatch | Cause::PreflightOnly);
        let first = inquiry.investigation.findings.first().map(|first| first.cause);
        let is_same_mend = !is_redirect_hop && is_of_the_origin(finding.cause) && first.is_some_and(is_origin_cause);
        if is_told || is_same_mend {
            continue;
        }
        let evidence = place(inquiry, &exchange.request).and_then(|place| {
            finding.evidence.as_ref().map(|evidence| Evidence { exchange: place, ..evidence.clone() })
        });
        inquiry.add(Finding { evidence, ..finding });
    }
}

/// Causes whose mend is a list or a header that covers the whole server.
fn is_origin_cause(cause: Cause) -> bool {
    matches!(
        cause,
        Cause::NoAllowOrigin
            | Cause::OriginMismatch
            | Cause::AnsweredBeforeCors
            | Cause::OptionsNotHandled
            | Cause::AllowOriginDuplicated
            | Cause::AllowOriginListOrPattern
            | Cause::WildcardWithCredentials
            | Cause::CacheWithoutVary
            | Cause::FileOriginNull
            | Cause::ProxyStripsHeaders
    )
}

/// Whether the second is the first, seen at another exchange.
fn follows(first: Cause, second: Cause) -> bool {
    matches!(
        (first, second),
        (Cause::RedirectToLogin, Cause::RedirectWithoutCors | Cause::NoAllowOrigin)
            | (Cause::ProxyErrorWithoutCors, Cause::ErrorWithoutCors)
            | (Cause::RedirectWithoutCors | Cause::DevProxyMisused, Cause::NoAllowOrigin | Cause::PreflightOnly)
            | (Cause::RedirectTaintsOrigin, _)
    )
}

/// Where a request stands among the exchanges that are reported.
fn place(inquiry: &Inquiry<'_>, request: &RequestHead) -> Option<usize> {
    let exchanges = &inquiry.case.verdict.exchanges;
    let probe = safe(request);
    exchanges.iter().position(|exchange| exchange.request == *request).or_else(|| {
        let mut probes = inquiry.investigation.probes.iter();
        let place = probes.position(|(_, exchange)| is_same(&exchange.request, &probe))?;
        Some(exchanges.len() + place)
    })
}

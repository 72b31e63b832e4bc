//! [`judge`]: finds out what is wrong with a call.

use preflight_rules::{Certainty, Finding, Fix, Rule, Safety};

use crate::case::{Case, Judgement};
use crate::facts::Facts;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};
use crate::network::Network;
use crate::next;
use crate::notes;
use crate::order::ORDER;

/// Finds out what is wrong with a call: reads its exchanges, asks the network what they leave open, and stops when that is
/// certain.
///
/// The order of judgement is URL, reachability, redirect, status, preflight, the response, its headers, cookies, caches.
pub fn judge(case: Case<'_>, network: &mut dyn Network) -> Judgement {
    let wire = Wire::new(case, network);
    let facts = Facts::Wire(Box::new(wire));
    let mut findings = Vec::new();
    for judge in ORDER {
        if judge.role == Role::Cause && !may_follow(&findings, judge) {
            continue;
        }
        if let Judged::Yes(finding) = (judge.judge)(&facts) {
            findings.push(seconded(&findings, finding));
        }
    }
    let Facts::Wire(wire) = facts else { return Judgement::default() };
    if let Some(first) = findings.first_mut() {
        add_headers(first, &wire);
    }
    next::look_ahead(&wire, &mut findings);
    notes::take(&wire);
    let (recording, notes) = wire.into_parts();
    Judgement { findings, recording, notes }
}

/// Whether Access-Control headers fix what this rule finds, so that a server's configuration does.
pub fn is_fixed_by_headers(rule: &Rule) -> bool {
    use Topic::{Credentials, Lists, Origins, Preflights, Silence};
    of_rule(rule).is_some_and(|judge| matches!(judge.topic, Origins | Silence | Preflights | Lists | Credentials))
}

/// What usually fixes what a rule of calls finds, in one sentence; none for other rules.
pub fn usual_fix(rule: &Rule) -> Option<&'static str> {
    of_rule(rule).map(|judge| judge.fix)
}

/// Why it usually comes to what a rule of calls finds, in one sentence; none for other rules.
pub fn usual_reason(rule: &Rule) -> Option<&'static str> {
    of_rule(rule).map(|judge| judge.why)
}

/// How a rule is judged, if it is one of calls.
pub(crate) fn of_rule(rule: &Rule) -> Option<&'static Judge> {
    ORDER.iter().copied().find(|judge| judge.rule == rule)
}

/// Whether another cause may stand beside the first: one list may be unreadable and lack a name at once, and where the header
/// is missing after a good preflight, the origin may still be refused.
fn may_follow(findings: &[Finding], judge: &Judge) -> bool {
    let judges = findings.iter().filter_map(|finding| Some((finding, of_rule(finding.rule)?)));
    let mut causes = judges.filter(|(_, judge)| judge.role == Role::Cause);
    causes.all(|(finding, cause)| match (cause.topic, judge.topic) {
        (Topic::Lists, Topic::Lists) => true,
        // An error of the server is no less likely than that it refuses the origin.
        (Topic::Origins, Topic::Status) => finding.certainty == Certainty::Possible,
        (Topic::Silence, Topic::Origins) => finding.certainty != Certainty::Certain,
        _ => false,
    })
}

/// What stands second is no more certain than that the first may explain it.
fn seconded(findings: &[Finding], finding: Finding) -> Finding {
    let is_second = findings.iter().any(|first| {
        let topic = |finding: &Finding| of_rule(finding.rule).map(|judge| judge.topic);
        topic(first) == Some(Topic::Lists) && topic(&finding) == Some(Topic::Lists)
    });
    let certainty = if is_second { finding.certainty.max(Certainty::Likely) } else { finding.certainty };
    Finding { certainty, ..finding }
}

/// Writes down the headers that fix the first finding, where headers do.
fn add_headers(first: &mut Finding, wire: &Wire<'_>) {
    // A list that lacks a method that nobody knows cannot be written down.
    let is_known = wire.case.methods.is_empty();
    let Some(headers) = wire.headers_to_send().filter(|_| is_known && is_fixed_by_headers(first.rule)) else { return };
    if let Some(fix) = first.fixes.first_mut() {
        *fix = Fix { safety: Safety::ShownOnly, ..Fix::headers(std::mem::take(&mut fix.sentence), headers) };
    }
}

//! [`judge`]: finds out what is wrong with a call.

use preflight_engine::exchange::Exchange;
use preflight_recording::{Purpose, Recorded, Recording};
use preflight_rules::{Certainty, Evidence, ExchangeId, Finding, Rule, Side, named};

use crate::case::{Case, Judgement};
use crate::cause::Cause;
use crate::finding;
use crate::investigate::investigate;
use crate::network::Network;

/// Finds out what is wrong with a call: reads its exchanges, asks the network what they leave open, and stops when that is
/// certain.
///
/// The order of judgement is URL, reachability, redirect, status, preflight, the response, its headers, cookies, caches.
pub fn judge(case: Case<'_>, network: &mut dyn Network) -> Judgement {
    let investigation = investigate(case, network);
    let mut recording = Recording::default();
    let of_page = case.verdict.exchanges.iter().map(|exchange| (Purpose::Page, exchange.clone()));
    let asked: Vec<(Purpose, Exchange)> = of_page.chain(investigation.probes).collect();
    for (purpose, exchange) in asked {
        let body = network.body(&exchange.request);
        recording.push(Recorded { exchange, purpose, body });
    }
    let findings = investigation.findings.into_iter().map(converted).collect();
    Judgement { findings, recording, notes: investigation.notes }
}

/// Whether Access-Control headers fix what this rule finds, so that a server's configuration does.
pub fn is_fixed_by_headers(rule: &Rule) -> bool {
    Cause::from_name(rule.code).is_some_and(Cause::is_mended_by_headers)
}

pub(crate) fn rule_of(cause: Cause) -> &'static Rule {
    named(cause.id())[0]
}

pub(crate) fn converted(old: finding::Finding) -> Finding {
    let certainty = match old.certainty {
        finding::Certainty::Certain => Certainty::Certain,
        finding::Certainty::Likely => Certainty::Likely,
        finding::Certainty::Possible => Certainty::Possible,
    };
    let evidence = old.evidence.map(|evidence| Evidence::Exchange {
        exchange: ExchangeId(evidence.exchange),
        side: match evidence.side {
            finding::Side::Request => Side::Request,
            finding::Side::Response => Side::Response,
        },
        field: evidence.field,
        note: evidence.note,
    });
    Finding::new(rule_of(old.cause), certainty, old.message, old.fix).seen_in(evidence)
}

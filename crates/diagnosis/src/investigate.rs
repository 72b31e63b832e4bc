//! What the exchanges of a page's call leave open, asked of the server: which probes to send, in which order, and what
//! their answers say. It sends nothing itself: a [`Network`] does, and says when no more may be sent.

pub(crate) mod head;
mod refusal;
mod preflight_silence;
mod error_page;
mod redirected;
mod slips;
mod own_headers;
mod near_miss;
mod caches;
mod paths;
mod around;
mod cookies;
mod layers;
mod reach;
mod mended;

use preflight_engine::browser::Outcome;
use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};
pub(crate) use preflight_recording::Purpose;

use crate::case::Case;
use crate::cause::Cause;
use crate::diagnose::diagnose;
use crate::finding::{Certainty, Evidence, Finding, Side};
use crate::network::{Network, Probe};

/// What an investigation found.
#[derive(Clone, Debug, Default)]
pub struct Investigation {
    /// What is wrong, the most important first. Its evidence counts the verdict's exchanges first, then the probes.
    pub findings: Vec<Finding>,
    /// What was asked besides.
    pub probes: Vec<(Purpose, Exchange)>,
    /// What is no fault, and worth knowing.
    pub notes: Vec<String>,
}

/// Finds out what is wrong with a call: reads its exchanges, then asks what they leave open, and stops when that is
/// certain.
///
/// The order of judgement is URL, reachability, redirect, status, preflight, the response, its headers, cookies, caches.
pub fn investigate(case: Case<'_>, network: &mut dyn Network) -> Investigation {
    let mut inquiry = Inquiry { case, network, investigation: Investigation::default() };
    inquiry.investigation.findings = diagnose(case.verdict);
    match &case.verdict.outcome {
        Outcome::Blocked(blocked) => {
            // A layer that is known to be the cause leaves nothing to ask about.
            if !layers::compare(&mut inquiry) {
                refusal::look_closer(&mut inquiry, blocked);
            }
            mended::look_ahead(&mut inquiry);
            own_headers::mention(&mut inquiry);
        }
        Outcome::Shared(response) => {
            around::look_around(&mut inquiry, response);
            layers::compare(&mut inquiry);
        }
        Outcome::SameOrigin(_) | Outcome::Opaque | Outcome::OpaqueRedirect(_) => {}
    }
    inquiry.investigation
}

struct Inquiry<'a> {
    case: Case<'a>,
    network: &'a mut dyn Network,
    investigation: Investigation,
}

/// An answer, and which exchange it is in the order of [`Investigation::findings`].
struct Heard {
    place: usize,
    head: ResponseHead,
    body: Vec<u8>,
}

impl<'a> Inquiry<'a> {
    /// Asks; none if nothing may be sent, or if no response came.
    fn ask(&mut self, purpose: Purpose, request: RequestHead) -> Option<Heard> {
        let answer = self.network.ask(&Probe { purpose, request: request.clone() })?;
        let place = self.case.verdict.exchanges.len() + self.investigation.probes.len();
        self.investigation.probes.push((purpose, Exchange { request, answer: answer.head.clone() }));
        Some(Heard { place, head: answer.head.ok()?, body: answer.body })
    }

    /// The page's origin, as it was sent last.
    fn origin(&self) -> String {
        let sent =
            self.case.verdict.exchanges.iter().rev().find_map(|exchange| exchange.request.headers.get(b"origin"));
        sent.and_then(|origin| String::from_utf8(origin).ok())
            .unwrap_or_else(|| self.case.request.origin().as_str().to_owned())
    }

    fn first(&mut self) -> Option<&mut Finding> {
        self.investigation.findings.first_mut()
    }

    /// Puts another cause in the first place, with the evidence that is there, or with this.
    fn conclude(&mut self, cause: Cause, certainty: Certainty, message: String, fix: String) {
        let evidence = self.first().and_then(|first| first.evidence.clone());
        let finding = Finding { cause, certainty, message, evidence, fix };
        match self.first() {
            Some(first) => *first = finding,
            None => self.investigation.findings.push(finding),
        }
    }

    fn add(&mut self, finding: Finding) {
        self.investigation.findings.push(finding);
    }

    fn note(&mut self, note: impl Into<String>) {
        self.investigation.notes.push(note.into());
    }
}

impl Heard {
    fn evidence(&self, field: Option<&'static str>, note: impl Into<String>) -> Option<Evidence> {
        let field = field.filter(|field| self.head.headers.contains(field.as_bytes()));
        Some(Evidence { exchange: self.place, side: Side::Response, field, note: note.into() })
    }
}

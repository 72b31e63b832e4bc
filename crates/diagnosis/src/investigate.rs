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

use preflight_engine::browser::{FetchRequest, Outcome, Verdict};
use preflight_engine::exchange::{Exchange, NetworkFailure, RequestHead, ResponseHead};
use url::Url;

use crate::cause::Cause;
use crate::diagnose::diagnose;
use crate::finding::{Certainty, Evidence, Finding, Side};

/// A page's call that ended, and what is known about it.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// What the page asked.
    pub request: &'a FetchRequest,
    /// How it ended.
    pub verdict: &'a Verdict,
    /// The response headers that the page reads, if that is known.
    pub reads: &'a [String],
    /// The server behind the one that was asked, if there is one: it is asked the same.
    pub upstream: Option<&'a Url>,
}

/// Sends probes.
pub trait Network {
    /// Sends a probe and says what came; none if no more may be sent.
    fn ask(&mut self, probe: &Probe) -> Option<Answer>;

    /// The beginning of the body that came with the answer to this head, if it was sent.
    fn body(&self, head: &RequestHead) -> Vec<u8>;
}

/// One request of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// What it is to tell.
    pub purpose: Purpose,
    /// What to send.
    pub request: RequestHead,
}

/// What answered a probe.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The head, or why none came.
    pub head: Result<ResponseHead, NetworkFailure>,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// What a probe is to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Purpose {
    /// What the request itself would be answered, though the preflight failed.
    Actual,
    /// Whether a preflight would be answered, though the request needs none.
    Preflight,
    /// What a tool that is no browser gets.
    WithoutOrigin,
    /// Whether `OPTIONS` is answered otherwise where it is no preflight.
    PlainOptions,
    /// What an error looks like: a path that no server has.
    ErrorPage,
    /// Whether a similar origin is allowed.
    OriginVariant,
    /// Whether any origin is allowed.
    ForeignOrigin,
    /// Whether pages without an origin are allowed.
    NullOrigin,
    /// What the server says where no cache answers.
    PastCaches,
    /// Whether another loopback address answers.
    OtherLoopback,
    /// Whether the port speaks plain HTTP.
    PlainHttp,
    /// Whether the port speaks TLS.
    Tls,
    /// What the server behind says.
    Upstream,
    /// What comes next where the first fault is mended.
    Next,
}

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

impl Purpose {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actual => "actual",
            Self::Preflight => "preflight",
            Self::WithoutOrigin => "without-origin",
            Self::PlainOptions => "plain-options",
            Self::ErrorPage => "error-page",
            Self::OriginVariant => "origin-variant",
            Self::ForeignOrigin => "foreign-origin",
            Self::NullOrigin => "null-origin",
            Self::PastCaches => "past-caches",
            Self::OtherLoopback => "other-loopback",
            Self::PlainHttp => "plain-http",
            Self::Tls => "tls",
            Self::Upstream => "upstream",
            Self::Next => "next",
        }
    }

    /// What it is to tell, in a few words.
    pub fn tells(self) -> &'static str {
        match self {
            Self::Actual => "what the request itself would be answered",
            Self::Preflight => "whether a preflight would be answered",
            Self::WithoutOrigin => "what curl and other tools get",
            Self::PlainOptions => "what OPTIONS is answered that is no preflight",
            Self::ErrorPage => "what an error looks like",
            Self::OriginVariant => "whether a similar origin is allowed",
            Self::ForeignOrigin => "whether any origin is allowed",
            Self::NullOrigin => "whether pages without an origin are allowed",
            Self::PastCaches => "what comes where no cache answers",
            Self::OtherLoopback => "whether another loopback address answers",
            Self::PlainHttp => "whether the port speaks plain HTTP",
            Self::Tls => "whether the port speaks TLS",
            Self::Upstream => "what the server behind says",
            Self::Next => "what comes next",
        }
    }
}

//! What the exchanges of a call show, and what the server answers when it is asked: each question at most once.

pub(crate) mod probes;
mod refusal;

use std::cell::RefCell;

use preflight_engine::browser::{Blocked, CredentialsMode, FilteredResponse, Outcome, ResponseType, Stage};
use preflight_engine::exchange::{Exchange, NetworkFailure, RequestHead, ResponseHead};
use preflight_recording::{Purpose, Recorded, Recording};
use preflight_rules::{Evidence, ExchangeId, Side};

use super::body;
use super::fact::Fact;
use super::failure::Failure;
use super::heads::{ALLOW_ORIGIN, field, safe};
use super::misspelled::misspelled;
use crate::case::{Case, Deciding};
use crate::intermediary::{Intermediary, recognise};
use crate::network::{Inquiry, Network};

/// What the exchanges of a call show, and what may be asked besides.
pub(crate) struct Wire<'a> {
    pub(crate) case: Case<'a>,
    pub(crate) failure: Failure,
    network: RefCell<&'a mut dyn Network>,
    recording: RefCell<Recording>,
    asked: RefCell<Vec<Asked>>,
    notes: RefCell<Vec<String>>,
}

/// An answer, and which exchange of the recording it is.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) id: ExchangeId,
    pub(crate) head: ResponseHead,
    pub(crate) body: Vec<u8>,
}

/// A question that was asked, and what came.
struct Asked {
    request: RequestHead,
    answer: Option<(ExchangeId, Result<ResponseHead, NetworkFailure>, Vec<u8>)>,
}

/// The exchange that decided.
pub(crate) struct Decided<'a> {
    pub(crate) id: ExchangeId,
    pub(crate) request: &'a RequestHead,
    pub(crate) response: &'a ResponseHead,
    pub(crate) stage: Stage,
}

impl<'a> Wire<'a> {
    pub(crate) fn new(case: Case<'a>, network: &'a mut dyn Network) -> Self {
        let mut recording = Recording::default();
        for exchange in &case.verdict.exchanges {
            let body = network.body(&exchange.request);
            recording.push(Recorded { exchange: exchange.clone(), purpose: Purpose::Page, body });
        }
        let failure = match case.deciding {
            Deciding::Sent => Failure::of_verdict(case.verdict),
            Deciding::Withheld => Failure::Unsaid,
        };
        Self {
            case,
            failure,
            network: RefCell::new(network),
            recording: RefCell::new(recording),
            asked: RefCell::default(),
            notes: RefCell::default(),
        }
    }

    /// What was found besides findings.
    pub(crate) fn into_parts(self) -> (Recording, Vec<String>) {
        (self.recording.into_inner(), self.notes.into_inner())
    }

    /// Asks, at most once. Nothing came is unknown, as is what could not be asked.
    pub(crate) fn ask(&self, purpose: Purpose, request: RequestHead) -> Fact<Heard> {
        match self.ask_raw(purpose, request) {
            Fact::Known((id, Ok(head), body)) => Fact::Known(Heard { id, head, body }),
            Fact::Known((_, Err(_), _)) => Fact::Unknown(purpose.tells()),
            Fact::Unknown(question) => Fact::Unknown(question),
            Fact::Denied => Fact::Denied,
        }
    }

    /// The same, where no answer tells something as well.
    pub(crate) fn ask_raw(
        &self,
        purpose: Purpose,
        request: RequestHead,
    ) -> Fact<(ExchangeId, Result<ResponseHead, NetworkFailure>, Vec<u8>)> {
        let earlier =
            self.asked.borrow().iter().find(|asked| asked.request == request).map(|asked| asked.answer.clone());
        if let Some(answer) = earlier {
            return answer.map_or(Fact::Denied, Fact::Known);
        }
        let answer = self.network.borrow_mut().ask(&Inquiry { purpose, request: request.clone() });
        let answer = answer.map(|answer| {
            let exchange = Exchange { request: request.clone(), answer: answer.head.clone() };
            let id = self.recording.borrow_mut().push(Recorded { exchange, purpose, body: answer.body.clone() });
            (id, answer.head, answer.body)
        });
        self.asked.borrow_mut().push(Asked { request, answer: answer.clone() });
        answer.map_or(Fact::Denied, Fact::Known)
    }

    /// Where a head stands in the recording, and what answered it, whoever asked.
    pub(crate) fn recorded(&self, is_meant: impl Fn(&RequestHead) -> bool) -> Option<(ExchangeId, Exchange)> {
        let recording = self.recording.borrow();
        let mut recorded = recording.iter().map(|(id, recorded)| (id, &recorded.exchange));
        recorded.find(|(_, exchange)| is_meant(&exchange.request)).map(|(id, exchange)| (id, exchange.clone()))
    }

    pub(crate) fn note(&self, note: impl Into<String>) {
        self.notes.borrow_mut().push(note.into());
    }

    pub(crate) fn blocked(&self) -> Option<&'a Blocked> {
        self.case.verdict.blocked().filter(|_| self.case.deciding == Deciding::Sent)
    }

    /// Whether it was blocked at this stage.
    pub(crate) fn is_blocked_at(&self, stage: Stage) -> bool {
        self.blocked().is_some_and(|blocked| blocked.stage == stage)
    }

    /// The exchange that decided, where a response came.
    pub(crate) fn decided(&self) -> Option<Decided<'a>> {
        let blocked = self.blocked()?;
        let exchange = self.case.verdict.evidence()?;
        let response = exchange.answer.as_ref().ok()?;
        let id = ExchangeId(blocked.exchange.unwrap_or_default());
        Some(Decided { id, request: &exchange.request, response, stage: blocked.stage })
    }

    /// The request that decided, as it may be asked again: a safe one.
    pub(crate) fn decided_request(&self) -> Option<RequestHead> {
        Some(safe(self.decided()?.request))
    }

    /// The status of the response that decided.
    pub(crate) fn status(&self) -> Option<u16> {
        Some(self.decided()?.response.status)
    }

    /// The body that came with the response that decided, in lower case.
    pub(crate) fn body(&self) -> String {
        self.decided().map(|decided| body::lower(&self.body_of(decided.request))).unwrap_or_default()
    }

    pub(crate) fn body_of(&self, request: &RequestHead) -> Vec<u8> {
        self.network.borrow().body(request)
    }

    /// Who answered in the server's place, if that shows.
    pub(crate) fn intermediary(&self) -> Option<Intermediary> {
        let decided = self.decided()?;
        recognise(decided.response, &self.body_of(decided.request))
    }

    /// Whether an intermediary answered in the server's place.
    pub(crate) fn intercepted(&self) -> bool {
        self.intermediary().is_some()
    }

    /// The status of a preflight whose origin is allowed, and whose status is not.
    pub(crate) fn failed_preflight(&self) -> Option<u16> {
        self.status().filter(|_| self.failure == Failure::PreflightStatus)
    }

    /// The origin that was sent last, or the page's own.
    pub(crate) fn origin(&self) -> String {
        let mut exchanges = self.case.verdict.exchanges.iter().rev();
        let sent = exchanges.find_map(|exchange| exchange.request.headers.get(b"origin"));
        sent.and_then(|origin| String::from_utf8(origin).ok()).unwrap_or_else(|| self.page().to_owned())
    }

    /// The page's own origin.
    pub(crate) fn page(&self) -> &'a str {
        self.case.request.origin().as_str()
    }

    /// Whether a redirect made the origin `null`, which is not the page's own.
    pub(crate) fn is_tainted(&self) -> bool {
        self.page() != "null" && self.origin() == "null"
    }

    /// What to do where the origin is `null`, which nobody should allow: it is that of everybody's files and frames.
    pub(crate) fn advice_for_null(&self) -> Option<&'static str> {
        match (self.page() == "null", self.origin() == "null") {
            (true, _) => Some(
                "serve the page over http or https, so that it has an origin; allowing `null` would allow everybody",
            ),
            (false, true) => Some(
                "call the URL that the redirect leads to: behind the redirect the origin is `null`, and allowing that would allow everybody",
            ),
            (false, false) => None,
        }
    }

    /// Whether the browser asked with a preflight.
    pub(crate) fn asked_first(&self) -> bool {
        self.case.verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight)
    }

    pub(crate) fn includes_credentials(&self) -> bool {
        self.case.request.credentials() == CredentialsMode::Include
    }

    /// What the page sees of a response of another origin.
    pub(crate) fn visible(&self) -> Option<&'a FilteredResponse> {
        match &self.case.verdict.outcome {
            Outcome::Shared(response)
                if response.kind == ResponseType::Cors && self.case.deciding == Deciding::Sent =>
            {
                Some(response)
            }
            _ => None,
        }
    }

    /// The last exchange, where a response came.
    pub(crate) fn last(&self) -> Option<(ExchangeId, &'a RequestHead, &'a ResponseHead)> {
        let exchanges = &self.case.verdict.exchanges;
        let last = exchanges.last()?;
        Some((ExchangeId(exchanges.len() - 1), &last.request, last.answer.as_ref().ok()?))
    }

    /// The field that was meant to be `Access-Control-Allow-Origin`, where it is missing.
    pub(crate) fn misspelled_allow_origin(&self) -> Option<String> {
        (self.failure == Failure::MissingAllowOrigin).then(|| misspelled(self.decided()?.response, ALLOW_ORIGIN))?
    }

    /// A line of the response that decided, or its first line where the field is missing.
    pub(crate) fn seen(&self, name: &'static str, note: impl Into<String>) -> Option<Evidence> {
        let decided = self.decided()?;
        let field = decided.response.headers.contains(name.as_bytes()).then_some(name);
        Some(response_line(decided.id, field, note))
    }

    /// The first line of the exchange that decided, whether a response came or not.
    pub(crate) fn seen_status(&self, note: impl Into<String>) -> Option<Evidence> {
        Some(response_line(ExchangeId(self.blocked()?.exchange?), None, note))
    }

    /// A field of the response that decided, as text in lower case.
    pub(crate) fn field(&self, name: &str) -> String {
        self.decided().map(|decided| field(decided.response, name)).unwrap_or_default()
    }
}

impl Heard {
    /// A line of this answer, or its first line where the field is missing.
    pub(crate) fn seen(&self, name: Option<&'static str>, note: impl Into<String>) -> Evidence {
        response_line(self.id, name.filter(|name| self.head.headers.contains(name.as_bytes())), note)
    }
}

/// A line of a response.
pub(crate) fn response_line(exchange: ExchangeId, field: Option<&'static str>, note: impl Into<String>) -> Evidence {
    Evidence::Exchange { exchange, side: Side::Response, field, note: note.into() }
}

//! What is told about every exchange: to the access log, to metrics, to the live page.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use http::request::Parts;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use preflight_engine::server::{Kind, Refusal};

use crate::failure::Failure;

/// Is told about every exchange once it has ended.
///
/// It is called on the task that served the exchange, so it must not block: an observer with much to do sends a clone to
/// a channel.
pub trait Observer: Send + Sync {
    /// An exchange has ended.
    fn exchange(&self, record: &ExchangeRecord);
}

/// An exchange between a client and the gateway.
///
/// The heads hold `Authorization`, `Cookie` and `Set-Cookie`: an observer names what it shows, rather than what it hides.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ExchangeRecord {
    /// Who called.
    pub peer: SocketAddr,
    /// The head of the request, as it came.
    pub request: Arc<Parts>,
    /// What the request was to CORS.
    pub kind: Kind,
    /// The name of the policy that decided; none where no policy applies.
    pub policy: Option<Arc<str>>,
    /// Why the policy refused, if it did.
    pub refusal: Option<Refusal>,
    /// The upstream that the request was forwarded to, as `scheme://host:port`.
    pub upstream: Option<Arc<str>>,
    /// Why the gateway answered in place of an upstream, if it did.
    pub failure: Option<Failure>,
    /// The head of the answer, as the client received it; none if the client left earlier.
    pub response: Option<AnswerHead>,
    /// The bytes of the answer's body that were handed to the connection.
    pub body_bytes: u64,
    /// How it ended.
    pub ending: Ending,
    /// When the request's head had arrived.
    pub began: Instant,
    /// From there to the end.
    pub duration: Duration,
}

/// The head of an answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct AnswerHead {
    /// The status.
    pub status: StatusCode,
    /// The fields, without those that hyper adds (`Date`, framing).
    pub headers: HeaderMap,
    /// From the request's head to this one.
    pub after: Duration,
}

/// How an exchange ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Ending {
    /// The whole answer was handed to the connection.
    Complete,
    /// The upstream broke off within the body, so the gateway broke off too.
    UpstreamBrokeOff,
    /// The upstream sent nothing for too long, or the whole exchange took too long.
    TimedOut,
    /// The client closed the connection first, took nothing for too long, or the gateway stopped.
    ClientLeft,
}

impl ExchangeRecord {
    /// The `Origin` that asks, if any.
    pub fn origin(&self) -> Option<&HeaderValue> {
        self.request.headers.get(header::ORIGIN)
    }
}

impl Ending {
    /// A stable name, in kebab case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::UpstreamBrokeOff => "upstream-broke-off",
            Self::TimedOut => "timed-out",
            Self::ClientLeft => "client-left",
        }
    }
}

/// The observers of a gateway.
pub(crate) type Observers = Arc<[Arc<dyn Observer>]>;

/// An exchange that is going on. When it is dropped it has ended, and the observers are told.
pub(crate) struct Observation {
    pub(crate) record: ExchangeRecord,
    observers: Observers,
}

impl Observation {
    pub(crate) fn begin(request: Arc<Parts>, peer: SocketAddr, observers: &Observers) -> Self {
        let record = ExchangeRecord {
            peer,
            request,
            kind: Kind::NotCors,
            policy: None,
            refusal: None,
            upstream: None,
            failure: None,
            response: None,
            body_bytes: 0,
            // Unless something else happens before this is dropped.
            ending: Ending::ClientLeft,
            began: Instant::now(),
            duration: Duration::ZERO,
        };
        Self { record, observers: Arc::clone(observers) }
    }

    pub(crate) fn answered(&mut self, status: StatusCode, headers: &HeaderMap) {
        if !self.observers.is_empty() {
            let after = self.record.began.elapsed();
            self.record.response = Some(AnswerHead { status, headers: headers.clone(), after });
        }
    }
}

impl Drop for Observation {
    fn drop(&mut self) {
        self.record.duration = self.record.began.elapsed();
        self.observers.iter().for_each(|observer| observer.exchange(&self.record));
    }
}

//! The body of an answer on its way to the client. When it ends, so does the exchange.

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Response, header};
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::admission::Admitted;
use crate::deadline::Deadline;
use crate::hop_by_hop;
use crate::limits::{EVENT_STREAM_IDLE, Limits};
use crate::observer::{Ending, Observation};
use crate::turn::Turn;

/// The body of an answer.
pub(crate) struct ResponseBody {
    content: Content,
    observation: Observation,
    /// When it is dropped, the client's next request has its turn.
    turn: Turn,
}

/// What a body is made of.
pub(crate) enum Content {
    /// Of an upstream: streamed.
    Upstream(UpstreamBody),
    /// The gateway's own.
    Own(Full<Bytes>),
}

/// The body of an upstream's answer, within its limits.
pub(crate) struct UpstreamBody {
    incoming: Incoming,
    /// How long the upstream may send nothing.
    idle: Duration,
    waiting: Deadline,
    /// When the exchange has to be over; never for event streams.
    end: Option<Instant>,
    ending: Deadline,
    /// What came of it before the head was handed on.
    first: Option<Option<Result<Frame<Bytes>, hyper::Error>>>,
    /// Why it broke off, which is told once everything before it was written.
    broken: Option<BodyError>,
    _admitted: Admitted,
}

/// Why a body broke off.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// The upstream broke off.
    Upstream(hyper::Error),
    /// The upstream sent nothing for so long.
    Idle(Duration),
    /// The exchange took too long as a whole.
    TookTooLong,
}

impl ResponseBody {
    pub(crate) fn new(content: Content, mut observation: Observation, turn: Turn) -> Self {
        // hyper does not ask a body for frames that it knows not to exist.
        if content.is_end_stream() || observation.record.request.method == Method::HEAD {
            observation.record.ending = Ending::Complete;
        }
        Self { content, observation, turn }
    }

    fn note(&mut self, polled: &Poll<Option<Result<Frame<Bytes>, BodyError>>>) {
        let record = &mut self.observation.record;
        match polled {
            Poll::Pending => {}
            Poll::Ready(None) => record.ending = Ending::Complete,
            Poll::Ready(Some(Err(BodyError::Upstream(_)))) => record.ending = Ending::UpstreamBrokeOff,
            Poll::Ready(Some(Err(BodyError::Idle(_) | BodyError::TookTooLong))) => record.ending = Ending::TimedOut,
            Poll::Ready(Some(Ok(frame))) => {
                record.body_bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
                if self.content.is_end_stream() {
                    record.ending = Ending::Complete;
                }
            }
        }
    }
}

impl Content {
    pub(crate) fn own(bytes: impl Into<Bytes>) -> Self {
        Self::Own(Full::new(bytes.into()))
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Upstream(body) => body.is_end_stream(),
            Self::Own(body) => body.is_end_stream(),
        }
    }
}

impl UpstreamBody {
    /// The body of an answer, which has to be over at `end`.
    pub(crate) fn of(
        response: Response<Incoming>,
        limits: &Limits,
        end: Instant,
        admitted: Admitted,
    ) -> Response<Self> {
        let is_event_stream = is_event_stream(response.headers());
        let idle = if is_event_stream { limits.answer_idle.max(EVENT_STREAM_IDLE) } else { limits.answer_idle };
        response.map(|incoming| Self {
            incoming,
            idle,
            waiting: Deadline::default(),
            end: (!is_event_stream).then_some(end),
            ending: Deadline::default(),
            first: None,
            broken: None,
            _admitted: admitted,
        })
    }

    /// Whether the body breaks off before anything of it came: then there is nothing to hand on, and the client had better be
    /// told why. What has not come yet is not awaited.
    pub(crate) async fn breaks_off_at_once(&mut self) -> bool {
        // The connection may know already, and not have said so.
        tokio::task::yield_now().await;
        let first = poll_fn(|context| match Pin::new(&mut self.incoming).poll_frame(context) {
            Poll::Ready(frame) => Poll::Ready(Some(frame)),
            Poll::Pending => Poll::Ready(None),
        });
        self.first = first.await;
        matches!(self.first, Some(Some(Err(_))))
    }

    fn poll_incoming(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        match self.first.take() {
            Some(frame) => Poll::Ready(frame),
            None => Pin::new(&mut self.incoming).poll_frame(context),
        }
    }

    /// What is still to come, the first piece included.
    fn size_hint(&self) -> SizeHint {
        let first = match &self.first {
            Some(Some(Ok(frame))) => frame.data_ref().map_or(0, |data| data.len() as u64),
            _ => 0,
        };
        let left = self.incoming.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(left.lower() + first);
        if let Some(upper) = left.upper() {
            hint.set_upper(upper + first);
        }
        hint
    }

    fn is_end_stream(&self) -> bool {
        match &self.first {
            Some(Some(_)) => false,
            Some(None) => true,
            None => self.incoming.is_end_stream(),
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        if self.end.is_some_and(|end| end <= Instant::now()) {
            return Poll::Ready(Some(Err(BodyError::TookTooLong)));
        }
        if let Some(error) = self.broken.take() {
            return Poll::Ready(Some(Err(error)));
        }
        match self.poll_incoming(context) {
            Poll::Ready(Some(Err(error))) => {
                // The library writes nothing more once it knows; what came before has to be written first.
                self.broken = Some(BodyError::Upstream(error));
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(frame) => {
                self.waiting.stop();
                return Poll::Ready(frame.map(|frame| frame.map(end_to_end).map_err(BodyError::Upstream)));
            }
            Poll::Pending => {}
        }
        self.waiting.start(self.idle);
        if let Some(end) = self.end {
            self.ending.start(end.saturating_duration_since(Instant::now()));
        }
        if self.ending.has_passed(context) {
            return Poll::Ready(Some(Err(BodyError::TookTooLong)));
        }
        if self.waiting.has_passed(context) {
            return Poll::Ready(Some(Err(BodyError::Idle(self.idle))));
        }
        Poll::Pending
    }
}

/// Trailers hold what belongs to the whole answer, and nothing that a policy or a connection decides.
fn end_to_end(frame: Frame<Bytes>) -> Frame<Bytes> {
    match frame.into_trailers() {
        Ok(mut trailers) => {
            hop_by_hop::strip(&mut trailers);
            let is_cors = |name: &&header::HeaderName| name.as_str().starts_with("access-control-");
            let cors: Vec<_> = trailers.keys().filter(is_cors).cloned().collect();
            cors.iter().for_each(|name| drop(trailers.remove(name)));
            Frame::trailers(trailers)
        }
        Err(data) => data,
    }
}

fn is_event_stream(headers: &HeaderMap) -> bool {
    let media_type = headers.get(header::CONTENT_TYPE).map(|value| value.as_bytes()).unwrap_or_default();
    let essence = media_type.split(|&byte| byte == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(b"text/event-stream")
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = &mut *self;
        let polled = match &mut this.content {
            // What is not asked for stays with the upstream. Without that the library holds 64 KiB for every client that takes
            // nothing; the limit on that client also ends this wait.
            Content::Upstream(_) if this.turn.is_clogged(context) => Poll::Pending,
            Content::Upstream(body) => body.poll(context),
            Content::Own(body) => Pin::new(body).poll_frame(context).map_err(|never| match never {}),
        };
        self.note(&polled);
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Upstream(body) => body.size_hint(),
            Content::Own(body) => body.size_hint(),
        }
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(error) => error.fmt(f),
            Self::Idle(limit) => write!(f, "the upstream sent nothing for {limit:?}"),
            Self::TookTooLong => f.write_str("the exchange took too long"),
        }
    }
}

impl std::error::Error for BodyError {}

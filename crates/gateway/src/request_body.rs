//! The body of a request on its way to the upstream, and how far it is.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use hyper::body::Incoming;
use tokio::time::Instant;

use crate::admission::Admitted;
use crate::deadline::Deadline;
use crate::forwarded_headers::forwarded_trailers;

/// A body that is streamed and says how far it is.
pub(crate) struct RequestBody {
    incoming: Incoming,
    keeps_underscores: bool,
    progress: Progress,
    /// How long the client may send nothing.
    idle: Duration,
    waiting: Deadline,
    /// When the exchange has to be over, even if it was answered before.
    end: Instant,
    ending: Deadline,
    /// A body that goes on behind its answer takes its place on.
    _admitted: Admitted,
}

/// How far a body is. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct Progress(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    began: Instant,
    /// Milliseconds from `began` to the last progress.
    last: AtomicU64,
    awaits: AtomicU8,
}

/// Whose turn it is. Closed: these are all parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Awaits {
    /// The upstream shall take more, or answer.
    Upstream,
    /// The client shall send more.
    Client,
    /// Nobody: the client has sent nothing for too long.
    NothingInTime,
    /// Nobody: the client's body broke.
    Nothing,
}

/// Why a body does not go on.
#[derive(Debug)]
pub(crate) enum BodyError {
    /// It ended early or is no chunked coding.
    Broken(hyper::Error),
    /// The client sent nothing for so long.
    Idle(Duration),
    /// The exchange took too long as a whole.
    TookTooLong,
}

impl RequestBody {
    pub(crate) fn new(
        incoming: Incoming,
        idle: Duration,
        end: Instant,
        keeps_underscores: bool,
        admitted: Admitted,
    ) -> (Self, Progress) {
        let shared =
            Shared { began: Instant::now(), last: AtomicU64::new(0), awaits: AtomicU8::new(Awaits::Upstream as u8) };
        let progress = Progress(Arc::new(shared));
        let body = Self {
            incoming,
            keeps_underscores,
            progress: progress.clone(),
            idle,
            waiting: Deadline::default(),
            end,
            ending: Deadline::default(),
            _admitted: admitted,
        };
        (body, progress)
    }

    fn without_claims(&self, frame: Frame<Bytes>) -> Frame<Bytes> {
        match frame.into_trailers() {
            Ok(trailers) => Frame::trailers(forwarded_trailers(trailers, self.keeps_underscores)),
            Err(data) => data,
        }
    }
}

impl Progress {
    /// When something moved last.
    pub(crate) fn last(&self) -> Instant {
        self.0.began + Duration::from_millis(self.0.last.load(Ordering::Relaxed))
    }

    pub(crate) fn awaits(&self) -> Awaits {
        let awaits = self.0.awaits.load(Ordering::Relaxed);
        let others = [Awaits::Client, Awaits::NothingInTime, Awaits::Nothing];
        others.into_iter().find(|found| *found as u8 == awaits).unwrap_or(Awaits::Upstream)
    }

    fn advance(&self, awaits: Awaits) {
        let since = self.0.began.elapsed().as_millis();
        self.0.last.store(u64::try_from(since).unwrap_or(u64::MAX), Ordering::Relaxed);
        self.wait_for(awaits);
    }

    fn wait_for(&self, awaits: Awaits) {
        self.0.awaits.store(awaits as u8, Ordering::Relaxed);
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let now = Instant::now();
        if self.end <= now {
            self.progress.advance(Awaits::NothingInTime);
            return Poll::Ready(Some(Err(BodyError::TookTooLong)));
        }
        let polled = Pin::new(&mut self.incoming).poll_frame(context);
        if polled.is_ready() {
            self.waiting.stop();
        }
        match polled {
            Poll::Ready(Some(Ok(frame))) => {
                self.progress.advance(Awaits::Upstream);
                Poll::Ready(Some(Ok(self.without_claims(frame))))
            }
            Poll::Ready(None) => {
                self.progress.advance(Awaits::Upstream);
                Poll::Ready(None)
            }
            Poll::Ready(Some(Err(error))) => {
                self.progress.advance(Awaits::Nothing);
                Poll::Ready(Some(Err(BodyError::Broken(error))))
            }
            Poll::Pending => {
                let idle = self.idle;
                self.progress.wait_for(Awaits::Client);
                let left = self.end - now;
                self.waiting.start(idle);
                self.ending.start(left);
                if !self.waiting.has_passed(context) && !self.ending.has_passed(context) {
                    return Poll::Pending;
                }
                self.progress.advance(Awaits::NothingInTime);
                Poll::Ready(Some(Err(BodyError::Idle(idle))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(error) => error.fmt(f),
            Self::Idle(limit) => write!(f, "the client sent nothing for {limit:?}"),
            Self::TookTooLong => f.write_str("the exchange took too long"),
        }
    }
}

impl std::error::Error for BodyError {}

//! The body of an answer on its way to the client. When it ends, so does the exchange.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Method;
use http_body::{Body, Frame, SizeHint};
use http_body_util::Full;
use hyper::body::Incoming;

use crate::observer::{Ending, Observation};

/// The body of an answer.
pub(crate) struct ResponseBody {
    content: Content,
    observation: Observation,
}

/// What a body is made of.
pub(crate) enum Content {
    /// Of an upstream: streamed.
    Upstream(Incoming),
    /// The gateway's own.
    Own(Full<Bytes>),
}

impl ResponseBody {
    pub(crate) fn new(content: Content, mut observation: Observation) -> Self {
        // hyper does not ask a body for frames that it knows not to exist.
        if content.is_end_stream() || observation.record.request.method == Method::HEAD {
            observation.record.ending = Ending::Complete;
        }
        Self { content, observation }
    }

    fn note(&mut self, polled: &Poll<Option<Result<Frame<Bytes>, hyper::Error>>>) {
        let record = &mut self.observation.record;
        match polled {
            Poll::Pending => {}
            Poll::Ready(None) => record.ending = Ending::Complete,
            Poll::Ready(Some(Err(_))) => record.ending = Ending::UpstreamBrokeOff,
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

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let polled = match &mut self.content {
            Content::Upstream(body) => Pin::new(body).poll_frame(context),
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

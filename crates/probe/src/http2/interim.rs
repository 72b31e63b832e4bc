//! [`Response`]: waits for the response, and takes the interim (1xx) heads before it off the connection, which would keep
//! them all.

use std::pin::Pin;
use std::task::{Context, Poll, ready};

use h2::RecvStream;
use h2::client::ResponseFuture;

use super::failed;
use crate::failure::Failed;
use crate::limits::MAX_INTERIM_HEADS;

/// The response that is to come, and what came before it.
pub(super) struct Response {
    response: ResponseFuture,
    max_head_bytes: usize,
    interim_heads: usize,
    interim_bytes: usize,
}

impl Response {
    pub(super) fn new(response: ResponseFuture, max_head_bytes: usize) -> Self {
        Self { response, max_head_bytes, interim_heads: 0, interim_bytes: 0 }
    }

    fn count(&mut self, interim: &http::Response<()>) -> Result<(), Failed> {
        self.interim_heads += 1;
        let fields = interim.headers().iter();
        self.interim_bytes += fields.map(|(name, value)| name.as_str().len() + value.len()).sum::<usize>();
        if self.interim_heads > MAX_INTERIM_HEADS {
            return Err(Failed::too_many_interim_heads());
        }
        if self.interim_bytes > self.max_head_bytes {
            let explanation = format!("the interim (1xx) responses are larger than {} bytes", self.max_head_bytes);
            return Err(Failed::too_large(explanation));
        }
        Ok(())
    }
}

impl Future for Response {
    /// The response, and how large the interim heads were.
    type Output = Result<(http::Response<RecvStream>, usize), Failed>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        while let Poll::Ready(Some(interim)) = self.response.poll_informational(context) {
            let counted = interim.map_err(failed).and_then(|interim| self.count(&interim));
            if let Err(failed) = counted {
                return Poll::Ready(Err(failed));
            }
        }
        let response = ready!(Pin::new(&mut self.response).poll(context));
        Poll::Ready(response.map(|response| (response, self.interim_bytes)).map_err(failed))
    }
}

//! The future of [`Cors`](crate::Cors): an answer that is ready, or the inner service's response to be edited.

use std::future::Future;
use std::mem;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use http::Response;
use pin_project_lite::pin_project;
use preflight_engine::server::OwnedHeaderEdits;

pin_project! {
    /// The response of a [`Cors`](crate::Cors) service.
    #[must_use = "futures do nothing unless polled"]
    pub struct CorsFuture<F, ResponseBody> {
        #[pin]
        response: PendingResponse<F, ResponseBody>,
        // For what is forwarded. They stand here and not in its variant, since a large variant is copied once more on
        // its way into this struct, which costs a tenth of the whole.
        edits: OwnedHeaderEdits,
    }
}

pin_project! {
    #[project = PendingResponseProjection]
    enum PendingResponse<F, ResponseBody> {
        Forwarded { #[pin] response: F },
        Answered { response: Option<Response<ResponseBody>> },
    }
}

impl<F, ResponseBody> CorsFuture<F, ResponseBody> {
    pub(crate) fn forwarded(response: F, edits: OwnedHeaderEdits) -> Self {
        Self { response: PendingResponse::Forwarded { response }, edits }
    }

    pub(crate) fn answered(response: Response<ResponseBody>) -> Self {
        let response = PendingResponse::Answered { response: Some(response) };
        Self { response, edits: OwnedHeaderEdits::default() }
    }
}

impl<F, ResponseBody, E> Future for CorsFuture<F, ResponseBody>
where
    F: Future<Output = Result<Response<ResponseBody>, E>>,
{
    type Output = Result<Response<ResponseBody>, E>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.response.project() {
            PendingResponseProjection::Forwarded { response } => {
                let mut response = ready!(response.poll(context))?;
                mem::take(this.edits).apply(response.headers_mut());
                Poll::Ready(Ok(response))
            }
            PendingResponseProjection::Answered { response } => {
                Poll::Ready(Ok(response.take().expect("a future is not polled after it is ready")))
            }
        }
    }
}

//! The service: asks the policy, and performs what it decides.

use std::task::{Context, Poll};

use http::{Request, Response, StatusCode};
use preflight_engine::server::{Answer, Decision};
use tower_service::Service;

use crate::future::CorsFuture;
use crate::policy_source::PolicySource;
use crate::public_origin::PublicOrigin;

/// A service behind a policy; [`CorsLayer`](crate::CorsLayer) makes it.
#[derive(Clone, Debug)]
pub struct Cors<S> {
    inner: S,
    policy: PolicySource,
    public_origin: PublicOrigin,
}

impl<S> Cors<S> {
    pub(crate) fn new(inner: S, policy: PolicySource, public_origin: PublicOrigin) -> Self {
        Self { inner, policy, public_origin }
    }
}

impl<S, RequestBody, ResponseBody> Service<Request<RequestBody>> for Cors<S>
where
    S: Service<Request<RequestBody>, Response = Response<ResponseBody>>,
    ResponseBody: Default,
{
    type Response = Response<ResponseBody>;
    type Error = S::Error;
    type Future = CorsFuture<S::Future, ResponseBody>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<RequestBody>) -> Self::Future {
        let edits = match self.policy.load().decide(self.public_origin.classify(&request)) {
            Decision::Forward(forward) => forward.edits().into_owned(),
            Decision::Answer(answer) => return CorsFuture::answered(empty_response(answer)),
        };
        CorsFuture::forwarded(self.inner.call(request), edits)
    }
}

fn empty_response<Body: Default>(answer: Answer<'_>) -> Response<Body> {
    let mut response = Response::new(Body::default());
    *response.status_mut() = StatusCode::from_u16(answer.status()).expect("a policy answers with 100 to 599");
    *response.headers_mut() = answer.into_headers();
    response
}

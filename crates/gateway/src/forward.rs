//! A request on its way to an upstream, up to the head of the answer.

use std::error::Error;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::header::{self, HeaderValue};
use http::request::Parts;
use http::uri::PathAndQuery;
use http::{Request, Response, StatusCode, Version};
use hyper::body::Incoming;
use hyper_util::client::legacy;
use tokio::time::Instant;

use crate::admission::Admitted;
use crate::arrival::Arrival;
use crate::connector::ConnectError;
use crate::destination::Destination;
use crate::failure::Failure;
use crate::forwarded_headers::forwarded_headers;
use crate::framing;
use crate::hop_by_hop;
use crate::instance::Instance;
use crate::limits::Limits;
use crate::request_body::{Awaits, Progress, RequestBody};
use crate::upstreams::Upstreams;

/// A request that is to be forwarded: its head, and what its upstream shall know of it.
pub(crate) struct Outgoing<'a> {
    pub(crate) destination: &'a Destination,
    pub(crate) arrival: Arrival<'a>,
    pub(crate) head: &'a Parts,
    /// Whether fields with `_` in their names are passed on.
    pub(crate) keeps_underscores: bool,
    pub(crate) instance: &'a Instance,
}

/// Sends a request and awaits the head of the answer, from the last progress of the request as long as the limits say, and
/// no longer than until `end`.
pub(crate) async fn forward(
    upstreams: &Upstreams,
    outgoing: Outgoing<'_>,
    body: Incoming,
    limits: &Limits,
    end: Instant,
    admitted: Admitted,
) -> Result<Response<Incoming>, Failure> {
    let (body, progress) = RequestBody::new(body, limits.request_idle, end, outgoing.keeps_underscores, admitted);
    let request = outgoing.request(body)?;
    let upstream = outgoing.destination.origin();
    let limit = limits.response_head;
    let mut answering = pin!(upstreams.send(request));
    loop {
        let deadline = (progress.last() + limit).min(end);
        match tokio::time::timeout_at(deadline, &mut answering).await {
            Ok(Ok(response)) => return end_to_end(response, upstream),
            Ok(Err(error)) => return Err(failure(&error, &progress, upstream)),
            Err(_) if Instant::now() >= end => return Err(timeout(&progress, upstream, limits.total)),
            Err(_) if progress.last() + limit > deadline => {}
            // While the client shall send more, the limit of the body counts, unless that is longer.
            Err(_) => return Err(timeout(&progress, upstream, limit)),
        }
    }
}

impl Outgoing<'_> {
    fn request(&self, body: RequestBody) -> Result<Request<RequestBody>, Failure> {
        let root = PathAndQuery::from_static("/");
        let target = self.head.uri.path_and_query().unwrap_or(&root);
        let mut request = Request::new(body);
        *request.method_mut() = self.head.method.clone();
        *request.uri_mut() = self.destination.url(target).map_err(|_| Failure::TargetTooLong)?;
        *request.version_mut() = Version::HTTP_11;
        *request.headers_mut() = forwarded_headers(self);
        if framing::is_chunked(self.head) {
            // Said explicitly, since hyper otherwise drops the body of a GET whose length it does not know.
            request.headers_mut().insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
        }
        Ok(request)
    }
}

fn end_to_end(mut response: Response<Incoming>, upstream: &Arc<str>) -> Result<Response<Incoming>, Failure> {
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // Nobody asked for that.
        return Err(Failure::UpstreamBroken { upstream: Arc::clone(upstream) });
    }
    let version = response.version();
    framing::settle_length(response.headers_mut(), version)
        .map_err(|framing::Ambiguous| Failure::UpstreamBroken { upstream: Arc::clone(upstream) })?;
    hop_by_hop::strip(response.headers_mut());
    *response.version_mut() = Version::HTTP_11;
    Ok(response)
}

fn failure(error: &legacy::Error, progress: &Progress, upstream: &Arc<str>) -> Failure {
    let upstream = Arc::clone(upstream);
    match connect_error(error) {
        Some(ConnectError::TimedOut(limit)) => Failure::UpstreamConnectTimeout { upstream, limit: *limit },
        Some(ConnectError::Failed(reason)) => Failure::UpstreamUnreachable { upstream, reason: *reason },
        None if progress.awaits() == Awaits::Nothing => Failure::RequestBodyBroken,
        None if progress.awaits() == Awaits::NothingInTime => Failure::RequestTimeout,
        None => Failure::UpstreamBroken { upstream },
    }
}

fn connect_error<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a ConnectError> {
    let mut source = Some(error);
    while let Some(error) = source {
        if let Some(found) = error.downcast_ref() {
            return Some(found);
        }
        source = error.source();
    }
    None
}

fn timeout(progress: &Progress, upstream: &Arc<str>, limit: Duration) -> Failure {
    match progress.awaits() {
        Awaits::Client | Awaits::NothingInTime => Failure::RequestTimeout,
        Awaits::Nothing => Failure::RequestBodyBroken,
        Awaits::Upstream => Failure::UpstreamTimeout { upstream: Arc::clone(upstream), limit },
    }
}

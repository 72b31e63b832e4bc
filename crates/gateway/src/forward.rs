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

use crate::arrival::Arrival;
use crate::connector::ConnectError;
use crate::destination::Destination;
use crate::failure::Failure;
use crate::forwarded_headers::forwarded_headers;
use crate::framing;
use crate::hop_by_hop;
use crate::request_body::{Awaits, Progress, RequestBody};
use crate::upstreams::Upstreams;

/// Sends a request and awaits the head of the answer, for `limit` from the last progress of the request.
pub(crate) async fn forward(
    upstreams: &Upstreams,
    destination: &Destination,
    arrival: Arrival<'_>,
    head: &Parts,
    body: Incoming,
    limit: Duration,
) -> Result<Response<Incoming>, Failure> {
    let (body, progress) = RequestBody::new(body);
    let request = outgoing(destination, arrival, head, body)?;
    let upstream = destination.origin();
    let mut answering = pin!(upstreams.send(request));
    loop {
        let deadline = progress.last() + limit;
        match tokio::time::timeout_at(deadline, &mut answering).await {
            Ok(Ok(response)) => return end_to_end(response, upstream),
            Ok(Err(error)) => return Err(failure(&error, &progress, upstream)),
            Err(_) if progress.last() + limit > deadline => {}
            Err(_) => return Err(timeout(&progress, upstream, limit)),
        }
    }
}

fn outgoing(
    destination: &Destination,
    arrival: Arrival<'_>,
    head: &Parts,
    body: RequestBody,
) -> Result<Request<RequestBody>, Failure> {
    let root = PathAndQuery::from_static("/");
    let target = head.uri.path_and_query().unwrap_or(&root);
    let mut request = Request::new(body);
    *request.method_mut() = head.method.clone();
    *request.uri_mut() = destination.url(target).map_err(|_| Failure::RequestHeadTooLarge)?;
    *request.version_mut() = Version::HTTP_11;
    *request.headers_mut() = forwarded_headers(&head.headers, arrival, destination.host());
    if framing::is_chunked(head) {
        // Said explicitly, since hyper otherwise drops the body of a GET whose length it does not know.
        request.headers_mut().insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
    }
    Ok(request)
}

fn end_to_end(mut response: Response<Incoming>, upstream: &Arc<str>) -> Result<Response<Incoming>, Failure> {
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        // Nobody asked for that.
        return Err(Failure::UpstreamBroken { upstream: Arc::clone(upstream) });
    }
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
        Awaits::Client => Failure::RequestTimeout,
        Awaits::Nothing => Failure::RequestBodyBroken,
        Awaits::Upstream => Failure::UpstreamTimeout { upstream: Arc::clone(upstream), limit },
    }
}

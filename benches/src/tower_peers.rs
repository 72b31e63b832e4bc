//! The peers on Tower: preflight-tower and tower-http around one trivial service.

use std::convert::Infallible;
use std::future::{Future, Ready, ready};
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use http::{HeaderName, HeaderValue, Method, Request, Response};
use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig, PolicyHandle};
use tower::{Layer, Service};
use tower_http::cors;

use crate::peer::{BATCH, Peer};
use crate::request::{Head, MAX_AGE, METHODS, Origins, REQUEST_HEADERS};

pub fn inner() -> Box<dyn Peer> {
    Box::new(TowerPeer::around(Inner))
}

pub fn preflight(origins: Origins) -> Box<dyn Peer> {
    Box::new(TowerPeer::around(CorsLayer::new(policy(origins)).layer(Inner)))
}

pub fn preflight_swappable(origins: Origins) -> Box<dyn Peer> {
    Box::new(TowerPeer::around(CorsLayer::swappable(&PolicyHandle::new(policy(origins))).layer(Inner)))
}

/// It has no patterns, so subdomains cannot be compared.
pub fn tower_http(origins: Origins) -> Box<dyn Peer> {
    let values = origins.entries().into_iter().map(|origin| HeaderValue::try_from(origin).expect("an origin"));
    let layer = cors::CorsLayer::new()
        .allow_origin(cors::AllowOrigin::list(values))
        .allow_credentials(true)
        .allow_methods(METHODS.map(|method| method.parse::<Method>().expect("a method")))
        .allow_headers(REQUEST_HEADERS.map(HeaderName::from_static))
        .max_age(Duration::from_secs(MAX_AGE));
    Box::new(TowerPeer::around(layer.layer(Inner)))
}

fn policy(origins: Origins) -> Policy {
    Policy::new(&PolicyConfig {
        origins: Allowed::Listed(origins.entries()),
        credentials: true,
        methods: Allowed::listed(METHODS),
        request_headers: Allowed::listed(REQUEST_HEADERS),
        max_age: Some(Duration::from_secs(MAX_AGE)),
        ..PolicyConfig::default()
    })
    .expect("a sound policy")
}

/// Answers 200 at once, with nothing.
struct Inner;

impl Service<Request<()>> for Inner {
    type Response = Response<()>;
    type Error = Infallible;
    type Future = Ready<Result<Response<()>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    #[inline(never)]
    fn call(&mut self, request: Request<()>) -> Self::Future {
        drop(std::hint::black_box(request));
        ready(Ok(Response::new(())))
    }
}

struct TowerPeer<S> {
    service: S,
    prepared: Vec<Request<()>>,
    /// Kept, so that dropping a prepared request frees no header value.
    requests: Vec<Request<()>>,
}

impl<S> TowerPeer<S> {
    fn around(service: S) -> Self {
        Self { service, prepared: Vec::with_capacity(BATCH), requests: Vec::new() }
    }
}

impl<S> Peer for TowerPeer<S>
where
    S: Service<Request<()>, Response = Response<()>, Error = Infallible>,
{
    fn prepare(&mut self, heads: &[Head]) {
        self.requests = heads.iter().map(request).collect();
        self.prepared.clear();
        self.prepared.extend(self.requests.iter().cycle().take(BATCH).cloned());
    }

    fn run(&mut self) -> usize {
        let mut sum = 0;
        for request in self.prepared.drain(..) {
            let Ok(response) = ready_now(self.service.call(request));
            sum += usize::from(response.status().as_u16()) + response.headers().len();
            drop(std::hint::black_box(response));
        }
        sum
    }
}

fn request(head: &Head) -> Request<()> {
    let mut request = Request::builder().method(head.method).uri("/v1/items");
    for (name, value) in &head.fields {
        request = request.header(*name, value.clone());
    }
    request.body(()).expect("a request")
}

/// Every future here is ready when it is first polled.
pub fn ready_now<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

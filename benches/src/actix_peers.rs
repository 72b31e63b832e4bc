//! The peer on actix-web: actix-cors around a trivial service.

use std::future::ready;

use actix_service::{Service, ServiceFactory, Transform, fn_service};
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::test::TestRequest;
use actix_web::{Error, HttpRequest, HttpResponse};

use crate::peer::{BATCH, Peer};
use crate::request::{Head, MAX_AGE, METHODS, Origins, REQUEST_HEADERS};
use crate::tower_peers::ready_now;

pub fn inner() -> Box<dyn Peer> {
    Box::new(ActixPeer::around(trivial()))
}

/// It has no patterns, so subdomains cannot be compared.
pub fn actix_cors(origins: Origins) -> Box<dyn Peer> {
    let mut cors = actix_cors::Cors::default()
        .supports_credentials()
        .allowed_methods(METHODS)
        .allowed_headers(REQUEST_HEADERS)
        .max_age(usize::try_from(MAX_AGE).expect("a day of seconds"));
    for origin in origins.entries() {
        cors = cors.allowed_origin(&origin);
    }
    Box::new(ActixPeer::around(ready_now(cors.new_transform(trivial())).expect("a sound policy")))
}

fn trivial() -> impl Service<ServiceRequest, Response = ServiceResponse, Error = Error> + 'static {
    let answer = |request: ServiceRequest| ready(Ok::<_, Error>(request.into_response(HttpResponse::Ok().finish())));
    ready_now(fn_service(answer).new_service(())).expect("a service")
}

struct ActixPeer<S> {
    service: S,
    prepared: Vec<ServiceRequest>,
    /// Kept, so that dropping a prepared request only counts down.
    requests: Vec<HttpRequest>,
}

impl<S> ActixPeer<S> {
    fn around(service: S) -> Self {
        Self { service, prepared: Vec::with_capacity(BATCH), requests: Vec::new() }
    }
}

impl<S, B> Peer for ActixPeer<S>
where
    B: MessageBody,
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
{
    fn prepare(&mut self, heads: &[Head]) {
        self.requests = heads.iter().map(request).collect();
        self.prepared.clear();
        self.prepared.extend(self.requests.iter().cycle().take(BATCH).cloned().map(ServiceRequest::from_request));
    }

    fn run(&mut self) -> usize {
        let mut sum = 0;
        for request in self.prepared.drain(..) {
            let response = ready_now(self.service.call(request)).expect("a response");
            sum += usize::from(response.status().as_u16()) + response.headers().len();
            drop(std::hint::black_box(response));
        }
        sum
    }
}

fn request(head: &Head) -> HttpRequest {
    let method = Method::from_bytes(head.method.as_bytes()).expect("a method");
    let mut request = TestRequest::default().method(method).uri("/v1/items");
    for (name, value) in &head.fields {
        request = request.insert_header((*name, value.as_str()));
    }
    request.to_http_request()
}

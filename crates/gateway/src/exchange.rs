//! One request through the gateway, in one direction: arrival, route, decision, answer or upstream, edits.

use std::net::SocketAddr;
use std::sync::Arc;

use http::request::Parts;
use http::{Request, Response, StatusCode};
use hyper::body::Incoming;
use preflight_engine::server::{Answer, CorsRequest, Decision, Kind, OwnOrigin};

use crate::arrival::Arrival;
use crate::configuration::{AppliedPolicy, Configuration};
use crate::failure::Failure;
use crate::forward::forward;
use crate::framing;
use crate::gateway::Shared;
use crate::observer::{ExchangeRecord, Observation};
use crate::response_body::{Content, ResponseBody};
use crate::router::Route;

/// Answers a request. It is served to its end by the configuration that it began with.
pub(crate) async fn exchange(shared: &Shared, peer: SocketAddr, request: Request<Incoming>) -> Response<ResponseBody> {
    let configuration = shared.configuration.load_full();
    let (head, body) = request.into_parts();
    let head = Arc::new(head);
    let mut observation = Observation::begin(Arc::clone(&head), peer, &shared.observers);
    let passage = Passage::new(&configuration, &head, peer);
    let response = passage.answer(shared, body, &mut observation.record).await;
    observation.answered(response.status(), response.headers());
    response.map(|content| ResponseBody::new(content, observation))
}

/// What is known of a request once its head was read.
struct Passage<'a> {
    configuration: &'a Configuration,
    head: &'a Parts,
    route: Result<(Arrival<'a>, &'a Route), Failure>,
    /// That of the route, else the default one, so that a 404 carries its fields.
    policy: Option<&'a AppliedPolicy>,
    request: CorsRequest<'a>,
}

impl<'a> Passage<'a> {
    fn new(configuration: &'a Configuration, head: &'a Parts, peer: SocketAddr) -> Self {
        let arrival = Arrival::read(head, peer.ip(), configuration);
        let request = match &arrival {
            Ok(arrival) => arrival.classify(head, configuration),
            Err(_) => CorsRequest::classify(&head.method, &head.headers, OwnOrigin::default()),
        };
        let route = arrival
            .and_then(|arrival| configuration.route(&arrival.host(), head.uri.path()).map(|route| (arrival, route)));
        let policy = match &route {
            Ok((_, route)) => route.policy.as_ref(),
            Err(_) => configuration.default_policy(),
        };
        Self { configuration, head, route, policy, request }
    }

    async fn answer(self, shared: &Shared, body: Incoming, record: &mut ExchangeRecord) -> Response<Content> {
        record.kind = kind(self.request);
        let Some(AppliedPolicy { name, policy }) = self.policy else {
            // CORS is left to the upstream.
            return self.forward(shared, body, record).await;
        };
        let decision = policy.decide(self.request);
        record.policy = Some(Arc::clone(name));
        record.refusal = decision.refusal();
        match decision {
            Decision::Answer(answer) => at_the_edge(answer),
            Decision::Forward(forward) => {
                let mut response = self.forward(shared, body, record).await;
                forward.edits().apply(response.headers_mut());
                response
            }
        }
    }

    /// The upstream's answer, or that of a failure.
    async fn forward(self, shared: &Shared, body: Incoming, record: &mut ExchangeRecord) -> Response<Content> {
        match self.try_forward(shared, body, record).await {
            Ok(response) => response.map(Content::Upstream),
            Err(failure) => {
                let response = failure.response().map(Content::own);
                record.failure = Some(failure);
                response
            }
        }
    }

    async fn try_forward(
        self,
        shared: &Shared,
        body: Incoming,
        record: &mut ExchangeRecord,
    ) -> Result<Response<Incoming>, Failure> {
        framing::check(self.head, shared.limits.request_head)?;
        let (arrival, Route { destination, .. }) = self.route?;
        record.upstream = Some(Arc::clone(destination.origin()));
        let limit = self.configuration.file().upstream_timeout.unwrap_or(shared.limits.response_head);
        forward(&shared.upstreams, destination, arrival, self.head, body, limit).await
    }
}

fn at_the_edge(answer: Answer<'_>) -> Response<Content> {
    let mut response = Response::new(Content::own(""));
    *response.status_mut() = StatusCode::from_u16(answer.status()).expect("a policy answers with 100 to 599");
    *response.headers_mut() = answer.into_headers();
    response
}

fn kind(request: CorsRequest<'_>) -> Kind {
    match request {
        CorsRequest::NotCors => Kind::NotCors,
        CorsRequest::Actual { .. } => Kind::Actual,
        CorsRequest::Preflight(_) => Kind::Preflight,
    }
}

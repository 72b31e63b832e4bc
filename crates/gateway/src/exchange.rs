//! One request through the gateway, in one direction: arrival, route, decision, answer or upstream, edits.

use std::sync::Arc;

use bytes::Bytes;
use http::request::Parts;
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use preflight_engine::server::{Answer, CorsRequest, Decision, Kind, OwnOrigin};
use tokio::time::Instant;

use crate::admission::Capacity;
use crate::answer_head;
use crate::arrival::Arrival;
use crate::configuration::{AppliedPolicy, Configuration};
use crate::failure::Failure;
use crate::forward::{Outgoing, forward};
use crate::framing;
use crate::gateway::Shared;
use crate::inbound::Inbound;
use crate::observer::{Ending, ExchangeRecord, Observation};
use crate::response_body::{Content, ResponseBody, UpstreamBody};
use crate::router::{NotFound, Route};
use crate::turn::Turn;

/// Answers a request. It is served to its end by the configuration that it began with.
pub(crate) async fn exchange(
    shared: &Shared,
    inbound: &Inbound,
    turn: Turn,
    request: Request<Incoming>,
) -> Response<ResponseBody> {
    let configuration = shared.configuration.load_full();
    let (head, body) = request.into_parts();
    let head = Arc::new(head);
    let mut observation = Observation::begin(Arc::clone(&head), inbound.peer, &shared.observers);
    let passage = Passage::new(&configuration, &head, inbound, None);
    let response = passage.answer(shared, body, &mut observation.record).await;
    observation.answered(response.status(), response.headers());
    response.map(|content| ResponseBody::new(content, observation, turn))
}

/// The whole answer to what never became a request, as bytes: by the policy of the route that it asks for, as far as that
/// can be read.
pub(crate) fn refusal(shared: &Shared, inbound: &Inbound, head: Parts, failure: Failure) -> Bytes {
    let configuration = shared.configuration.load_full();
    let head = Arc::new(head);
    let mut observation = Observation::begin(Arc::clone(&head), inbound.peer, &shared.observers);
    let response = Passage::new(&configuration, &head, inbound, Some(failure)).refuse(&mut observation.record);
    let Some(response) = response else { return Bytes::new() };
    observation.answered(response.status(), response.headers());
    observation.record.ending = Ending::Complete;
    if head.method != Method::HEAD {
        observation.record.body_bytes = response.body().len() as u64;
    }
    answer_head::whole(&response, &head.method)
}

/// What is known of a request once its head was read.
struct Passage<'a> {
    configuration: &'a Configuration,
    head: &'a Parts,
    inbound: &'a Inbound,
    /// Why it is refused whatever its policy says: it is no request, or for somebody else.
    unfit: Option<Failure>,
    route: Result<(Arrival<'a>, &'a Route), Failure>,
    /// That of the route, else the default one, so that a 404 carries its fields.
    policy: Option<&'a AppliedPolicy>,
    request: CorsRequest<'a>,
}

impl<'a> Passage<'a> {
    fn new(configuration: &'a Configuration, head: &'a Parts, inbound: &'a Inbound, unfit: Option<Failure>) -> Self {
        let arrival = Arrival::read(head, inbound, configuration);
        let request = match &arrival {
            Ok(arrival) => arrival.classify(head, configuration),
            Err(_) => CorsRequest::classify(&head.method, &head.headers, OwnOrigin::default()),
        };
        let unfit = unfit.or_else(|| unfit_for_a_gateway(head)).or_else(|| arrival.as_ref().err().cloned());
        let default_policy = configuration.default_policy();
        let (route, policy) = match arrival {
            // The name is nobody's, but the path may say whose page asks, so that it can read why.
            Err(failure) => {
                let route = configuration.route("", head.uri.path());
                (Err(failure), route.map_or(default_policy, |route| route.policy.as_ref()))
            }
            Ok(arrival) => match configuration.route(&arrival.host(), head.uri.path()) {
                Ok(route) => (Ok((arrival, route)), route.policy.as_ref()),
                Err(NotFound::NoRoute) => (Err(Failure::NoRoute), default_policy),
                Err(NotFound::Ambiguous(routes)) => {
                    let policies =
                        routes.iter().map(|route| route.map_or(default_policy, |route| route.policy.as_ref()));
                    (Err(Failure::AmbiguousPath), strictest(policies, request))
                }
            },
        };
        Self { configuration, head, inbound, unfit, route, policy, request }
    }

    async fn answer(mut self, shared: &Shared, body: Incoming, record: &mut ExchangeRecord) -> Response<Content> {
        if let Some(refused) = self.refuse(record) {
            return refused.map(Content::own);
        }
        let Some(AppliedPolicy { policy, .. }) = self.policy else {
            // CORS is left to the upstream.
            return self.forward(shared, body, record).await;
        };
        match policy.decide(self.request) {
            Decision::Answer(answer) => at_the_edge(answer),
            Decision::Forward(forward) => {
                let mut response = self.forward(shared, body, record).await;
                forward.edits().apply(response.headers_mut());
                response
            }
        }
    }

    /// The answer to a request that is unfit, with the fields of the policy; none if it is fit. Either way the record says
    /// what the policy made of the request.
    fn refuse(&mut self, record: &mut ExchangeRecord) -> Option<Response<Vec<u8>>> {
        record.kind = kind(self.request);
        let decision = self.policy.map(|applied| applied.policy.decide(self.request));
        record.policy = self.policy.map(|applied| Arc::clone(&applied.name));
        record.refusal = decision.and_then(|decision| decision.refusal());
        let failure = self.unfit.take()?;
        let mut response = failure.response();
        match decision {
            None => {}
            Some(Decision::Forward(forward)) => forward.edits().apply(response.headers_mut()),
            Some(Decision::Answer(answer)) => response.headers_mut().extend(answer.into_headers()),
        }
        record.failure = Some(failure);
        Some(response)
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
    ) -> Result<Response<UpstreamBody>, Failure> {
        framing::check(self.head)?;
        let (arrival, Route { destination, .. }) = self.route?;
        shared.instance.check_loop(&self.head.headers)?;
        let limits = self.configuration.limits();
        let capacity = Capacity {
            all: limits.requests,
            per_address: (!arrival.through_trusted_proxy).then_some(limits.requests_per_address),
        };
        let admitted = shared.exchanges.admit(self.inbound.address(), capacity).ok_or(Failure::Overloaded)?;
        record.upstream = Some(Arc::clone(destination.origin()));
        let outgoing = Outgoing {
            destination,
            arrival,
            head: self.head,
            keeps_underscores: self.configuration.file().keep_underscore_headers,
            instance: &shared.instance,
        };
        let end = Instant::now() + limits.total;
        let response = forward(&shared.upstreams, outgoing, body, limits, end, admitted.clone()).await?;
        let mut response = UpstreamBody::of(response, limits, end, admitted);
        if response.body_mut().breaks_off_at_once().await {
            return Err(Failure::UpstreamBroken { upstream: Arc::clone(destination.origin()) });
        }
        Ok(response)
    }
}

/// `CONNECT` names the host that a forward proxy shall reach, so its name says nothing about this gateway.
fn unfit_for_a_gateway(head: &Parts) -> Option<Failure> {
    (head.method == Method::CONNECT).then_some(Failure::ConnectUnsupported)
}

/// Of the policies that could be meant, the one that gives a request least. None leaves CORS to an upstream, which an answer
/// of the gateway never comes to, and so gives nothing.
fn strictest<'a>(
    policies: impl Iterator<Item = Option<&'a AppliedPolicy>>,
    request: CorsRequest<'_>,
) -> Option<&'a AppliedPolicy> {
    let given = |policy: &Option<&AppliedPolicy>| {
        let Some(AppliedPolicy { policy, .. }) = policy else { return 0 };
        let headers = policy.decide(request).headers();
        headers.keys().filter(|name| name.as_str().starts_with("access-control-")).count()
    };
    policies.min_by_key(given).flatten()
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

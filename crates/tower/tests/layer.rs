//! Each case: a request, what the application would answer, whether it was asked, and the exact head that leaves.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use preflight_tower::{Allowed, CorsLayer, Policy, PolicyConfig, PolicyHandle, TupleOrigin, WhenRefused};
use tower::{Layer, Service, ServiceExt};

use http::{Request, Response};

type Fields = &'static [(&'static str, &'static str)];

const APP: (&str, &str) = ("origin", "https://app.example.com");
const STRANGER: (&str, &str) = ("origin", "https://evil.example");
const HOST: (&str, &str) = ("host", "api.example.com");

const VARY: (&str, &str) = ("vary", "Origin");
const SHARED: [(&str, &str); 4] = [
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-origin", "https://app.example.com"),
    ("access-control-expose-headers", "x-request-id"),
    VARY,
];
const PREFLIGHT_ANSWER: Fields = &[
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-headers", "authorization,content-type"),
    ("access-control-allow-methods", "PUT,DELETE"),
    ("access-control-allow-origin", "https://app.example.com"),
    ("access-control-max-age", "7200"),
    VARY,
];

/// The inner service: it answers with the response it was given, and remembers that it was called.
#[derive(Clone)]
struct Spy {
    called: Arc<AtomicBool>,
    status: u16,
    fields: Fields,
}

impl Spy {
    fn answering(status: u16, fields: Fields) -> Self {
        Self { called: Arc::default(), status, fields }
    }

    fn was_called(&self) -> bool {
        self.called.load(Ordering::Relaxed)
    }
}

impl Service<Request<()>> for Spy {
    type Response = Response<String>;
    type Error = Infallible;
    type Future = Ready<Result<Response<String>, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        self.called.store(true, Ordering::Relaxed);
        let mut response = Response::builder().status(self.status);
        for (name, value) in self.fields {
            response = response.header(*name, *value);
        }
        ready(Ok(response.body("from the application".to_owned()).unwrap()))
    }
}

fn config() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::listed(["https://app.example.com"]),
        credentials: true,
        methods: Allowed::listed(["PUT", "DELETE"]),
        request_headers: Allowed::listed(["content-type", "authorization"]),
        expose_headers: Allowed::listed(["x-request-id"]),
        max_age: Some(Duration::from_secs(7200)),
        ..PolicyConfig::default()
    }
}

fn rejecting() -> PolicyConfig {
    PolicyConfig { refused: WhenRefused::Reject, ..config() }
}

fn anybody() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::Any,
        methods: Allowed::Any,
        request_headers: Allowed::Any,
        ..PolicyConfig::default()
    }
}

fn echoing() -> PolicyConfig {
    PolicyConfig { methods: Allowed::Any, request_headers: Allowed::Any, ..config() }
}

fn layer(config: &PolicyConfig) -> CorsLayer {
    CorsLayer::new(Policy::new(config).unwrap())
}

fn request(method: &str, fields: &[(&str, &str)]) -> Request<()> {
    let mut request = Request::builder().method(method).uri("/items");
    for (name, value) in fields {
        request = request.header(*name, *value);
    }
    request.body(()).unwrap()
}

async fn send(layer: &CorsLayer, spy: &Spy, request: Request<()>) -> Response<String> {
    layer.layer(spy.clone()).oneshot(request).await.unwrap()
}

/// The fields of a response, sorted by name; lines of one name keep their order.
fn fields_of(response: &Response<String>) -> Vec<(&str, &str)> {
    let fields = response.headers().iter();
    let mut fields: Vec<_> = fields.map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
    fields.sort_by_key(|(name, _)| *name);
    fields
}

#[tokio::test]
async fn what_is_no_preflight_is_forwarded_and_edited() {
    let shared_and = |more: Fields| {
        let mut fields = [&SHARED, more].concat();
        fields.sort_by_key(|(name, _)| *name);
        fields
    };
    for (reason, config, method, sent, status, answered, expected) in [
        ("no Origin", config(), "GET", vec![HOST], 200, &[] as Fields, vec![VARY]),
        ("allowed", config(), "GET", vec![HOST, APP], 200, &[], SHARED.to_vec()),
        ("HEAD is like GET", config(), "HEAD", vec![APP], 200, &[], SHARED.to_vec()),
        ("a part", config(), "GET", vec![APP], 206, &[("content-range", "bytes 0-1/9")], {
            shared_and(&[("content-range", "bytes 0-1/9")])
        }),
        (
            "not modified: what a cache has is refreshed by these fields",
            config(),
            "GET",
            vec![APP],
            304,
            &[("etag", "\"1\"")],
            { shared_and(&[("etag", "\"1\"")]) },
        ),
        ("an error is readable", config(), "POST", vec![APP], 500, &[], SHARED.to_vec()),
        ("a 404 is readable", config(), "GET", vec![APP], 404, &[], SHARED.to_vec()),
        ("methods bind preflights only", config(), "PATCH", vec![APP], 200, &[], SHARED.to_vec()),
        ("an OPTIONS that asks nothing", config(), "OPTIONS", vec![APP], 200, &[("allow", "GET")], {
            shared_and(&[("allow", "GET")])
        }),
        (
            "an OPTIONS without Origin",
            config(),
            "OPTIONS",
            vec![("access-control-request-method", "PUT")],
            200,
            &[],
            vec![VARY],
        ),
        ("refused origins learn nothing", config(), "GET", vec![STRANGER], 200, &[], vec![VARY]),
        ("two origins", config(), "GET", vec![APP, APP], 200, &[], vec![VARY]),
        ("the own origin", config(), "POST", vec![HOST, ("origin", "https://api.example.com")], 200, &[], vec![VARY]),
        (
            "the own origin is never rejected",
            rejecting(),
            "POST",
            vec![HOST, ("origin", "https://api.example.com")],
            200,
            &[],
            vec![VARY],
        ),
        ("anybody, without Origin", anybody(), "GET", vec![], 200, &[], vec![("access-control-allow-origin", "*")]),
        ("anybody, with one", anybody(), "GET", vec![STRANGER], 200, &[], vec![("access-control-allow-origin", "*")]),
        (
            "the handler's CORS fields are replaced",
            config(),
            "GET",
            vec![APP],
            200,
            &[
                ("access-control-allow-origin", "*"),
                ("access-control-allow-credentials", "false"),
                ("access-control-allow-methods", "GET"),
                ("access-control-max-age", "1"),
            ],
            SHARED.to_vec(),
        ),
        (
            "the handler's doubled field is replaced once",
            config(),
            "GET",
            vec![APP],
            200,
            &[
                ("access-control-allow-origin", "https://app.example.com"),
                ("access-control-allow-origin", "https://app.example.com"),
            ],
            SHARED.to_vec(),
        ),
        (
            "the handler cannot let a stranger in",
            config(),
            "GET",
            vec![STRANGER],
            200,
            &[("access-control-allow-origin", "https://evil.example"), ("access-control-expose-headers", "*")],
            vec![VARY],
        ),
        ("what is not ours stays", config(), "GET", vec![], 200, &[("access-control-future", "1"), ("x-a", "1")], {
            vec![("access-control-future", "1"), VARY, ("x-a", "1")]
        }),
        (
            "Vary lines stay and get a third",
            config(),
            "GET",
            vec![APP],
            200,
            &[("vary", "Accept"), ("vary", "Cookie")],
            { [&SHARED[..3], &[("vary", "Accept"), ("vary", "Cookie"), VARY]].concat() },
        ),
        (
            "Vary names Origin already",
            config(),
            "GET",
            vec![],
            200,
            &[("vary", "accept, origin")],
            vec![("vary", "accept, origin")],
        ),
        ("Vary names everything already", config(), "GET", vec![], 200, &[("vary", "*")], vec![("vary", "*")]),
        (
            "Vary names something like it",
            config(),
            "GET",
            vec![],
            200,
            &[("vary", "x-origin")],
            vec![("vary", "x-origin"), VARY],
        ),
    ] {
        let spy = Spy::answering(status, answered);
        let response = send(&layer(&config), &spy, request(method, &sent)).await;
        assert!(spy.was_called(), "{reason}");
        assert_eq!((response.status().as_u16(), fields_of(&response)), (status, expected), "{reason}");
        assert_eq!(response.body(), "from the application", "{reason}");
    }
}

#[tokio::test]
async fn preflights_and_rejected_requests_never_reach_the_application() {
    let put = ("access-control-request-method", "PUT");
    let asking = |names| ("access-control-request-headers", names);
    for (reason, config, method, sent, status, expected) in [
        ("allowed", config(), "OPTIONS", vec![HOST, APP, put, asking("content-type")], 204, PREFLIGHT_ANSWER),
        (
            "several lines",
            config(),
            "OPTIONS",
            vec![APP, put, asking("authorization"), asking("content-type")],
            204,
            PREFLIGHT_ANSWER,
        ),
        (
            "another success",
            PolicyConfig { preflight_status: 200, ..config() },
            "OPTIONS",
            vec![APP, put],
            200,
            PREFLIGHT_ANSWER,
        ),
        (
            "a method that is not listed",
            config(),
            "OPTIONS",
            vec![APP, ("access-control-request-method", "PATCH")],
            204,
            PREFLIGHT_ANSWER,
        ),
        ("a header that is not listed", config(), "OPTIONS", vec![APP, put, asking("x-other")], 204, PREFLIGHT_ANSWER),
        ("a refused origin", config(), "OPTIONS", vec![STRANGER, put], 403, &[VARY]),
        ("two origins", config(), "OPTIONS", vec![APP, APP, put], 403, &[VARY]),
        (
            "anybody",
            anybody(),
            "OPTIONS",
            vec![STRANGER, put, asking("x-a")],
            204,
            &[
                ("access-control-allow-headers", "*,authorization"),
                ("access-control-allow-methods", "*"),
                ("access-control-allow-origin", "*"),
            ],
        ),
        (
            "an echo",
            echoing(),
            "OPTIONS",
            vec![APP, put, asking("x-a"), asking("x-b")],
            204,
            &[
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-headers", "x-a"),
                ("access-control-allow-headers", "x-b"),
                ("access-control-allow-methods", "PUT"),
                ("access-control-allow-origin", "https://app.example.com"),
                ("access-control-max-age", "7200"),
                ("vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"),
            ],
        ),
        ("rejected", rejecting(), "GET", vec![HOST, STRANGER], 403, &[VARY]),
        ("rejected, two origins", rejecting(), "POST", vec![APP, APP], 403, &[VARY]),
    ] {
        let spy = Spy::answering(200, &[("x-from", "the application")]);
        let response = send(&layer(&config), &spy, request(method, &sent)).await;
        assert!(!spy.was_called(), "{reason}");
        assert_eq!((response.status().as_u16(), fields_of(&response)), (status, expected.to_vec()), "{reason}");
        assert_eq!(response.body(), "", "{reason}");
    }
}

#[tokio::test]
async fn the_stated_public_origin_goes_before_host() {
    let layer = layer(&rejecting()).public_origin(TupleOrigin::parse("https://api.example.com").unwrap());
    for (origin, is_forwarded) in
        [("https://api.example.com", true), ("http://api.example.com", false), ("https://internal:8080", false)]
    {
        let spy = Spy::answering(200, &[]);
        send(&layer, &spy, request("POST", &[("host", "internal:8080"), ("origin", origin)])).await;
        assert_eq!(spy.was_called(), is_forwarded, "{origin}");
    }
}

#[tokio::test]
async fn a_stored_policy_applies_to_the_next_request() {
    let handle = PolicyHandle::new(Policy::new(&config()).unwrap());
    let mut service = CorsLayer::swappable(&handle).layer(Spy::answering(200, &[]));
    let in_flight = service.call(request("GET", &[APP]));
    handle.store(Policy::new(&anybody()).unwrap());
    assert_eq!(fields_of(&in_flight.await.unwrap()), SHARED, "decided before");
    let next = service.call(request("GET", &[APP])).await.unwrap();
    assert_eq!(fields_of(&next), [("access-control-allow-origin", "*")], "decided after");
}

#[tokio::test]
async fn errors_and_readiness_of_the_inner_service_pass_through() {
    #[derive(Clone)]
    struct Failing;

    impl Service<Request<()>> for Failing {
        type Response = Response<String>;
        type Error = &'static str;
        type Future = Ready<Result<Response<String>, &'static str>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), &'static str>> {
            Poll::Ready(Err("not ready"))
        }

        fn call(&mut self, _: Request<()>) -> Self::Future {
            ready(Err("failed"))
        }
    }

    let mut service = layer(&config()).layer(Failing);
    assert_eq!(service.call(request("GET", &[APP])).await.unwrap_err(), "failed");
    assert_eq!(service.ready().await.err(), Some("not ready"));
}

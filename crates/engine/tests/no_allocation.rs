//! A decision allocates nothing, whatever the request: nobody can make a server allocate by asking.

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use preflight_engine::server::{Allowed, CorsRequest, Kind, OwnOrigin, Policy, PolicyConfig, Refusal};

const APP: &str = "https://app.example.com";

fn listed() -> PolicyConfig {
    PolicyConfig {
        origins: Allowed::listed([APP, "https://*.example.org", "http://localhost:*"]),
        credentials: true,
        methods: Allowed::listed(["PUT"]),
        request_headers: Allowed::listed(["authorization", "content-type"]),
        expose_headers: Allowed::listed(["x-request-id"]),
        ..PolicyConfig::default()
    }
}

fn echoing() -> PolicyConfig {
    PolicyConfig { methods: Allowed::Any, request_headers: Allowed::Any, ..listed() }
}

fn request(origin: &str, fields: &[(HeaderName, &str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::HOST, HeaderValue::from_static("api.example.com"));
    headers.insert(header::ORIGIN, HeaderValue::from_str(origin).unwrap());
    for (name, value) in fields {
        headers.append(name, HeaderValue::from_str(value).unwrap());
    }
    headers
}

#[test]
fn a_decision_allocates_nothing() {
    let ask = |method: &'static str| (header::ACCESS_CONTROL_REQUEST_METHOD, method);
    let for_names = |names| (header::ACCESS_CONTROL_REQUEST_HEADERS, names);
    let commas = ",".repeat(1024 * 1024);
    let long_origin = format!("https://{}.example.org", "a.".repeat(150 * 1024));
    let deep_origin = format!("https://{}a.example.org", "a.".repeat(100));
    let many_lines = [vec![ask("PUT")], vec![for_names("content-type"); 10_000]].concat();
    let long_name = "x".repeat(300 * 1024);
    let (preflight, actual, not_cors) = (Kind::Preflight, Kind::Actual, Kind::NotCors);
    for (reason, config, method, headers, kind, refusal) in [
        ("the own origin", listed(), "POST", request("https://api.example.com", &[]), not_cors, None),
        ("allowed", listed(), "GET", request(APP, &[]), actual, None),
        ("allowed by a pattern", listed(), "GET", request("https://a.b.example.org", &[]), actual, None),
        ("any port", listed(), "GET", request("http://localhost:5173", &[]), actual, None),
        ("refused", listed(), "GET", request("https://evil.example", &[]), actual, Some(Refusal::OriginNotAllowed)),
        ("300 KB of origin", listed(), "GET", request(&long_origin, &[]), actual, Some(Refusal::OriginNotAllowed)),
        ("a hundred labels", listed(), "GET", request(&deep_origin, &[]), actual, None),
        ("a preflight", listed(), "OPTIONS", request(APP, &[ask("PUT"), for_names("content-type")]), preflight, None),
        ("a refused method", listed(), "OPTIONS", request(APP, &[ask("PATCH")]), preflight, {
            Some(Refusal::MethodNotAllowed)
        }),
        ("a refused header", listed(), "OPTIONS", request(APP, &[ask("PUT"), for_names("x-a")]), preflight, {
            Some(Refusal::RequestHeaderNotAllowed)
        }),
        ("a refused origin", listed(), "OPTIONS", request("null", &[ask("PUT")]), preflight, {
            Some(Refusal::OriginNotAllowed)
        }),
        ("1 MB of commas", listed(), "OPTIONS", request(APP, &[ask("PUT"), for_names(&commas)]), preflight, {
            Some(Refusal::RequestHeadersTooLong)
        }),
        ("10,000 lines", listed(), "OPTIONS", request(APP, &many_lines), preflight, {
            Some(Refusal::RequestHeadersTooLong)
        }),
        ("an echo", echoing(), "OPTIONS", request(APP, &[ask("PATCH"), for_names("x-a, X-B")]), preflight, None),
        ("300 KB to echo", echoing(), "OPTIONS", request(APP, &[ask("PUT"), for_names(&long_name)]), preflight, {
            Some(Refusal::RequestHeadersTooLong)
        }),
        ("1 MB of commas to echo", echoing(), "OPTIONS", request(APP, &[ask("PUT"), for_names(&commas)]), preflight, {
            Some(Refusal::RequestHeadersTooLong)
        }),
    ] {
        let policy = Policy::new(&config).unwrap();
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let mut found = None;
        let allocated = allocation_counter::measure(|| {
            let decision = policy.decide(CorsRequest::classify(&method, &headers, OwnOrigin::of_host(&headers)));
            found = Some((decision.kind(), decision.refusal()));
        });
        assert_eq!(found, Some((kind, refusal)), "{reason}");
        assert_eq!(allocated.count_total, 0, "{reason}");
    }
}

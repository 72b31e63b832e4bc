//! Every way in which a policy refuses a request, and what the one who is refused learns.

#![cfg(feature = "server")]
#![forbid(unsafe_code)]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_engine::server::{Allowed, CorsRequest, Decision, OwnOrigin, Policy, PolicyConfig, Refusal, WhenRefused};

type Fields = &'static [(&'static str, &'static str)];

const TO_A_STRANGER: Fields = &[("vary", "Origin")];
const TO_THE_APP: Fields = &[
    ("access-control-allow-headers", "x-a"),
    ("access-control-allow-methods", "PUT"),
    ("access-control-allow-origin", "https://app.test"),
    ("vary", "Origin"),
];

#[test]
fn a_refused_preflight_is_answered_on_the_spot() {
    let asked: [(&str, Fields, Refusal, u16, Fields); 6] = [
        (
            "a stranger's preflight is forbidden and learns nothing",
            &[("origin", "https://evil.test"), ("access-control-request-method", "PUT")],
            Refusal::OriginNotAllowed,
            403,
            TO_A_STRANGER,
        ),
        (
            "two origins are nobody, even if both are allowed",
            &[("origin", "https://app.test"), ("origin", "https://app.test"), ("access-control-request-method", "PUT")],
            Refusal::SeveralOrigins,
            403,
            TO_A_STRANGER,
        ),
        (
            "an allowed origin sees which methods it could have used",
            &[("origin", "https://app.test"), ("access-control-request-method", "DELETE")],
            Refusal::MethodNotAllowed,
            204,
            TO_THE_APP,
        ),
        (
            "an allowed origin sees which headers it could have set",
            &[
                ("origin", "https://app.test"),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "x-a,x-b"),
            ],
            Refusal::RequestHeaderNotAllowed,
            204,
            TO_THE_APP,
        ),
        (
            "the second line of requested headers counts like the first",
            &[
                ("origin", "https://app.test"),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "x-a"),
                ("access-control-request-headers", "x-b"),
            ],
            Refusal::RequestHeaderNotAllowed,
            204,
            TO_THE_APP,
        ),
        (
            "more empty elements than anybody needs are refused",
            &[
                ("origin", "https://app.test"),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "x-a,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,,"),
            ],
            Refusal::RequestHeadersTooLong,
            204,
            TO_THE_APP,
        ),
    ];
    let policy = policy(WhenRefused::Forward);
    for (sentence, fields, refusal, status, expected) in asked {
        let request = header_map(fields);
        let decision = policy.decide(CorsRequest::classify(&Method::OPTIONS, &request, OwnOrigin::default()));
        let Decision::Answer(answer) = decision else { panic!("{sentence}: a preflight is never forwarded") };
        assert_eq!(decision.refusal(), Some(refusal), "{sentence}");
        assert_eq!(answer.status(), status, "{sentence}");
        assert_eq!(sorted(&answer.into_headers()), expected, "{sentence}");
    }
}

#[test]
fn requested_headers_that_nobody_could_mean_are_not_echoed() {
    let policy = Policy::new(&PolicyConfig {
        origins: Allowed::listed(["https://app.test"]),
        credentials: true,
        request_headers: Allowed::Any,
        ..PolicyConfig::default()
    });
    let mut request = header_map(&[("origin", "https://app.test"), ("access-control-request-method", "GET")]);
    let names = HeaderValue::from_str(&"x-a,".repeat(5000)).expect("it can stand on a line");
    request.insert("access-control-request-headers", names);
    let policy = policy.expect("the policy is sound");
    let decision = policy.decide(CorsRequest::classify(&Method::OPTIONS, &request, OwnOrigin::default()));
    assert_eq!(decision.refusal(), Some(Refusal::RequestHeadersTooLong));
    let Decision::Answer(answer) = decision else { panic!("a preflight is never forwarded") };
    assert!(!answer.into_headers().contains_key("access-control-allow-headers"));
}

#[test]
fn a_refused_request_reaches_the_application_unless_the_policy_rejects_it() {
    let request = header_map(&[("origin", "https://evil.test")]);
    let request = || CorsRequest::classify(&Method::POST, &request, OwnOrigin::default());

    let forwarding = policy(WhenRefused::Forward);
    let Decision::Forward(forward) = forwarding.decide(request()) else { panic!("it is forwarded") };
    let mut response = header_map(&[("access-control-allow-origin", "*"), ("etag", "1")]);
    forward.edits().apply(&mut response);
    assert_eq!(sorted(&response), [("etag", "1"), ("vary", "Origin")], "what the application allows is taken back");

    let rejecting = policy(WhenRefused::Reject);
    let decision = rejecting.decide(request());
    assert_eq!(decision.refusal(), Some(Refusal::OriginNotAllowed));
    let Decision::Answer(answer) = decision else { panic!("it is not forwarded") };
    assert_eq!(answer.status(), 403);
    assert_eq!(sorted(&answer.into_headers()), TO_A_STRANGER);
}

#[test]
fn an_empty_list_of_methods_allows_no_watched_upload() {
    let policy = Policy::new(&PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() });
    let policy = policy.expect("the policy is sound");
    let request = header_map(&[("origin", "https://app.test"), ("access-control-request-method", "PUT")]);
    let decision = policy.decide(CorsRequest::classify(&Method::OPTIONS, &request, OwnOrigin::default()));
    assert_eq!(decision.refusal(), Some(Refusal::MethodNotAllowed));
    let Decision::Answer(answer) = decision else { panic!("a preflight is never forwarded") };
    // Without the field, the standard would take the method as granted to a page that watches its upload.
    assert_eq!(answer.into_headers()["access-control-allow-methods"], "GET,HEAD,POST");
}

fn policy(refused: WhenRefused) -> Policy {
    let config = PolicyConfig {
        origins: Allowed::listed(["https://app.test"]),
        methods: Allowed::listed(["PUT"]),
        request_headers: Allowed::listed(["x-a"]),
        refused,
        ..PolicyConfig::default()
    };
    Policy::new(&config).expect("the policy is sound")
}

fn header_map(fields: &[(&'static str, &'static str)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in fields {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers
}

fn sorted(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let fields = headers.iter().map(|(name, value)| (name.as_str(), value.to_str().expect("it is text")));
    let mut fields: Vec<_> = fields.collect();
    fields.sort_unstable();
    fields
}

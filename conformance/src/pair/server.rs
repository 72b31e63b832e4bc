//! A server in memory: the policy in front, the application behind.

use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_engine::server::{CorsRequest, Decision, OwnOrigin, Policy, Refusal};

use super::scenario::Application;

/// The fields of a request that CORS reads. The others are the page's own, and may hold what [`HeaderValue`] refuses.
const READ_FIELDS: [HeaderName; 3] = [ORIGIN, ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_REQUEST_HEADERS];

pub(super) struct Server<'a> {
    pub(super) policy: &'a Policy,
    pub(super) application: &'a Application,
}

/// What a request comes to.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) is_preflight: bool,
    pub(super) refusal: Option<Refusal>,
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// The fields after the edits have been applied a second time.
    pub(super) headers_again: HeaderMap,
}

impl Server<'_> {
    /// Serves a request as the browser half put it on the wire.
    pub(super) fn serve(&self, head: &RequestHead) -> Served {
        let method = Method::from_bytes(&head.method).expect("the browser half sends tokens");
        let mut headers = HeaderMap::new();
        for name in READ_FIELDS {
            for value in head.headers.lines(name.as_str().as_bytes()) {
                headers.append(&name, HeaderValue::from_bytes(value).expect("the browser half wrote this field"));
            }
        }
        self.answer(&method, &headers)
    }

    /// Serves any request.
    pub(super) fn answer(&self, method: &Method, headers: &HeaderMap) -> Served {
        let request = CorsRequest::classify(method, headers, OwnOrigin::default());
        let is_preflight = matches!(request, CorsRequest::Preflight(_));
        let decision = self.policy.decide(request);
        let refusal = decision.refusal();
        let (status, headers, headers_again) = match decision {
            Decision::Answer(answer) => (answer.status(), answer.into_headers(), answer.into_headers()),
            Decision::Forward(forward) => {
                let mut headers = self.application.headers();
                forward.edits().apply(&mut headers);
                let mut headers_again = headers.clone();
                forward.edits().apply(&mut headers_again);
                (self.application.status, headers, headers_again)
            }
        };
        Served { is_preflight, refusal, status, headers, headers_again }
    }
}

impl Application {
    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in &self.fields {
            headers.append(*name, HeaderValue::from_static(value));
        }
        headers
    }
}

impl Served {
    /// What the browser half reads.
    pub(super) fn response_head(&self) -> ResponseHead {
        let fields = self.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        ResponseHead { status: self.status, headers: fields.collect() }
    }

    pub(super) fn has_cors_field(&self) -> bool {
        self.headers.keys().any(|name| name.as_str().starts_with("access-control-"))
    }

    /// Whether a cache keeps the answer apart for each origin.
    pub(super) fn varies_by_origin(&self) -> bool {
        let lines = self.headers.get_all(http::header::VARY).iter();
        lines
            .flat_map(|line| line.as_bytes().split(|&byte| byte == b','))
            .any(|element| element.trim_ascii() == b"*" || element.trim_ascii().eq_ignore_ascii_case(b"origin"))
    }
}

//! Both halves at once: a policy answers a request head of the browser half.

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use crate::exchange::{RequestHead, ResponseHead};
use crate::server::{CorsRequest, Decision, OwnOrigin, Policy};

impl Policy {
    /// What a gateway with this policy answers, its upstream answering 200 without a word about CORS; none where the head is
    /// one that no server reads.
    ///
    /// ```
    /// use preflight_engine::exchange::RequestHead;
    /// use preflight_engine::server::{Allowed, Policy, PolicyConfig};
    ///
    /// let origins = Allowed::listed(["https://app.example.com"]);
    /// let policy = Policy::new(&PolicyConfig { origins, ..PolicyConfig::default() }).unwrap();
    /// let head = RequestHead {
    ///     method: b"GET".to_vec(),
    ///     url: "https://api.example.com/".parse().unwrap(),
    ///     headers: [("Origin", "https://app.example.com")].into_iter().collect(),
    ///     is_preflight: false,
    ///     includes_credentials: false,
    ///     has_body: false,
    /// };
    /// let answer = policy.answer(&head).unwrap();
    /// assert_eq!(answer.headers.get(b"access-control-allow-origin").unwrap(), b"https://app.example.com");
    /// ```
    pub fn answer(&self, head: &RequestHead) -> Option<ResponseHead> {
        let headers = header_map(head)?;
        let method = Method::from_bytes(&head.method).ok()?;
        let decision = self.decide(CorsRequest::classify(&method, &headers, OwnOrigin::default()));
        let status = match &decision {
            Decision::Answer(answer) => answer.status(),
            Decision::Forward(_) => 200,
        };
        let fields = decision.headers();
        let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        Some(ResponseHead { status, headers: fields.collect() })
    }
}

fn header_map(head: &RequestHead) -> Option<HeaderMap> {
    let field = |(name, value)| Some((HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?));
    head.headers.iter().map(field).collect()
}

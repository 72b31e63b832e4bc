//! The edits of a forwarded request, owned: the request goes to the application while they wait for its response.

use http::{HeaderMap, HeaderValue};

use super::header_edits::{HeaderEdits, Vary};

/// The edits of a forwarded request, free of the borrow of the request and the policy.
///
/// They are fewer than a preflight's and never repeat what was asked for, so keeping them costs a handle to the
/// request's `Origin` at most.
///
/// ```
/// # use http::{HeaderMap, HeaderValue, Method, header};
/// # use preflight_engine::server::{Allowed, CorsRequest, Decision, OwnOrigin, Policy, PolicyConfig};
/// # let policy = Policy::new(&PolicyConfig { origins: Allowed::listed(["https://app.example.com"]), ..PolicyConfig::default() })?;
/// let mut request = HeaderMap::new();
/// request.insert(header::ORIGIN, HeaderValue::from_static("https://app.example.com"));
/// let decision = policy.decide(CorsRequest::classify(&Method::GET, &request, OwnOrigin::default()));
/// let Decision::Forward(forward) = decision else { panic!("a GET is forwarded") };
/// let edits = forward.into_response_edits();
///
/// drop(request); // the application has it
/// let mut response = HeaderMap::new();
/// edits.apply(&mut response);
/// assert_eq!(response[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://app.example.com");
/// # Ok::<(), preflight_engine::server::PolicyErrors>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct ResponseEdits {
    allow_origin: Option<HeaderValue>,
    allow_credentials: bool,
    expose_headers: Option<HeaderValue>,
    vary: Vary,
}

impl ResponseEdits {
    pub(super) fn of(edits: HeaderEdits<'_>) -> Self {
        Self {
            allow_origin: edits.allow_origin.cloned(),
            allow_credentials: edits.allow_credentials,
            expose_headers: edits.expose_headers.cloned(),
            vary: edits.vary,
        }
    }

    /// Reconciles a response with the decision; see [`HeaderEdits::apply`].
    pub fn apply(&self, headers: &mut HeaderMap) {
        self.borrowed().apply(headers);
    }

    fn borrowed(&self) -> HeaderEdits<'_> {
        HeaderEdits {
            allow_origin: self.allow_origin.as_ref(),
            allow_credentials: self.allow_credentials,
            expose_headers: self.expose_headers.as_ref(),
            vary: self.vary,
            ..HeaderEdits::default()
        }
    }
}

//! What the response of a forwarded request gets: CORS fields are replaced, `Vary` is only ever appended to.

use http::HeaderMap;
use http::header::{self, HeaderName, HeaderValue};

pub(super) static ANY: HeaderValue = HeaderValue::from_static("*");
pub(super) static TRUE: HeaderValue = HeaderValue::from_static("true");

/// The CORS fields of a response that a policy owns: whatever the application set is removed.
const OWNED: [HeaderName; 6] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
];

/// The header fields that a decision sets on the response of a forwarded request. It borrows from the policy and the
/// request, and making it allocates nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeaderEdits<'a> {
    pub(super) allow_origin: Option<&'a HeaderValue>,
    pub(super) allow_credentials: bool,
    pub(super) expose_headers: Option<&'a HeaderValue>,
    pub(super) vary: Vary,
}

/// What of the request a response depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Vary {
    /// Nothing: everybody gets the same.
    #[default]
    Nothing,
    Origin,
    /// The origin and the preflight's question.
    Question,
}

impl HeaderEdits<'_> {
    /// The same edits without the borrow, for a caller that gives the request away before it has the response.
    pub fn into_owned(self) -> OwnedHeaderEdits {
        OwnedHeaderEdits {
            allow_origin: self.allow_origin.cloned(),
            allow_credentials: self.allow_credentials,
            expose_headers: self.expose_headers.cloned(),
            vary: self.vary,
        }
    }

    /// Reconciles a response with the decision: the application's CORS fields go, the policy's come, and `Vary` keeps
    /// what it names.
    pub fn apply(self, headers: &mut HeaderMap) {
        self.into_owned().apply(headers);
    }
}

/// [`HeaderEdits`] free of the borrow of the request and the policy.
///
/// ```
/// # use http::{HeaderMap, HeaderValue, Method, header};
/// # use preflight_engine::server::{Allowed, CorsRequest, Decision, OwnOrigin, Policy, PolicyConfig};
/// # let origins = Allowed::listed(["https://app.example.com"]);
/// # let policy = Policy::new(&PolicyConfig { origins, ..PolicyConfig::default() })?;
/// let mut request = HeaderMap::new();
/// request.insert(header::ORIGIN, HeaderValue::from_static("https://app.example.com"));
/// let decision = policy.decide(CorsRequest::classify(&Method::GET, &request, OwnOrigin::default()));
/// let Decision::Forward(forward) = decision else { panic!("a GET is forwarded") };
/// let edits = forward.edits().into_owned();
///
/// drop(request); // the application has it
/// let mut response = HeaderMap::new();
/// edits.apply(&mut response);
/// assert_eq!(response[header::ACCESS_CONTROL_ALLOW_ORIGIN], "https://app.example.com");
/// # Ok::<(), preflight_engine::server::PolicyErrors>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct OwnedHeaderEdits {
    allow_origin: Option<HeaderValue>,
    allow_credentials: bool,
    expose_headers: Option<HeaderValue>,
    vary: Vary,
}

impl OwnedHeaderEdits {
    /// Reconciles a response with the decision; see [`HeaderEdits::apply`].
    pub fn apply(self, headers: &mut HeaderMap) {
        if headers.keys().any(is_cors_field) {
            OWNED.iter().for_each(|name| drop(headers.remove(name)));
        }
        if let Some(origin) = self.allow_origin {
            headers.append(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        }
        if self.allow_credentials {
            headers.append(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, TRUE.clone());
        }
        if let Some(names) = self.expose_headers {
            headers.append(header::ACCESS_CONTROL_EXPOSE_HEADERS, names);
        }
        if let Some(vary) = self.vary.value().filter(|_| !already_varies(headers)) {
            headers.append(header::VARY, vary);
        }
    }
}

impl Vary {
    pub(super) fn value(self) -> Option<HeaderValue> {
        match self {
            Self::Nothing => None,
            Self::Origin => Some(HeaderValue::from_static("Origin")),
            Self::Question => {
                Some(HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers"))
            }
        }
    }
}

fn is_cors_field(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

/// Whether the response names `Origin` or `*` in `Vary` already. It has few fields, so looking at each costs less than
/// hashing a name.
fn already_varies(headers: &HeaderMap) -> bool {
    headers.iter().any(|(name, line)| *name == header::VARY && names_origin(line))
}

fn names_origin(line: &HeaderValue) -> bool {
    let mut elements = line.as_bytes().split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
    elements.any(|element| element == b"*" || element.eq_ignore_ascii_case(b"origin"))
}

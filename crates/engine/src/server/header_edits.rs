//! What a response gets: CORS fields are replaced, `Vary` is only ever appended to.

use http::header::{self, HeaderName, HeaderValue};
use http::HeaderMap;

static ANY: HeaderValue = HeaderValue::from_static("*");
static TRUE: HeaderValue = HeaderValue::from_static("true");
static VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");
static VARY_QUESTION: HeaderValue =
    HeaderValue::from_static("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");

/// The CORS fields of a response that a policy owns: whatever the application set is removed.
const OWNED: [HeaderName; 6] = [
    header::ACCESS_CONTROL_ALLOW_ORIGIN,
    header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
    header::ACCESS_CONTROL_EXPOSE_HEADERS,
    header::ACCESS_CONTROL_ALLOW_METHODS,
    header::ACCESS_CONTROL_ALLOW_HEADERS,
    header::ACCESS_CONTROL_MAX_AGE,
];

/// The header fields that a decision sets on a response. It borrows from the policy and the request, and making it
/// allocates nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct HeaderEdits<'a> {
    pub(super) allow_origin: Option<&'a HeaderValue>,
    pub(super) allow_credentials: bool,
    pub(super) expose_headers: Option<&'a HeaderValue>,
    pub(super) allow_methods: Option<&'a HeaderValue>,
    pub(super) allow_headers: AllowHeaders<'a>,
    pub(super) max_age: Option<&'a HeaderValue>,
    pub(super) vary: Vary,
}

/// `Access-Control-Allow-Headers`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) enum AllowHeaders<'a> {
    #[default]
    None,
    Listed(&'a HeaderValue),
    /// The lines of `Access-Control-Request-Headers` of this request, as they came.
    Echo(&'a HeaderMap),
}

/// What of the request the answer depends on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Vary {
    /// Nothing: everybody gets the same.
    #[default]
    Nothing,
    Origin,
    /// The origin and the preflight's question.
    Question,
}

impl<'a> HeaderEdits<'a> {
    /// The fields to set, `Vary` last. A name may come several times.
    pub fn fields(&self) -> impl Iterator<Item = (HeaderName, &'a HeaderValue)> {
        let credentials: Option<&'a HeaderValue> = self.allow_credentials.then_some(&TRUE);
        let (listed, echoed) = match self.allow_headers {
            AllowHeaders::None => (None, None),
            AllowHeaders::Listed(value) => (Some(value), None),
            AllowHeaders::Echo(request) => {
                (None, Some(request.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS).iter()))
            }
        };
        let single = [
            (header::ACCESS_CONTROL_ALLOW_ORIGIN, self.allow_origin),
            (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, credentials),
            (header::ACCESS_CONTROL_EXPOSE_HEADERS, self.expose_headers),
            (header::ACCESS_CONTROL_ALLOW_METHODS, self.allow_methods),
            (header::ACCESS_CONTROL_ALLOW_HEADERS, listed),
            (header::ACCESS_CONTROL_MAX_AGE, self.max_age),
            (header::VARY, self.vary.value()),
        ];
        echoed
            .into_iter()
            .flatten()
            .map(|line| (header::ACCESS_CONTROL_ALLOW_HEADERS, line))
            .chain(single.into_iter().filter_map(|(name, value)| Some((name, value?))))
    }

    /// Reconciles a response with the decision: the application's CORS fields go, the policy's come, and `Vary` keeps
    /// what it names.
    pub fn apply(&self, headers: &mut HeaderMap) {
        if headers.keys().any(is_cors_field) {
            OWNED.iter().for_each(|name| drop(headers.remove(name)));
        }
        for (name, value) in self.fields() {
            if name != header::VARY || !already_varies(headers) {
                headers.append(name, value.clone());
            }
        }
    }

    /// The fields as a new map, for an answer that has no others.
    pub fn into_headers(self) -> HeaderMap {
        let mut headers = HeaderMap::with_capacity(8);
        for (name, value) in self.fields() {
            headers.append(name, value.clone());
        }
        headers
    }
}

impl Vary {
    fn value(self) -> Option<&'static HeaderValue> {
        match self {
            Self::Nothing => None,
            Self::Origin => Some(&VARY_ORIGIN),
            Self::Question => Some(&VARY_QUESTION),
        }
    }
}

/// The value that stands for anybody.
pub(super) fn any() -> &'static HeaderValue {
    &ANY
}

fn is_cors_field(name: &HeaderName) -> bool {
    name.as_str().starts_with("access-control-")
}

/// Whether the response names `Origin` or `*` in `Vary` already.
fn already_varies(headers: &HeaderMap) -> bool {
    headers.get_all(header::VARY).iter().any(|line| {
        line.as_bytes()
            .split(|&byte| byte == b',')
            .map(<[u8]>::trim_ascii)
            .any(|element| element == b"*" || element.eq_ignore_ascii_case(b"origin"))
    })
}

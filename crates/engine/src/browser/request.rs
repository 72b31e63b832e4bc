//! What a page asks for: the arguments of `fetch()` or `XMLHttpRequest`, and the
//! [request](https://fetch.spec.whatwg.org/#requests) that they make.

use std::fmt;

use url::Url;

use super::user_agent::{StreamUpload, UserAgent};
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::token::trim_http_whitespace;
use crate::{method, request_header};

/// What a page passes to `fetch()` or does to an `XMLHttpRequest`. The default is `fetch(url)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestInit {
    /// Which API makes the request.
    pub api: Api,
    /// The method as written; none is `GET`.
    pub method: Option<Vec<u8>>,
    /// The headers as written.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// `mode`; XHR is always [`RequestMode::Cors`].
    pub mode: RequestMode,
    /// `credentials`; `withCredentials` of XHR is [`CredentialsMode::Include`].
    pub credentials: CredentialsMode,
    /// `redirect`.
    pub redirect: RedirectMode,
    /// `cache`.
    pub cache: CacheMode,
    /// `body`.
    pub body: Option<Body>,
    /// `referrerPolicy`, or the page's.
    pub referrer_policy: ReferrerPolicy,
    /// The origin of the page at the top, if the page is a frame.
    pub top_level_origin: Option<Origin>,
    /// Whether listeners are registered on `XMLHttpRequest.upload`, which forces a preflight.
    pub has_upload_listeners: bool,
}

/// A request, ready to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    pub(super) api: Api,
    pub(super) origin: Origin,
    pub(super) url: Url,
    pub(super) method: Vec<u8>,
    pub(super) headers: HeaderList,
    pub(super) mode: RequestMode,
    pub(super) credentials: CredentialsMode,
    pub(super) redirect: RedirectMode,
    pub(super) cache: CacheMode,
    pub(super) body: Option<Body>,
    pub(super) referrer_policy: ReferrerPolicy,
    pub(super) use_cors_preflight: bool,
    pub(super) top_level_origin: Option<Origin>,
    dropped_headers: Vec<DroppedHeader>,
}

/// The API that makes a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Api {
    /// `fetch()`
    #[default]
    Fetch,
    /// `XMLHttpRequest`
    Xhr,
}

/// [Request mode](https://fetch.spec.whatwg.org/#concept-request-mode), of those that a page can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RequestMode {
    /// Cross-origin requests fail.
    SameOrigin,
    /// Cross-origin responses are readable if they say so.
    #[default]
    Cors,
    /// Cross-origin responses are opaque.
    NoCors,
}

/// [Credentials mode](https://fetch.spec.whatwg.org/#concept-request-credentials-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CredentialsMode {
    /// Never.
    Omit,
    /// To the own origin only.
    #[default]
    SameOrigin,
    /// Always.
    Include,
}

/// [Redirect mode](https://fetch.spec.whatwg.org/#concept-request-redirect-mode).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RedirectMode {
    /// Follow.
    #[default]
    Follow,
    /// A redirect is an error.
    Error,
    /// A redirect is an opaque response.
    Manual,
}

/// [Cache mode](https://fetch.spec.whatwg.org/#concept-request-cache-mode), as far as it decides about anything here: this
/// engine has no HTTP cache.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum CacheMode {
    /// Any mode that asks the network when nothing is cached.
    #[default]
    Default,
    /// `only-if-cached`, for own-origin requests only.
    OnlyIfCached,
}

/// A request's body, by what it was made of ([extract](https://fetch.spec.whatwg.org/#concept-bodyinit-extract)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// A string.
    Text,
    /// `URLSearchParams`.
    UrlSearchParams,
    /// `FormData`.
    FormData,
    /// A `Blob` with its type, if it has one.
    Blob(Option<Vec<u8>>),
    /// An `ArrayBuffer` or a view of one.
    Bytes,
    /// A `ReadableStream`, which cannot be sent twice.
    Stream,
}

/// [Referrer policy](https://w3c.github.io/webappsec-referrer-policy/), which decides about `Origin` outside CORS.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ReferrerPolicy {
    /// `no-referrer`
    NoReferrer,
    /// `no-referrer-when-downgrade`
    NoReferrerWhenDowngrade,
    /// `same-origin`
    SameOrigin,
    /// `origin`
    Origin,
    /// `strict-origin`
    StrictOrigin,
    /// `origin-when-cross-origin`
    OriginWhenCrossOrigin,
    /// `strict-origin-when-cross-origin`
    #[default]
    StrictOriginWhenCrossOrigin,
    /// `unsafe-url`
    UnsafeUrl,
}

/// A header that the browser leaves out without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DroppedHeader {
    /// A [forbidden request-header](https://fetch.spec.whatwg.org/#forbidden-request-header).
    Forbidden {
        /// Its name as written.
        name: Vec<u8>,
    },
    /// A header that a `no-cors` request cannot have.
    NotNoCorsSafelisted {
        /// Its name as written.
        name: Vec<u8>,
    },
}

/// Why `new Request()` or `XMLHttpRequest.open()` throws: the page's own mistake, before anything is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RequestError {
    /// The URL has a user name or password.
    UrlIncludesCredentials,
    /// The method is no token.
    InvalidMethod {
        /// The method as written.
        method: Vec<u8>,
    },
    /// `CONNECT`, `TRACE` or `TRACK`.
    ForbiddenMethod {
        /// The method as written.
        method: Vec<u8>,
    },
    /// A method other than `GET`, `HEAD` and `POST` in `no-cors` mode.
    NoCorsMethod {
        /// The method, normalized.
        method: Vec<u8>,
    },
    /// A header name is no token.
    InvalidHeaderName {
        /// The name as written.
        name: Vec<u8>,
    },
    /// A header value holds a NUL or a line break.
    InvalidHeaderValue {
        /// The header's name.
        name: Vec<u8>,
        /// The value as written.
        value: Vec<u8>,
    },
    /// `GET` or `HEAD` with a body.
    BodyWithoutMethod,
    /// A body stream in `no-cors` mode.
    NoCorsStream,
    /// `only-if-cached` in another mode than `same-origin`.
    OnlyIfCachedCrossOrigin,
}

impl FetchRequest {
    /// Makes a request as the [`Request` constructor](https://fetch.spec.whatwg.org/#dom-request) does, for a page of
    /// this origin.
    ///
    /// # Errors
    /// [`RequestError`] where a browser throws. Headers that it leaves out silently are
    /// [`dropped_headers`](Self::dropped_headers).
    pub fn new(origin: Origin, url: Url, init: RequestInit) -> Result<Self, RequestError> {
        Self::new_in(&UserAgent::STANDARD, origin, url, init)
    }

    /// The same in a browser that may depart from the standard.
    ///
    /// # Errors
    /// [`RequestError`] where that browser throws.
    pub fn new_in(
        user_agent: &UserAgent,
        origin: Origin,
        url: Url,
        init: RequestInit,
    ) -> Result<Self, RequestError> {
        let (mode, credentials) = match init.api {
            Api::Fetch => (init.mode, init.credentials),
            Api::Xhr if init.credentials == CredentialsMode::Include => (RequestMode::Cors, CredentialsMode::Include),
            Api::Xhr => (RequestMode::Cors, CredentialsMode::SameOrigin),
        };
        if init.api == Api::Fetch && (!url.username().is_empty() || url.password().is_some()) {
            return Err(RequestError::UrlIncludesCredentials);
        }
        if init.cache == CacheMode::OnlyIfCached && mode != RequestMode::SameOrigin {
            return Err(RequestError::OnlyIfCachedCrossOrigin);
        }
        let method = check_method(init.method.as_deref().unwrap_or(b"GET"), mode)?;
        let mut request = Self {
            api: init.api,
            origin,
            url,
            method,
            headers: HeaderList::new(),
            mode,
            credentials,
            redirect: init.redirect,
            cache: init.cache,
            body: None,
            referrer_policy: init.referrer_policy,
            use_cors_preflight: init.has_upload_listeners,
            top_level_origin: init.top_level_origin,
            dropped_headers: Vec::new(),
        };
        for (name, value) in &init.headers {
            request.append_header(init.api, name, value, user_agent)?;
        }
        request.set_body(init.api, init.body, user_agent.stream_upload)?;
        request.use_cors_preflight &= !user_agent.upload_listeners_need_body || request.body.is_some();
        Ok(request)
    }

    /// The page's origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// The URL that the page asks for.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The method, normalized.
    pub fn method(&self) -> &[u8] {
        &self.method
    }

    /// The headers that the page set and the browser kept, with the body's `Content-Type`.
    pub fn headers(&self) -> &HeaderList {
        &self.headers
    }

    /// The mode.
    pub fn mode(&self) -> RequestMode {
        self.mode
    }

    /// The credentials mode.
    pub fn credentials(&self) -> CredentialsMode {
        self.credentials
    }

    /// The headers that the page set and the browser left out.
    pub fn dropped_headers(&self) -> &[DroppedHeader] {
        &self.dropped_headers
    }

    /// [Appends](https://fetch.spec.whatwg.org/#concept-headers-append) under the guard of the mode; XHR
    /// [combines](https://xhr.spec.whatwg.org/#the-setrequestheader()-method) instead.
    fn append_header(
        &mut self,
        api: Api,
        name: &[u8],
        value: &[u8],
        user_agent: &UserAgent,
    ) -> Result<(), RequestError> {
        let value = trim_http_whitespace(value);
        if !request_header::is_name(name) {
            return Err(RequestError::InvalidHeaderName { name: name.to_vec() });
        }
        if value.iter().any(|byte| matches!(byte, b'\0' | b'\r' | b'\n')) {
            return Err(RequestError::InvalidHeaderValue { name: name.to_vec(), value: value.to_vec() });
        }
        let is_user_agent = user_agent.drops_user_agent && name.eq_ignore_ascii_case(b"user-agent");
        if is_user_agent || request_header::is_forbidden(name, value) {
            self.dropped_headers.push(DroppedHeader::Forbidden { name: name.to_vec() });
            return Ok(());
        }
        if self.mode == RequestMode::NoCors && !self.stays_no_cors_safelisted(name, value) {
            self.dropped_headers.push(DroppedHeader::NotNoCorsSafelisted { name: name.to_vec() });
            return Ok(());
        }
        if api == Api::Xhr || user_agent.combines_repeated_headers {
            self.headers.combine(name, value);
        } else {
            self.headers.append(name, value);
        }
        Ok(())
    }

    /// Whether the combined value would be a
    /// [no-CORS-safelisted request-header](https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header).
    fn stays_no_cors_safelisted(&self, name: &[u8], value: &[u8]) -> bool {
        let combined = match self.headers.get(name) {
            Some(existing) => [&existing, b", ".as_slice(), value].concat(),
            None => value.to_vec(),
        };
        request_header::is_no_cors_safelisted_name(name) && request_header::is_cors_safelisted(name, &combined)
    }

    fn set_body(&mut self, api: Api, body: Option<Body>, stream_upload: StreamUpload) -> Result<(), RequestError> {
        let body = match (body, stream_upload) {
            (None, _) => return Ok(()),
            (Some(Body::Stream), StreamUpload::AsText) => Body::Text,
            (Some(body), _) => body,
        };
        if matches!(self.method.as_slice(), b"GET" | b"HEAD") {
            // XHR ignores such a body, where fetch() throws.
            return if api == Api::Xhr { Ok(()) } else { Err(RequestError::BodyWithoutMethod) };
        }
        if body == Body::Stream {
            if self.mode == RequestMode::NoCors {
                return Err(RequestError::NoCorsStream);
            }
            self.use_cors_preflight = true;
        }
        if let Some(content_type) = body.content_type()
            && !self.headers.contains(b"content-type")
        {
            self.headers.append("Content-Type", content_type);
        }
        self.body = Some(body);
        Ok(())
    }
}

impl Body {
    /// The `Content-Type` that a body brings along.
    fn content_type(&self) -> Option<&[u8]> {
        match self {
            Self::Text => Some(b"text/plain;charset=UTF-8"),
            Self::UrlSearchParams => Some(b"application/x-www-form-urlencoded;charset=UTF-8"),
            Self::FormData => Some(b"multipart/form-data; boundary=----preflight"),
            Self::Blob(content_type) => content_type.as_deref(),
            Self::Bytes | Self::Stream => None,
        }
    }
}

impl CredentialsMode {
    /// The name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::Omit => "omit",
            Self::SameOrigin => "same-origin",
            Self::Include => "include",
        }
    }
}

impl RequestMode {
    /// The name in the standard.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameOrigin => "same-origin",
            Self::Cors => "cors",
            Self::NoCors => "no-cors",
        }
    }
}

fn check_method(written: &[u8], mode: RequestMode) -> Result<Vec<u8>, RequestError> {
    if !method::is_method(written) {
        return Err(RequestError::InvalidMethod { method: written.to_vec() });
    }
    if method::is_forbidden(written) {
        return Err(RequestError::ForbiddenMethod { method: written.to_vec() });
    }
    let method = method::normalize(written).to_vec();
    if mode == RequestMode::NoCors && !method::is_cors_safelisted(&method) {
        return Err(RequestError::NoCorsMethod { method });
    }
    Ok(method)
}

impl RequestError {
    /// A stable name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::UrlIncludesCredentials => "url-credentials",
            Self::InvalidMethod { .. } => "invalid-method",
            Self::ForbiddenMethod { .. } => "forbidden-method",
            Self::NoCorsMethod { .. } => "no-cors-method",
            Self::InvalidHeaderName { .. } => "invalid-header-name",
            Self::InvalidHeaderValue { .. } => "invalid-header-value",
            Self::BodyWithoutMethod => "body-without-method",
            Self::NoCorsStream => "no-cors-stream",
            Self::OnlyIfCachedCrossOrigin => "only-if-cached-cross-origin",
        }
    }
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UrlIncludesCredentials => {
                f.write_str("fetch() takes no URL with a user name or password; send an Authorization header")
            }
            Self::InvalidMethod { method } => {
                write!(f, "`{}` is no method: a method is one word", method.escape_ascii())
            }
            Self::ForbiddenMethod { method } => {
                write!(f, "browsers let no page use the method `{}`", method.escape_ascii())
            }
            Self::NoCorsMethod { method } => write!(
                f,
                "in no-cors mode only GET, HEAD and POST are possible, not `{}`; use cors mode",
                method.escape_ascii()
            ),
            Self::InvalidHeaderName { name } => {
                write!(f, "`{}` is no header name: a name is one word", name.escape_ascii())
            }
            Self::InvalidHeaderValue { name, .. } => {
                write!(f, "the value of `{}` holds a NUL or a line break", name.escape_ascii())
            }
            Self::BodyWithoutMethod => f.write_str("GET and HEAD have no body; use POST, PUT or PATCH"),
            Self::OnlyIfCachedCrossOrigin => f.write_str("only-if-cached needs mode same-origin"),
            Self::NoCorsStream => f.write_str("a stream cannot be sent in no-cors mode; use cors mode"),
        }
    }
}

impl std::error::Error for RequestError {}

impl DroppedHeader {
    /// The header's name as written.
    pub fn name(&self) -> &[u8] {
        match self {
            Self::Forbidden { name } | Self::NotNoCorsSafelisted { name } => name,
        }
    }
}

impl fmt::Display for DroppedHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.name().escape_ascii();
        match self {
            Self::Forbidden { .. } => {
                write!(f, "no page may set `{name}`: the browser sets it itself and drops the page's value")
            }
            Self::NotNoCorsSafelisted { .. } => {
                write!(f, "a no-cors request cannot carry `{name}` with this value: the browser drops it")
            }
        }
    }
}

//! What a page asks for: the arguments of `fetch()` or `XMLHttpRequest`, and the
//! [request](https://fetch.spec.whatwg.org/#requests) that they make.

use url::Url;

use super::address_space::AddressSpace;
use super::api::{Api, CrossOrigin};
use super::client::Client;
use super::http_cache::CacheMode;
use super::request_body::Body;
use super::request_error::{DroppedHeader, RequestError};
use super::safelist::is_safelisted;
use super::service_worker::ServiceWorker;
use super::user_agent::UserAgent;
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::token::trim_http_whitespace;
use crate::{method, request_header};

/// What a page passes to `fetch()` or does to an `XMLHttpRequest`. The default is `fetch(url)`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestInit {
    /// Which API makes the request.
    pub api: Api,
    /// Who makes it.
    pub client: Client,
    /// What the page's service worker makes of the request.
    pub service_worker: ServiceWorker,
    /// The method as written; none is `GET`.
    pub method: Option<Vec<u8>>,
    /// The headers as written.
    pub headers: Vec<(Vec<u8>, Vec<u8>)>,
    /// The `crossorigin` attribute of an element; `withCredentials` of an `EventSource`.
    pub cross_origin: CrossOrigin,
    /// `mode` of `fetch()`; the other APIs have one of their own.
    pub mode: RequestMode,
    /// `credentials` of `fetch()`; `withCredentials` of XHR is [`CredentialsMode::Include`].
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
    /// The origin of the frame's URL, or of the page's that wrote it, if the frame is sandboxed and so has another.
    pub url_origin: Option<Origin>,
    /// `keepalive`
    pub keepalive: bool,
    /// Whether listeners are registered on `XMLHttpRequest.upload`, which forces a preflight.
    pub has_upload_listeners: bool,
    /// Whether `XMLHttpRequest` was opened with `async` false.
    pub is_synchronous: bool,
    /// What the page demands of the [integrity](https://w3c.github.io/webappsec-subresource-integrity/) of the body.
    pub integrity: Integrity,
    /// Whether plain http is mixed content to this page, should it be on https. Who asks a server at an address that no page
    /// would use, as when one is tried out on this machine, leaves it out.
    pub restricts_mixed_content: bool,
    /// The address space that the page came from; where it is not known, nothing is asked about it.
    pub client_address_space: Option<AddressSpace>,
    /// `targetAddressSpace`: where the page says that the URL leads.
    pub target_address_space: Option<AddressSpace>,
}

/// A request, ready to fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRequest {
    pub(super) api: Api,
    pub(super) client: Client,
    pub(super) service_worker: ServiceWorker,
    pub(super) origin: Origin,
    pub(super) url: Url,
    pub(super) method: Vec<u8>,
    pub(super) headers: HeaderList,
    pub(super) mode: RequestMode,
    pub(super) credentials: CredentialsMode,
    pub(super) redirect: RedirectMode,
    pub(super) cache: CacheMode,
    pub(super) body: Option<Body>,
    /// Whether `Content-Type` is the body's own.
    pub(super) has_type_of_body: bool,
    pub(super) referrer_policy: ReferrerPolicy,
    pub(super) use_cors_preflight: bool,
    pub(super) integrity: Integrity,
    pub(super) restricts_mixed_content: bool,
    pub(super) client_address_space: Option<AddressSpace>,
    pub(super) target_address_space: Option<AddressSpace>,
    pub(super) top_level_origin: Option<Origin>,
    pub(super) url_origin: Option<Origin>,
    pub(super) keepalive: bool,
    dropped_headers: Vec<DroppedHeader>,
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

/// [Integrity metadata](https://fetch.spec.whatwg.org/#concept-request-integrity-metadata).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Integrity {
    /// None, or empty.
    #[default]
    NotDemanded,
    /// Some, but no digest of a known algorithm: every body is right.
    Unknown,
    /// A digest of the body.
    Demanded,
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
    pub fn new_in(user_agent: &UserAgent, origin: Origin, url: Url, init: RequestInit) -> Result<Self, RequestError> {
        let (mode, credentials) = init.api.modes(&init, user_agent);
        let includes_credentials = !url.username().is_empty() || url.password().is_some();
        let is_refused = match init.api {
            Api::Fetch => true,
            Api::Xhr => false,
            Api::EventSource | Api::Beacon => user_agent.refuses_credentials_in_subresources,
            _ => user_agent.refuses_credentials_in_subresources && mode == RequestMode::NoCors,
        };
        if includes_credentials && is_refused {
            return Err(RequestError::UrlIncludesCredentials);
        }
        if init.cache == CacheMode::OnlyIfCached && mode != RequestMode::SameOrigin {
            return Err(RequestError::OnlyIfCachedCrossOrigin);
        }
        let method = check_method(init.method.as_deref().unwrap_or(init.api.default_method()), mode)?;
        let mut request = Self {
            api: init.api,
            client: init.client,
            service_worker: init.service_worker,
            origin,
            url,
            method,
            headers: HeaderList::new(),
            mode,
            credentials,
            redirect: init.redirect,
            cache: init.cache,
            body: None,
            has_type_of_body: false,
            referrer_policy: init.referrer_policy,
            use_cors_preflight: init.has_upload_listeners
                && (!init.is_synchronous || user_agent.synchronous_uploads_are_heard),
            integrity: init.integrity,
            restricts_mixed_content: init.restricts_mixed_content,
            client_address_space: init.client_address_space,
            target_address_space: init.target_address_space,
            top_level_origin: init.top_level_origin,
            url_origin: init.url_origin,
            keepalive: init.keepalive || init.api == Api::Beacon,
            dropped_headers: Vec::new(),
        };
        for (name, value) in &init.headers {
            request.append_header(name, value, user_agent)?;
        }
        if init.api == Api::Xhr || user_agent.combines_repeated_headers {
            request.headers = request.headers.combined();
        }
        request.set_body(init.api, init.body, user_agent)?;
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

    pub(super) fn forbidden_names(&self) -> Vec<Vec<u8>> {
        let forbidden = self.dropped_headers.iter().filter_map(|dropped| match dropped {
            DroppedHeader::Forbidden { name } => Some(name.clone()),
            DroppedHeader::NotNoCorsSafelisted { .. } => None,
        });
        forbidden.collect()
    }

    /// [Appends](https://fetch.spec.whatwg.org/#concept-headers-append) under the guard of the mode. What XHR
    /// [combines](https://xhr.spec.whatwg.org/#the-setrequestheader()-method) is combined once, when all is there.
    fn append_header(&mut self, name: &[u8], value: &[u8], user_agent: &UserAgent) -> Result<(), RequestError> {
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
        if self.mode == RequestMode::NoCors && !self.stays_no_cors_safelisted(name, value, user_agent) {
            self.dropped_headers.push(DroppedHeader::NotNoCorsSafelisted { name: name.to_vec() });
            return Ok(());
        }
        self.headers.append(name, value);
        Ok(())
    }

    /// Whether the combined value would be a
    /// [no-CORS-safelisted request-header](https://fetch.spec.whatwg.org/#no-cors-safelisted-request-header).
    fn stays_no_cors_safelisted(&self, name: &[u8], value: &[u8], user_agent: &UserAgent) -> bool {
        let combined = match self.headers.get(name) {
            Some(existing) => [&existing, b", ".as_slice(), value].concat(),
            None => value.to_vec(),
        };
        request_header::is_no_cors_safelisted_name(name) && is_safelisted(name, &combined, user_agent)
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

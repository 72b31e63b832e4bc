//! What stands in the `Origin` header, and the heads that carry it.

use url::Url;

use super::fetch::{Fetch, Tainting};
use super::preflight_cache::Subject;
use super::request::{CredentialsMode, ReferrerPolicy, RequestMode};
use crate::exchange::RequestHead;
use crate::header_list::HeaderList;
use crate::origin::Origin;

impl Fetch<'_> {
    /// The head of the request itself.
    pub(super) fn request_head(&self) -> RequestHead {
        let mut headers = self.request.headers.clone();
        if let Some(origin) = self.origin_header() {
            headers.append("Origin", origin);
        }
        RequestHead {
            method: self.request.method.clone(),
            url: self.current_url().clone(),
            headers,
            is_preflight: false,
            includes_credentials: self.includes_credentials(),
            has_body: self.request.body.is_some(),
        }
    }

    /// [CORS-preflight fetch](https://fetch.spec.whatwg.org/#cors-preflight-fetch) steps 1 to 5: the question. Its
    /// credentials mode is "same-origin", so nothing secret goes along.
    pub(super) fn preflight_head(&self, unsafe_names: &[Vec<u8>]) -> RequestHead {
        let mut headers = HeaderList::new();
        headers.append("Accept", "*/*");
        headers.append("Access-Control-Request-Method", self.request.method.clone());
        if !unsafe_names.is_empty() {
            // Deliberately no space after the comma: the standard does not use combine here.
            headers.append("Access-Control-Request-Headers", unsafe_names.join(&b','));
        }
        headers.append("Origin", self.serialized_request_origin());
        RequestHead {
            method: b"OPTIONS".to_vec(),
            url: self.current_url().clone(),
            headers,
            is_preflight: true,
            includes_credentials: false,
            has_body: false,
        }
    }

    /// What the preflight cache files this request under.
    pub(super) fn cache_subject(&self) -> Subject {
        Subject {
            origin: self.serialized_request_origin().to_owned(),
            url: self.current_url().clone(),
            includes_credentials: self.request.credentials == CredentialsMode::Include,
        }
    }

    /// [Serializes the request's origin](https://fetch.spec.whatwg.org/#serializing-a-request-origin): `null` once a
    /// redirect went through a third origin.
    pub(super) fn serialized_request_origin(&self) -> &str {
        if is_redirect_tainted(&self.request.origin, &self.url_list) { "null" } else { self.request.origin.as_str() }
    }

    /// [Appends a request `Origin` header](https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    fn origin_header(&self) -> Option<&str> {
        let serialized = self.serialized_request_origin();
        if self.tainting == Tainting::Cors {
            return Some(serialized);
        }
        if matches!(self.request.method.as_slice(), b"GET" | b"HEAD") {
            return None;
        }
        let is_hidden = self.request.mode != RequestMode::Cors && self.referrer_policy_hides_origin();
        Some(if is_hidden { "null" } else { serialized })
    }

    fn referrer_policy_hides_origin(&self) -> bool {
        let origin = &self.request.origin;
        let is_downgrade = origin.as_str().starts_with("https://") && self.current_url().scheme() != "https";
        match self.request.referrer_policy {
            ReferrerPolicy::NoReferrer => true,
            ReferrerPolicy::NoReferrerWhenDowngrade
            | ReferrerPolicy::StrictOrigin
            | ReferrerPolicy::StrictOriginWhenCrossOrigin => is_downgrade,
            ReferrerPolicy::SameOrigin => !origin.same_origin(&Origin::of_url(self.current_url())),
            ReferrerPolicy::Origin | ReferrerPolicy::OriginWhenCrossOrigin | ReferrerPolicy::UnsafeUrl => false,
        }
    }

    /// [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch): includeCredentials.
    fn includes_credentials(&self) -> bool {
        match self.request.credentials {
            CredentialsMode::Omit => false,
            CredentialsMode::SameOrigin => self.tainting == Tainting::Basic,
            CredentialsMode::Include => true,
        }
    }
}

/// Whether the URL list has a [redirect-tainted origin](https://fetch.spec.whatwg.org/#concept-request-tainted-origin):
/// some origin that is not the request's sent it on to yet another.
fn is_redirect_tainted(origin: &Origin, url_list: &[Url]) -> bool {
    url_list.windows(2).any(|pair| {
        let (last, url) = (Origin::of_url(&pair[0]), Origin::of_url(&pair[1]));
        !url.same_origin(&last) && !origin.same_origin(&last)
    })
}

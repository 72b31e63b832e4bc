//! What stands in the `Origin` header, and the heads that carry it.

use std::time::Duration;

use url::Url;

use super::api::Api;
use super::client::Client;
use super::cookies::{Asker, Clock};
use super::fetch::{Fetch, Tainting};
use super::preflight_cache::Subject;
use super::request::{CredentialsMode, ReferrerPolicy, RequestMode};
use super::user_agent::{CorsElements, HiddenByPolicy, OpaqueOrigin, ThirdPartyCookies};
use crate::exchange::RequestHead;
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::site::{are_same_site, host};

impl Fetch<'_> {
    /// The head of the request itself.
    pub(super) fn request_head(&self, now: Duration) -> RequestHead {
        let mut headers = self.request.headers.clone();
        for &(name, value) in self.cache_mode().fields() {
            if !headers.contains(name.as_bytes()) {
                headers.append(name, value);
            }
        }
        if let Some(origin) = self.origin_header() {
            headers.append("Origin", origin);
        }
        if let Some(cookies) = self.jar_cookies(now).filter(|_| self.includes_credentials()) {
            headers.append("Cookie", cookies);
        }
        self.append_te(&mut headers);
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
        self.preflight_cache_fields().iter().for_each(|&(name, value)| headers.append(name, value));
        headers.append("Origin", self.preflight_origin());
        self.append_te(&mut headers);
        RequestHead {
            method: b"OPTIONS".to_vec(),
            url: self.current_url().clone(),
            headers,
            is_preflight: true,
            includes_credentials: false,
            has_body: false,
        }
    }

    fn append_te(&self, headers: &mut HeaderList) {
        if self.browser.user_agent.sends_te_over_http2 && self.browser.http2_servers.has(self.current_url()) {
            headers.append("TE", "trailers");
        }
    }

    /// What the preflight cache files this request under.
    pub(super) fn cache_subject(&self) -> Subject {
        Subject {
            origin: self.preflight_origin().to_owned(),
            url: self.current_url().clone(),
            includes_credentials: self.request.credentials == CredentialsMode::Include,
            may_use_credentialed_grant: self.browser.user_agent.credentialed_grant_serves_all,
        }
    }

    /// [Serializes the request's origin](https://fetch.spec.whatwg.org/#serializing-a-request-origin): `null` once a
    /// redirect went through a third origin.
    pub(super) fn serialized_request_origin(&self) -> &str {
        if is_redirect_tainted(&self.request.origin, &self.url_list) { "null" } else { self.request.origin.as_str() }
    }

    /// What a preflight carries as `Origin`, and is checked against.
    pub(super) fn preflight_origin(&self) -> &str {
        if self.browser.user_agent.preflight_origin_is_tainted {
            self.serialized_request_origin()
        } else {
            self.request.origin.as_str()
        }
    }

    /// [Appends a request `Origin` header](https://fetch.spec.whatwg.org/#append-a-request-origin-header).
    fn origin_header(&self) -> Option<&str> {
        let serialized = self.serialized_request_origin();
        if self.tainting == Tainting::Cors {
            return Some(serialized);
        }
        let is_get = matches!(self.request.method.as_slice(), b"GET" | b"HEAD");
        if is_get && !self.keeps_origin {
            let is_opaque = self.request.origin == Origin::Null
                && self.request.client == Client::Document
                && self.request.credentials == CredentialsMode::Include;
            let is_cors_element = self.request.mode == RequestMode::Cors
                && self.request.client == Client::Document
                && self.request.api.is_element()
                && match self.browser.user_agent.cors_elements_send_origin {
                    CorsElements::None => false,
                    CorsElements::AllButMedia => !self.request.api.is_media(),
                    CorsElements::All => true,
                };
            return (is_cors_element || is_opaque && self.sends_opaque_origin()).then_some(serialized);
        }
        if self.hides_origin {
            return Some("null");
        }
        let is_open_to_policy = match self.browser.user_agent.referrer_policy_hides_origin {
            HiddenByPolicy::Always => true,
            HiddenByPolicy::UntilRedirected => !self.has_left_origin(),
            HiddenByPolicy::Never => false,
        };
        if is_open_to_policy && self.request.mode != RequestMode::Cors && self.referrer_policy_hides_origin() {
            return Some("null");
        }
        let has_other_origin = self.request.api == Api::Beacon
            && self.browser.user_agent.beacons_carry_url_origin
            && !self.has_left_origin();
        Some(self.request.url_origin.as_ref().filter(|_| has_other_origin).map_or(serialized, Origin::as_str))
    }

    /// Whether a redirect led from one origin to another.
    fn has_left_origin(&self) -> bool {
        let origins = self.url_list.windows(2).map(|pair| (Origin::of_url(&pair[0]), Origin::of_url(&pair[1])));
        origins.into_iter().any(|(from, to)| !from.same_origin(&to))
    }

    fn sends_opaque_origin(&self) -> bool {
        match self.browser.user_agent.opaque_origin {
            _ if !self.is_of_top_level_site() => false,
            OpaqueOrigin::Never => false,
            OpaqueOrigin::UntilRedirected => {
                !(self.has_left_origin() || self.request.keepalive && self.request.api == Api::Fetch)
            }
            OpaqueOrigin::WithStorageAccess => {
                self.browser.user_agent.third_party_cookies == ThirdPartyCookies::Blocked
                    && self.request.method == self.first.method
            }
        }
    }

    /// Whether the first URL is of the site of the page at the top.
    fn is_of_top_level_site(&self) -> bool {
        let top_level = self.request.top_level_origin.as_ref().unwrap_or(&self.request.origin);
        host(top_level).is_some_and(|host| are_same_site(host, self.request.url.host_str().unwrap_or_default()))
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

    /// What the jar holds for the current URL, whether or not it goes along.
    pub(super) fn jar_cookies(&self, now: Duration) -> Option<Vec<u8>> {
        let browser = &self.browser;
        browser.cookies.header(self.current_url(), &self.asker(), now, &browser.user_agent)
    }

    fn asker(&self) -> Asker<'_> {
        let page = &self.request.origin;
        let top_level = self.request.top_level_origin.as_ref().unwrap_or(page);
        Asker { page, top_level, url_list: &self.url_list }
    }

    /// Keeps the cookies of a response.
    pub(super) fn store_cookies(&mut self, headers: &HeaderList, now: Duration) {
        let page = &self.request.origin;
        let top_level = self.request.top_level_origin.as_ref().unwrap_or(page);
        let asker = Asker { page, top_level, url_list: &self.url_list };
        let clock = Clock { now, started_at: self.browser.http_cache.started_at };
        self.browser.cookies.store(headers, &asker, clock, &self.browser.user_agent);
    }

    fn keeps_cookies(&self) -> bool {
        self.browser.user_agent.no_cors_redirects_keep_cookies
            && self.tainting == Tainting::Opaque
            && Origin::of_url(&self.url_list[0]).same_origin(&self.request.origin)
    }

    /// [HTTP-network-or-cache fetch](https://fetch.spec.whatwg.org/#http-network-or-cache-fetch): includeCredentials.
    pub(super) fn includes_credentials(&self) -> bool {
        match self.request.credentials {
            CredentialsMode::Omit => false,
            CredentialsMode::SameOrigin => self.tainting == Tainting::Basic || self.keeps_cookies(),
            CredentialsMode::Include => {
                let is_redirected_beacon =
                    self.request.api == Api::Beacon && self.tainting == Tainting::Cors && self.has_left_origin();
                self.browser.user_agent.redirected_beacons_keep_credentials || !is_redirected_beacon
            }
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

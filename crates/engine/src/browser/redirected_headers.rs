//! Which headers a redirect takes from a request, and which it brings back.

use url::Url;

use super::client::Client;
use super::fetch::{Fetch, Tainting};
use super::redirect::rewrites_method;
use super::request::RequestMode;
use super::safelist::is_own_origin_hint;
use super::service_worker::ServiceWorker;
use super::user_agent::RedirectedHeaders;
use crate::field_name;
use crate::header_list::HeaderList;
use crate::origin::Origin;
use crate::request_header::{is_cors_non_wildcard, is_request_body_header};

/// A redirect that is followed.
pub(super) struct Redirection<'a> {
    pub(super) status: u16,
    pub(super) location: &'a Url,
    /// Whether the standard turns the method into `GET`.
    pub(super) becomes_get: bool,
    /// Whether it leads from one origin to another.
    pub(super) is_cross_origin: bool,
}

impl Fetch<'_> {
    /// [HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch) steps 12 and 13.
    pub(super) fn redirect_headers(&mut self, redirection: &Redirection<'_>) {
        let mut takes_body = redirection.becomes_get;
        self.take_kept_headers(redirection);
        match self.browser.user_agent.redirected_headers {
            RedirectedHeaders::WhatIsLeft => {}
            RedirectedHeaders::AllOfFirst => {
                self.request.headers = self.first.headers.clone();
                takes_body = rewrites_method(redirection.status, &self.first.method);
            }
            RedirectedHeaders::BodyOfFirst => self.bring_body_headers_back(redirection),
        }
        if takes_body {
            self.request.headers.retain(|name| !is_request_body_header(name));
        }
        let has_passed = self.request.service_worker == ServiceWorker::LetsPass
            && self.browser.user_agent.passed_requests_lose_headers;
        if has_passed && self.is_cors_at(redirection.location) {
            self.request.headers.retain(|name| name.eq_ignore_ascii_case(b"accept"));
        }
        if redirection.is_cross_origin {
            self.request.headers.retain(|name| !is_cors_non_wildcard(name));
        }
        let is_own_origin = self.request.origin.same_origin(&Origin::of_url(redirection.location));
        let is_of_document = self.request.client == Client::Document;
        let takes_hints = self.browser.user_agent.redirects_take_client_hints && !self.may_outlive_page();
        if takes_hints && !(is_own_origin && is_of_document) {
            self.request.headers.retain(|name| !is_own_origin_hint(name));
        }
    }

    /// A kept redirect brings its headers along, but CORS begins with those of the page.
    fn take_kept_headers(&mut self, redirection: &Redirection<'_>) {
        let kept = self.stored.as_ref().filter(|_| self.browser.user_agent.kept_redirects_keep_headers);
        let Some(kept) = kept else { return };
        let headers = if self.is_cors_at(redirection.location) { &self.first.headers } else { &kept.request.headers };
        let is_taken = |name: &[u8]| {
            let is_origin = self.request.mode == RequestMode::NoCors && name.eq_ignore_ascii_case(b"origin");
            is_origin || !is_set_anew(name) && !is_cors_non_wildcard(name)
        };
        let own = self.request.headers.iter().filter(|(name, _)| is_cors_non_wildcard(name));
        let taken = headers.iter().filter(|(name, _)| is_taken(name)).chain(own);
        self.request.headers = taken.map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    }

    /// Whether the request will be a CORS request there.
    fn is_cors_at(&self, location: &Url) -> bool {
        let is_own_origin = || self.request.origin.same_origin(&Origin::of_url(location));
        self.request.mode == RequestMode::Cors && (self.tainting == Tainting::Cors || !is_own_origin())
    }

    fn bring_body_headers_back(&mut self, redirection: &Redirection<'_>) {
        let is_cors = self.is_cors_at(redirection.location);
        let keeps_method = matches!(redirection.status, 307 | 308);
        let names: Vec<_> = self.first.headers.iter().map(|(name, _)| name).collect();
        let are_left = field_name::listed(&names, self.request.headers.iter().map(|(name, _)| name));
        let lost: Vec<_> = (self.first.headers.iter().zip(are_left))
            .filter(|((name, _), is_left)| is_request_body_header(name) && !is_left)
            .map(|(field, _)| field)
            .filter(|(name, _)| is_cors || keeps_method && name.eq_ignore_ascii_case(b"content-type"))
            .map(|(name, value)| (name.to_vec(), value.to_vec()))
            .collect();
        lost.into_iter().for_each(|(name, value)| self.request.headers.append(name, value));
    }
}

/// The headers of a request that was sent, without those that the browser sets anew.
pub(super) fn of_page(sent: &HeaderList) -> HeaderList {
    let own = sent.iter().filter(|(name, _)| !is_set_anew(name));
    own.map(|(name, value)| (name.to_vec(), value.to_vec())).collect()
}

/// Whether each request gets the field from the browser; a question for what was kept is never asked twice.
fn is_set_anew(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 4] = [b"origin", b"cookie", b"if-none-match", b"if-modified-since"];
    NAMES.iter().any(|own| name.eq_ignore_ascii_case(own))
}

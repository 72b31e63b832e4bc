//! Which headers a redirect takes from a request, and which it brings back.

use url::Url;

use super::client::Client;
use super::fetch::{Fetch, Tainting};
use super::redirect::rewrites_method;
use super::request::RequestMode;
use super::safelist::is_own_origin_hint;
use super::user_agent::RedirectedHeaders;
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

    fn bring_body_headers_back(&mut self, redirection: &Redirection<'_>) {
        let is_own_origin = || self.request.origin.same_origin(&Origin::of_url(redirection.location));
        let is_cors = self.request.mode == RequestMode::Cors && (self.tainting == Tainting::Cors || !is_own_origin());
        let keeps_method = matches!(redirection.status, 307 | 308);
        let lost: Vec<_> = (self.first.headers.iter())
            .filter(|(name, _)| is_request_body_header(name) && !self.request.headers.contains(name))
            .filter(|(name, _)| is_cors || keeps_method && name.eq_ignore_ascii_case(b"content-type"))
            .map(|(name, value)| (name.to_vec(), value.to_vec()))
            .collect();
        lost.into_iter().for_each(|(name, value)| self.request.headers.append(name, value));
    }
}

//! Redirects ([HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch)).

use std::time::Duration;

use url::Url;

use super::fetch::{Fetch, Step, Tainting, is_http};
use super::request::{Body, RequestMode};
use super::verdict::{BlockReason, Stage};
use crate::exchange::ResponseHead;
use crate::origin::Origin;
use crate::request_header;

/// So many redirects are followed; the next one fails.
pub const REDIRECT_LIMIT: usize = 20;

/// The response's [location URL](https://fetch.spec.whatwg.org/#concept-response-location-url), against the current URL;
/// none if there is no `Location`.
pub(super) fn location_url(response: &ResponseHead, current: &Url) -> Result<Option<Url>, BlockReason> {
    let mut lines = response.headers.lines(b"location");
    let Some(value) = lines.next() else { return Ok(None) };
    let failure = || BlockReason::InvalidLocation { value: value.to_vec() };
    if lines.next().is_some() {
        return Err(failure());
    }
    // Isomorphic decoding: a byte is the code point of its number.
    let text: String = value.iter().map(|&byte| char::from(byte)).collect();
    let mut location = current.join(&text).map_err(|_| failure())?;
    if location.fragment().is_none() {
        location.set_fragment(current.fragment());
    }
    Ok(Some(location))
}

impl<'b> Fetch<'b> {
    /// Steps 3 to 19.
    pub(super) fn http_redirect_fetch(mut self, location: Url, status: u16, now: Duration) -> Step<'b> {
        if let Err(reason) = self.check_redirect(&location, status) {
            return self.block(Stage::Redirect, reason);
        }
        // Step 11.
        let method = self.request.method.as_slice();
        let becomes_get = matches!(status, 301 | 302) && method == b"POST"
            || status == 303 && !matches!(method, b"GET" | b"HEAD");
        if becomes_get {
            self.request.method = b"GET".to_vec();
            self.request.body = None;
            self.request.headers.retain(|name| !request_header::is_request_body_header(name));
        }
        // Step 12.
        if !Origin::of_url(self.current_url()).same_origin(&Origin::of_url(&location)) {
            self.request.headers.retain(|name| !request_header::is_cors_non_wildcard(name));
        }
        // Steps 15 to 19.
        self.url_list.push(location);
        self.main_fetch(now)
    }

    /// Steps 5 to 10, in their order.
    fn check_redirect(&self, location: &Url, status: u16) -> Result<(), BlockReason> {
        let redirects = self.url_list.len() - 1;
        let includes_credentials = !location.username().is_empty() || location.password().is_some_and(|p| !p.is_empty());
        let is_cross_origin = !self.request.origin.same_origin(&Origin::of_url(location));
        if !is_http(location) {
            return Err(BlockReason::RedirectNonHttp { location: location.clone() });
        }
        if redirects == REDIRECT_LIMIT {
            return Err(BlockReason::TooManyRedirects);
        }
        if includes_credentials
            && (self.request.mode == RequestMode::Cors && is_cross_origin || self.tainting == Tainting::Cors)
        {
            return Err(BlockReason::RedirectCredentials { location: location.clone() });
        }
        if status != 303 && self.request.body == Some(Body::Stream) {
            return Err(BlockReason::RedirectStreamBody);
        }
        Ok(())
    }
}

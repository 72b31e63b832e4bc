//! Redirects ([HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch)).

use std::time::Duration;

use url::Url;

use super::block_reason::BlockReason;
use super::fetch::{Fetch, Tainting, is_http};
use super::request::{Body, RequestMode};
use super::step::Step;
use super::user_agent::{EmptyLocation, RepeatedLocation, UserAgent};
use super::verdict::Stage;
use crate::exchange::ResponseHead;
use crate::origin::Origin;
use crate::request_header;

/// So many redirects are followed; the next one fails.
pub const REDIRECT_LIMIT: usize = 20;

/// The response's [location URL](https://fetch.spec.whatwg.org/#concept-response-location-url), against the current URL;
/// none if there is no `Location`.
pub(super) fn location_url(
    response: &ResponseHead,
    current: &Url,
    user_agent: &UserAgent,
) -> Result<Option<Url>, BlockReason> {
    let lines: Vec<_> = response.headers.lines(b"location").collect();
    let Some((value, others)) = lines.split_first() else { return Ok(None) };
    let failure = || BlockReason::InvalidLocation { value: value.to_vec() };
    let are_equal = || others.iter().all(|other| other == value);
    let value = match user_agent.repeated_location {
        _ if others.is_empty() => value.to_vec(),
        RepeatedLocation::ErrorUnlessEqual if are_equal() => value.to_vec(),
        RepeatedLocation::Error | RepeatedLocation::ErrorUnlessEqual => return Err(failure()),
        RepeatedLocation::Joined => lines.join(&b", "[..]),
    };
    match user_agent.empty_location {
        EmptyLocation::NoRedirect if value.is_empty() => return Ok(None),
        EmptyLocation::Error if value.is_empty() => return Err(failure()),
        EmptyLocation::SameUrl | EmptyLocation::NoRedirect | EmptyLocation::Error => {}
    }
    let mut location = current.join(&decode(&value, user_agent)).map_err(|_| failure())?;
    if location.fragment().is_none() {
        location.set_fragment(current.fragment());
    }
    Ok(Some(location))
}

/// Isomorphic decoding, or the bytes as they are.
fn decode(value: &[u8], user_agent: &UserAgent) -> String {
    let decode_byte = |&byte: &u8| {
        let keeps = user_agent.location_keeps_bytes && !byte.is_ascii();
        if keeps { format!("%{byte:02X}") } else { char::from(byte).to_string() }
    };
    value.iter().map(decode_byte).collect()
}

impl<'b> Fetch<'b> {
    /// Steps 3 to 19.
    pub(super) fn http_redirect_fetch(mut self, location: Url, status: u16, now: Duration) -> Step<'b> {
        if let Err(reason) = self.check_redirect(&location, status) {
            return self.block(Stage::Redirect, reason);
        }
        // Step 11.
        let method = self.request.method.as_slice();
        let is_cross_origin = !Origin::of_url(self.current_url()).same_origin(&Origin::of_url(&location));
        let becomes_get = matches!(status, 301 | 302) && method == b"POST"
            || status == 303 && !matches!(method, b"GET" | b"HEAD")
            || method == b"DELETE" && is_cross_origin && self.browser.user_agent.cross_origin_delete_becomes_get;
        if self.browser.user_agent.body_headers_return && self.first.lost_body {
            self.first.body_headers.iter().for_each(|(name, value)| self.request.headers.append(name, value));
        }
        if becomes_get {
            self.keeps_origin |= self.browser.user_agent.origin_survives_redirect && !is_cross_origin;
            self.request.method = b"GET".to_vec();
            self.request.body = None;
            self.request.headers.retain(|name| !request_header::is_request_body_header(name));
        }
        // Step 12.
        if is_cross_origin {
            self.request.headers.retain(|name| !request_header::is_cors_non_wildcard(name));
        }
        self.hides_origin |= is_cross_origin && self.browser.user_agent.redirect_hides_origin;
        self.first.lost_body = becomes_get;
        self.first.lost_authorization = is_cross_origin;
        // Steps 15 to 19.
        self.url_list.push(location);
        self.main_fetch(now)
    }

    /// Steps 5 to 10, in their order.
    fn check_redirect(&self, location: &Url, status: u16) -> Result<(), BlockReason> {
        let redirects = self.url_list.len() - 1;
        let includes_credentials =
            !location.username().is_empty() || location.password().is_some_and(|p| !p.is_empty());
        let is_cross_origin = !self.request.origin.same_origin(&Origin::of_url(location));
        if !is_http(location) {
            return Err(BlockReason::RedirectNonHttp { location: location.clone() });
        }
        if redirects == REDIRECT_LIMIT {
            return Err(BlockReason::TooManyRedirects);
        }
        if includes_credentials
            && (self.browser.user_agent.refuses_credentials_in_every_redirect
                || self.request.mode == RequestMode::Cors && is_cross_origin
                || self.tainting == Tainting::Cors)
        {
            return Err(BlockReason::RedirectCredentials { location: location.clone() });
        }
        if status != 303 && self.request.body == Some(Body::Stream) {
            return Err(BlockReason::RedirectStreamBody);
        }
        Ok(())
    }
}

//! Redirects ([HTTP-redirect fetch](https://fetch.spec.whatwg.org/#http-redirect-fetch)).

use std::time::Duration;

use url::Url;

use super::api::Api;
use super::block_reason::BlockReason;
use super::client::Client;
use super::cors_check::cors_check;
use super::fetch::{Fetch, Tainting, is_http};
use super::redirected_headers::Redirection;
use super::request::{CredentialsMode, RedirectMode, RequestMode};
use super::request_body::Body;
use super::step::Step;
use super::user_agent::{EmptyLocation, InvalidLocation, RepeatedLocation, UserAgent};
use super::verdict::Stage;
use crate::exchange::{Exchange, ResponseHead};
use crate::hexadecimal::hexadecimal;
use crate::origin::Origin;

/// So many redirects are followed; the next one fails.
pub const REDIRECT_LIMIT: usize = 20;

/// A longer `Location` is followed nowhere: no browser takes a response head of this size. Percent-encoding makes it three times
/// as long, WebKit's reading of bytes up to eighteen.
const LOCATION_LIMIT: usize = 256 * 1024;

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
    if value.len() > LOCATION_LIMIT {
        return Err(failure());
    }
    if value.is_empty() && user_agent.empty_location == EmptyLocation::Error {
        return Err(failure());
    }
    let mut location = current.join(&decode(&value, user_agent)).map_err(|_| failure())?;
    if user_agent.redirects_normalize_escapes {
        normalize_escapes(&mut location);
    }
    if location.fragment().is_none() {
        location.set_fragment(current.fragment());
    }
    Ok(Some(location))
}

/// [RFC 3986, section 6.2.2](https://www.rfc-editor.org/rfc/rfc3986#section-6.2.2), of path and query.
fn normalize_escapes(url: &mut Url) {
    let path = normalized(url.path());
    url.set_path(&path);
    let query = url.query().map(normalized);
    url.set_query(query.as_deref());
}

fn normalized(text: &str) -> String {
    let mut parts = text.split('%');
    let mut normal = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let digits = part.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match byte {
            Some(byte @ (b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~')) => {
                normal.push(char::from(byte));
                normal.push_str(&part[2..]);
            }
            Some(byte) => {
                normal.push('%');
                normal.extend(hexadecimal(byte));
                normal.push_str(&part[2..]);
            }
            None => {
                normal.push('%');
                normal.push_str(part);
            }
        }
    }
    normal
}

/// Isomorphic decoding, or the bytes as they are.
fn decode(value: &[u8], user_agent: &UserAgent) -> String {
    let mut decoded = String::with_capacity(value.len());
    for &byte in value {
        let keeps =
            user_agent.location_keeps_bytes && !byte.is_ascii() || user_agent.location_keeps_tabs && byte == b'\t';
        if keeps {
            decoded.push('%');
            decoded.extend(hexadecimal(byte));
        } else {
            decoded.push(char::from(byte));
        }
    }
    decoded
}

/// The checks of a redirect that a browser may put off, and the redirect that they are about.
#[derive(Debug)]
pub(super) struct LateCheck {
    result: Result<(), BlockReason>,
    stored: Option<Exchange>,
    exchange: Option<usize>,
}

impl<'b> Fetch<'b> {
    /// Whether `Location` is empty or missing, where that makes the response no redirect at all.
    pub(super) fn leads_nowhere(&self, response: &ResponseHead) -> bool {
        let is_none = match self.browser.user_agent.empty_location {
            EmptyLocation::SameUrl => false,
            EmptyLocation::NoRedirect => self.request.redirect != RedirectMode::Manual,
            EmptyLocation::Error => self.request.redirect == RedirectMode::Error,
        };
        match response.headers.get(b"location") {
            Some(value) => is_none && value.is_empty(),
            None => {
                let counts = self.browser.user_agent.missing_location_is_no_redirect;
                counts && self.request.redirect == RedirectMode::Error
            }
        }
    }

    /// Whether `Location` spoils the response before anything else is looked at.
    ///
    /// # Errors
    /// [`BlockReason::InvalidLocation`], or [`BlockReason::RedirectNonHttp`] for ftp.
    pub(super) fn check_location_first(&self, response: &ResponseHead) -> Result<(), BlockReason> {
        let user_agent = &self.browser.user_agent;
        let mut lines = response.headers.lines(b"location");
        let Some(value) = lines.next() else { return Ok(()) };
        let is_spoilt =
            user_agent.repeated_location == RepeatedLocation::ErrorUnlessEqual && lines.any(|other| other != value);
        if is_spoilt {
            return Err(BlockReason::InvalidLocation { value: value.to_vec() });
        }
        let is_first = match user_agent.invalid_location {
            InvalidLocation::InTurn => false,
            InvalidLocation::First => self.request.redirect != RedirectMode::Error,
            InvalidLocation::FirstIfFollowed => self.request.redirect == RedirectMode::Follow,
        };
        let is_first = is_first && !value.is_empty();
        if !is_first && !user_agent.ftp_locations_come_first {
            return Ok(());
        }
        match location_url(response, self.current_url(), user_agent) {
            Ok(Some(location)) if user_agent.ftp_locations_come_first && location.scheme() == "ftp" => {
                Err(BlockReason::RedirectNonHttp { location })
            }
            Err(reason) if is_first => Err(reason),
            Ok(_) | Err(_) => Ok(()),
        }
    }

    /// Why the redirect fails before its response is checked, if it does: the page may load nothing from where it leads. The
    /// URL list then ends there if it is mixed content.
    pub(super) fn refuses_target_first(&mut self, response: &ResponseHead) -> Option<BlockReason> {
        let user_agent = &self.browser.user_agent;
        if !user_agent.refused_targets_come_first || self.request.redirect != RedirectMode::Follow {
            return None;
        }
        let location = location_url(response, self.current_url(), user_agent).ok().flatten()?;
        if self.request.mode == RequestMode::Cors && is_never_loaded(&location) {
            return Some(BlockReason::RedirectNonHttp { location });
        }
        self.url_list.push(location);
        let is_upgraded = self.request.api.is_displayed();
        let reason = self.mixed_content_check().err().filter(|_| !is_upgraded);
        if reason.is_none() {
            self.url_list.pop();
        }
        reason
    }

    /// Steps 3 to 19.
    pub(super) fn http_redirect_fetch(mut self, location: Url, status: u16, now: Duration) -> Step<'b> {
        if let Err(reason) = self.check_redirect(&location, status) {
            return self.block(Stage::Redirect, reason);
        }
        let late_check = self.late_check(&location);
        if self.tainting == Tainting::Cors
            && let Err(reason) = self.check_location_credentials(&location)
        {
            return self.block(Stage::Redirect, reason);
        }
        if !self.browser.user_agent.redirects_are_judged_late
            && let Err(reason) = late_check.result
        {
            return self.block(Stage::Redirect, reason);
        }
        // Step 11.
        let method = self.request.method.as_slice();
        let is_cross_origin = !Origin::of_url(self.current_url()).same_origin(&Origin::of_url(&location));
        let is_delete = method == b"DELETE" && is_cross_origin;
        let becomes_get = rewrites_method(status, method);
        self.keeps_origin |= self.browser.user_agent.origin_survives_redirect && becomes_get;
        self.keeps_origin &= !is_cross_origin;
        if becomes_get || is_delete && self.browser.user_agent.cross_origin_delete_becomes_get {
            self.request.method = b"GET".to_vec();
            self.request.body = None;
        }
        self.redirect_headers(&Redirection { status, location: &location, becomes_get, is_cross_origin });
        self.hides_origin |= is_cross_origin && self.browser.user_agent.redirect_hides_origin;
        self.first.lost_body = becomes_get;
        self.first.lost_authorization = is_cross_origin;
        self.is_redirected_by_cache = self.stored.is_some() && !self.changes_credentials(&location);
        self.is_redirected_for_good = matches!(status, 301 | 308);
        // Steps 15 to 19.
        self.url_list.push(location);
        self.late_check = self.browser.user_agent.redirects_are_judged_late.then_some(late_check);
        self.main_fetch(now)
    }

    /// Whether leaving the own origin takes the credentials, where that counts.
    fn changes_credentials(&self, location: &Url) -> bool {
        !self.browser.user_agent.credentials_changes_keep_cache
            && self.request.credentials == CredentialsMode::SameOrigin
            && self.tainting == Tainting::Basic
            && !self.may_repeat()
            && !self.request.origin.same_origin(&Origin::of_url(location))
    }

    /// Steps 5 to 10, in their order.
    fn check_redirect(&self, location: &Url, status: u16) -> Result<(), BlockReason> {
        let redirects = self.url_list.len() - 1;
        if !is_http(location) {
            return Err(BlockReason::RedirectNonHttp { location: location.clone() });
        }
        if redirects == REDIRECT_LIMIT {
            return Err(BlockReason::TooManyRedirects);
        }
        if status != 303 && self.request.body == Some(Body::Stream) {
            return Err(BlockReason::RedirectStreamBody);
        }
        Ok(())
    }

    /// What a browser may put off until the next request is due: step 7, and what [`Fetch::checked_credentials`] says.
    fn late_check(&self, location: &Url) -> LateCheck {
        let answer = self.stored.as_ref().or(self.exchanges.last()).and_then(|exchange| exchange.answer.as_ref().ok());
        let checked_again = answer.filter(|_| self.tainting == Tainting::Cors).map_or(Ok(()), |response| {
            let credentials = self.checked_credentials(Stage::Redirect);
            cors_check(self.serialized_request_origin(), credentials, &response.headers)
        });
        LateCheck {
            result: self.check_location_credentials(location).and(checked_again),
            stored: self.stored.clone(),
            exchange: self.exchanges.len().checked_sub(1),
        }
    }

    /// Steps 8 and 9.
    fn check_location_credentials(&self, location: &Url) -> Result<(), BlockReason> {
        let is_cross_origin = !self.request.origin.same_origin(&Origin::of_url(location));
        if includes_credentials(location)
            && (self.refuses_every_location_with_credentials() && !self.may_outlive_page()
                || self.request.mode == RequestMode::Cors && is_cross_origin
                || self.tainting == Tainting::Cors)
        {
            return Err(BlockReason::RedirectCredentials { location: location.clone() });
        }
        Ok(())
    }

    fn refuses_every_location_with_credentials(&self) -> bool {
        self.browser.user_agent.refuses_credentials_in_every_redirect && self.request.api != Api::Xhr
    }

    /// Whether the redirects are followed where the page is not: a worker's `keepalive` makes no difference.
    pub(super) fn may_outlive_page(&self) -> bool {
        self.request.keepalive && self.request.client == Client::Document
    }

    /// The location that is refused only now, at the end, when the page hears of it.
    pub(super) fn location_refused_late(&self) -> Option<&Url> {
        let is_looked_at = self.may_outlive_page() && self.refuses_every_location_with_credentials();
        self.url_list[1..].iter().find(|location| is_looked_at && includes_credentials(location))
    }

    /// Makes the check that was put off, if there is one: the fetch is then where it was at the redirect.
    ///
    /// # Errors
    /// The blocked fetch.
    pub(super) fn settle_late_check(mut self) -> Result<Self, Box<Step<'b>>> {
        match self.late_check.take() {
            Some(LateCheck { result: Err(reason), stored, exchange }) => {
                self.url_list.pop();
                self.stored = stored;
                Err(Box::new(self.block_at(Stage::Redirect, reason, exchange)))
            }
            _ => Ok(self),
        }
    }
}

/// [Includes credentials](https://url.spec.whatwg.org/#include-credentials).
fn includes_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some_and(|password| !password.is_empty())
}

/// Whether a page on the web may load nothing from such a URL, whatever a server says: `scheme` stands for the browser itself,
/// for files, for what only the page's own scripts made, or for no resource at all.
pub(super) fn is_never_loaded(url: &Url) -> bool {
    const SCHEMES: [&str; 9] = ["blob", "chrome", "data", "file", "javascript", "resource", "view-source", "ws", "wss"];
    SCHEMES.contains(&url.scheme()) || url.scheme() == "about" && url.path() != "blank"
}

/// Whether a redirect turns the method into `GET`.
pub(super) fn rewrites_method(status: u16, method: &[u8]) -> bool {
    matches!(status, 301 | 302) && method == b"POST" || status == 303 && !matches!(method, b"GET" | b"HEAD")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_location_longer_than_any_head_leads_nowhere() {
        let current = Url::parse("https://a.test/").unwrap();
        let to = |length: usize| ResponseHead {
            status: 302,
            headers: [(b"location".to_vec(), [b"/".to_vec(), vec![0xe9; length - 1]].concat())].into_iter().collect(),
        };
        for user_agent in UserAgent::ALL {
            assert!(location_url(&to(1000), &current, &user_agent).is_ok());
            let reason = location_url(&to(LOCATION_LIMIT + 1), &current, &user_agent).unwrap_err();
            assert_eq!(reason.name(), "invalid-location");
        }
    }
}

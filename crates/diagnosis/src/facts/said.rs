//! What a console's message says, and what its URLs tell.

use crate::console::{ConsoleReason, Engine, Message};

use super::failure::Failure;
use super::place::Place;
use super::redirect_target::LoginPage;

/// What a console's message says.
pub(crate) struct Said<'m> {
    pub(crate) message: &'m Message,
    pub(crate) place: Place,
    pub(crate) failure: Failure,
}

/// Where a missing `Access-Control-Allow-Origin` was missed, with the status as far as it is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Silence {
    /// At the answer to a preflight.
    Preflight(Status),
    /// At a response or a redirect; Firefox's first line may also be a preflight's.
    Response(Status),
}

/// A status, by what it tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// The text has none.
    Unknown,
    /// 200 to 299, but 204.
    Success,
    /// 204, which is what preflights are answered.
    NoContent,
    /// A redirect.
    Redirect,
    /// 401 or 407.
    Login,
    /// 403.
    Forbidden,
    /// 404.
    NotFound,
    /// 405 or 501.
    MethodUnknown,
    /// What proxies and CDNs answer by themselves.
    Proxy,
    /// Another failure of the server.
    ServerError,
    /// Anything else.
    Other,
}

impl Status {
    /// The status by what it tells.
    pub(crate) fn of(status: Option<u16>) -> Self {
        match status {
            None => Self::Unknown,
            Some(204) => Self::NoContent,
            Some(200..=299) => Self::Success,
            Some(301 | 302 | 303 | 307 | 308) => Self::Redirect,
            Some(401 | 407) => Self::Login,
            Some(403) => Self::Forbidden,
            Some(404) => Self::NotFound,
            Some(405 | 501) => Self::MethodUnknown,
            Some(status) if is_of_proxy(status) => Self::Proxy,
            Some(500..) => Self::ServerError,
            Some(_) => Self::Other,
        }
    }
}

/// Statuses that come from a proxy or a CDN rather than from the application.
pub(crate) fn is_of_proxy(status: u16) -> bool {
    matches!(status, 413 | 429 | 502..=504 | 520..=530)
}

impl<'m> Said<'m> {
    pub(crate) fn new(message: &'m Message) -> Self {
        Self { message, place: Place::new(message), failure: Failure::of_message(message) }
    }

    pub(crate) fn reason(&self) -> Option<&ConsoleReason> {
        self.message.reason.as_ref()
    }

    pub(crate) fn status(&self) -> Status {
        Status::of(self.message.status)
    }

    pub(crate) fn is_of(&self, engine: Engine) -> bool {
        self.message.engine == Some(engine)
    }

    /// Where the header was missed; nothing where the text says something else, or where the page has no origin, which
    /// explains it.
    pub(crate) fn silence(&self) -> Option<Silence> {
        // Where another line has the status of an error, a block without its reason is most likely this one.
        let is_error = self.message.status.is_some_and(|status| status >= 400);
        let is_silent = matches!(self.failure, Failure::MissingAllowOrigin | Failure::OriginNotAllowed)
            || self.is_unsaid() && self.is_of(Engine::Firefox) && is_error;
        is_silent.then(|| match self.message.is_preflight {
            true => Silence::Preflight(self.status()),
            false => Silence::Response(self.status()),
        })
    }

    /// The status of a preflight that was allowed for this origin and failed by its status.
    pub(crate) fn preflight_status(&self) -> Option<Status> {
        (self.failure == Failure::PreflightStatus).then(|| self.status())
    }

    /// Whether only that the call failed is known: a text cut off.
    pub(crate) fn is_unsaid(&self) -> bool {
        self.failure == Failure::Unsaid
    }

    /// The header that a message in another language names.
    pub(crate) fn translated_header(&self) -> Option<Option<&'static str>> {
        match self.reason() {
            Some(ConsoleReason::Translated { header }) => Some(*header),
            _ => None,
        }
    }

    /// Whether script made the call, and not an element for a file that is served as it is.
    pub(crate) fn is_call_of_script(&self) -> bool {
        matches!(self.message.initiator.as_deref(), None | Some("fetch" | "XMLHttpRequest"))
            && !self.place.is_static_file()
    }

    /// Whether the browser asked first although the method is one that needs no asking: a header of the page makes it so.
    pub(crate) fn is_asked_for_a_header(&self) -> bool {
        self.message.is_preflight && matches!(self.message.method.as_deref(), Some("GET" | "HEAD"))
    }

    /// Whether the call may have been led to a page for people, which only Chromium would tell: the URL is not like an API's.
    pub(crate) fn may_be_led_to_a_page(&self) -> bool {
        !self.is_of(Engine::Chromium) && self.is_call_of_script() && !self.place.is_of_an_api()
    }

    /// Whether the text names a redirect, before the last URL or after it.
    pub(crate) fn is_redirected(&self) -> bool {
        self.message.redirected_from.is_some() || self.message.redirects_to.is_some()
    }

    /// Whether a login page was asked: a redirect that the text names leads there, or no script calls the URL on purpose.
    pub(crate) fn is_at_login(&self) -> bool {
        self.place.is_led_to_login() || !self.sends_data() && self.place.login_page() == LoginPage::Surely
    }

    /// Whether the URL is named like the form of a login, and the text would not say if a redirect had led there: only Chromium
    /// since 2018 does, and names what made the call.
    pub(crate) fn may_be_at_login(&self) -> bool {
        let names_redirects = self.is_of(Engine::Chromium) && self.message.initiator.is_some();
        !names_redirects
            && !self.is_redirected()
            && !self.sends_data()
            && !self.place.is_of_an_api()
            && self.place.login_page() == LoginPage::Perhaps
    }

    /// Whether the text names a method that no redirect to a login keeps.
    fn sends_data(&self) -> bool {
        self.message.method.as_deref().is_some_and(|method| !matches!(method, "GET" | "HEAD" | "OPTIONS"))
    }

    /// Whether the page called its own server and was led away, and not to a login.
    pub(crate) fn is_led_away(&self) -> bool {
        self.place.is_redirected_from_the_page() && !self.place.is_login()
    }

    /// Whether a redirect led to a login or to another origin. Chromium names the redirects, and where it names none the page
    /// called the login's own API.
    pub(crate) fn leads_elsewhere(&self) -> bool {
        let is_led = self.is_redirected() || !self.is_of(Engine::Chromium);
        is_led && self.place.is_login() || self.place.is_redirected_to_another_origin()
    }
}

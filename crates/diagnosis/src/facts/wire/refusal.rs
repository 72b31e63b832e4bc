//! What no `Access-Control-Allow-Origin` means: whether something there knows CORS and refuses this origin, or nothing does.

use preflight_engine::browser::Stage;

use super::{Heard, Wire};
use crate::facts::body::{asks_for_password, lower, speaks_of_cors, speaks_of_login, speaks_of_origin};
use crate::facts::failure::Failure;
use crate::facts::heads::{
    FOREIGN_ORIGIN, allow_origin, allows, compares_origins, is_from_cache, is_html, is_method_status,
};
use crate::facts::redirect_target::{difference, is_login, leads_to_login};

impl Wire<'_> {
    /// Whether the header is missing at this stage, and nothing of the redirects before explains it.
    pub(crate) fn is_silent_at(&self, stage: Stage) -> bool {
        self.failure == Failure::MissingAllowOrigin
            && self.is_blocked_at(stage)
            && self.misspelled_allow_origin().is_none()
            && !(stage != Stage::Preflight && self.is_led_away())
            && !self.taint_explains()
    }

    /// The status, where the header is missing from the answer to a preflight.
    pub(crate) fn silent_preflight(&self) -> Option<u16> {
        self.status().filter(|_| self.is_silent_at(Stage::Preflight))
    }

    /// The status, where the header is missing from a redirect.
    pub(crate) fn silent_redirect(&self) -> Option<u16> {
        self.status().filter(|_| self.is_silent_at(Stage::Redirect))
    }

    /// The status, where the header is missing from an error.
    pub(crate) fn silent_error(&self) -> Option<u16> {
        self.status().filter(|&status| status >= 400 && self.is_silent_at(Stage::Response))
    }

    /// Whether the header is missing from a response that is no error.
    pub(crate) fn is_silent_success(&self) -> bool {
        self.is_silent_at(Stage::Response) && self.status().is_some_and(|status| status < 400)
    }

    /// Whether the header is missing from a response that is no error, and neither a login nor a cache nor the preflight
    /// before it explains that.
    pub(crate) fn is_plain_silence(&self) -> bool {
        self.is_silent_success() && !self.asked_first() && !self.reads_login() && !self.is_answered_by_cache()
    }

    /// Whether the header is missing although a preflight is answered well, and nothing shows that the preflight compared
    /// origins: then the origin may be what the response refuses.
    pub(crate) fn is_open_after_preflight(&self) -> bool {
        self.is_silent_success()
            && self.origin() != "null"
            && !self.reads_login()
            && (self.asked_first() || self.would_pass_preflight())
            && !self
                .foreign_preflight()
                .known_and(|foreign| foreign.head.has_ok_status() && !allows(&foreign.head, FOREIGN_ORIGIN))
    }

    /// Whether the request needs no preflight, and one would be answered well.
    pub(crate) fn would_pass_preflight(&self) -> bool {
        let origin = self.origin();
        !self.asked_first()
            && self.preflight_besides().known_and(|asked| asked.head.has_ok_status() && allows(&asked.head, &origin))
    }

    /// Whether the page's own request may be repeated.
    pub(crate) fn is_safe(&self) -> bool {
        matches!(self.case.request.method(), b"GET" | b"HEAD")
    }

    /// Whether a redirect made the origin `null`, and the server would have allowed the page's own.
    pub(crate) fn taint_explains(&self) -> bool {
        self.is_tainted()
            && self.status().is_some_and(|status| status < 400)
            && self.own_origin().known_and(|heard| allows(&heard.head, self.page()))
    }

    /// Whether the call began at the page's own server and was led to another, which is no login.
    pub(crate) fn is_led_away(&self) -> bool {
        let (Some(decided), Some(first)) = (self.decided(), self.case.verdict.exchanges.first()) else { return false };
        let page = self.case.request.origin();
        let is_own = |url: &url::Url| page.same_origin(&preflight_engine::Origin::of_url(url));
        let last = &decided.request.url;
        is_own(&first.request.url) && !is_own(last) && !is_login(last)
    }

    /// Whether a redirect that had its headers led to a page for people.
    pub(crate) fn reads_login(&self) -> bool {
        let (Some(decided), Some(first)) = (self.decided(), self.case.verdict.exchanges.first()) else { return false };
        let (first, last) = (&first.request.url, &decided.request.url);
        if first == last || decided.response.status >= 400 {
            return false;
        }
        // To https, to www or to another slash is no way to a login.
        let is_elsewhere = first.host_str() != last.host_str() && difference(first, last).is_none();
        let is_for_people = || {
            let is_asked = asks_for_password(&lower(&self.body_of(decided.request)));
            is_html(decided.response) && (is_elsewhere || is_asked)
        };
        leads_to_login(first, last) || is_for_people()
    }

    /// Whether the call went to a login page by itself, and not to an API for logins.
    pub(crate) fn asks_login_page(&self) -> bool {
        let Some(decided) = self.decided() else { return false };
        let is_page = decided.response.has_ok_status() && is_html(decided.response);
        decided.request.method == b"GET" && is_page && is_login(&decided.request.url)
    }

    /// Whether a cache answered with what another got, where that is likely enough to ask.
    pub(crate) fn is_answered_by_cache(&self) -> bool {
        let Some(decided) = self.decided() else { return false };
        let may_be_cached = is_from_cache(decided.response)
            || !self.asked_first() && decided.response.headers.contains(b"cache-control");
        may_be_cached && self.cache_has_answered().known_and(|is_so| is_so)
    }

    /// Whether the body of a preflight's failed answer says that credentials are missing, which a preflight never has.
    pub(crate) fn preflight_speaks_of_login(&self) -> bool {
        let Some(status) = self.status() else { return false };
        matches!(status, 400..=499)
            && !matches!(status, 401 | 403 | 407)
            && !is_method_status(status)
            && speaks_of_login(&self.body())
    }

    /// Whether something there knows CORS and does not allow this origin.
    pub(crate) fn refuses_origin(&self) -> bool {
        if self.intermediary().is_some() {
            return false;
        }
        let refuses = if let Some(status) = self.silent_preflight() {
            self.preflight_refuses(status)
        } else if let Some(status) = self.silent_error() {
            self.error_refuses(status)
        } else {
            self.is_plain_silence() && self.decided().is_some_and(|decided| compares_origins(decided.response))
        };
        refuses && !self.allows_origin_elsewhere()
    }

    /// Whether the same path allows this very origin where no preflight or no change is asked for: then no list lacks it.
    pub(crate) fn allows_origin_elsewhere(&self) -> bool {
        let is_other = self.is_blocked_at(Stage::Preflight) || !self.is_safe();
        is_other && self.itself().known_and(|itself| allows(&itself.head, &self.origin()))
    }

    /// Whether what answers preflights compares origins, and the same path allows this one: then it refuses something else.
    pub(crate) fn is_refused_for_another_part(&self) -> bool {
        self.silent_preflight().is_some()
            && self.decided().is_some_and(|decided| compares_origins(decided.response))
            && self.allows_origin_elsewhere()
    }

    fn preflight_refuses(&self, status: u16) -> bool {
        let Some(decided) = self.decided() else { return false };
        match status {
            500 => speaks_of_cors(&self.body()),
            301 | 302 | 303 | 307 | 308 | 401 | 407 | 413 | 429 | 502.. => false,
            _ if decided.response.headers.contains(b"www-authenticate") => false,
            _ if compares_origins(decided.response) => true,
            200..=299 => self.silent_options_refuse(),
            404 | 405 | 501 => false,
            _ if speaks_of_origin(&self.body()) => true,
            _ if self.preflight_speaks_of_login() => false,
            _ => self.plain_options().known_and(|plain| plain.head.status != status),
        }
    }

    /// 2xx without a single word: either nobody handles preflights, or nobody handles CORS, or the origin is refused.
    fn silent_options_refuse(&self) -> bool {
        let Some(itself) = self.itself().known() else { return false };
        let origin = self.origin();
        if allows(&itself.head, &origin) || self.error_page().known_and(|page| allows(&page.head, &origin)) {
            return false;
        }
        if let Some(named) = self.origin_of_the_list() {
            return self.preflight_knows(&named);
        }
        // A preflight that is answered, where OPTIONS by itself is not, was heard by something that knows CORS.
        allow_origin(&itself.head).is_some()
            || compares_origins(&itself.head)
            || self.plain_options().known_and(|plain| !plain.head.has_ok_status())
    }

    fn error_refuses(&self, status: u16) -> bool {
        if self.error_of_another_kind() || matches!(status, 413 | 429 | 502..=504) {
            return false;
        }
        // `callback(new Error('Not allowed by CORS'))` is how many servers refuse an origin.
        speaks_of_cors(&self.body()) || self.gets_on_without_origin().is_some()
    }

    /// What a tool gets that sends no `Origin`, where the same request with one fails. GET stands in for what may change
    /// something, and says nothing of it unless it fails with an `Origin`, too.
    pub(crate) fn gets_on_without_origin(&self) -> Option<Heard> {
        let without = self.without_origin().known().filter(|without| without.head.status < 400)?;
        let fails = self.is_safe() || self.decided_as_safe().known_and(|safe| safe.head.status >= 400);
        fails.then_some(without)
    }
}

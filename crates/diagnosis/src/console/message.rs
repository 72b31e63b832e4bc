//! One message of a console.

use super::reason::ConsoleReason;

/// Whose console it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Engine {
    /// Chrome, Edge, Brave, Opera, Electron.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari, and every browser on iOS.
    WebKit,
}

/// What a console said about one request. What it did not say is `None`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Whose console it was.
    pub engine: Option<Engine>,
    /// Why the call failed, if it can be read.
    pub reason: Option<ConsoleReason>,
    /// The URL that failed; after redirects, the last one.
    pub url: Option<String>,
    /// The URL that the page called, if it was redirected.
    pub redirected_from: Option<String>,
    /// Where a redirect leads that the browser did not follow.
    pub redirects_to: Option<String>,
    /// The page's origin.
    pub origin: Option<String>,
    /// What made the request: `fetch`, `XMLHttpRequest`, `font` …
    pub initiator: Option<String>,
    /// The method, if a line names it.
    pub method: Option<String>,
    /// The HTTP status, if a line names it.
    pub status: Option<u16>,
    /// Whether it was the preflight that failed, where the text tells.
    pub is_preflight: bool,
    /// How often Firefox adds to another reason that the call did not succeed, and how often it says that again: once where the
    /// call itself failed, twice where its preflight did.
    pub echoes: u8,
    /// The names of request headers of the page, if the text lists them.
    pub headers: Vec<String>,
    /// A value that the text names: of a configuration, of a log line, of a header.
    pub named: Option<String>,
    /// Whether a log writes it as a warning: then the program goes on.
    pub is_warning: bool,
    /// The end of the URL's path, where a line of Safari's has no more of it: `(todos, line 0)`.
    pub resource: Option<String>,
    /// Whether the text has a reason that is not understood.
    pub has_unread_reason: bool,
    /// Another URL that a line of the same call names, and that contradicts `url`.
    pub contradicting_url: Option<String>,
}

impl Engine {
    /// A stable name, in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::WebKit => "webkit",
        }
    }
}

impl Message {
    /// A message of a browser, of which nothing is known yet.
    pub(super) fn of(engine: Engine) -> Self {
        Self { engine: Some(engine), ..Self::default() }
    }

    /// Whether the text says that an HTTP error came through to the page: then nothing blocked the call.
    pub fn came_through(&self) -> bool {
        match &self.reason {
            Some(ConsoleReason::HttpStatus) => !self.is_preflight,
            Some(ConsoleReason::Said(saying)) => saying.came_through(),
            _ => false,
        }
    }

    /// Whether the text shows something of the server's answer: its status, or a header of it that fails. That one is missing is
    /// said of no answer, too.
    pub fn tells_of_answer(&self) -> bool {
        use ConsoleReason as Reason;
        self.status.is_some_and(|status| status > 0)
            || matches!(
                self.reason,
                Some(
                    Reason::WildcardOriginWithCredentials
                        | Reason::InvalidAllowOrigin { .. }
                        | Reason::AllowOriginMismatch { .. }
                        | Reason::AllowCredentialsNotTrue { .. }
                        | Reason::PreflightStatus
                        | Reason::PreflightRedirect
                        | Reason::InvalidAllowMethods { .. }
                        | Reason::InvalidAllowHeaders { .. }
                        | Reason::MethodNotAllowed { .. }
                        | Reason::HeaderNotAllowed { .. }
                        | Reason::HttpStatus
                )
            )
            || matches!(&self.reason, Some(Reason::MultipleAllowOrigin { value: Some(_) }))
            || self.reason == Some(Reason::MissingAllowOrigin) && self.engine == Some(Engine::Chromium)
    }

    /// Takes over what the other message knows and this one does not.
    pub(super) fn complete_from(&mut self, other: Self) {
        self.engine = self.engine.or(other.engine);
        self.reason = self.reason.take().or(other.reason);
        self.url = self.url.take().or(other.url);
        self.redirected_from = self.redirected_from.take().or(other.redirected_from);
        self.redirects_to = self.redirects_to.take().or(other.redirects_to);
        self.origin = self.origin.take().or(other.origin);
        self.initiator = self.initiator.take().or(other.initiator);
        self.method = self.method.take().or(other.method);
        self.status = self.status.or(other.status);
        self.is_preflight |= other.is_preflight;
        if self.headers.is_empty() {
            self.headers = other.headers;
        }
        self.named = self.named.take().or(other.named);
        self.resource = self.resource.take().or(other.resource);
        self.is_warning |= other.is_warning;
        self.has_unread_reason |= other.has_unread_reason;
        self.contradicting_url = self.contradicting_url.take().or(other.contradicting_url);
    }
}

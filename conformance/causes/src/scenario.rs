//! [`Scenario`]: a call of a page, the servers that it meets, and what has to come of it.

use preflight_authority::Flaw;

use crate::asked::Asked;

/// A call, its servers, and what has to come of it.
#[derive(Clone, Copy, Debug)]
pub struct Scenario {
    /// A name.
    pub id: &'static str,
    /// The cause that has to be named first; none where nothing is wrong.
    pub cause: Option<&'static str>,
    /// What a browser does.
    pub verdict: Verdict,
    /// The browsers that do otherwise.
    pub departures: &'static [(&'static str, Verdict)],
    /// What the page asks.
    pub call: Call,
    /// What answers.
    pub server: Server,
    /// What the second server is, where it is of another kind.
    pub other: Option<Server>,
    /// Further arguments of `preflight check`; `{other}` stands for the second server's origin.
    pub arguments: &'static [&'static str],
    /// Why no browser is asked; empty where it is.
    pub not_in_browsers: &'static str,
}

/// What becomes of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The page reads the response.
    Allowed,
    /// It gets an error.
    Blocked,
    /// It gets nothing that it could read.
    Opaque,
    /// Nothing answers; to the page, this is an error like any other.
    Unreachable,
}

/// What the page asks.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    /// The host as the page writes it. They all lead to the same machine.
    pub host: &'static str,
    /// The scheme as the page writes it, where it is not the server's.
    pub scheme: Option<&'static str>,
    /// Path and query.
    pub target: &'static str,
    /// The method.
    pub method: &'static str,
    /// The headers that the page sets.
    pub headers: &'static [(&'static str, &'static str)],
    /// Whether credentials are included.
    pub with_credentials: bool,
    /// `mode` of `fetch()`.
    pub mode: &'static str,
    /// Whose page it is.
    pub page: Page,
}

/// Whose page calls, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// A page of another origin.
    Elsewhere,
    /// The same over https.
    Secure,
    /// A page without an origin: a file, or a sandboxed frame.
    Nowhere,
    /// A page whose own server redirects to the scenario's.
    Redirected,
}

/// What listens.
#[derive(Clone, Copy, Debug)]
pub enum Server {
    /// A server that answers with a status line and fields, then perhaps an empty line and a body. Without an empty line,
    /// the body is `ok`.
    Http(fn(&Asked) -> String),
    /// The same over TLS, with a certificate in order.
    Https(fn(&Asked) -> String),
    /// The same over TLS, with a certificate that has a flaw.
    Untrusted(Flaw, fn(&Asked) -> String),
    /// Nothing.
    Nothing,
    /// Something that sends these bytes, whatever it is asked, and closes.
    Says(&'static [u8]),
}

impl Scenario {
    /// A `GET` that a browser blocks.
    pub const fn blocked(id: &'static str, cause: &'static str, server: fn(&Asked) -> String) -> Self {
        Self {
            id,
            cause: Some(cause),
            verdict: Verdict::Blocked,
            departures: &[],
            call: Call::GET,
            server: Server::Http(server),
            other: None,
            arguments: &[],
            not_in_browsers: "",
        }
    }

    /// A `GET` that a browser allows, although something is wrong.
    pub const fn allowed(id: &'static str, cause: &'static str, server: fn(&Asked) -> String) -> Self {
        Self { verdict: Verdict::Allowed, ..Self::blocked(id, cause, server) }
    }

    /// A `GET` that a browser allows, and nothing is wrong.
    pub const fn sound(id: &'static str, server: fn(&Asked) -> String) -> Self {
        Self { verdict: Verdict::Allowed, cause: None, ..Self::blocked(id, "", server) }
    }

    /// Another method.
    pub const fn method(mut self, method: &'static str) -> Self {
        self.call.method = method;
        self
    }

    /// Headers that the page sets.
    pub const fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.call.headers = headers;
        self
    }

    /// Another path.
    pub const fn target(mut self, target: &'static str) -> Self {
        self.call.target = target;
        self
    }

    /// Credentials are included.
    pub const fn with_credentials(mut self) -> Self {
        self.call.with_credentials = true;
        self
    }

    /// Another mode.
    pub const fn mode(mut self, mode: &'static str) -> Self {
        self.call.mode = mode;
        self
    }

    /// Another page.
    pub const fn page(mut self, page: Page) -> Self {
        self.call.page = page;
        self
    }

    /// Another host.
    pub const fn host(mut self, host: &'static str) -> Self {
        self.call.host = host;
        self
    }

    /// Another scheme than the server's.
    pub const fn scheme(mut self, scheme: &'static str) -> Self {
        self.call.scheme = Some(scheme);
        self
    }

    /// Another end in these browsers.
    pub const fn departs(mut self, departures: &'static [(&'static str, Verdict)]) -> Self {
        self.departures = departures;
        self
    }

    /// Another end.
    pub const fn ends(mut self, verdict: Verdict) -> Self {
        self.verdict = verdict;
        self
    }

    /// Something else that listens.
    pub const fn server(mut self, server: Server) -> Self {
        self.server = server;
        self
    }

    /// A second server of another kind.
    pub const fn other(mut self, other: Server) -> Self {
        self.other = Some(other);
        self
    }

    /// Further arguments of `preflight check`.
    pub const fn arguments(mut self, arguments: &'static [&'static str]) -> Self {
        self.arguments = arguments;
        self
    }

    /// Whether a browser has to trust the authority that is given to it.
    pub fn needs_trust(&self) -> bool {
        let is_https = |server: Server| matches!(server, Server::Https(_));
        self.call.page == Page::Secure || is_https(self.server) || self.other.is_some_and(is_https)
    }

    /// What the browser of this name does.
    pub fn verdict_in(&self, engine: &str) -> Verdict {
        let departure = self.departures.iter().find(|(own, _)| *own == engine);
        departure.map_or(self.verdict, |(_, verdict)| *verdict)
    }

    /// No browser is asked, and why.
    pub const fn not_in_browsers(mut self, reason: &'static str) -> Self {
        self.not_in_browsers = reason;
        self
    }
}

impl Server {
    /// The scheme of its URLs.
    pub fn scheme(self) -> &'static str {
        match self {
            Self::Https(_) | Self::Untrusted(..) => "https",
            Self::Http(_) | Self::Nothing | Self::Says(_) => "http",
        }
    }
}

impl Call {
    /// `fetch(url)`
    pub const GET: Self = Self {
        host: "127.0.0.1",
        scheme: None,
        target: "/api/todos",
        method: "GET",
        headers: &[],
        with_credentials: false,
        mode: "cors",
        page: Page::Elsewhere,
    };
}

impl Verdict {
    /// The word of the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Opaque => "opaque",
            Self::Unreachable => "unreachable",
        }
    }

    /// What a page can tell of it.
    pub fn seen_by_a_page(self) -> &'static str {
        match self {
            Self::Unreachable => "blocked",
            other => other.name(),
        }
    }
}

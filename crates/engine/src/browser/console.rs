//! What a browser's console says about a fetch that CORS stopped, to the byte.
//!
//! Each browser checks in an order of its own, so where several rules are broken each names another one. The texts are
//! those of the recorded versions (see [`UserAgent`]).

mod chromium;
mod firefox;
mod network;
mod sentence;
pub mod sentences;
mod webkit;

use url::Url;

pub use self::sentence::Sentence;
use super::api::Api;
use super::client::Client;
use super::fetch_record::FetchRecord;
use super::request::{CredentialsMode, RequestMode};
use super::user_agent::{Console, UserAgent};
use super::verdict::{Blocked, Stage, Verdict};
use crate::exchange::{Exchange, ResponseHead};
use crate::field_name;
use crate::origin::Origin;

/// The console's lines about a fetch, in order; none if there is nothing to say.
///
/// ```
/// use preflight_engine::browser::{Browser, Fetch, FetchRequest, RequestInit, UserAgent, console};
/// use preflight_engine::exchange::ResponseHead;
/// use preflight_engine::Origin;
///
/// let request = FetchRequest::new(
///     Origin::parse("https://app.example.com")?,
///     "https://api.example.com/todos".parse()?,
///     RequestInit::default(),
/// )?;
/// let mut browser = Browser::new(UserAgent::CHROMIUM);
/// let step = Fetch::start(request.clone(), &mut browser, Default::default());
/// let verdict = step.run_to_end(|_| (Ok(ResponseHead { status: 200, headers: Default::default() }), Default::default()));
/// assert_eq!(
///     console::messages(&UserAgent::CHROMIUM, &verdict),
///     ["Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been blocked by \
///       CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource."]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn messages(user_agent: &UserAgent, verdict: &Verdict) -> Vec<String> {
    match user_agent.console {
        Console::Silent => Vec::new(),
        Console::Chromium => chromium::messages(verdict),
        Console::Firefox => firefox::messages(verdict),
        Console::WebKit => webkit::messages(verdict),
    }
}

/// What the console says of the connection besides: the line with the network error, and the status where a response came.
/// It stands after [`messages`]; only Chromium has it.
///
/// ```
/// use preflight_engine::browser::{Browser, Fetch, FetchRequest, RequestInit, UserAgent, console};
/// use preflight_engine::exchange::ResponseHead;
/// use preflight_engine::Origin;
///
/// let origin = Origin::parse("https://app.example.com")?;
/// let request = FetchRequest::new(origin, "https://api.example.com/todos".parse()?, RequestInit::default())?;
/// let mut browser = Browser::new(UserAgent::CHROMIUM);
/// let step = Fetch::start(request, &mut browser, Default::default());
/// let verdict = step.run_to_end(|_| (Ok(ResponseHead { status: 500, headers: Default::default() }), Default::default()));
/// assert_eq!(
///     console::network_lines(&UserAgent::CHROMIUM, &verdict),
///     ["GET https://api.example.com/todos net::ERR_FAILED 500 (Internal Server Error)"]
/// );
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn network_lines(user_agent: &UserAgent, verdict: &Verdict) -> Vec<String> {
    match user_agent.console {
        Console::Chromium => network::chromium(verdict).into_iter().collect(),
        Console::Silent | Console::Firefox | Console::WebKit => Vec::new(),
    }
}

/// A block as a console sees it.
struct Scene<'a> {
    record: &'a FetchRecord,
    exchanges: &'a [Exchange],
    blocked: &'a Blocked,
    exchange: Option<&'a Exchange>,
}

impl<'a> Scene<'a> {
    fn new(verdict: &'a Verdict) -> Option<Self> {
        let blocked = verdict.blocked()?;
        Some(Self { record: &verdict.record, exchanges: &verdict.exchanges, blocked, exchange: verdict.evidence() })
    }

    /// The URL that was asked last.
    fn url(&self) -> &'a Url {
        self.exchange.map_or(&self.record.url, |exchange| &exchange.request.url)
    }

    /// The API that asked: a service worker asks with one of its own.
    fn api(&self) -> Api {
        if self.record.client == Client::ServiceWorker { Api::Fetch } else { self.record.api }
    }

    fn response(&self) -> Option<&'a ResponseHead> {
        self.exchange?.answer.as_ref().ok()
    }

    fn is_preflight(&self) -> bool {
        self.blocked.stage == Stage::Preflight
    }

    /// Where the answer redirects to, if it does.
    fn location(&self) -> Option<Vec<u8>> {
        let response = self.response().filter(|response| response.has_redirect_status())?;
        response.headers.get(b"location")
    }

    /// The same as a URL.
    fn location_url(&self) -> Option<Url> {
        self.url().join(&latin1(&self.location()?)).ok()
    }

    /// What the server was told is the origin.
    fn origin_sent(&self) -> &'a str {
        if self.is_preflight() { &self.record.preflight_origin } else { &self.record.sent_origin }
    }

    fn includes_credentials(&self) -> bool {
        self.record.checked_credentials == CredentialsMode::Include
    }

    /// Whether the page's origin and the URL differ.
    fn is_cross_origin_redirect(&self, location: &Url) -> bool {
        self.record.mode == RequestMode::Cors && !self.record.origin.same_origin(&Origin::of_url(location))
    }

    /// Whether the URL names an object of a page of this origin ([Blob URL](https://w3c.github.io/FileAPI/#url)).
    fn is_own_object(&self, url: &Url) -> bool {
        let maker = || Url::parse(url.path()).ok();
        matches!(url.scheme(), "blob" | "filesystem")
            && maker().is_some_and(|maker| Origin::of_url(&maker).same_origin(&self.record.origin))
    }

    /// The names that the preflight asked for and that are not in `list`, in order.
    fn requested_names_not_in(&self, list: &[&[u8]]) -> Vec<&'a [u8]> {
        let are_listed = field_name::listed(self.requested_names(), list.iter().copied());
        let names = self.requested_names().iter().zip(are_listed);
        names.filter(|(_, is_listed)| !is_listed).map(|(name, _)| name.as_slice()).collect()
    }

    /// The names that the preflight asked for.
    fn requested_names(&self) -> &'a [Vec<u8>] {
        &self.record.asked_names
    }
}

/// Bytes as text; what is not UTF-8 becomes U+FFFD.
fn utf8(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Bytes as the code points of their numbers.
fn latin1(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

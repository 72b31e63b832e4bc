//! What was pasted, as exchanges.

use preflight_engine::Origin;
use preflight_engine::browser::CredentialsMode;
use preflight_engine::exchange::{Exchange, RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::method;
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::request_header::{is_forbidden_name, is_name};
use preflight_recording::{Purpose, Recorded, Recording};
use url::Url;

/// Header fields that a browser or a tool adds, not the page.
const NOT_OF_THE_PAGE: [&str; 24] = [
    "host",
    "origin",
    "referer",
    "user-agent",
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "content-length",
    "cookie",
    "cache-control",
    "pragma",
    "dnt",
    "te",
    "priority",
    "upgrade-insecure-requests",
    "proxy-connection",
    "keep-alive",
    "access-control-request-method",
    "access-control-request-headers",
    "access-control-request-local-network",
    "if-none-match",
    "if-modified-since",
    "x-client-data",
];

/// One exchange out of pasted text. What the text does not have is `None` or empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedHead {
    /// The method.
    pub method: Option<String>,
    /// The whole URL.
    pub url: Option<Url>,
    /// The request's fields.
    pub request: HeaderList,
    /// The status; none where only fields were pasted.
    pub status: Option<u16>,
    /// The response's fields.
    pub response: HeaderList,
    /// The beginning of the response's body.
    pub body: String,
    /// Who sent the request, if the text shows it.
    pub sender: Option<SentBy>,
}

/// Who sends a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SentBy {
    /// A browser, whose developer tools show it.
    Browser,
    /// A command, which adds no `Origin` by itself.
    Tool,
}

/// Exchanges out of pasted text, and the page's call as far as they tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastedExchange {
    /// The page's call.
    pub call: PageCall,
    /// In the order of the text; at least one.
    pub heads: Vec<PastedHead>,
    /// What the text says besides: prose, bodies, logs.
    pub besides: String,
}

impl PastedHead {
    /// A response, or at least its fields.
    pub(super) fn has_response(&self) -> bool {
        self.status.is_some() || !self.response.is_empty()
    }

    /// Whether the request is a preflight: `OPTIONS` that names a method, or that a browser sends. One that fails is the answer
    /// to any other as well.
    pub fn is_preflight(&self) -> bool {
        self.is_options()
            && (self.request.contains(b"access-control-request-method")
                || self.sender == Some(SentBy::Browser)
                || self.is_failed_options())
    }

    /// Whether OPTIONS is answered with a status that fails any preflight.
    pub fn is_failed_options(&self) -> bool {
        self.is_options() && self.status.is_some_and(|status| !(200..=299).contains(&status))
    }

    /// The status; where it was not pasted, what the fields are of.
    fn status_or_assumed(&self) -> u16 {
        self.status.unwrap_or(if self.response.contains(b"location") { 302 } else { 200 })
    }

    /// Whether the request is `OPTIONS`.
    pub fn is_options(&self) -> bool {
        self.method.as_deref() == Some("OPTIONS")
    }

    /// Whether a command sent the request without the `Origin` that every page's has.
    pub fn is_test_without_origin(&self) -> bool {
        self.sender == Some(SentBy::Tool) && !self.request.contains(b"origin")
    }

    fn text(&self, name: &str) -> Option<String> {
        self.request.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value).trim().to_owned())
    }
}

impl PastedExchange {
    pub(super) fn of(heads: Vec<PastedHead>, besides: String) -> Self {
        let mut call = PageCall::default();
        for head in &heads {
            call.complete_from(call_of(head));
        }
        // What forces a preflight in a browser was sent here by a tool, without one.
        let has_preflight = heads.iter().any(PastedHead::is_preflight);
        if has_preflight {
            call.preflight = Part::Known(true);
        }
        Self { call, heads, besides }
    }

    /// The exchanges as a recording; `None` where their URL is not known. A status that was not pasted counts as 200, and as a
    /// redirect's where the answer leads elsewhere.
    pub fn recording(&self) -> Option<Recording> {
        self.recording_at(self.call.url.value()?)
    }

    /// The same, where the text has no URL and somebody else knows it.
    pub fn recording_at(&self, url: &Url) -> Option<Recording> {
        let mut recording = Recording::default();
        // A test without `Origin` says nothing where another one has it.
        let is_asked_with = self.heads.iter().any(|head| !head.is_options() && head.request.contains(b"origin"));
        let is_void = |head: &&PastedHead| !head.is_options() && head.is_test_without_origin() && is_asked_with;
        for head in self.heads.iter().filter(|head| !is_void(head)) {
            let is_preflight = head.is_preflight();
            let method = head.method.clone().or_else(|| self.call.method.value().cloned());
            let request = RequestHead {
                method: method.unwrap_or_else(|| "GET".to_owned()).into_bytes(),
                url: head.url.clone().unwrap_or_else(|| url.clone()),
                headers: head.request.clone(),
                is_preflight,
                includes_credentials: head.request.contains(b"cookie"),
                has_body: head.request.contains(b"content-length"),
            };
            let answer = Ok(ResponseHead { status: head.status_or_assumed(), headers: head.response.clone() });
            let body = head.body.clone().into_bytes();
            recording.push(Recorded { exchange: Exchange { request, answer }, purpose: Purpose::Page, body });
        }
        Some(recording).filter(|recording| recording.iter().next().is_some())
    }
}

fn call_of(head: &PastedHead) -> PageCall {
    let known = |value: Option<String>| value.map_or(Part::Unknown, Part::Known);
    let origin = head.text("origin").and_then(|text| origin_of(text.trim_matches(['\'', '"'])));
    let mut call = PageCall {
        url: head.url.clone().map(without_user).map_or(Part::Unknown, Part::Known),
        origin: origin.map_or(Part::Unknown, Part::Known),
        ..PageCall::default()
    };
    if head.is_preflight() {
        call.method = known(head.text("access-control-request-method").filter(|method| may_be_sent(method)));
        let names = head.text("access-control-request-headers").unwrap_or_default();
        // Browsers of 2013 named fields of their own there: `accept, origin, x-requested-with`.
        let names = names.split(',').map(str::trim).filter(|name| is_of_page(name));
        call.headers = names.map(|name| CallHeader { name: name.to_owned(), value: Part::Unknown }).collect();
        call.preflight = Part::Known(true);
        return call;
    }
    // Cookies go to another origin only where the page says so.
    if head.request.contains(b"cookie") {
        call.credentials = Part::Implied(CredentialsMode::Include);
    }
    // An OPTIONS that names no method is a test by hand.
    call.method = known(head.method.clone().filter(|method| method != "OPTIONS" && may_be_sent(method)));
    call.headers = head.request.iter().filter_map(|(name, value)| page_header(name, value)).collect();
    call
}

/// Whether a page can call with this method at all.
fn may_be_sent(name: &str) -> bool {
    method::is_method(name.as_bytes()) && !method::is_forbidden(name.as_bytes())
}

/// A tool takes a user from the URL, a page does not.
fn without_user(mut url: Url) -> Url {
    // Only URLs that have no user at all refuse.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// An origin; that of a URL, where somebody wrote one in its place.
fn origin_of(text: &str) -> Option<Origin> {
    let of_url = || Origin::parse(&Url::parse(text).ok()?.origin().ascii_serialization()).ok();
    Origin::parse(text.trim_end_matches('/')).ok().or_else(of_url)
}

fn page_header(name: &[u8], value: &[u8]) -> Option<CallHeader> {
    let name = String::from_utf8_lossy(name).into_owned();
    is_of_page(&name).then(|| CallHeader { name, value: Part::Known(String::from_utf8_lossy(value).trim().to_owned()) })
}

/// Whether a page may have set a field of this name.
fn is_of_page(name: &str) -> bool {
    let is_of_browser = NOT_OF_THE_PAGE.contains(&name.to_ascii_lowercase().as_str());
    is_name(name.as_bytes()) && !is_of_browser && !is_forbidden_name(name.as_bytes())
}

//! What is asked of the browsers: a page's request. Whatever a browser would refuse or drop is an error here.

use preflight_diagnosis::Asker;
use preflight_engine::Origin;
use preflight_engine::browser::{
    Body, CredentialsMode, DroppedHeader, FetchRequest, RequestError, RequestInit, UserAgent,
};
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_policy_file::is_unseen;
use url::Url;

use super::refused_method::{LISTED_METHODS, is_method_refused};
use super::{CheckArgs, Failure, address_space};
use crate::arguments::call::{Asked, Preflighted};
use crate::arguments::given;
use crate::redact::{HIDDEN, UNKNOWN_VALUE};

/// The methods that a browser asks about most, the most frequent first.
const USUAL_METHODS: [&str; 5] = ["POST", "PUT", "PATCH", "DELETE", "GET"];

/// A page's call, and what goes with it.
#[derive(Clone, Debug)]
pub struct Question {
    /// The call with what follows from it and what `fetch()` does where a page says nothing.
    pub call: PageCall,
    origin: Origin,
    url: Url,
    init: RequestInit,
    /// The headers that were given without a value, each once: known by the argument, whatever else the header holds.
    unknown_headers: Vec<Vec<u8>>,
    pub body: Option<Vec<u8>>,
    /// The response headers that the page reads, where that was said.
    pub reads: Vec<String>,
    /// The server behind.
    pub upstream: Option<Url>,
    /// What was made up, where a browser blocked a call that is not wholly known.
    pub guess: Option<Guess>,
}

/// What stands in for what nobody said of a call that a browser blocked. No verdict rests on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guess {
    /// Whether the method is made up.
    pub method: Option<String>,
    /// The header that makes a browser ask first.
    pub header: Option<String>,
    /// Whether it is made up that cookies go along.
    pub credentials: bool,
    /// The status that the console named: another one is the answer to another call.
    pub status: Option<u16>,
    /// The methods that are refused alike, where nobody knows which one it is.
    pub refused: Vec<&'static str>,
    /// Whether the browser had asked first.
    pub asked: Asking,
}

/// Whether the browser that blocked the call had asked first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asking {
    /// It had: its preflight is what failed, or what came after it.
    Before,
    /// It had not, or nobody knows.
    #[default]
    PerhapsNot,
}

impl Question {
    /// The same where nothing stops a page of https from calling http.
    #[must_use]
    pub fn with_mixed_content(mut self) -> Self {
        self.init.restricts_mixed_content = false;
        self
    }

    /// The question of a page of this origin.
    pub fn new(asked: &Asked, origin: Origin, args: &CheckArgs) -> Result<Self, Failure> {
        Self::with_guess(asked, Guess::of(asked), origin, args)
    }

    /// The same with this made up of it.
    pub fn with_guess(asked: &Asked, guess: Option<Guess>, origin: Origin, args: &CheckArgs) -> Result<Self, Failure> {
        let call = guess.iter().fold(asked.call.clone(), |call, guess| guess.completed(call));
        let Some(url) = call.url.value().cloned() else {
            return Err(Failure::usage("which URL the page calls is not known"));
        };
        let call = call.with_defaults();
        let init = RequestInit {
            method: call.method.value().map(|method| method.clone().into_bytes()),
            headers: call.headers.iter().map(field).collect(),
            mode: call.mode.value().copied().unwrap_or_default(),
            credentials: call.credentials.value().copied().unwrap_or_default(),
            body: asked.body.as_ref().map(|_| Body::Text),
            has_upload_listeners: asked.has_upload_listeners,
            restricts_mixed_content: true,
            client_address_space: address_space::of_page(args.page_address_space, &origin),
            ..RequestInit::default()
        };
        let question = Self {
            unknown_headers: names_without_value(&call),
            body: asked.body.clone().map(String::into_bytes),
            upstream: args.upstream.as_deref().map(given::url).transpose()?.map(|given| given.value),
            reads: args.reads.clone(),
            call,
            origin,
            url,
            init,
            guess,
        };
        if let Some(dropped) = question.request(&UserAgent::STANDARD)?.dropped_headers().first() {
            return Err(dropped_header(dropped));
        }
        Ok(question)
    }

    /// The same question with another made-up method; what was said stays.
    pub fn guessing(&self, method: &str) -> Self {
        let mut other = self.clone();
        if let Some(guess) = other.guess.as_mut().filter(|guess| guess.method.is_some()) {
            guess.method = Some(method.to_owned());
            other.call.method = Part::Implied(method.to_owned());
            other.init.method = Some(method.as_bytes().to_vec());
        }
        other
    }

    /// The same question of a call that sends cookies, which is made up.
    pub fn guessing_credentials(&self) -> Self {
        let mut other = self.clone();
        if let Some(guess) = other.guess.as_mut() {
            guess.credentials = true;
            other.call.credentials = Part::Implied(CredentialsMode::Include);
            other.init.credentials = CredentialsMode::Include;
        }
        other
    }

    /// The page's origin.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Whether the origin is the page's own, or one that was made up.
    pub fn asker(&self) -> Asker {
        if self.call.origin.is_unknown() { Asker::StandIn } else { Asker::Page }
    }

    /// What the page calls.
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// Whether it is known where the page comes from.
    pub fn knows_page_space(&self) -> bool {
        self.init.client_address_space.is_some()
    }

    /// Whether there is a body whose text is not known.
    pub fn has_unknown_body(&self) -> bool {
        self.body.as_deref().is_some_and(is_unknown)
    }

    /// The names of the headers whose values are not known.
    pub fn unknown_headers(&self) -> impl Iterator<Item = &[u8]> {
        self.unknown_headers.iter().map(Vec::as_slice)
    }

    /// The request that a browser makes of it.
    pub fn request(&self, user_agent: &UserAgent) -> Result<FetchRequest, Failure> {
        FetchRequest::new_in(user_agent, self.origin.clone(), self.url.clone(), self.init.clone())
            .map_err(|error| Failure::usage(format!("fetch() throws: {}", thrown(&error))))
    }
}

impl Guess {
    /// What has to be made up to ask what a browser asked that blocked this call. Even where that is nothing, another header or
    /// cookies may be what was blocked.
    ///
    /// The likeliest preflight is that of a POST with JSON. Where only the header is missing, it is the one that a GET is asked
    /// for most.
    pub fn of(asked: &Asked) -> Option<Self> {
        Self::beside(asked, &[])
    }

    /// The same where a server named these methods: the made-up one is one of them, if any of them is usual.
    pub fn beside(asked: &Asked, listed: &[String]) -> Option<Self> {
        let was_blocked = asked.was_blocked?;
        let call = &asked.call;
        let is_forced = PageCall { preflight: Part::Unknown, ..call.clone() }.needs_preflight() == Some(true);
        let asks_before = was_blocked == Preflighted::Yes;
        let needs_header = asks_before && !is_forced;
        let has_type = call.header("content-type").is_some();
        let is_listed = is_method_refused(asked);
        let method = call.method.is_unknown().then(|| {
            let is_post = asks_before && (needs_header || has_type);
            let usual = if is_listed {
                LISTED_METHODS[0]
            } else if is_post {
                "POST"
            } else {
                "GET"
            };
            // The source has routes for these, where the server named none.
            let named = if listed.is_empty() && is_post { &asked.served } else { listed };
            let is_named = |method: &&str| named.iter().any(|named| named == method);
            USUAL_METHODS.into_iter().find(is_named).unwrap_or(usual).to_owned()
        });
        let said = method.as_deref().or(call.method.value().map(String::as_str));
        let made_up = match said {
            Some("GET") => Some("authorization"),
            // It has no body, and is asked about for itself.
            Some("DELETE") if method.is_some() => None,
            _ => Some("content-type"),
        };
        let header = made_up.filter(|_| needs_header && !is_listed).map(str::to_owned);
        let status = asked.console.as_ref().and_then(|message| message.status);
        let asked = if asks_before { Asking::Before } else { Asking::PerhapsNot };
        Some(Self { method, header, asked, status, ..Self::default() })
    }

    /// Whether the method is made up, and a browser asked for the real one.
    #[cfg(feature = "dialects")]
    pub fn lacks_method_of_preflight(&self) -> bool {
        self.method.is_some() && self.asked == Asking::Before
    }

    /// The call with what is made up of it.
    pub fn completed(&self, mut call: PageCall) -> PageCall {
        if let Some(method) = self.method.clone() {
            call.method = Part::Implied(method);
        }
        call.headers.extend(self.header.as_deref().map(made_up));
        call
    }
}

fn made_up(name: &str) -> CallHeader {
    let value = if name == "content-type" { Part::Implied("application/json".to_owned()) } else { Part::Unknown };
    CallHeader { name: name.to_owned(), value }
}

/// What is no method may be anything, and is not repeated.
fn thrown(error: &RequestError) -> String {
    match error {
        RequestError::InvalidMethod { .. } => "what `--method` says is not a method: a method is one word".to_owned(),
        RequestError::InvalidHeaderName { .. } => {
            "a header of the call has no name that fetch() takes: a name is one word".to_owned()
        }
        RequestError::InvalidHeaderValue { .. } => {
            "a header of the call has a value that fetch() does not take: it holds a line break".to_owned()
        }
        error => error.to_string(),
    }
}

fn names_without_value(call: &PageCall) -> Vec<Vec<u8>> {
    let unknown = call.headers.iter().filter(|header| header.value.is_unknown());
    let mut names: Vec<_> = unknown.map(|header| header.name.to_ascii_lowercase().into_bytes()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether a body is `…` and nothing else that is seen.
fn is_unknown(body: &[u8]) -> bool {
    let is_beside = |c: char| c.is_whitespace() || is_unseen(c);
    let text = String::from_utf8_lossy(body).replace(is_beside, "");
    !text.is_empty() && text.replace(HIDDEN, "").is_empty()
}

fn field(header: &CallHeader) -> (Vec<u8>, Vec<u8>) {
    let value = header.value.value().map_or(UNKNOWN_VALUE, String::as_str);
    (header.name.clone().into_bytes(), value.as_bytes().to_vec())
}

fn dropped_header(dropped: &DroppedHeader) -> Failure {
    let failure = Failure::usage(dropped.to_string());
    match dropped.name().to_ascii_lowercase().as_slice() {
        b"origin" => failure.with_help("say `--origin` for the page's origin"),
        b"cookie" => failure.with_help("say `--credentials include`; the browser adds the cookies"),
        _ => failure.with_help("leave the header out"),
    }
}

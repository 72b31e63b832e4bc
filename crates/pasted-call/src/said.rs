//! What a text says of a call, before it is told what of it is the page's.

use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::request_header::{is_cors_safelisted, is_no_cors_safelisted_name};
use url::Url;

use crate::authorization::basic;
use crate::browser_headers::Headers;
use crate::named_text::NamedText;
use crate::pasted::{Note, Pasted};
use crate::unreadable::Unreadable;
use crate::url_text::shown_name;

/// A call as a text has it, its headers with those of the browser.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Said {
    /// The URL as it is written.
    pub(crate) url: String,
    /// Why there is none.
    pub(crate) lacks_url: Option<Unreadable>,
    /// What of the URL is known where its host is not: `<BASE>/api?id=<id>`.
    pub(crate) pattern: Option<String>,
    /// What a relative URL goes by.
    pub(crate) base: Option<String>,
    /// Whether parts of the URL were made up.
    pub(crate) is_url_implied: bool,
    /// What is added to the query.
    pub(crate) query: Vec<String>,
    pub(crate) method: Part<String>,
    /// Whether a method is said that the text does not hold.
    pub(crate) is_method_missing: bool,
    pub(crate) headers: Vec<(String, Part<String>)>,
    /// Whether there are others, or may be, whose names the text does not hold.
    pub(crate) has_other_headers: bool,
    pub(crate) body: Option<Body>,
    /// Whether more may follow that the text does not hold.
    pub(crate) is_cut_off: bool,
    pub(crate) origin: Part<Origin>,
    pub(crate) credentials: Part<CredentialsMode>,
    /// Whether the text says of the credentials what it does not hold.
    pub(crate) is_credentials_missing: bool,
    pub(crate) mode: Part<RequestMode>,
    pub(crate) client: Client,
    pub(crate) notes: Vec<Note>,
    pub(crate) named: Vec<NamedText>,
}

/// A body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Body {
    /// `None` where the text does not hold it.
    pub(crate) text: Option<String>,
    pub(crate) media_type: MediaType,
    /// Whether a part of it is known where not all of it is.
    pub(crate) is_part_known: bool,
}

/// Who says the media type of a body.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum MediaType {
    /// The library or the command, in a header of its own.
    OfClient(String),
    /// The browser, by the kind of the body.
    OfBrowser(String),
    /// Nobody.
    #[default]
    Unsaid,
}

/// What makes the call, as far as it matters to what is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Client {
    /// A command or a head, in which credentials may stand in the URL.
    #[default]
    Command,
    /// `fetch()` and what is near to it.
    Script,
    /// A library that drops `Content-Type` where there is no body.
    WithoutTypeOfNothing,
}

impl Said {
    pub(crate) fn to(url: impl Into<String>) -> Self {
        Self { url: url.into(), ..Self::default() }
    }

    /// A call whose URL is not in the text.
    pub(crate) fn without_url(reason: Unreadable) -> Self {
        Self { lacks_url: Some(reason), ..Self::default() }
    }

    /// The same with what of the URL is known.
    pub(crate) fn with_pattern(self, pattern: String) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// Whether the text says where it goes.
    pub(crate) fn has_url(&self) -> bool {
        self.lacks_url.is_none() && self.whole_url().is_ok()
    }

    /// Whether it has a header of this name.
    pub(crate) fn has_header(&self, name: &str) -> bool {
        self.headers.iter().any(|(other, _)| other.eq_ignore_ascii_case(name))
    }

    /// Sets a header in place of one of its name.
    pub(crate) fn set_header(&mut self, name: String, value: Part<String>) {
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(&name));
        self.headers.push((name, value));
    }

    /// Notes a header whose name is not in the text: that of a variable, where it has one.
    pub(crate) fn lack_name_of_header(&mut self, variable: &str) {
        self.has_other_headers = true;
        self.note(Note::NameOfHeader(shown_name(variable)));
    }

    /// Notes that some headers are an expression of this name.
    pub(crate) fn lack_headers(&mut self, what: &str) {
        self.has_other_headers = true;
        self.note(Note::Expression(what.to_owned()));
    }

    /// Sets what an option of this name says of the credentials; unknown where that is an expression.
    pub(crate) fn set_credentials(&mut self, option: &str, credentials: Part<CredentialsMode>) {
        self.is_credentials_missing = credentials.is_unknown();
        self.credentials = credentials;
        if self.is_credentials_missing {
            self.note(Note::Expression(option.to_owned()));
        }
    }

    /// Notes that some options are an expression, which may say anything of the credentials.
    pub(crate) fn lack_options(&mut self, what: &str) {
        self.lack_headers(what);
        if !matches!(self.credentials, Part::Known(_)) {
            self.credentials = Part::Unknown;
            self.is_credentials_missing = true;
        }
    }

    /// Implies what the client does where the text says nothing of the credentials.
    pub(crate) fn imply_credentials(&mut self) {
        if !self.is_credentials_missing {
            self.credentials = std::mem::take(&mut self.credentials).or(Part::Implied(CredentialsMode::SameOrigin));
        }
    }

    pub(crate) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    /// Takes back what is so where nobody says otherwise: what would say it is not in the text.
    pub(crate) fn forget_defaults(&mut self) {
        self.is_cut_off = true;
        self.credentials = known_only(std::mem::take(&mut self.credentials));
        self.mode = known_only(std::mem::take(&mut self.mode));
    }

    /// The call of the page.
    pub(crate) fn into_pasted(mut self) -> Result<Pasted, Unreadable> {
        let (url, lacks_url) = match self.whole_url() {
            Ok(mut url) => {
                self.take_user_out_of(&mut url);
                (Some(url), None)
            }
            Err(reason @ (Unreadable::UrlIsExpression(_) | Unreadable::RelativeUrl(_))) => (None, Some(reason)),
            Err(error) => return Err(error),
        };
        let mut headers = Headers::of(std::mem::take(&mut self.headers), url.as_ref(), self.client);
        self.notes.append(&mut headers.notes);
        if !headers.method.is_unknown() && self.method.is_unknown() {
            self.method = std::mem::take(&mut headers.method);
            self.is_method_missing = false;
        }
        let preflight = headers.asked.is_some();
        if let Some(asked) = headers.asked {
            self.method = Part::Known(asked);
        }
        let method = self.method_with_body();
        let is_bodiless = matches!(method.value().map(String::as_str), Some("GET" | "HEAD"));
        let body = self.body.take().filter(|_| !is_bodiless);
        if self.is_method_missing {
            self.note(Note::MethodMissing(if body.is_some() { "POST" } else { "GET" }));
        }
        if self.client == Client::WithoutTypeOfNothing && body.is_none() {
            headers.of_page.retain(|header| !header.name.eq_ignore_ascii_case("content-type"));
        }
        let body_type = match &body {
            None if self.is_cut_off => Part::Unknown,
            body => type_of(body.as_ref(), &mut headers.of_page),
        };
        if let Some(body) = body.as_ref().filter(|body| body.text.is_none()) {
            self.note(if body.is_part_known { Note::PartOfBody } else { Note::BodyElsewhere });
        }
        let mode = stronger(std::mem::take(&mut self.mode), std::mem::take(&mut headers.mode));
        if mode.value() == Some(&RequestMode::NoCors) {
            self.drop_without_cors(&mut headers.of_page);
        }
        let pattern = self.pattern.take().filter(|_| url.is_none());
        let pattern = pattern.map(|pattern| with_query(pattern, &self.query));
        let call = PageCall {
            url: match url {
                Some(url) if self.is_url_implied => Part::Implied(url),
                url => url.map_or(Part::Unknown, Part::Known),
            },
            origin: self.origin.or(headers.origin),
            method,
            headers: headers.of_page,
            has_other_headers: self.has_other_headers || self.is_cut_off,
            body_type,
            credentials: stronger(self.credentials, headers.credentials),
            mode,
            preflight: match (preflight, headers.is_own_origin) {
                (true, _) => Part::Known(true),
                (false, true) => Part::Known(false),
                (false, false) if self.notes.contains(&Note::UploadListener) => Part::Implied(true),
                (false, false) => Part::Unknown,
            },
        };
        let body = body.map(|body| body.text.unwrap_or_default());
        Ok(Pasted { call, body, notes: self.notes, named: self.named, lacks_url, pattern })
    }

    pub(crate) fn whole_url(&self) -> Result<Url, Unreadable> {
        if let Some(reason) = &self.lacks_url {
            return Err(reason.clone());
        }
        let added = self.query.join("&");
        let base = self.base.as_deref().and_then(|base| Url::parse(base).ok());
        let mut url = match Url::options().base_url(base.as_ref()).parse(self.url.trim()) {
            Ok(url) => Ok(url),
            Err(url::ParseError::RelativeUrlWithoutBase) => {
                let mark = if self.url.contains('?') { "&" } else { "?" };
                let query = if added.is_empty() { String::new() } else { format!("{mark}{added}") };
                Err(Unreadable::RelativeUrl(format!("{}{query}", self.url.trim())))
            }
            Err(error) => Err(Unreadable::InvalidUrl(self.url.clone(), error)),
        }?;
        if !self.query.is_empty() {
            let query = url.query().map_or_else(|| added.clone(), |query| format!("{query}&{added}"));
            url.set_query(Some(&query));
        }
        Ok(url)
    }

    /// What a `no-cors` request does not carry.
    fn drop_without_cors(&mut self, headers: &mut Vec<CallHeader>) {
        let is_kept = |header: &CallHeader| {
            let (name, value) = (header.name.as_bytes(), header.value.value());
            is_no_cors_safelisted_name(name) && value.is_none_or(|value| is_cors_safelisted(name, value.as_bytes()))
        };
        let (kept, dropped): (Vec<_>, Vec<_>) = std::mem::take(headers).into_iter().partition(is_kept);
        *headers = kept;
        if !dropped.is_empty() {
            self.note(Note::WithoutCors(dropped.into_iter().map(|header| header.name).collect()));
        }
    }

    fn take_user_out_of(&mut self, url: &mut Url) {
        if url.username().is_empty() && url.password().is_none() {
            return;
        }
        if self.client == Client::Command {
            let user = format!("{}:{}", url.username(), url.password().unwrap_or_default());
            self.set_header("Authorization".to_owned(), Part::Known(basic(&user)));
        } else {
            self.note(Note::UserInUrl);
        }
        // These fail for URLs without a host only, which have no userinfo.
        let _ = url.set_username("");
        let _ = url.set_password(None);
    }

    fn method_with_body(&mut self) -> Part<String> {
        if self.is_method_missing {
            return std::mem::take(&mut self.method);
        }
        let implied = if self.body.is_some() { "POST" } else { "GET" };
        match std::mem::take(&mut self.method).or(Part::Implied(implied.to_owned())) {
            Part::Known(method) => Part::Known(normalized(method)),
            Part::Implied(method) => Part::Implied(normalized(method)),
            Part::Unknown => Part::Unknown,
        }
    }
}

impl Body {
    pub(crate) fn new(text: Option<String>, media_type: MediaType) -> Self {
        Self { text, media_type, is_part_known: false }
    }

    /// The same where the text holds a part of it, if not all.
    pub(crate) fn in_part(self) -> Self {
        Self { is_part_known: true, ..self }
    }
}

impl MediaType {
    pub(crate) fn json() -> Self {
        Self::OfClient("application/json".to_owned())
    }

    pub(crate) fn form() -> Self {
        Self::OfClient("application/x-www-form-urlencoded".to_owned())
    }

    /// The boundary is the browser's own, so that no header can be written.
    pub(crate) fn multipart() -> Self {
        Self::OfBrowser("multipart/form-data".to_owned())
    }

    pub(crate) fn text() -> Self {
        Self::OfBrowser("text/plain;charset=UTF-8".to_owned())
    }
}

fn with_query(pattern: String, query: &[String]) -> String {
    let mark = if pattern.contains('?') { "&" } else { "?" };
    if query.is_empty() { pattern } else { format!("{pattern}{mark}{}", query.join("&")) }
}

/// A part that somebody said.
fn known_only<T>(part: Part<T>) -> Part<T> {
    match part {
        Part::Implied(_) => Part::Unknown,
        part => part,
    }
}

/// What was said counts before what the headers show, and that before what the client does where nothing is said.
fn stronger<T>(said: Part<T>, shown: Part<T>) -> Part<T> {
    match said {
        Part::Known(_) => said,
        implied => shown.or(implied),
    }
}

/// The media type of a body; a client's own becomes a header.
fn type_of(body: Option<&Body>, headers: &mut Vec<CallHeader>) -> Part<Option<String>> {
    let Some(body) = body else { return Part::Known(None) };
    if let Some(header) = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type")) {
        return match header.value.clone() {
            Part::Known(value) => Part::Known(Some(value)),
            Part::Implied(value) => Part::Implied(Some(value)),
            Part::Unknown => Part::Unknown,
        };
    }
    match &body.media_type {
        MediaType::OfClient(media_type) => {
            headers.push(CallHeader { name: "content-type".to_owned(), value: Part::Implied(media_type.clone()) });
            Part::Implied(Some(media_type.clone()))
        }
        MediaType::OfBrowser(media_type) => Part::Implied(Some(media_type.clone())),
        MediaType::Unsaid => Part::Unknown,
    }
}

/// [Normalizes](https://fetch.spec.whatwg.org/#concept-method-normalize) a method: `patch` stays as it is.
fn normalized(method: String) -> String {
    let upper = method.to_ascii_uppercase();
    match upper.as_str() {
        "DELETE" | "GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" => upper,
        _ => method,
    }
}

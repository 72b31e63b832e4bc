//! What a page asks for, and how much of it is known: the one value that a console's text, a pasted line, a HAR and a person's
//! arguments are read into, and that every check starts from.
//!
//! Nothing here is a guess. A part that nobody said is [`Part::Unknown`] until [`PageCall::with_defaults`] is asked for what
//! `fetch()` does where a page says nothing, and an origin has no default at all.

use url::Url;

use crate::browser::{CredentialsMode, RequestMode};
use crate::method::is_cors_safelisted as is_safelisted_method;
use crate::origin::Origin;
use crate::request_header::is_cors_safelisted as is_safelisted_header;

/// A part of a call, and where it is known from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Part<T> {
    /// Somebody said it: the text, the user, the pasted line.
    Known(T),
    /// It follows from what was said, as `content-type` follows from a body of JSON.
    Implied(T),
    /// Nobody said it.
    #[default]
    Unknown,
}

/// What a page asks for. The body itself is the edge's; here stands what type it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageCall {
    /// Where to, with the fragment.
    pub url: Part<Url>,
    /// The origin of the page.
    pub origin: Part<Origin>,
    /// The method, as the page wrote it.
    pub method: Part<String>,
    /// The headers that the page sets, as far as they are known, in their order.
    pub headers: Vec<CallHeader>,
    /// Whether it sets others besides, or may, whose names nobody said.
    pub has_other_headers: bool,
    /// The media type of the body; `Known(None)` where there is no body.
    pub body_type: Part<Option<String>>,
    /// `credentials`
    pub credentials: Part<CredentialsMode>,
    /// `mode`
    pub mode: Part<RequestMode>,
    /// Whether the browser asked with a preflight first.
    pub preflight: Part<bool>,
}

/// A header that a page sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallHeader {
    /// The name, as the page wrote it.
    pub name: String,
    /// The value; unknown where a text names the header only.
    pub value: Part<String>,
}

impl<T> Part<T> {
    /// What is known or implied.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Known(value) | Self::Implied(value) => Some(value),
            Self::Unknown => None,
        }
    }

    /// Whether nobody said it, and nothing implies it.
    pub fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown)
    }

    /// A stable name of how it is known.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Known(_) => "known",
            Self::Implied(_) => "implied",
            Self::Unknown => "unknown",
        }
    }

    /// This part; where it is unknown, the other.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        match self {
            Self::Unknown => other,
            known => known,
        }
    }

    /// This part; where it is unknown, what follows.
    #[must_use]
    pub fn or_implied(self, value: impl FnOnce() -> Option<T>) -> Self {
        match self {
            Self::Unknown => value().map_or(Self::Unknown, Self::Implied),
            known => known,
        }
    }
}

impl PageCall {
    /// The header of this name, in any case.
    pub fn header(&self, name: &str) -> Option<&CallHeader> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name))
    }

    /// Takes over what the other call knows and this one does not; a header of the other is added where this has none of its
    /// name.
    pub fn complete_from(&mut self, other: Self) {
        fn fill<T>(part: &mut Part<T>, other: Part<T>) {
            *part = std::mem::take(part).or(other);
        }
        fill(&mut self.url, other.url);
        fill(&mut self.origin, other.origin);
        fill(&mut self.method, other.method);
        fill(&mut self.body_type, other.body_type);
        fill(&mut self.credentials, other.credentials);
        fill(&mut self.mode, other.mode);
        fill(&mut self.preflight, other.preflight);
        self.has_other_headers |= other.has_other_headers;
        for header in other.headers {
            if self.header(&header.name).is_none() {
                self.headers.push(header);
            }
        }
    }

    /// Whether the browser asks first, from what is known: a text that says so, a method or a header that forces it. `None`
    /// where it cannot be told.
    pub fn needs_preflight(&self) -> Option<bool> {
        if let Some(&preflight) = self.preflight.value() {
            return Some(preflight);
        }
        let is_method_safe = self.method.value().map(|method| is_safelisted_method(method.as_bytes()));
        let forces = |header: &CallHeader| match &header.value {
            Part::Known(value) | Part::Implied(value) => {
                !is_safelisted_header(header.name.as_bytes(), value.as_bytes())
            }
            // A value may be long or odd; of a name outside the safelist any value forces it.
            Part::Unknown => !is_safelisted_header(header.name.as_bytes(), b""),
        };
        match is_method_safe {
            _ if self.headers.iter().any(forces) => Some(true),
            Some(false) => Some(true),
            // A name that nobody knows may force it.
            Some(true) if !self.has_other_headers => Some(false),
            Some(true) | None => None,
        }
    }

    /// Whether the page is known to call its own origin, where CORS has no part.
    pub fn is_same_origin(&self) -> bool {
        let url = self.url.value().map(Origin::of_url);
        self.origin.value().is_some_and(|page| *page != Origin::Null && Some(page) == url.as_ref())
    }

    /// Whether the browser asks first, where that is sure: not where the page calls its own origin, and not where the method,
    /// every header and the type of the body are known and need no leave. `None` where nobody knows.
    pub fn asks_first(&self) -> Option<bool> {
        if let Part::Known(asked) = self.preflight {
            return Some(asked);
        }
        if self.is_same_origin() || self.mode.value() == Some(&RequestMode::NoCors) {
            return Some(false);
        }
        let has_values = self.headers.iter().all(|header| !header.value.is_unknown());
        let is_bodiless = matches!(self.method.value().map(String::as_str), Some("GET" | "HEAD"));
        let has_type = is_bodiless || !self.body_type.is_unknown() || self.header("content-type").is_some();
        let asks = self.clone().with_implications();
        asks.needs_preflight().filter(|&needs| needs || has_values && has_type)
    }

    /// The call with what follows from it: a body makes a POST, a body's type is a `content-type`, and a method or header that
    /// forces a preflight means that there was one.
    #[must_use]
    pub fn with_implications(mut self) -> Self {
        if let Some(Some(media_type)) = self.body_type.value().cloned() {
            self.method = self.method.or(Part::Implied("POST".to_owned()));
            if self.header("content-type").is_none() {
                self.headers.push(CallHeader { name: "content-type".to_owned(), value: Part::Implied(media_type) });
            }
        }
        let needs_preflight = self.needs_preflight().filter(|&needs| needs);
        self.preflight = self.preflight.or_implied(|| needs_preflight);
        self
    }

    /// The call as `fetch()` makes it where the page says nothing: GET, `cors`, `same-origin`. Where a preflight was sent, the
    /// method is not known from that, and stays unknown. The URL and the origin have no default.
    #[must_use]
    pub fn with_defaults(self) -> Self {
        let mut call = self.with_implications();
        if call.preflight.value() != Some(&true) || !call.headers.is_empty() {
            call.method = call.method.or(Part::Implied("GET".to_owned()));
        }
        call.mode = call.mode.or(Part::Implied(RequestMode::Cors));
        call.credentials = call.credentials.or(Part::Implied(CredentialsMode::SameOrigin));
        call
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> CallHeader {
        CallHeader { name: name.to_owned(), value: Part::Unknown }
    }

    #[test]
    fn a_body_of_json_makes_a_post_that_is_asked_for_first() {
        let body_type = Part::Known(Some("application/json".to_owned()));
        let call = PageCall { body_type, ..PageCall::default() }.with_implications();
        assert_eq!(call.method, Part::Implied("POST".to_owned()));
        assert_eq!(call.headers.len(), 1);
        assert_eq!(call.preflight, Part::Implied(true));
    }

    #[test]
    fn a_preflight_says_nothing_of_the_method() {
        let call = PageCall { preflight: Part::Known(true), ..PageCall::default() }.with_defaults();
        assert!(call.method.is_unknown());
        let call = PageCall::default().with_defaults();
        assert_eq!(call.method, Part::Implied("GET".to_owned()));
        assert!(call.origin.is_unknown());
    }

    #[test]
    fn what_forces_a_preflight() {
        let with = |headers: Vec<CallHeader>, method: &str| {
            PageCall { headers, method: Part::Known(method.to_owned()), ..PageCall::default() }.needs_preflight()
        };
        assert_eq!(with(vec![], "GET"), Some(false));
        assert_eq!(with(vec![], "PUT"), Some(true));
        assert_eq!(with(vec![named("authorization")], "GET"), Some(true));
        assert_eq!(with(vec![named("accept")], "POST"), Some(false));
        assert_eq!(PageCall::default().needs_preflight(), None);
    }

    #[test]
    fn one_call_is_completed_from_another() {
        let mut call = PageCall { method: Part::Known("PUT".to_owned()), ..PageCall::default() };
        let other =
            PageCall { method: Part::Known("GET".to_owned()), headers: vec![named("x-a")], ..PageCall::default() };
        call.complete_from(other);
        assert_eq!(call.method.value().map(String::as_str), Some("PUT"));
        assert!(call.header("X-A").is_some());
    }

    #[test]
    fn a_call_that_surely_asks_nothing_says_so() {
        let url = Part::Known("http://a.test/x".parse::<Url>().expect("a URL"));
        let origin = |text: &str| Part::Known(Origin::parse(text).expect("an origin"));
        let method = |name: &str| Part::Known(name.to_owned());
        let get = || PageCall { url: url.clone(), method: method("GET"), ..PageCall::default() };
        let with = |header: CallHeader| PageCall { headers: vec![header], ..get() };
        let json = Part::Implied(Some("application/json".to_owned()));
        let plain = Part::Implied(Some("text/plain".to_owned()));
        for (call, asks) in [
            (get(), Some(false)),
            (PageCall { method: Part::Unknown, ..get() }, None),
            (PageCall { method: method("POST"), ..get() }, None),
            (PageCall { method: method("POST"), body_type: Part::Known(None), ..get() }, Some(false)),
            (PageCall { method: method("POST"), body_type: plain, ..get() }, Some(false)),
            (PageCall { method: method("POST"), body_type: json, ..get() }, Some(true)),
            (PageCall { method: method("PUT"), ..get() }, Some(true)),
            (PageCall { method: method("PUT"), origin: origin("http://b.test"), ..get() }, Some(true)),
            (PageCall { method: method("PUT"), origin: origin("http://a.test"), ..get() }, Some(false)),
            (PageCall { origin: origin("http://a.test"), preflight: Part::Known(true), ..get() }, Some(true)),
            (with(named("x-a")), Some(true)),
            (PageCall { has_other_headers: true, ..get() }, None),
            (PageCall { has_other_headers: true, ..with(named("x-a")) }, Some(true)),
            (PageCall { has_other_headers: true, origin: origin("http://a.test"), ..get() }, Some(false)),
            (with(named("accept")), None),
        ] {
            assert_eq!(call.asks_first(), asks, "{call:?}");
        }
    }
}

//! What a policy answers by itself. Most of it is the same for every request, so it is kept ready: copying a map and
//! overwriting one value costs half of what filling a map costs.

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::config::{Allowed, PolicyConfig};
use super::cors_request::Preflight;
use super::header_edits::{ANY, TRUE, Vary};
use super::requested_headers::{HeaderNames, check_for_echo};
use crate::method;

/// The answers of a policy, as far as no request changes them.
#[derive(Debug)]
pub(super) struct Answers {
    /// To a preflight of an allowed origin.
    allowed: HeaderMap,
    /// To a refused origin, which learns nothing.
    refused: HeaderMap,
    echoes_method: bool,
    echoes_request_headers: bool,
}

/// The fields of one answer: a copy of `ready`, and what the request adds to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct AnswerFields<'a> {
    ready: &'a HeaderMap,
    allow_origin: Option<&'a HeaderValue>,
    allow_method: Option<&'a HeaderValue>,
    /// The request whose `Access-Control-Request-Headers` is sent back, line by line.
    allow_headers_of: Option<&'a HeaderMap>,
}

impl Answers {
    pub(super) fn new(config: &PolicyConfig) -> Self {
        // With credentials browsers take `*` literally, so what was asked for is sent back instead.
        let echoes = |list: &Allowed| config.credentials && *list == Allowed::Any;
        Self {
            allowed: allowed(config),
            refused: vary(config, Vary::Origin).into_iter().collect(),
            echoes_method: echoes(&config.methods),
            echoes_request_headers: echoes(&config.request_headers),
        }
    }

    /// The same for every question, unless the policy echoes it: an allowed origin whose method or header is refused
    /// sees the full lists, so that the browser's console names what is missing.
    pub(super) fn to_allowed<'a>(&'a self, origin: &'a HeaderValue, preflight: Preflight<'a>) -> AnswerFields<'a> {
        let method = preflight.method;
        AnswerFields {
            ready: &self.allowed,
            allow_origin: Some(origin),
            allow_method: (self.echoes_method && method::is_method(method.as_bytes())).then_some(method),
            allow_headers_of: (self.echoes_request_headers && check_for_echo(preflight.headers).is_ok())
                .then_some(preflight.headers),
        }
    }

    pub(super) fn to_refused(&self) -> AnswerFields<'_> {
        AnswerFields { ready: &self.refused, allow_origin: None, allow_method: None, allow_headers_of: None }
    }
}

impl AnswerFields<'_> {
    pub(super) fn into_headers(self) -> HeaderMap {
        let mut headers = self.ready.clone();
        if let Some(origin) = self.allow_origin {
            // Looking at the names costs less than hashing this one: it stands first.
            let place = headers.iter_mut().find(|(name, _)| **name == header::ACCESS_CONTROL_ALLOW_ORIGIN);
            place.into_iter().for_each(|(_, place)| *place = origin.clone());
        }
        if let Some(method) = self.allow_method {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method.clone());
        }
        let lines = self.allow_headers_of.map(|request| request.get_all(header::ACCESS_CONTROL_REQUEST_HEADERS));
        for line in lines.into_iter().flatten() {
            headers.append(header::ACCESS_CONTROL_ALLOW_HEADERS, line.clone());
        }
        headers
    }
}

fn allowed(config: &PolicyConfig) -> HeaderMap {
    let methods = match &config.methods {
        Allowed::Any if config.credentials => None,
        Allowed::Any => Some(ANY.clone()),
        // Without the field the standard takes the method as allowed if the page watches its upload (CORS-preflight fetch
        // step 7.4), so that an empty list has to say what it means.
        Allowed::Listed(entries) if entries.is_empty() => Some(HeaderValue::from_static("GET,HEAD,POST")),
        Allowed::Listed(entries) => list_value(&listed_methods(entries).join(",")),
    };
    let request_headers = match &config.request_headers {
        Allowed::Any if config.credentials => None,
        Allowed::Any => Some(HeaderValue::from_static("*,authorization")),
        Allowed::Listed(entries) => list_value(HeaderNames::new(entries).list()),
    };
    let echoes = config.credentials && (config.methods == Allowed::Any || config.request_headers == Allowed::Any);
    let fields = [
        // The place of the request's origin. With credentials no browser takes `*` for anybody.
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, Some(ANY.clone())),
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, config.credentials.then(|| TRUE.clone())),
        (header::ACCESS_CONTROL_ALLOW_METHODS, methods),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, request_headers),
        (header::ACCESS_CONTROL_MAX_AGE, config.max_age.map(|max_age| HeaderValue::from(max_age.as_secs()))),
    ];
    let fields = fields.into_iter().filter_map(|(name, value)| Some((name, value?)));
    fields.chain(vary(config, if echoes { Vary::Question } else { Vary::Origin })).collect()
}

/// Where everybody gets the same, nothing varies.
fn vary(config: &PolicyConfig, vary: Vary) -> Option<(HeaderName, HeaderValue)> {
    match config.origins {
        Allowed::Any => None,
        Allowed::Listed(_) => Some((header::VARY, vary.value()?)),
    }
}

/// The methods as the standard normalizes them, each once.
pub(super) fn listed_methods(entries: &[String]) -> Vec<&str> {
    let mut methods = Vec::new();
    for entry in entries {
        let method = std::str::from_utf8(method::normalize(entry.as_bytes())).expect("a method is a token");
        if !methods.contains(&method) {
            methods.push(method);
        }
    }
    methods
}

/// The list as a field value; none where it is empty.
pub(super) fn list_value(list: &str) -> Option<HeaderValue> {
    (!list.is_empty()).then(|| HeaderValue::from_str(list).expect("tokens and commas are a header value"))
}

//! The requests of a call, as a program sees them.

use crate::edit::Wanted;
use crate::express::Body;

/// One request on its way through a source.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) method: String,
    pub(super) origin: String,
    /// Without its query; none where it is not known.
    pub(super) path: Option<String>,
    pub(super) headers: Vec<(String, Field)>,
    pub(super) body: Option<Body>,
    /// Whether a browser blocked this request.
    pub(super) was_blocked: bool,
}

/// What is known of a request header.
#[derive(Clone, Debug)]
pub(super) enum Field {
    Text(String),
    /// It is there, and what it holds is not known.
    Present,
    /// Whether it is there depends on the browser: a cookie.
    Unknown,
}

impl Request {
    /// The preflight, if a browser sends one.
    pub(super) fn preflight(wanted: &Wanted) -> Option<Self> {
        if !wanted.needs_preflight() {
            return None;
        }
        let mut headers = vec![("access-control-request-method".to_owned(), Field::Text(wanted.method().to_owned()))];
        if !wanted.request_headers().is_empty() {
            let mut names = wanted.request_headers().to_vec();
            names.sort();
            headers.push(("access-control-request-headers".to_owned(), Field::Text(names.join(","))));
        }
        Some(Self::new("OPTIONS", wanted, headers))
    }

    /// The request itself.
    pub(super) fn actual(wanted: &Wanted) -> Self {
        let mut headers: Vec<_> = wanted.request_headers().iter().map(|name| (name.clone(), Field::Present)).collect();
        if wanted.credentials() {
            headers.push(("cookie".to_owned(), Field::Unknown));
        }
        let body = wanted.body();
        Self { body, was_blocked: wanted.is_request_blocked(), ..Self::new(wanted.method(), wanted, headers) }
    }

    fn new(method: &str, wanted: &Wanted, mut headers: Vec<(String, Field)>) -> Self {
        headers.push(("origin".to_owned(), Field::Text(wanted.origin().to_owned())));
        for name in ["host", "user-agent", "accept", "referer", "accept-language", "sec-fetch-mode"] {
            headers.push((name.to_owned(), Field::Present));
        }
        let path = wanted.path().map(|path| path.split('?').next().unwrap_or_default().to_owned());
        Self {
            method: method.to_owned(),
            origin: wanted.origin().to_owned(),
            path,
            headers,
            body: None,
            was_blocked: false,
        }
    }

    /// The header of this name; none if the request has none.
    pub(super) fn header(&self, name: &str) -> Option<&Field> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| field)
    }

    pub(super) fn is_options(&self) -> bool {
        self.method == "OPTIONS"
    }
}

//! What the page of a vector asks for.

use preflight_engine::Origin;
use preflight_engine::browser::{
    Body, CredentialsMode, FetchRequest, RedirectMode, RequestError, RequestInit, RequestMode,
};
use serde::Deserialize;

use crate::corpus::{Field, bytes, field};

/// The arguments of `fetch()`, and the page that calls it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageRequest {
    url: String,
    origin: String,
    mode: String,
    credentials: String,
    method: String,
    headers: Vec<Field>,
    body: Option<String>,
    redirect: Option<String>,
    #[serde(default)]
    use_cors_preflight: bool,
}

impl PageRequest {
    /// The request, if the page's call does not throw.
    ///
    /// # Errors
    /// Where a browser throws.
    ///
    /// # Panics
    /// If the vector holds a word that is none of the standard's.
    pub fn to_fetch_request(&self) -> Result<FetchRequest, RequestError> {
        let origin = Origin::parse(&self.origin).unwrap_or_else(|error| panic!("{}: {error}", self.origin));
        let url = self.url.parse().unwrap_or_else(|error| panic!("{}: {error}", self.url));
        let init = RequestInit {
            method: Some(bytes(&self.method)),
            headers: self.headers.iter().map(field).collect(),
            mode: mode(&self.mode),
            credentials: credentials_mode(&self.credentials),
            redirect: redirect_mode(self.redirect.as_deref().unwrap_or("follow")),
            body: self.body.as_deref().map(body),
            has_upload_listeners: self.use_cors_preflight,
            ..RequestInit::default()
        };
        FetchRequest::new(origin, url, init)
    }
}

fn mode(word: &str) -> RequestMode {
    match word {
        "cors" => RequestMode::Cors,
        "no-cors" => RequestMode::NoCors,
        "same-origin" => RequestMode::SameOrigin,
        other => panic!("`{other}` is no request mode"),
    }
}

fn credentials_mode(word: &str) -> CredentialsMode {
    match word {
        "omit" => CredentialsMode::Omit,
        "same-origin" => CredentialsMode::SameOrigin,
        "include" => CredentialsMode::Include,
        other => panic!("`{other}` is no credentials mode"),
    }
}

fn redirect_mode(word: &str) -> RedirectMode {
    match word {
        "follow" => RedirectMode::Follow,
        "error" => RedirectMode::Error,
        "manual" => RedirectMode::Manual,
        other => panic!("`{other}` is no redirect mode"),
    }
}

fn body(word: &str) -> Body {
    match word {
        "bytes" => Body::Bytes,
        "stream" => Body::Stream,
        other => panic!("`{other}` is no kind of body"),
    }
}

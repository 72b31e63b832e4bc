//! The answers that a source was followed to, judged by the browser half of the engine.

use std::time::Duration;

use preflight_engine::browser::{Browser, CredentialsMode, Fetch, FetchRequest, RequestInit, UserAgent};
use preflight_engine::exchange::{NetworkFailure, ResponseHead};
use preflight_engine::header_list::HeaderList;

use super::request::Request;
use crate::edit::Wanted;
use crate::note::Site;

/// Stands for the server, which is never the page's own.
const SERVER: &str = "https://api.preflight.invalid";

/// The headers that decide.
const DECIDING: [&str; 4] = [
    "access-control-allow-origin",
    "access-control-allow-credentials",
    "access-control-allow-methods",
    "access-control-allow-headers",
];

/// What lets a page read more of a response than usual.
const EXPOSE_HEADERS: &str = "access-control-expose-headers";

/// One answer on its way.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    fields: Vec<Written>,
    pub(super) status: Option<u16>,
    pub(super) is_ended: bool,
    /// Whether the connection was closed instead.
    is_closed: bool,
    /// Where it ended, or was to end.
    pub(super) site: Site,
    /// What was not understood and could change it.
    pub(super) unread: Option<(Site, String)>,
}

/// A header that was set.
#[derive(Clone, Debug)]
struct Written {
    name: String,
    /// None where the value is not known.
    value: Option<String>,
    site: Site,
}

/// What a browser makes of the answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    Allowed,
    Refused(Site, String),
    NotRead(Site, String),
}

impl Answer {
    pub(super) fn set(&mut self, name: &str, value: Option<String>, site: Site) {
        self.remove(name);
        self.fields.push(Written { name: name.to_ascii_lowercase(), value, site });
    }

    /// Adds a line of this name.
    pub(super) fn append(&mut self, name: &str, value: Option<String>, site: Site) {
        self.fields.push(Written { name: name.to_ascii_lowercase(), value, site });
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.fields.retain(|field| !field.name.eq_ignore_ascii_case(name));
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn end(&mut self, status: Option<u16>, site: Site) {
        if !self.is_ended {
            self.is_ended = true;
            self.status = status.or(self.status);
            self.site = site;
        }
    }

    /// Closes the connection instead of answering.
    pub(super) fn close(&mut self, site: Site) {
        self.is_closed |= !self.is_ended;
        self.end(None, site);
    }

    /// What could change the answer and was not understood; the first is kept.
    pub(super) fn doubt(&mut self, site: Site, what: impl Into<String>) {
        self.unread.get_or_insert_with(|| (site, what.into()));
    }

    /// An answer that allows the call.
    fn allowing(wanted: &Wanted) -> Self {
        let mut answer = Self::default();
        for (name, value) in [
            (DECIDING[0], wanted.origin().to_owned()),
            (DECIDING[1], "true".to_owned()),
            (DECIDING[2], wanted.method().to_owned()),
            (DECIDING[3], wanted.request_headers().join(",")),
            (EXPOSE_HEADERS, wanted.expose_headers().join(",")),
        ] {
            answer.set(name, Some(value), Site::default());
        }
        answer
    }

    /// Where what is not known of it stands.
    fn deciding_site(&self) -> Option<Site> {
        self.unread.clone().or_else(|| self.unknown()).map(|(site, _)| site)
    }

    fn unknown(&self) -> Option<(Site, String)> {
        let field = self.fields.iter().find(|field| field.value.is_none() && DECIDING.contains(&&*field.name))?;
        Some((field.site, format!("the value of `{}`", field.name)))
    }

    fn head(&self, request: &Request) -> ResponseHead {
        let mut headers = HeaderList::new();
        for field in &self.fields {
            headers.append(field.name.as_bytes(), field.value.as_deref().unwrap_or_default().as_bytes());
        }
        ResponseHead { status: self.status.unwrap_or(if request.is_options() { 204 } else { 200 }), headers }
    }

    fn site_of(&self, name: &str) -> Site {
        self.fields.iter().rev().find(|field| field.name == name).map_or(self.site, |field| field.site)
    }
}

/// Judges the preflight, where there is one, and the answer to the request itself.
pub(super) fn judge(wanted: &Wanted, preflight: Option<(&Request, &Answer)>, actual: (&Request, &Answer)) -> Judged {
    for (_, answer) in preflight.into_iter().chain([actual]) {
        if let Some((site, what)) = answer.unread.clone().or_else(|| answer.unknown()) {
            return Judged::NotRead(site, what);
        }
    }
    let Some(request) = request(wanted) else { return Judged::NotRead(Site::default(), "the call".into()) };
    let mut browser = Browser::new(UserAgent::STANDARD);
    let fetch = Fetch::start(request, &mut browser, Duration::ZERO);
    let mut last = actual;
    let verdict = fetch.run_to_end(|head| {
        last = preflight.filter(|_| head.method == b"OPTIONS").unwrap_or(actual);
        let answer = if last.1.is_closed { Err(NetworkFailure::ConnectionClosed) } else { Ok(last.1.head(last.0)) };
        (answer, Duration::ZERO)
    });
    if verdict.is_readable() {
        return hidden(wanted, actual.1).unwrap_or(Judged::Allowed);
    }
    let (request, answer) = last;
    let site = if answer.is_closed { answer.site } else { answer.site_of("access-control-allow-origin") };
    Judged::Refused(site, reason(wanted, request, answer))
}

/// What keeps a response header that the page reads from it.
fn hidden(wanted: &Wanted, answer: &Answer) -> Option<Judged> {
    let fields: Vec<_> = answer.fields.iter().filter(|field| field.name == EXPOSE_HEADERS).collect();
    let listed: Vec<_> = fields.iter().filter_map(|field| field.value.as_deref()).collect();
    let names: Vec<_> = listed.iter().flat_map(|value| value.split(',')).map(str::trim).collect();
    let is_exposed =
        |name: &String| names.iter().any(|own| own.eq_ignore_ascii_case(name) || *own == "*" && !wanted.credentials());
    let name = wanted.expose_headers().iter().find(|name| !is_exposed(name))?;
    let site = answer.site_of(EXPOSE_HEADERS);
    Some(match listed.len() == fields.len() {
        true => Judged::Refused(
            site,
            format!("the response header `{name}` is not exposed, so that the page cannot read it"),
        ),
        false => Judged::NotRead(site, format!("the value of `{EXPOSE_HEADERS}`")),
    })
}

/// The same where the server was seen to allow the preflight; none where this way would not have.
pub(super) fn judge_after(
    wanted: &Wanted,
    preflight: (&Request, &Answer),
    actual: (&Request, &Answer),
) -> Option<Judged> {
    let allowing = Answer::allowing(wanted);
    let seen = Some((preflight.0, &allowing));
    match judge(wanted, Some(preflight), (actual.0, &allowing)) {
        Judged::Refused(..) => None,
        // What decided it for the preflight decides it for the call.
        Judged::NotRead(site, _) if actual.1.deciding_site() == Some(site) => Some(Judged::Allowed),
        Judged::NotRead(..) | Judged::Allowed => Some(judge(wanted, seen, actual)),
    }
}

/// What is wrong with the answer that decided.
fn reason(wanted: &Wanted, request: &Request, answer: &Answer) -> String {
    let of = if request.is_options() { "the preflight" } else { "the request" };
    if answer.is_closed {
        return format!("the connection is closed before {of} is answered");
    }
    let origins: Vec<_> = answer.fields.iter().filter(|field| field.name == DECIDING[0]).collect();
    match origins[..] {
        [] => format!("{of} is answered without Access-Control-Allow-Origin"),
        [_, _, ..] => format!("{of} is answered with Access-Control-Allow-Origin twice"),
        [only] => match only.value.as_deref() {
            Some("*") if wanted.credentials() => {
                format!("{of} is answered `*`, which counts for nobody with credentials")
            }
            Some(value) if value != "*" && value != wanted.origin() => {
                format!(
                    "{of} is answered with Access-Control-Allow-Origin `{value}`, and the page is `{}`",
                    wanted.origin()
                )
            }
            _ => match answer.status {
                Some(status) if request.is_options() && !(200..300).contains(&status) => {
                    format!("the preflight is answered {status}")
                }
                _ => format!("{of} does not get what it asks for: its method, its headers or its credentials"),
            },
        },
    }
}

fn request(wanted: &Wanted) -> Option<FetchRequest> {
    let init = RequestInit {
        method: Some(wanted.method().into()),
        // A value that no safelist takes.
        headers: wanted.request_headers().iter().map(|name| (name.as_bytes().to_vec(), b"\"x\"".to_vec())).collect(),
        credentials: if wanted.credentials() { CredentialsMode::Include } else { CredentialsMode::Omit },
        ..RequestInit::default()
    };
    FetchRequest::new(wanted.parsed_origin().clone(), format!("{SERVER}/").parse().ok()?, init).ok()
}

//! The headers of a text: what the page set, and what the browser added, which tells of the page and of the mode.

use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, Part};
use preflight_engine::request_header::{is_cors_safelisted, is_forbidden, is_name};
use url::Url;

use crate::pasted::Note;
use crate::said::Client;

/// Headers that pages may set, and hardly ever do: in a copied line they are the browser's or `curl`'s own.
const OF_THE_BROWSER: [&str; 9] = [
    "accept-language",
    "cache-control",
    "if-modified-since",
    "if-none-match",
    "pragma",
    "priority",
    "upgrade-insecure-requests",
    "user-agent",
    "x-client-data",
];

/// The pseudo-headers of HTTP/2, as Chrome's "Copy as PowerShell" writes them: without their colon, and all of them.
const PSEUDO: [&str; 4] = ["authority", "method", "path", "scheme"];

/// The headers of a text, told apart.
#[derive(Default)]
pub(crate) struct Headers {
    /// Those that the page set.
    pub(crate) of_page: Vec<CallHeader>,
    pub(crate) origin: Part<Origin>,
    pub(crate) credentials: Part<CredentialsMode>,
    pub(crate) mode: Part<RequestMode>,
    /// The method that a preflight asks for.
    pub(crate) asked: Option<String>,
    /// The method that a pseudo-header names.
    pub(crate) method: Part<String>,
    /// Whether the browser said that the call stays within the page's origin.
    pub(crate) is_own_origin: bool,
    pub(crate) notes: Vec<Note>,
}

impl Headers {
    /// Tells the headers of a request to this URL apart.
    pub(crate) fn of(headers: Vec<(String, Part<String>)>, url: Option<&Url>, client: Client) -> Self {
        let has_pseudo = has_pseudo(&headers);
        let is_copied = has_pseudo || is_copied(&headers);
        let is_set_by_script = client != Client::Command && !is_copied;
        let mut told = Self::default();
        let mut left_out = Vec::new();
        let mut from_referrer = Part::Unknown;
        let mut asked_names = None;
        let mut is_same_origin = false;
        for (name, value) in headers {
            // HTTP/2 knows four more, which the request line of HTTP/1.1 stands for.
            if name.starts_with(':') {
                continue;
            }
            if has_pseudo && is_pseudo(&name) {
                if name.eq_ignore_ascii_case("method") {
                    told.method = value;
                }
                continue;
            }
            let known = value.value().map(String::as_str);
            match name.to_ascii_lowercase().as_str() {
                // `fetch()` throws, and whoever makes the call says so.
                _ if !is_name(name.as_bytes()) => told.of_page.push(CallHeader { name, value }),
                "origin" => told.origin = known.map_or(Part::Unknown, origin_said),
                // Code cannot set it, and the browser tells the page's own.
                "referer" if is_set_by_script => {
                    from_referrer = known.and_then(origin_of).map_or(Part::Unknown, Part::Implied);
                    left_out.push(name);
                }
                "referer" => from_referrer = known.and_then(origin_of).map_or(Part::Unknown, Part::Implied),
                "cookie" if is_set_by_script => told.notes.push(Note::CookieHeader(name)),
                "cookie" => told.has_cookies(),
                "access-control-request-method" => told.asked = known.map(str::to_owned),
                "access-control-request-headers" => asked_names = known.map(str::to_owned),
                "sec-fetch-mode" => told.set_mode(known.unwrap_or_default()),
                "sec-fetch-site" if known == Some("same-origin") => is_same_origin = true,
                "accept" if is_copied && known.is_some_and(|value| value.contains("*/*")) => left_out.push(name),
                // No browser writes a value that needs a preflight: `vi_VN`.
                "accept-language"
                    if known.is_some_and(|value| !is_cors_safelisted(b"accept-language", value.as_bytes())) =>
                {
                    told.of_page.push(CallHeader { name, value });
                }
                lower
                    if starts_with(lower, "sec-")
                        || OF_THE_BROWSER.contains(&lower) && is_of_browser(lower, is_copied) =>
                {
                    left_out.push(name);
                }
                // Developer tools wrote the names of HTTP/2 without their colon.
                "authority" if url.is_none_or(|url| known == url.host_str()) || is_copied => left_out.push(name),
                "referrer-policy" if is_copied => left_out.push(name),
                "accept-encoding" | "connection" | "content-length" | "dnt" | "host" | "te" => left_out.push(name),
                _ if is_forbidden(name.as_bytes(), known.unwrap_or_default().as_bytes()) => {
                    told.notes.push(Note::ForbiddenHeader(name));
                }
                _ => told.of_page.push(CallHeader { name, value }),
            }
        }
        told.ask_for(asked_names);
        let of_url = url.filter(|_| is_same_origin).map(Origin::of_url);
        told.origin = told.origin.or(from_referrer).or_implied(|| of_url);
        if is_same_origin && url.is_none() {
            told.is_own_origin = true;
            told.notes.push(Note::OwnOrigin);
        }
        if !left_out.is_empty() && !is_copied {
            told.notes.push(Note::BrowserHeaders(left_out));
        }
        told
    }

    fn has_cookies(&mut self) {
        self.credentials = Part::Implied(CredentialsMode::Include);
        if !self.notes.contains(&Note::Cookies) {
            self.notes.push(Note::Cookies);
        }
    }

    fn set_mode(&mut self, value: &str) {
        match mode_of(value) {
            Some(mode) => self.mode = Part::Known(mode),
            None if value == "navigate" => self.notes.push(Note::Navigation),
            None => {}
        }
    }

    /// A preflight names the headers of the call, and none of their values.
    fn ask_for(&mut self, names: Option<String>) {
        if self.asked.is_none() {
            return;
        }
        self.notes.push(Note::Preflight);
        for name in names.unwrap_or_default().split(',').map(str::trim) {
            let is_new = !self.of_page.iter().any(|header| header.name.eq_ignore_ascii_case(name));
            if is_new && is_name(name.as_bytes()) && !is_forbidden(name.as_bytes(), b"") {
                self.of_page.push(CallHeader { name: name.to_owned(), value: Part::Unknown });
            }
        }
    }
}

/// `mode` by its name.
pub(crate) fn mode_of(text: &str) -> Option<RequestMode> {
    match text {
        "cors" => Some(RequestMode::Cors),
        "no-cors" => Some(RequestMode::NoCors),
        "same-origin" => Some(RequestMode::SameOrigin),
        _ => None,
    }
}

/// The origin of a page's URL.
pub(crate) fn origin_of(url: &str) -> Option<Origin> {
    let origin = Origin::of_url(&Url::parse(url).ok()?);
    matches!(origin, Origin::Tuple(_)).then_some(origin)
}

/// The value of `Origin`; with a slash at its end it is a URL, and means the same.
fn origin_said(value: &str) -> Part<Origin> {
    match Origin::parse(value) {
        Ok(origin) => Part::Known(origin),
        Err(_) => origin_of(value).map_or(Part::Unknown, Part::Known),
    }
}

/// Whether a browser wrote the headers: it adds `Sec-Fetch-*`, its name, and to a page's call the codings that it reads.
fn is_copied(headers: &[(String, Part<String>)]) -> bool {
    let has = |wanted: &str| headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(wanted));
    let is_browser = |(name, value): &(String, Part<String>)| {
        starts_with(name, "sec-fetch-")
            || starts_with(name, "sec-ch-ua")
            || name.eq_ignore_ascii_case("user-agent")
                && value.value().is_some_and(|value| value.starts_with("Mozilla/"))
    };
    headers.iter().any(is_browser) || has("accept-encoding") && (has("origin") || has("referer"))
}

fn is_pseudo(name: &str) -> bool {
    PSEUDO.iter().any(|pseudo| name.eq_ignore_ascii_case(pseudo))
}

/// Whether all pseudo-headers are among the headers: one alone may be the page's.
fn has_pseudo(headers: &[(String, Part<String>)]) -> bool {
    PSEUDO.iter().all(|pseudo| headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(pseudo)))
}

/// `User-Agent` is `curl`'s own even in a line that people write.
fn is_of_browser(name: &str, is_copied: bool) -> bool {
    is_copied || name == "user-agent"
}

fn starts_with(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

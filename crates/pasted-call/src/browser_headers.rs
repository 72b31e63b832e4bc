//! The headers of a line: what the page set, and what the browser added, which tells of the page and of the mode.

use preflight_engine::request_header::{is_forbidden, is_name};
use preflight_engine::{Origin, origin::TupleOrigin};
use url::Url;

use crate::call::{Call, Credentials, Mode, Note};

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

/// Puts the headers of a line into the call.
pub(crate) fn take_over(headers: Vec<(String, String)>, call: &mut Call) {
    let is_copied = headers.iter().any(|(name, _)| starts_with(name, "sec-fetch-"));
    let mut left_out = Vec::new();
    let mut referrer = None;
    for (name, value) in headers {
        match name.to_ascii_lowercase().as_str() {
            // `fetch()` throws, and whoever makes the call says so.
            _ if !is_name(name.as_bytes()) => call.headers.push((name, value)),
            "origin" => call.origin = Origin::parse(&value).ok().map(|origin| origin.as_str().to_owned()),
            "referer" => referrer = origin_of(&value),
            "cookie" => set_cookies(call),
            "sec-fetch-mode" => set_mode(&value, call),
            "accept" if is_copied && value.contains("*/*") => left_out.push(name),
            lower
                if starts_with(lower, "sec-") || OF_THE_BROWSER.contains(&lower) && is_of_browser(lower, is_copied) =>
            {
                left_out.push(name);
            }
            "accept-encoding" | "connection" | "content-length" | "dnt" | "host" | "te" => left_out.push(name),
            _ if is_forbidden(name.as_bytes(), value.as_bytes()) => call.notes.push(Note::ForbiddenHeader(name)),
            _ => call.headers.push((name, value)),
        }
    }
    call.origin = call.origin.take().or(referrer);
    if !left_out.is_empty() && !is_copied {
        call.notes.push(Note::BrowserHeaders(left_out));
    }
}

/// `User-Agent` is `curl`'s own even in a line that people write.
fn is_of_browser(name: &str, is_copied: bool) -> bool {
    is_copied || name == "user-agent"
}

pub(crate) fn set_cookies(call: &mut Call) {
    call.credentials = Some(Credentials::Include);
    if !call.notes.contains(&Note::Cookies) {
        call.notes.push(Note::Cookies);
    }
}

fn set_mode(value: &str, call: &mut Call) {
    match value {
        "cors" => call.mode = Some(Mode::Cors),
        "no-cors" => call.mode = Some(Mode::NoCors),
        "same-origin" => call.mode = Some(Mode::SameOrigin),
        "navigate" => call.notes.push(Note::Navigation),
        _ => {}
    }
}

/// The origin of a page's URL.
pub(crate) fn origin_of(url: &str) -> Option<String> {
    let origin = Url::parse(url).ok()?.origin().ascii_serialization();
    TupleOrigin::parse(&origin).is_ok().then_some(origin)
}

fn starts_with(name: &str, prefix: &str) -> bool {
    name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

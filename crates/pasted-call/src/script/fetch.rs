//! `fetch()` and what takes its arguments.

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::Part;

use super::data::{of_fetch, of_library};
use super::keys::FETCH;
use super::options::{
    add_query, credentials_of, note_unknown_keys, set_headers, set_method, text_option, with_credentials,
};
use crate::browser_headers::{mode_of, origin_of};
use crate::pasted::Note;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::{joined, url_of};
use crate::value::Value;

/// `fetch(url, init)`, where either may be a `Request`.
pub(super) fn fetch(arguments: &[Value]) -> Result<Said, Unreadable> {
    let (url, init) = (arguments.first().ok_or(Unreadable::NoUrl)?, arguments.get(1));
    let (url, inits) = match url {
        Value::Request(inner) => (inner.first().ok_or(Unreadable::NoUrl)?, [inner.get(1), init]),
        url => (url, [None, init]),
    };
    let mut said = url_of(url)?;
    said.client = Client::Script;
    for init in inits.into_iter().flatten() {
        apply_init(init, &mut said);
        note_unknown_keys(init, &FETCH, &mut said);
    }
    if said.body.is_some() && !said.is_method_missing && !inits.into_iter().flatten().any(has_spread) {
        note_body_of_get(&mut said);
    }
    said.imply_credentials();
    said.mode = said.mode.or(Part::Implied(RequestMode::Cors));
    Ok(said)
}

/// Whether a part of the options is not in the text: it may hold a method.
fn has_spread(init: &Value) -> bool {
    init.member("").is_some()
}

/// `fetch()` throws where a GET has a body: nobody means that.
fn note_body_of_get(said: &mut Said) {
    match said.method.value().map(|method| method.to_ascii_uppercase()).as_deref() {
        None => said.note(Note::BodyOfGet("POST")),
        Some("GET") => said.note(Note::BodyOfGet("GET without one")),
        _ => {}
    }
}

/// `ky(url, options)`, `ofetch(url, options)`: those of `fetch()` and a few more.
pub(super) fn ky(arguments: &[Value], method: Option<&str>, defaults: &Value) -> Result<Said, Unreadable> {
    let url = arguments.first().ok_or(Unreadable::NoUrl)?;
    let no_options = Value::empty_object();
    let options = arguments.get(1).unwrap_or(&no_options);
    let prefix = ["prefixUrl", "baseURL", "baseUrl"]
        .into_iter()
        .find_map(|name| options.member(name).or_else(|| defaults.member(name)));
    let url = prefix.map_or_else(|| url.clone(), |prefix| joined(prefix, url));
    let mut said = fetch(&[url])?;
    for options in [defaults, options] {
        apply_init(options, &mut said);
        if let Some(json) = options.member("json") {
            said.body = of_library(json, &mut said);
        }
        if let Some(body @ (Value::Object(_) | Value::List(_) | Value::Missing(_))) = options.member("body") {
            said.body = of_library(body, &mut said);
        }
        for name in ["searchParams", "query", "params"] {
            if let Some(query) = options.member(name) {
                add_query(query, &mut said);
            }
        }
    }
    if let Some(method) = method {
        said.method = Part::Known(method.to_ascii_uppercase());
    }
    Ok(said)
}

/// `fetchBaseQuery({baseUrl, credentials})`, which all calls of a store go through.
pub(super) fn base_query(arguments: &[Value]) -> Result<Said, Unreadable> {
    let options = arguments.first().ok_or(Unreadable::NoUrl)?;
    let url = options.member("baseUrl").ok_or(Unreadable::NoUrl)?;
    let mut said = fetch(&[url.clone(), options.clone()])?;
    said.method = Part::Unknown;
    // It is a function, which may set any header.
    if options.member("prepareHeaders").is_some() {
        said.lack_headers("prepareHeaders");
    }
    Ok(said)
}

/// The members of [RequestInit](https://fetch.spec.whatwg.org/#requestinit).
fn apply_init(init: &Value, said: &mut Said) {
    if !matches!(init, Value::Object(_)) {
        if !init.is_nothing() {
            said.lack_options("the second argument");
        }
        return;
    }
    for (name, value) in init.members() {
        if value.text().is_some_and(|text| !value.is_nothing() && !is_value_of(name, text)) {
            said.note(Note::InvalidOption(name.to_string()));
            continue;
        }
        match &**name {
            "method" => {
                set_method(value, str::to_owned, said);
            }
            "mode" => {
                if let Some(mode) = text_option(value, name, said).and_then(|mode| mode_of(&mode)) {
                    said.mode = Part::Known(mode);
                }
            }
            "credentials" => {
                if let Some(mode) = value.text().and_then(credentials_of) {
                    said.set_credentials(name, Part::Known(mode));
                } else if !value.is_nothing() && value.text().is_none() {
                    said.set_credentials(name, Part::Unknown);
                }
            }
            "referrer" => {
                if let Some(origin) = text_option(value, name, said).and_then(|page| origin_of(&page)) {
                    said.origin = Part::Implied(origin);
                    said.base = value.text().map(str::to_owned);
                }
            }
            "headers" => set_headers(value, said),
            "body" => said.body = of_fetch(value),
            // A spread: `...defaults`.
            "" => said.lack_options("..."),
            _ => {}
        }
    }
}

/// Whether an option of `fetch()` that has certain values has this one; at others it throws.
fn is_value_of(name: &str, value: &str) -> bool {
    OPTIONS.iter().find(|(option, _)| *option == name).is_none_or(|(_, values)| values.contains(&value))
}

/// The [options](https://fetch.spec.whatwg.org/#requestinit) that have certain values. At the mode `navigate` it throws too.
const OPTIONS: [(&str, &[&str]); 7] = [
    ("mode", &["cors", "no-cors", "same-origin"]),
    ("credentials", &["omit", "same-origin", "include"]),
    ("cache", &["default", "no-store", "reload", "no-cache", "force-cache", "only-if-cached"]),
    ("redirect", &["follow", "error", "manual"]),
    (
        "referrerPolicy",
        &[
            "",
            "no-referrer",
            "no-referrer-when-downgrade",
            "same-origin",
            "origin",
            "strict-origin",
            "origin-when-cross-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url",
        ],
    ),
    ("priority", &["high", "low", "auto"]),
    ("duplex", &["half"]),
];

/// `navigator.sendBeacon(url, data)`
pub(super) fn beacon(arguments: &[Value]) -> Result<Said, Unreadable> {
    let mut said = url_of(arguments.first().ok_or(Unreadable::NoUrl)?)?;
    said.client = Client::Script;
    said.method = Part::Implied("POST".to_owned());
    said.credentials = Part::Implied(CredentialsMode::Include);
    let body = arguments.get(1).and_then(of_fetch).unwrap_or_default();
    // A type outside of the safelist is sent in the mode `cors`, everything else unseen.
    let needs_cors = match &body.media_type {
        MediaType::OfBrowser(media_type) => !["text/plain", "multipart/", "application/x-www-form-urlencoded"]
            .into_iter()
            .any(|safelisted| media_type.starts_with(safelisted)),
        _ => false,
    };
    said.mode = Part::Implied(if needs_cors { RequestMode::Cors } else { RequestMode::NoCors });
    said.body = Some(match body {
        Body { media_type: MediaType::OfBrowser(media_type), .. } if needs_cors => {
            Body { media_type: MediaType::OfClient(media_type), ..body }
        }
        body => body,
    });
    Ok(said)
}

/// `new EventSource(url, {withCredentials})`
pub(super) fn event_source(class: &str, arguments: &[Value]) -> Result<Said, Unreadable> {
    let mut said = url_of(arguments.first().ok_or(Unreadable::NoUrl)?)?;
    said.client = Client::Script;
    said.method = Part::Implied("GET".to_owned());
    said.mode = Part::Implied(RequestMode::Cors);
    let options = arguments.get(1);
    if let Some(value) = options.and_then(|options| options.member("withCredentials")) {
        said.set_credentials("withCredentials", with_credentials(value));
    }
    said.imply_credentials();
    // The polyfills that take headers.
    if let Some(headers) = options.and_then(|options| options.member("headers")).filter(|_| class != "EventSource") {
        set_headers(headers, &mut said);
    }
    Ok(said)
}

/// `new Worker(url)`: a browser takes the script of the page's own origin only.
pub(super) fn worker(arguments: &[Value]) -> Result<Said, Unreadable> {
    let mut said = url_of(arguments.first().ok_or(Unreadable::NoUrl)?)?;
    said.client = Client::Script;
    said.method = Part::Implied("GET".to_owned());
    said.mode = Part::Implied(RequestMode::SameOrigin);
    said.imply_credentials();
    Ok(said)
}

//! What a browser says of itself on the wire, held against `corpus/own-fields.json`: the heads that a page's calls made in
//! three browsers, own server, same site, other site, preflights and redirects, over http, https and on this machine.

#![forbid(unsafe_code)]

use preflight_engine::Origin;
use preflight_engine::browser::{Identity, RequestMode, Sender, UserAgent};
use preflight_engine::exchange::RequestHead;
use serde::Deserialize;
use url::Url;

/// What Fetch itself makes, and the page.
const OF_FETCH: [&str; 6] =
    ["accept", "access-control-request-headers", "access-control-request-method", "content-type", "origin", "x-a"];

#[derive(Deserialize)]
struct Recorded {
    browser: String,
    page: String,
    mode: String,
    urls: Vec<String>,
    method: String,
    preflight: bool,
    fields: Vec<(String, String)>,
}

#[test]
fn the_fields_are_those_of_the_browsers() {
    let mut failures = Vec::new();
    let recorded = recorded();
    for case in &recorded {
        let (mut expected, mut found) = (expected(case), found(case));
        if !has_plain_order(case) {
            expected.sort();
            found.sort();
        }
        if expected != found && !is_known(case) {
            failures.push(format!("{} {} {:?}\n  {expected:?}\n  {found:?}", case.browser, case.method, case.urls));
        }
    }
    assert!(recorded.len() > 100 && failures.is_empty(), "{}", failures.join("\n"));
}

/// Whether the order of the fields is that of most requests: after a redirect what was there before stays where it was, and
/// a page's own spelling of a browser's field comes early. That of WebKitGTK is libsoup's, and differs by method.
fn has_plain_order(case: &Recorded) -> bool {
    let is_overridden = case.fields.iter().any(|(_, value)| value == "de");
    case.browser != "webkit" && case.urls.len() == 1 && !is_overridden
}

/// Firefox calls a request cross-site that a redirect through a sibling brought back to the page's own server; nothing else
/// of what is here goes by it.
fn is_known(case: &Recorded) -> bool {
    let has_passed_sibling = |urls: &[Url]| urls[0].host() == urls[1].host() && urls[0].port() != urls[1].port();
    case.browser == "firefox" && case.urls.len() == 2 && has_passed_sibling(&case.urls())
}

impl Recorded {
    fn urls(&self) -> Vec<Url> {
        self.urls.iter().map(|url| url.parse().expect("a URL")).collect()
    }
}

fn recorded() -> Vec<Recorded> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus/own-fields.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("it is there")).expect("it is JSON")
}

/// The recorded fields as far as they are said: of the page only its origin is known, the codings are those that the edge can
/// read, and the language is English.
fn expected(case: &Recorded) -> Vec<(String, String)> {
    let said = |(name, value): &(String, String)| {
        let name = name.to_ascii_lowercase();
        let value = match name.as_str() {
            "referer" => format!("{}/", case.page),
            "accept-encoding" => "gzip, deflate".to_owned(),
            "accept-language" if value == "C" => "en-US,en;q=0.9".to_owned(),
            _ => value.clone(),
        };
        (name, value)
    };
    case.fields.iter().map(said).collect()
}

fn found(case: &Recorded) -> Vec<(String, String)> {
    let is_of_fetch = |name: &str| OF_FETCH.contains(&name.to_ascii_lowercase().as_str());
    let is_of_page = |name: &str, value: &str| name.eq_ignore_ascii_case("accept-language") && value == "de";
    let fields = case.fields.iter().filter(|(name, value)| is_of_fetch(name) || is_of_page(name, value)).cloned();
    let head = RequestHead {
        method: case.method.clone().into_bytes(),
        url: case.urls().pop().expect("one"),
        headers: fields.collect(),
        is_preflight: case.preflight,
        includes_credentials: false,
        has_body: false,
    };
    let mode = match case.mode.as_str() {
        "cors" => RequestMode::Cors,
        "no-cors" => RequestMode::NoCors,
        _ => RequestMode::SameOrigin,
    };
    let page = Origin::parse(&case.page).expect("an origin");
    let identity = Identity::of(&UserAgent::named(&case.browser).expect("a browser"));
    let wire = identity.on_wire(&head, &Sender { page, mode, urls: case.urls() });
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    wire.headers.iter().map(|(name, value)| (text(name).to_ascii_lowercase(), text(value))).collect()
}

//! Which cookies go from which page to which server: `Secure`, `SameSite`, and what is the same site.

use serde_json::{Value, json};

use super::{Draft, INSECURE_PAGE, LOOPBACK_PAGE, SECURE_PAGE};

const PAGES: [&str; 5] =
    [SECURE_PAGE, INSECURE_PAGE, "https://example.org:9441", "http://example.org:9101", LOOPBACK_PAGE];

const TARGETS: [&str; 5] = [
    "https://app.example.com:9441",
    "https://api.example.com:9442",
    "https://example.com",
    "http://api.example.com:9102",
    "https://example.org:9442",
];

/// Fields that a server sets, for this case's paths alone, before it is asked again.
const SET_COOKIES: [&str; 9] = [
    "c=1",
    "c=1; SameSite=Lax",
    "c=1; SameSite=Strict",
    "c=1; SameSite=None",
    "c=1; SameSite=None; Secure",
    "c=1; Secure",
    "c=1; SameSite=Nonsense",
    "__Secure-c=1; Secure",
    "__Secure-c=1",
];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for page in PAGES {
        for target in TARGETS {
            let draft = |api| Draft::new(page, api, &[target]);
            drafts.push(draft("fetch").options(include()));
            drafts.push(draft("fetch").options(json!({ "credentials": "same-origin" })));
            drafts.push(draft("fetch").options(json!({ "credentials": "include", "method": "POST" })));
            drafts.push(draft("img"));
            drafts.push(draft("beacon"));
            drafts.push(Draft::new(page, "fetch", &[target, "https://api.example.com:9442"]).options(include()));
        }
    }
    for (page, target) in [
        (SECURE_PAGE, SECURE_PAGE),
        (SECURE_PAGE, "https://api.example.com:9442"),
        (SECURE_PAGE, "http://127.0.0.1:9102"),
        (INSECURE_PAGE, "http://api.example.com:9102"),
        (INSECURE_PAGE, "https://api.example.com:9442"),
        (LOOPBACK_PAGE, "http://127.0.0.1:9102"),
        (LOOPBACK_PAGE, "http://localhost:9102"),
    ] {
        drafts.extend(SET_COOKIES.map(|cookie| set_and_ask(page, target, cookie)));
    }
    for page_kind in ["sandbox-iframe", "data-iframe"] {
        let in_frame = |cookie| Draft { page_kind, ..set_and_ask("null", "http://127.0.0.1:9102", cookie) };
        drafts.extend(SET_COOKIES.map(in_frame));
    }
    drafts
}

/// The same where third-party cookies are blocked; and what asks with credentials in a frame of no origin.
pub(super) fn drafts_for_blocked() -> Vec<Draft> {
    let mut drafts = drafts();
    for target in [LOOPBACK_PAGE, "http://127.0.0.1:9102", "http://localhost:9102"] {
        for method in ["GET", "HEAD", "POST"] {
            let options = json!({ "mode": "no-cors", "credentials": "include", "method": method });
            let draft = Draft::new("null", "fetch", &[target]).options(options);
            drafts.push(Draft { page_kind: "sandbox-iframe", ..draft });
        }
    }
    drafts.into_iter().map(|draft| Draft { world: json!({ "third_party_cookies": "blocked" }), ..draft }).collect()
}

/// The cookie's default path is the directory of the case, so that no other case sees it.
fn set_and_ask(page: &'static str, target: &'static str, cookie: &str) -> Draft {
    let mut draft = Draft::new(page, "fetch", &[target]).options(include());
    let headers = draft.answer["headers"].as_array_mut().expect("an answer has fields");
    headers.push(json!(["Set-Cookie", cookie]));
    Draft { then: vec![include()], ..draft }
}

fn include() -> Value {
    json!({ "credentials": "include" })
}

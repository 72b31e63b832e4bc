//! Requests that workers make: whose origin they have, and what is told of them.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE, SECURE_PAGE, open_preflight};

const KINDS: [&str; 4] = ["worker", "shared-worker", "blob-worker", "data-worker"];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for page_kind in KINDS {
        let targets: [&[&str]; 3] =
            [&["http://127.0.0.1:9101"], &["http://127.0.0.1:9102"], &["http://localhost:9102"]];
        let page = if page_kind == "data-worker" { "null" } else { LOOPBACK_PAGE };
        drafts.extend(targets.iter().flat_map(|path| of_worker(page, page_kind, path)));
        let redirect = Draft::new(page, "fetch", &["http://127.0.0.1:9102", "http://127.0.0.1:9103"]);
        drafts.push(Draft { page_kind, ..redirect.clone() });
        drafts.push(Draft { page_kind, ..redirect.options(json!({ "mode": "no-cors", "credentials": "include" })) });
        if page_kind == "data-worker" {
            continue;
        }
        let targets: [&[&str]; 4] = [
            &[SECURE_PAGE],
            &["https://api.example.com:9442"],
            &["https://example.org:9442"],
            &["http://api.example.com:9102"],
        ];
        drafts.extend(targets.iter().flat_map(|path| of_worker(SECURE_PAGE, page_kind, path)));
        drafts.push(Draft { page_kind, ..Draft::new(SECURE_PAGE, "fetch", &["http://127.0.0.1:9102"]) });
        drafts.push(Draft {
            page_kind,
            ..Draft::new(SECURE_PAGE, "fetch", &["https://api.example.com:9442", "http://api.example.com:9102"])
        });
    }
    drafts
}

fn of_worker(page: &'static str, page_kind: &'static str, path: &[&'static str]) -> Vec<Draft> {
    let draft = |api| Draft { page_kind, ..Draft::new(page, api, path) };
    let open = |options: Value| Draft { preflight: open_preflight(page), ..draft("fetch").options(options) };
    let none = draft("fetch").fields(&[]);
    vec![
        draft("fetch"),
        draft("fetch").options(json!({ "credentials": "include" })),
        draft("fetch").options(json!({ "mode": "no-cors", "credentials": "include" })),
        draft("fetch").options(json!({ "mode": "same-origin" })),
        open(json!({ "method": "PUT", "headers": [["X-A", "1"]] })),
        Draft { preflight: Value::Null, ..open(json!({ "method": "PUT" })) },
        none.clone(),
        Draft { api: "xhr", ..none },
        draft("xhr").options(json!({ "credentials": "include" })),
        draft("eventsource"),
        draft("fetch").fields(&[("Access-Control-Allow-Origin", "*")]).options(json!({ "credentials": "include" })),
    ]
}

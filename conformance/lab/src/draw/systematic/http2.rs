//! HTTP/2: the same rules over another wire, and streams that only it can carry.

use serde_json::{Value, json};

use super::{Draft, SECURE_PAGE, open_preflight};

const PAGE: &str = "https://app.example.com:9443";
const TARGET: &str = "https://api.example.com:9443";

pub(super) fn drafts() -> Vec<Draft> {
    let pairs = [(PAGE, PAGE), (PAGE, TARGET), (SECURE_PAGE, TARGET), (PAGE, "https://api.example.com:9442")];
    let mut drafts: Vec<_> = pairs.into_iter().flat_map(|(page, target)| of_pair(page, target)).collect();
    let paths: [&[&str]; 3] =
        [&[TARGET, "https://api.example.com:9442"], &["https://api.example.com:9442", TARGET], &[PAGE, TARGET]];
    for path in paths {
        drafts.push(Draft::new(PAGE, "fetch", path).options(json!({ "credentials": "include" })));
        drafts.push(open(Draft::new(PAGE, "fetch", path).options(body("POST", "stream"))));
    }
    drafts
}

fn of_pair(page: &'static str, target: &'static str) -> Vec<Draft> {
    let draft = || Draft::new(page, "fetch", &[target]);
    vec![
        draft().options(json!({ "credentials": "include" })),
        draft().options(json!({ "mode": "no-cors", "credentials": "include" })),
        draft().fields(&[]),
        draft().options(body("POST", "text")),
        open(draft().options(body("PUT", "text"))),
        draft().options(body("PUT", "text")),
        open(draft().options(body("POST", "stream"))),
        draft().options(body("POST", "stream")),
        open(draft().options(json!({ "method": "PUT", "headers": [["X-A", "1"]] }))),
        Draft { api: "xhr", ..draft() },
        Draft { api: "img", ..draft() },
    ]
}

fn open(draft: Draft) -> Draft {
    Draft { preflight: open_preflight(draft.page_origin), ..draft }
}

fn body(method: &str, kind: &str) -> Value {
    json!({ "method": method, "body": { "kind": kind, "value": "x" } })
}

//! Whether one kind of request takes what the HTTP cache holds of another, and what of it a blocked response leaves there.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE};

const OTHER: &str = "http://127.0.0.1:9102";

/// Media types of a response that CORS blocks: of some, a browser reads the body all the same.
const BLOCKED_TYPES: [&str; 9] = [
    "text/plain",
    "application/octet-stream",
    "text/xml",
    "",
    "text/html",
    "application/json",
    "image/png",
    "text/css",
    "application/x-y",
];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for first in kinds() {
        let open = [("Access-Control-Allow-Origin", LOOPBACK_PAGE), ("Access-Control-Allow-Credentials", "true")];
        let after = |second: Value| two(&first, second, &open, "image/svg+xml");
        drafts.extend(kinds().into_iter().map(after));
    }
    for api in ["fetch", "xhr"] {
        let asks = json!({ "api": api, "method": "GET", "credentials": "omit" });
        drafts
            .extend(BLOCKED_TYPES.map(|kind| two(&asks, json!({ "credentials": "omit", "api": "fetch" }), &[], kind)));
    }
    let open = [("Access-Control-Allow-Origin", "*"), ("Vary", "Cookie")];
    for [first, second] in [["omit", "include"], ["include", "omit"], ["omit", "omit"]] {
        let asks = |credentials| json!({ "api": "fetch", "credentials": credentials });
        drafts.push(two(&asks(first), asks(second), &open, "text/plain"));
    }
    drafts
}

/// Requests without a body, of which all may be answered alike.
fn kinds() -> [Value; 6] {
    [
        json!({ "api": "fetch", "credentials": "omit" }),
        json!({ "api": "fetch", "credentials": "include" }),
        json!({ "api": "xhr", "method": "GET", "credentials": "omit" }),
        json!({ "api": "img", "crossorigin": null }),
        json!({ "api": "img", "crossorigin": "anonymous" }),
        json!({ "api": "stylesheet", "crossorigin": null }),
    ]
}

/// Two requests for a URL whose answer is fresh for ten minutes.
fn two(first: &Value, second: Value, fields: &[(&str, &str)], kind: &str) -> Draft {
    let more = [("Cache-Control", "max-age=600"), ("Content-Type", kind)];
    let headers: Vec<_> = fields.iter().chain(&more).map(|(name, value)| json!([name, value])).collect();
    let draft = Draft::new(LOOPBACK_PAGE, "fetch", &[OTHER]).options(first.clone());
    let body = if kind == "image/svg+xml" { super::super::content::content("img").1 } else { "ok" };
    Draft { answer: json!({ "status": 200, "headers": headers, "body": body }), then: vec![second], ..draft }
}

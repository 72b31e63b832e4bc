//! What `Origin` says outside CORS: of a `POST` under a referrer policy, of a beacon, of `keepalive`, in frames of no origin.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE, open_preflight};

const OTHER: &str = "http://127.0.0.1:9102";
const THIRD: &str = "http://127.0.0.1:9103";

const PAGES: [(&str, &str); 4] =
    [(LOOPBACK_PAGE, "top"), ("null", "sandbox-iframe"), ("null", "data-iframe"), ("null", "srcdoc-iframe")];

const POLICIES: [&str; 4] = ["no-referrer", "same-origin", "strict-origin", "unsafe-url"];

/// Types of a beacon's body; the last are no media types.
const BODY_TYPES: [&str; 5] = ["text/plain", "application/json", "text/plain;charset=x", "foo", "text/"];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for (page, page_kind) in PAGES {
        let draft = |api, path: &[&'static str], options: Value| {
            Draft { page_kind, preflight: open_preflight(page), ..Draft::new(page, api, path) }.options(options)
        };
        for body_type in BODY_TYPES {
            let body = json!({ "kind": "blob", "value": "x", "type": body_type });
            drafts.push(draft("beacon", &[OTHER], json!({ "body": body })));
        }
        drafts.push(draft("beacon", &[OTHER, THIRD], json!({})));
        let data = json!({ "body": { "kind": "blob", "value": "x", "type": "application/json" } });
        drafts.push(draft("beacon", &[LOOPBACK_PAGE, OTHER], data));
        for method in ["GET", "POST"] {
            let asks = json!({ "method": method, "mode": "no-cors", "credentials": "include", "keepalive": true });
            drafts.push(draft("fetch", &[LOOPBACK_PAGE], asks.clone()));
            drafts.push(draft("fetch", &[OTHER], asks));
        }
    }
    for policy in POLICIES {
        let paths: [&[&'static str]; 5] =
            [&[OTHER], &[LOOPBACK_PAGE, LOOPBACK_PAGE], &[LOOPBACK_PAGE, OTHER], &[OTHER, OTHER], &[OTHER, THIRD]];
        let asks = json!({ "method": "POST", "mode": "no-cors", "referrerPolicy": policy });
        drafts.extend(paths.map(|path| Draft::new(LOOPBACK_PAGE, "fetch", path).options(asks.clone())));
    }
    drafts
}

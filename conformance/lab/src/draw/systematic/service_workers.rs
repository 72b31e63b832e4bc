//! Requests of a page that a service worker controls.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE, SECURE_PAGE, open_preflight};

/// How it answers; the first lets the request pass.
const WAYS: [Option<&str>; 5] = [None, Some("fetch"), Some("no-cors"), Some("answer"), Some("fail")];

pub(super) fn drafts() -> Vec<Draft> {
    let scenes: [(&str, &[&[&str]]); 2] = [
        (
            LOOPBACK_PAGE,
            &[&[LOOPBACK_PAGE], &["http://127.0.0.1:9102"], &["http://127.0.0.1:9102", "http://127.0.0.1:9103"]],
        ),
        (
            SECURE_PAGE,
            &[&["https://api.example.com:9442"], &["https://example.org:9442"], &["http://api.example.com:9102"]],
        ),
    ];
    let mut drafts = Vec::new();
    for (page, paths) in scenes {
        for path in paths {
            drafts.extend(WAYS.into_iter().flat_map(|way| of_path(page, path, way)));
        }
    }
    drafts
}

fn of_path(page: &'static str, path: &[&'static str], way: Option<&str>) -> Vec<Draft> {
    let draft = |api, mut options: Value| {
        if let Some(way) = way {
            options["service_worker"] = way.into();
        }
        Draft { page_kind: "controlled", preflight: open_preflight(page), ..Draft::new(page, api, path) }
            .options(options)
    };
    let put = || json!({ "method": "PUT", "headers": [["X-A", "1"]] });
    vec![
        draft("fetch", json!({})),
        draft("fetch", json!({ "credentials": "include" })),
        draft("fetch", json!({ "mode": "no-cors", "credentials": "include" })),
        draft("fetch", json!({ "mode": "same-origin" })),
        draft("fetch", json!({})).fields(&[]),
        draft("fetch", put()),
        Draft { preflight: Value::Null, ..draft("fetch", put()) },
        draft("xhr", json!({})),
        draft("img", json!({})),
        draft("img", json!({ "crossorigin": "anonymous" })),
        draft("script", json!({})),
    ]
}

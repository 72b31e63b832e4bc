//! Pages and servers on https and http, with names: who shares with whom.

use serde_json::json;

use super::{Draft, INSECURE_PAGE, LOOPBACK_PAGE, SECURE_PAGE, open_preflight};

const TARGETS: [&str; 5] = [
    SECURE_PAGE,
    "https://api.example.com:9442",
    "https://example.org:9442",
    "https://example.com",
    "https://127.0.0.1:9442",
];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for page in [SECURE_PAGE, INSECURE_PAGE, LOOPBACK_PAGE] {
        for target in TARGETS {
            drafts.extend(of_pair(page, target));
        }
    }
    drafts.extend(redirects());
    drafts
}

fn of_pair(page: &'static str, target: &'static str) -> Vec<Draft> {
    let get = |credentials: &str| json!({ "credentials": credentials });
    let draft = |api| Draft::new(page, api, &[target]);
    let put = Draft { preflight: open_preflight(page), ..draft("fetch").options(json!({ "method": "PUT" })) };
    let none = draft("fetch").fields(&[]);
    vec![
        draft("fetch").options(get("include")),
        draft("fetch").options(get("omit")),
        draft("fetch").options(json!({ "mode": "no-cors", "credentials": "include" })),
        draft("fetch").options(json!({ "mode": "same-origin" })),
        draft("fetch").options(json!({ "method": "POST", "body": { "kind": "text", "value": "x" } })),
        draft("fetch").options(json!({ "method": "POST", "mode": "no-cors", "referrerPolicy": "strict-origin" })),
        draft("xhr").options(get("include")),
        Draft { preflight: json!(null), ..put.clone() },
        put,
        none.clone().options(get("omit")),
        none.options(get("include")),
        draft("fetch").fields(&[("Access-Control-Allow-Origin", "*")]).options(get("include")),
        draft("fetch").fields(&[("Access-Control-Allow-Origin", "https://app.example.com")]),
        draft("img").fields(&[("Cross-Origin-Resource-Policy", "same-site")]),
        draft("script").fields(&[("Cross-Origin-Resource-Policy", "same-origin")]),
    ]
}

/// From https to https, over other sites and back.
fn redirects() -> Vec<Draft> {
    let paths: [&[&str]; 5] = [
        &["https://api.example.com:9442", SECURE_PAGE],
        &["https://example.org:9442", "https://api.example.com:9442"],
        &[SECURE_PAGE, "https://example.org:9442"],
        &["http://127.0.0.1:9102", "https://example.org:9442"],
        &["https://example.org:9442", "https://api.example.com:9442", SECURE_PAGE],
    ];
    let of_path = |path| {
        let draft = Draft::new(SECURE_PAGE, "fetch", path);
        let put = json!({ "method": "PUT", "credentials": "include" });
        [
            draft.clone().options(json!({ "credentials": "include" })),
            draft.clone().options(json!({ "mode": "no-cors", "credentials": "include" })),
            draft.clone().fields(&[("Access-Control-Allow-Origin", "null")]).options(json!({ "credentials": "omit" })),
            Draft { preflight: open_preflight(SECURE_PAGE), ..draft.options(put) },
        ]
    };
    paths.into_iter().flat_map(of_path).collect()
}

//! Plain http from a secure page: what is refused, what is upgraded, and what counts as secure all the same.

use serde_json::{Value, json};

use super::{Draft, INSECURE_PAGE, LOOPBACK_PAGE, SECURE_PAGE};

const TARGETS: [&str; 7] = [
    "http://api.example.com:9102",
    "http://api.example.com",
    "http://example.org:9102",
    "http://127.0.0.1:9102",
    "http://127.0.0.1",
    "http://localhost:9102",
    ADDRESS_TARGET,
];

/// Not of this machine, and no name.
const ADDRESS_TARGET: &str = "http://192.0.2.1:9102";

const APIS: [&str; 12] = [
    "fetch",
    "xhr",
    "img",
    "script",
    "module",
    "stylesheet",
    "font",
    "video",
    "audio",
    "eventsource",
    "beacon",
    "preload",
];

/// Elements that can ask in either mode.
const WITH_CROSSORIGIN: [&str; 6] = ["img", "script", "stylesheet", "video", "audio", "preload"];

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for target in TARGETS {
        // WebKitGTK tells a media element nothing at all where it refuses an address.
        let tells = |api: &&str| target != ADDRESS_TARGET || !matches!(*api, "video" | "audio");
        let draft = |api| Draft::new(SECURE_PAGE, api, &[target]);
        drafts.extend(APIS.into_iter().filter(tells).map(draft));
        drafts.extend(WITH_CROSSORIGIN.into_iter().filter(tells).map(|api| draft(api).options(anonymous())));
        drafts.push(Draft::new(SECURE_PAGE, "fetch", &[target]).options(no_cors()));
        drafts.push(Draft::new(SECURE_PAGE, "fetch", &[target]).options(json!({ "method": "PUT" })));
        // Pages for which nothing is mixed; the second counts as trustworthy.
        for page in [INSECURE_PAGE, LOOPBACK_PAGE] {
            drafts.extend(["fetch", "img"].map(|api| Draft::new(page, api, &[target])));
        }
        drafts.extend(redirects(target));
    }
    drafts
}

fn redirects(target: &'static str) -> Vec<Draft> {
    let secure = "https://api.example.com:9442";
    let from_secure = |api| Draft::new(SECURE_PAGE, api, &[secure, target]);
    vec![
        from_secure("fetch"),
        from_secure("fetch").options(no_cors()),
        from_secure("xhr"),
        from_secure("img"),
        from_secure("img").options(anonymous()),
        from_secure("script"),
        Draft::new(SECURE_PAGE, "fetch", &[target, secure]),
        Draft::new(SECURE_PAGE, "img", &[target, secure]),
        Draft::new(INSECURE_PAGE, "fetch", &[secure, target]),
    ]
}

fn anonymous() -> Value {
    json!({ "crossorigin": "anonymous" })
}

fn no_cors() -> Value {
    json!({ "mode": "no-cors", "credentials": "include" })
}

//! Which requests each kind of element makes, of the page's origin and of another, redirected, in frames, and what it takes
//! for an answer.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE};

const ELEMENTS: [&str; 8] = ["img", "script", "module", "stylesheet", "font", "video", "audio", "preload"];

/// What an `EventSource` may get.
const STREAM_TYPES: [&str; 4] =
    ["text/event-stream", "TEXT/EVENT-STREAM;charset=UTF-8", "text/event-stream;charset=latin1", "text/plain"];

const OTHER: &str = "http://127.0.0.1:9102";

pub(super) fn drafts() -> Vec<Draft> {
    let mut drafts = Vec::new();
    for api in ELEMENTS {
        for cross_origin in [Value::Null, json!("anonymous"), json!("use-credentials")] {
            let draft = |path: &[&'static str]| element(Draft::new(LOOPBACK_PAGE, api, path), &cross_origin);
            drafts.push(draft(&[LOOPBACK_PAGE]));
            drafts.push(draft(&[LOOPBACK_PAGE, OTHER]));
            drafts.push(draft(&[OTHER, "http://127.0.0.1:9103"]));
            drafts.push(draft(&[OTHER]).status(404));
            drafts.push(element(Draft::new("http://localhost:9101", api, &[OTHER]), &cross_origin));
            let in_frame = Draft { page_kind: "sandbox-iframe", ..Draft::new("null", api, &[OTHER]) };
            drafts.push(element(in_frame, &cross_origin));
        }
    }
    for kind in STREAM_TYPES {
        for path in [LOOPBACK_PAGE, OTHER] {
            let fields = [("Access-Control-Allow-Origin", LOOPBACK_PAGE), ("Content-Type", kind)];
            let headers = fields.map(|(name, value)| json!([name, value]));
            let answer = json!({ "status": 200, "headers": headers, "body": "data: x\n\n" });
            drafts.push(Draft { answer, ..Draft::new(LOOPBACK_PAGE, "eventsource", &[path]) });
        }
    }
    drafts
}

fn element(draft: Draft, cross_origin: &Value) -> Draft {
    let credentials = if cross_origin == "use-credentials" { "include" } else { "same-origin" };
    draft.options(json!({ "crossorigin": cross_origin, "credentials": credentials }))
}

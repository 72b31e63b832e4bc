//! How long the answer to a preflight is remembered at most: asked again shortly before and after each browser's limit.

use serde_json::{Value, json};

use super::{Draft, LOOPBACK_PAGE, open_preflight};

/// In seconds: around the limits of WebKit and Chromium. That of Firefox, which has no stepped clock, cannot be seen.
const PAUSES: [u64; 8] = [300, 490, 510, 597, 603, 3610, 7197, 7203];

/// In seconds; the last is beyond every limit.
const MAX_AGES: [u64; 3] = [500, 3600, 100_000_000];

pub(super) fn drafts() -> Vec<Draft> {
    MAX_AGES.into_iter().flat_map(|max_age| PAUSES.map(|pause| asked_again(max_age, pause))).collect()
}

fn asked_again(max_age: u64, pause: u64) -> Draft {
    let put = json!({ "method": "PUT", "credentials": "omit" });
    let mut preflight = open_preflight(LOOPBACK_PAGE);
    if let Some(headers) = preflight["headers"].as_array_mut() {
        headers.push(json!(["Access-Control-Max-Age", max_age.to_string()]));
    }
    let mut again: Value = put.clone();
    again["delay_ms"] = (pause * 1000).into();
    let draft = Draft::new(LOOPBACK_PAGE, "fetch", &["http://127.0.0.1:9102"]).options(put);
    Draft { preflight, then: vec![again], ..draft }
}

//! A call in JSON: each part with how it is known.

use preflight_engine::Origin;
use preflight_engine::page_call::{PageCall, Part};
use serde_json::{Value, json};

use crate::redact::Redactor;

/// Each part as `{ "value", "is": "known" | "implied" | "unknown" }`, and whether the browser asks first.
pub fn call_object(call: &PageCall, redactor: &Redactor) -> Value {
    let headers = call.headers.iter().map(|header| {
        let value = header.value.value();
        json!({
            "name": header.name,
            "value": value.map(|value| {
                String::from_utf8_lossy(&redactor.field(header.name.as_bytes(), value.as_bytes())).into_owned()
            }),
            "is": header.value.name(),
        })
    });
    json!({
        "url": part(&call.url, |url| redactor.url(url.as_str()).into()),
        "origin": part(&call.origin, |origin: &Origin| origin.as_str().into()),
        "method": part(&call.method, |method| method.as_str().into()),
        "headers": headers.collect::<Vec<_>>(),
        "body_type": part(&call.body_type, |media_type| json!(media_type)),
        "credentials": part(&call.credentials, |credentials| credentials.name().into()),
        "mode": part(&call.mode, |mode| mode.name().into()),
        "preflight": call.asks_first(),
    })
}

fn part<T>(part: &Part<T>, value: impl FnOnce(&T) -> Value) -> Value {
    json!({ "value": part.value().map(value), "is": part.name() })
}

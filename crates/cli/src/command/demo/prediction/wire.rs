//! Heads as JSON, for the page to show as lines.

use preflight_engine::exchange::{Exchange, RequestHead};
use preflight_engine::header_list::HeaderList;
use preflight_rules::Evidence;
use serde_json::{Value, json};
use url::Position;

use crate::command::demo::api::SESSION_COOKIE;

/// An exchange: what was sent, what came, or why nothing did.
pub fn exchange(exchange: &Exchange) -> Value {
    let request = &exchange.request;
    let response = exchange.answer.as_ref().ok();
    json!({
        "preflight": request.is_preflight,
        "request": { "line": request_line(request), "fields": request_fields(request) },
        "response": response.map(|head| json!({ "line": head.status.to_string(), "fields": fields(&head.headers) })),
        "failure": exchange.answer.as_ref().err().map(ToString::to_string),
    })
}

/// The line that decided.
pub fn evidence(evidence: &Evidence) -> Value {
    match evidence {
        Evidence::Exchange { exchange, side, field, note } => {
            json!({ "exchange": exchange.0, "side": side.name(), "field": field, "note": note })
        }
        Evidence::Source { .. } | Evidence::Console { .. } | Evidence::Policy { .. } => Value::Null,
    }
}

/// Bytes as script sees them: each byte is the code point of its number.
pub fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn request_line(request: &RequestHead) -> String {
    format!("{} {}", text(&request.method), &request.url[Position::BeforePath..Position::AfterQuery])
}

/// The fields that the standard sets, and those of the edge that matter here: who is asked, and as whom.
fn request_fields(request: &RequestHead) -> Vec<(String, String)> {
    let host = request.url[Position::BeforeHost..Position::AfterPort].to_owned();
    let mut lines = vec![("host".to_owned(), host)];
    lines.extend(fields(&request.headers));
    if request.includes_credentials {
        lines.push(("cookie".to_owned(), SESSION_COOKIE.to_owned()));
    }
    lines
}

fn fields(headers: &HeaderList) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (text(&name.to_ascii_lowercase()), text(value))).collect()
}

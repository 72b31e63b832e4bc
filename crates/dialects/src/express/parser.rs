//! Middleware that reads a request's body, and answers by itself where it cannot.

use tree_sitter::Node;

use crate::document::field;
use crate::javascript::{Script, arguments};
use crate::value::Value;

/// The functions that make them, whoever they belong to.
const PARSERS: [&str; 5] = ["json", "urlencoded", "text", "raw", "fileUpload"];

/// What is known of the body of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Body {
    /// Whether its type is one that a page has to be allowed, as that of JSON is; all others are those of forms and texts.
    pub(crate) has_asked_type: bool,
    /// Whether a browser blocked the request that carried it.
    pub(crate) was_blocked: bool,
}

/// Whether a call makes middleware that may refuse this body: one of another kind than it reads, or one that was blocked.
pub(crate) fn may_refuse(script: &Script<'_>, call: Node<'_>, body: Option<Body>) -> bool {
    let (Some(body), Some(function)) = (body, field(call, "function")) else { return false };
    let name = script.text(function).rsplit('.').next().unwrap_or_default();
    PARSERS.contains(&name) && (body.was_blocked || name == "json" && !body.has_asked_type && takes_all(script, call))
}

/// `express.json({ type: '*/*' })`
fn takes_all(script: &Script<'_>, call: Node<'_>) -> bool {
    let options = arguments(call).next().and_then(|options| script.object(options));
    let Some(kind) = options.and_then(|options| script.entry(options, "type")) else { return false };
    let value = script.value(kind);
    value.elements().iter().any(|element| match &element.value {
        Value::Text(text) => text == "*/*" || text.starts_with("text/"),
        Value::Function(_) => true,
        _ => false,
    })
}

//! What a browser's console said of a call, as arguments: what `explain` prints, `check` reads. Where the text does not say all
//! of the call, it tells which of the calls that it may have been are meant.

use preflight_diagnosis::{ConsoleReason, Message};
use preflight_engine::page_call::PageCall;

use crate::redact::Redactor;

/// A reason by its name, and the value that the text shows behind `=`.
pub fn reason_named(text: &str) -> Result<ConsoleReason, String> {
    let (name, value) = text.split_once('=').map_or((text, None), |(name, value)| (name, Some(value.to_owned())));
    ConsoleReason::of_cors(name, value)
        .ok_or_else(|| "it is not one of the reasons that `explain --format json` shows under `reason`".to_owned())
}

/// The message that these arguments stand for.
pub fn message_of(reason: &ConsoleReason, status: Option<u16>, call: &PageCall) -> Message {
    let reason = match reason {
        ConsoleReason::HeaderNotAllowed { name } if name.is_empty() => ConsoleReason::HeaderNotAllowed {
            name: call.headers.first().map(|header| header.name.clone()).unwrap_or_default(),
        },
        ConsoleReason::MethodNotAllowed { method: None } => {
            ConsoleReason::MethodNotAllowed { method: call.method.value().cloned() }
        }
        other => other.clone(),
    };
    Message {
        reason: Some(reason),
        status,
        url: call.url.value().map(ToString::to_string),
        origin: call.origin.value().map(|origin| origin.as_str().to_owned()),
        method: call.method.value().cloned(),
        is_preflight: call.preflight.value() == Some(&true),
        ..Message::default()
    }
}

/// The words that hand over what a message says beyond its call; nothing where the call has it all.
pub fn words_of_message(message: &Message, call: &PageCall, redactor: &Redactor) -> Vec<String> {
    let Some(reason) = message.reason.as_ref().filter(|reason| ConsoleReason::of_cors(reason.name(), None).is_some())
    else {
        return Vec::new();
    };
    let status = message.status.filter(|status| *status >= 300);
    let value = value(reason).filter(|_| call.origin.is_unknown());
    let tells_more = status.is_some()
        || value.is_some()
        || matches!(reason, ConsoleReason::HeaderNotAllowed { .. })
        || matches!(reason, ConsoleReason::MethodNotAllowed { method: None });
    if !tells_more {
        return Vec::new();
    }
    let is_shown =
        |value: &&str| *redactor.field(b"access-control-allow-origin", value.as_bytes()) == *value.as_bytes();
    let said = match value.filter(is_shown) {
        Some(value) => format!("{}={value}", reason.name()),
        None => reason.name().to_owned(),
    };
    let status = status.into_iter().flat_map(|status| ["--status".to_owned(), status.to_string()]);
    ["--said".to_owned(), said].into_iter().chain(status).collect()
}

/// Whom the server allows, as the text shows it.
fn value(reason: &ConsoleReason) -> Option<&str> {
    match reason {
        ConsoleReason::InvalidAllowOrigin { value } | ConsoleReason::AllowOriginMismatch { value } => {
            Some(value).filter(|value| !value.is_empty()).map(String::as_str)
        }
        _ => None,
    }
}

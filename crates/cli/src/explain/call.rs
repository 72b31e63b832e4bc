//! The call that a message is about, as far as the message itself tells.

use preflight_diagnosis::{ConsoleReason, Message};
use preflight_engine::Origin;
use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::request_header::is_name;
use url::Url;

/// The call.
pub fn of_message(message: &Message) -> PageCall {
    PageCall {
        url: known(message.redirected_from.as_deref().or(message.url.as_deref()).and_then(url)),
        origin: known(message.origin.as_deref().and_then(|origin| Origin::parse(origin).ok())),
        method: known(method(message)),
        headers: header(message).into_iter().collect(),
        credentials: if includes_credentials(message) {
            Part::Implied(CredentialsMode::Include)
        } else {
            Part::Unknown
        },
        preflight: if message.is_preflight { Part::Known(true) } else { Part::Unknown },
        ..PageCall::default()
    }
}

fn known<T>(value: Option<T>) -> Part<T> {
    value.map_or(Part::Unknown, Part::Known)
}

/// A URL that a page can call by CORS.
fn url(text: &str) -> Option<Url> {
    let whole = match text.split_once("://") {
        Some(("http" | "https", _)) => text.to_owned(),
        // A source link of Chromium's, which leaves the scheme out.
        None if text.contains('/') && !text.contains(':') || text.starts_with("localhost:") => format!("http://{text}"),
        _ => return None,
    };
    Url::parse(&whole).ok()
}

/// The method, where the message names it; what a preflight is sent with is not the page's.
fn method(message: &Message) -> Option<String> {
    let named = match &message.reason {
        Some(ConsoleReason::MethodNotAllowed { method }) => method.as_deref(),
        _ => message.method.as_deref(),
    };
    let is_method = |method: &&str| !method.is_empty() && method.bytes().all(|byte| byte.is_ascii_alphabetic());
    named.filter(|method| *method != "OPTIONS").filter(is_method).map(str::to_owned)
}

fn includes_credentials(message: &Message) -> bool {
    matches!(
        message.reason,
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. })
    )
}

/// The header that was refused, if a page can set it at all.
fn header(message: &Message) -> Option<CallHeader> {
    let Some(ConsoleReason::HeaderNotAllowed { name }) = &message.reason else { return None };
    let is_of_page = is_name(name.as_bytes()) && !name.eq_ignore_ascii_case("origin");
    is_of_page.then(|| CallHeader { name: name.clone(), value: Part::Unknown })
}

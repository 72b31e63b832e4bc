//! From a message to the page's call: what the text says of it, and what follows from that; never more.

use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_rules::{ACAC_MISSING, WILDCARD_WITH_CREDENTIALS};
use url::Url;

use super::cut_url::is_cut_url;
use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::voices::development::asked;
use super::voices::look_alikes::{CORP, ORB};

/// What makes requests by script; everything else that Chromium names is an element, which never asks first.
const SCRIPT_CALLS: [&str; 4] = ["fetch", "XMLHttpRequest", "EventSource", "WebSocket"];

/// The page's call, as far as the message tells it.
///
/// ```
/// use preflight_diagnosis::{page_call, read_console};
///
/// let messages = read_console(
///     "Access to fetch at 'http://localhost:5000/todos' from origin 'http://localhost:3000' has been blocked by CORS policy: \
///      Request header field x-tenant is not allowed by Access-Control-Allow-Headers in preflight response.",
/// );
/// let call = page_call(&messages[0]);
/// assert_eq!(call.preflight.value(), Some(&true));
/// assert_eq!(call.headers[0].name, "x-tenant");
/// assert!(call.method.is_unknown());
/// ```
pub fn page_call(message: &Message) -> PageCall {
    PageCall {
        url: known(url(message).map(|url| asked(message, url))),
        origin: known(message.origin.as_deref().and_then(origin)),
        method: known(method(message)),
        headers: headers(message),
        credentials: known(credentials(message)),
        mode: mode(message),
        preflight: preflight(message),
        ..PageCall::default()
    }
    .with_implications()
}

impl Message {
    /// Whether the text says that the answer to the request itself was blocked: Chromium's names the preflight where it was that.
    pub fn is_of_request_itself(&self) -> bool {
        let is_of_answer = matches!(
            self.reason,
            Some(
                ConsoleReason::MissingAllowOrigin
                    | ConsoleReason::WildcardOriginWithCredentials
                    | ConsoleReason::MultipleAllowOrigin { .. }
                    | ConsoleReason::InvalidAllowOrigin { .. }
                    | ConsoleReason::AllowOriginMismatch { .. }
                    | ConsoleReason::AllowCredentialsNotTrue { .. }
            )
        );
        is_of_answer && !self.is_preflight && self.engine == Some(Engine::Chromium)
    }
}

fn known<T>(value: Option<T>) -> Part<T> {
    value.map_or(Part::Unknown, Part::Known)
}

/// The URL that the page asked for. A location without a scheme, as Chromium's sources have it, is none, nor is a part of one;
/// and a check can ask http and https only.
fn url(message: &Message) -> Option<Url> {
    let text = message.redirected_from.as_deref().or(message.url.as_deref())?;
    let is_whole = text.contains("://") && !is_cut_url(text);
    let url = is_whole.then(|| Url::parse(text).ok()).flatten()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// A slash at the end is the text's, not the origin's; a file's page has the origin `null`.
fn origin(text: &str) -> Option<Origin> {
    if text.starts_with("file:") {
        return Some(Origin::Null);
    }
    Origin::parse(text.trim_end_matches('/')).ok()
}

/// The method of the call, which is not the one of its preflight.
fn method(message: &Message) -> Option<String> {
    if let Some(ConsoleReason::MethodNotAllowed { method: Some(method) }) = &message.reason {
        return Some(method.clone());
    }
    message.method.clone().filter(|method| method != "OPTIONS" && !method.is_empty())
}

fn headers(message: &Message) -> Vec<CallHeader> {
    match &message.reason {
        Some(ConsoleReason::HeaderNotAllowed { name }) if is_name(name) => {
            vec![unknown(name)]
        }
        _ => message.headers.iter().filter(|name| is_name(name)).map(|name| unknown(name)).collect(),
    }
}

fn unknown(name: &str) -> CallHeader {
    CallHeader { name: name.to_owned(), value: Part::Unknown }
}

/// A text that was read badly names what is no header.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.!#$%&'*+^`|~".contains(&byte))
}

/// Only calls with credentials fail like this.
fn credentials(message: &Message) -> Option<CredentialsMode> {
    let is_included = match &message.reason {
        Some(ConsoleReason::WildcardOriginWithCredentials | ConsoleReason::AllowCredentialsNotTrue { .. }) => true,
        Some(ConsoleReason::Said(saying)) => {
            saying.is_of_browser()
                && saying.rules.first().is_some_and(|rule| [&WILDCARD_WITH_CREDENTIALS, &ACAC_MISSING].contains(rule))
        }
        _ => false,
    };
    is_included.then_some(CredentialsMode::Include)
}

/// The mode in which alone a call fails like this.
fn mode(message: &Message) -> Part<RequestMode> {
    match (&message.reason, message.engine) {
        (Some(ConsoleReason::SameOriginMode), Some(Engine::Chromium)) => Part::Known(RequestMode::SameOrigin),
        // Workers and frames are loaded so, too.
        (Some(ConsoleReason::SameOriginMode), _) => Part::Implied(RequestMode::SameOrigin),
        // In the mode `cors` neither policy is asked for.
        (Some(ConsoleReason::Said(saying)), _) if [CORP.id, ORB.id].contains(&saying.id) => {
            Part::Implied(RequestMode::NoCors)
        }
        _ => Part::Unknown,
    }
}

/// Whether the browser asked first. That a text does not speak of a preflight says nothing: one may have passed.
fn preflight(message: &Message) -> Part<bool> {
    let is_of_preflight = matches!(
        message.reason,
        Some(
            ConsoleReason::PreflightStatus
                | ConsoleReason::PreflightRedirect
                | ConsoleReason::InvalidAllowMethods { .. }
                | ConsoleReason::InvalidAllowHeaders { .. }
                | ConsoleReason::MethodNotAllowed { .. }
                | ConsoleReason::HeaderNotAllowed { .. }
        )
    );
    let is_of_element = message.initiator.as_deref().is_some_and(|initiator| {
        !initiator.is_empty() && !SCRIPT_CALLS.iter().any(|name| name.eq_ignore_ascii_case(initiator))
    });
    // Without CORS nobody asks first, and what the mode forbids is not even sent.
    let is_of_mode = mode(message).value().is_some_and(|mode| *mode != RequestMode::Cors);
    match (message.is_preflight || is_of_preflight, is_of_element || is_of_mode) {
        (true, _) => Part::Known(true),
        (false, true) => Part::Known(false),
        (false, false) => Part::Unknown,
    }
}

//! URLs with a scheme of an app's own: `app://`, `media://`. Electron and its like have to register it before pages may call it.

use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::voices::look_alikes::{CUSTOM_SCHEME, EXTENSION_SCHEME};
use super::window::Window;

/// Schemes that no app has for its own, and what is written where a scheme is missing.
const KNOWN: [&str; 13] = [
    "http",
    "https",
    "ws",
    "wss",
    "ftp",
    "file",
    "data",
    "blob",
    "about",
    "javascript",
    "filesystem",
    "chrome",
    "localhost",
];

/// Schemes of browser extensions.
const OF_EXTENSIONS: [&str; 3] = ["chrome-extension", "moz-extension", "safari-web-extension"];

/// How Chromium names the scheme.
const NAMED: &str = "urlscheme'";

/// Messages about such a scheme, told as that.
pub(super) fn told(messages: &mut [Message], transcript: &Transcript) {
    for message in messages {
        let is_scheme = message.reason == Some(ConsoleReason::NonHttpScheme);
        // Where a redirect leads, and what Firefox says, is not what the page called.
        if !is_scheme || message.engine == Some(Engine::Firefox) || message.redirected_from.is_some() {
            continue;
        }
        let scheme = match &message.url {
            Some(url) => url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase()),
            None => named(transcript),
        };
        if scheme.as_deref().is_some_and(|scheme| OF_EXTENSIONS.contains(&scheme)) {
            message.reason = Some(ConsoleReason::Said(&EXTENSION_SCHEME));
            continue;
        }
        if let Some(scheme) = scheme.filter(|scheme| is_custom(scheme)) {
            message.reason = Some(ConsoleReason::Said(&CUSTOM_SCHEME));
            message.named = Some(scheme);
        }
    }
}

/// The scheme in the sentence itself, where the URL was not copied.
fn named(transcript: &Transcript) -> Option<String> {
    let folded = transcript.folded();
    let start = folded.find(NAMED)?;
    Window { transcript, floor: 0, start, end: start + NAMED.len(), ceiling: folded.len() }
        .word_until(&["'isnotsupported"])
}

/// A host before a port reads as a scheme, too, but has no slashes after it.
fn is_custom(scheme: &str) -> bool {
    let is_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '+');
    scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(is_scheme) && !KNOWN.contains(&scheme)
}

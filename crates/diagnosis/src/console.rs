//! Reads what a browser's console said: any browser, old and new wordings, as people paste it.
//!
//! ```text
//!  text ──► Transcript (unwrapped, straight quotes) ──► scan: sightings ──► group ──► Message, one a request
//! ```
//!
//! The texts are recognised by their grammar, with all white space left out, so that a line break anywhere does no harm.
//! What a message means is told by [`explain`](crate::explain).

mod message;
mod net_error;
mod reason;
mod saying;

mod transcript;
mod window;
mod rule;

mod chromium;
mod firefox;
mod webkit;
mod look_alike;
mod page_checks;
mod other_tools;
mod network;
mod localized;
mod translated;

mod page_call;
mod heads;
mod looks;

mod phrase;
mod scan;
mod group;
mod repair;

pub use heads::{PastedExchange, PastedHead, read_heads};
pub use looks::{Looks, looks_like};
pub use message::{Engine, Message};
pub use net_error::{NetError, NetErrorClass};
pub use page_call::page_call;
pub use reason::ConsoleReason;
pub use saying::Saying;

use transcript::Transcript;

/// As much text is read, in bytes; a long console log fits.
pub const TEXT_LIMIT: usize = 256 * 1024;

/// As many messages are told apart; more of them are repetitions of a few.
pub const MESSAGE_LIMIT: usize = 200;

/// The messages in console text, in the order in which they stand there; what belongs to one request is one message.
///
/// Text beyond [`TEXT_LIMIT`] is not read, messages beyond [`MESSAGE_LIMIT`] are left out.
///
/// ```
/// use preflight_diagnosis::{Engine, read_console};
///
/// let messages = read_console(
///     "> Access to fetch at 'https://api.example.com/todos' from origin 'https://app.example.com' has been\n\
///      > blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.\n\
///      > GET https://api.example.com/todos net::ERR_FAILED 500 (Internal Server Error)",
/// );
/// assert_eq!(messages.len(), 1);
/// assert_eq!(messages[0].engine, Some(Engine::Chromium));
/// assert_eq!(messages[0].origin.as_deref(), Some("https://app.example.com"));
/// assert_eq!(messages[0].status, Some(500));
/// ```
pub fn read_console(text: &str) -> Vec<Message> {
    let transcript = Transcript::new(&text[..floor_char_boundary(text, TEXT_LIMIT)]);
    let entries = scan::entries();
    let mut messages = group::group(scan::sightings(&transcript, &entries));
    // Firefox' words that no reason follows may be those of Chromium's sentence in the same language.
    if messages.iter().all(|message| matches!(message.reason, Some(ConsoleReason::Translated { .. }))) {
        let translated = translated::messages(&transcript);
        messages = if translated.is_empty() { messages } else { translated };
    }
    if messages.is_empty() {
        messages = localized::messages(&transcript);
    }
    let is_incomplete =
        |message: &Message| group::is_unsaid(message) || message.engine.is_some() && message.url.is_none();
    if messages.iter().any(is_incomplete) || messages.is_empty() {
        // What was read already is no reason to look for more than browsers say.
        let phrases = if messages.is_empty() { &entries } else { &scan::entries_of_browsers() };
        messages = better(messages, repaired(&transcript, phrases, &entries));
    }
    messages.truncate(MESSAGE_LIMIT);
    messages
}

/// The messages of the same text with its known phrases as they should be.
fn repaired(transcript: &Transcript, phrases: &[phrase::Entry], entries: &[phrase::Entry]) -> Vec<Message> {
    let repaired = repair::repaired(transcript, phrases);
    repaired.map(|repaired| group::group(scan::sightings(&repaired, entries))).unwrap_or_default()
}

/// Those that tell more: reasons, then URLs and origins. As it was written counts where they tell as much.
fn better(read: Vec<Message>, repaired: Vec<Message>) -> Vec<Message> {
    let tells = |messages: &[Message]| {
        let count = |has: fn(&Message) -> bool| messages.iter().filter(|message| has(message)).count();
        let of_browsers = count(|message| message.engine.is_some() && !group::is_unsaid(message));
        let reasons = count(|message| message.reason.is_some() && !group::is_unsaid(message));
        (of_browsers, reasons, count(|message| message.url.is_some()) + count(|message| message.origin.is_some()))
    };
    if tells(&repaired) > tells(&read) { repaired } else { read }
}

/// The last boundary of a character that is not beyond `limit`.
fn floor_char_boundary(text: &str, limit: usize) -> usize {
    let limit = limit.min(text.len());
    (0..=limit).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

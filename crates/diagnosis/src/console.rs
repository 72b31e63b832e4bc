//! Reads what people paste of a failed call: a browser's console of any age, and what servers, libraries and proxies say.
//!
//! ```text
//!  text ──► Transcript (unwrapped, straight quotes) ──► scan: sightings ──► group ──► Message, one a request ──► page_call
//!                │                                        ▲    ▲
//!                └──► repair, where that gave nothing ────┘    └── phrases of browsers (rules), of all others (voices)
//!                └──► own_words, where nobody is known: what a line of any program says of CORS
//!
//!  text ──► heads: exchanges, judged as if they had been sent
//!  text without either ──► looks: what it is, and what to paste instead
//! ```
//!
//! The texts are recognised by their grammar, with all white space left out, so that a line break anywhere does no harm.
//! What a message means is told by [`explain`](crate::explain).

mod boundary;
mod message;
mod net_error;
mod reason;
mod saying;

mod documentation;
mod cut_url;
mod transcript;
mod window;
mod key;
mod rule;

mod chromium;
mod firefox;
mod reason_words;
mod webkit;
mod look_alike;
mod page_checks;
mod other_tools;
mod network;
mod localized;
mod translated;
mod glued_url;

mod voices;
mod native;
mod node_program;
mod custom_scheme;
mod call_beside;
mod value_beside;
mod page_call;
mod heads;
mod looks;
mod own_words;

mod phrase;
mod policy_directive;
mod scan;
mod group;
mod repair;

pub use boundary::TEXT_LIMIT;
pub use cut_url::is_cut_url;
pub(crate) use cut_url::is_placeholder;
pub use heads::{PastedExchange, PastedHead, SentBy, read_heads};
pub use looks::{Looks, looks_like};
pub use message::{Engine, Message};
pub use net_error::{NetError, NetErrorClass};
pub use page_call::page_call;
pub use reason::ConsoleReason;
pub use saying::Saying;

use boundary::floor_char_boundary;
use transcript::Transcript;

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
    let mut messages = group::group(scan::sightings(&transcript));
    if messages.iter().all(is_translated) {
        messages = or(translated::messages(&transcript), messages);
    }
    if messages.is_empty() && (speaks_of_cors(&transcript) || localized::has_headline(&transcript)) {
        messages = localized::messages(&transcript);
    }
    let is_incomplete =
        |message: &Message| group::is_unsaid(message) || message.engine.is_some() && message.url.is_none();
    if messages.iter().any(is_incomplete) || messages.is_empty() {
        // What was read already is no reason to look for more than browsers say.
        let scope = if messages.is_empty() { repair::Scope::Anybody } else { repair::Scope::Browsers };
        messages = better(messages, repaired(&transcript, scope));
    }
    if messages.is_empty() {
        messages = own_words::messages(&transcript);
    }
    messages.truncate(MESSAGE_LIMIT);
    native::without_browser(&mut messages, &transcript);
    glued_url::detach(&mut messages);
    node_program::without_browser(&mut messages, &transcript);
    custom_scheme::told(&mut messages, &transcript);
    call_beside::complete(&mut messages, &transcript);
    value_beside::complete(&mut messages, &transcript);
    messages
}

/// Whether CORS is named, in letters that no other word has around them.
fn speaks_of_cors(transcript: &Transcript) -> bool {
    let has_word = |line: &str| {
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let places = line.match_indices("cors").map(|(at, word)| (&line[..at], &line[at + word.len()..]));
        places.into_iter().any(|(before, after)| !before.ends_with(is_letter) && !after.starts_with(is_letter))
    };
    let names = ["access-control-allow-", "cross-origin", "same origin", "same-origin"];
    transcript.lines().any(|line| {
        let line = line.to_ascii_lowercase();
        has_word(&line) || names.iter().any(|name| line.contains(name))
    })
}

fn is_translated(message: &Message) -> bool {
    matches!(message.reason, Some(ConsoleReason::Translated { .. }))
}

/// The first of two readings that read anything.
fn or(first: Vec<Message>, second: Vec<Message>) -> Vec<Message> {
    if first.is_empty() { second } else { first }
}

/// The messages of the same text with its known phrases as they should be.
fn repaired(transcript: &Transcript, scope: repair::Scope) -> Vec<Message> {
    let repaired = repair::repaired(transcript, scope);
    repaired.map(|repaired| group::group(scan::sightings(&repaired))).unwrap_or_default()
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

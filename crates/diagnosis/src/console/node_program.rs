//! Programs in Node.js, whose scripts say what a page's script says, with a stack that no browser has.

use super::message::Message;
use super::reason::ConsoleReason;
use super::saying::Saying;
use super::transcript::Transcript;
use super::voices::scripts::NODE_PROGRAM;

/// What only stacks of Node.js have.
const SIGNS: [&str; 9] = [
    "(timers.js:",
    "(node:internal/",
    "atnode:internal/",
    "(internal/process/",
    "(internal/timers.js:",
    "(_http_client.js:",
    "(events.js:",
    "(net.js:",
    "_stream_readable.js:",
];

/// What stacks have where a browser, or what acts as one, is about.
const OF_BROWSERS: [&str; 5] = ["jsdom", "webpack-internal:", "electron", "puppeteer", "playwright"];

/// What a script says of its call, told as a program's.
pub(super) fn without_browser(messages: &mut [Message], transcript: &Transcript) {
    let folded = transcript.folded();
    let has = |signs: &[&str]| signs.iter().any(|sign| folded.contains(sign));
    if messages.iter().any(|message| message.engine.is_some()) || !has(&SIGNS) || has(&OF_BROWSERS) {
        return;
    }
    for message in messages.iter_mut().filter(|message| is_blind(message)) {
        message.reason = Some(ConsoleReason::Said(&NODE_PROGRAM));
    }
}

fn is_blind(message: &Message) -> bool {
    let is_client = |saying: &Saying| saying.is_of_script() || saying.id == "socket-io-xhr-poll";
    matches!(message.reason, Some(ConsoleReason::Said(saying)) if is_client(saying) && !saying.came_through())
}

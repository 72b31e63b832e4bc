//! What the same-origin policy says to pages about each other, and to scripts about what they got: frames, canvases,
//! messages between windows, hidden headers, a page where JSON was due. None of it is about a call that CORS stopped.

use super::message::Message;
use super::reason::ConsoleReason;
use super::rule::{CHROMIUM, FIREFOX, Rule, Sighting, UrlPlace, WEBKIT, located as rule};
use super::voices::look_alikes;
use super::window::Window;

/// An origin in quotes is no longer.
const ORIGIN_REACH: usize = 300;

/// Phrases that name another check.
pub(super) const RULES: &[Rule] = &[
    rule(FIREFOX, "oncross-originobject", UrlPlace::Elsewhere, frame_access),
    rule(FIREFOX, "becauseitset'x-frame-options'", UrlPlace::Before, embedding),
    rule(FIREFOX, "theloadingof'", UrlPlace::After, embedding_in_firefox),
    rule(CHROMIUM, "inaframebecauseitset'x-frame-options'", UrlPlace::Before, embedding),
    rule(CHROMIUM, "becauseanancestorviolates", UrlPlace::Before, embedding),
    rule(CHROMIUM, "violatesthefollowingcontentsecuritypolicydirective:'frame-ancestors", UrlPlace::Before, embedding),
    rule(WEBKIT, "becauseitdoesnotappearintheframe-ancestors", UrlPlace::Before, embedding),
    rule(CHROMIUM, "taintedcanvasesmaynotbe", UrlPlace::Elsewhere, canvas),
    rule(CHROMIUM, "thecanvashasbeentaintedbycross-origindata", UrlPlace::Elsewhere, canvas),
    rule(None, "doesnotmatchtherecipientwindow'sorigin", UrlPlace::Elsewhere, window_message),
    rule(CHROMIUM, "cross-origin-opener-policypolicywouldblock", UrlPlace::Elsewhere, opener),
    rule(None, "refusedtogetunsafeheader'", UrlPlace::Elsewhere, hidden_header),
    rule(CHROMIUM, "unexpectedtoken'<'", UrlPlace::Elsewhere, not_json),
    rule(CHROMIUM, "unexpectedtoken<injsonatposition", UrlPlace::Elsewhere, not_json),
    rule(FIREFOX, "json.parse:unexpectedcharacteratline1column1", UrlPlace::Elsewhere, not_json),
    rule(WEBKIT, "jsonparseerror:unrecognizedtoken'<'", UrlPlace::Elsewhere, not_json),
];

fn frame_access(window: &Window<'_>) -> Option<ConsoleReason> {
    let is_of_null = window.rest().starts_with("null'");
    Some(ConsoleReason::Said(if is_of_null { &look_alikes::FRAME_OF_NULL } else { &look_alikes::FRAME_ACCESS }))
}

/// `Blocked a frame with origin "<origin>" from accessing a cross-origin frame.`
pub(super) fn blocked_frame(window: &Window<'_>) -> Option<Sighting> {
    let origin = window.near(ORIGIN_REACH).word_until(&["'"]);
    let is_origin = |origin: &String| origin == "null" || origin.contains("://");
    let message = Message { reason: frame_access(window), origin: origin.filter(is_origin), ..Message::default() };
    Some(Sighting::new(message, window.end))
}

fn embedding(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::FRAME_EMBEDDING))
}

/// `The loading of “<url>” in a frame is denied by “X-Frame-Options“ directive set to “DENY“.`
fn embedding_in_firefox(window: &Window<'_>) -> Option<ConsoleReason> {
    window.find("inaframeisdenied").map(|_| ConsoleReason::Said(&look_alikes::FRAME_EMBEDDING))
}

fn canvas(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::TAINTED_CANVAS))
}

fn window_message(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::WINDOW_MESSAGE))
}

fn opener(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(&look_alikes::OPENER_POLICY))
}

fn hidden_header(window: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::HiddenHeader { name: window.word_until(&["'"])? })
}

fn not_json(_: &Window<'_>) -> Option<ConsoleReason> {
    Some(ConsoleReason::Said(look_alikes::NOT_JSON))
}

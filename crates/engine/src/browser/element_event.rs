//! What an element tells the page of a response: `load` or `error`, by what it can make of it.
//!
//! The engine has no decoders. A body counts as an image, a font or a video if it begins like one.

use super::api::Api;
use super::block_reason::BlockReason;
use super::user_agent::UserAgent;
use super::verdict::{Blocked, Outcome, Stage, Verdict};
use crate::exchange::ResponseHead;

/// The event that a page sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElementEvent {
    /// `load`, `open`, or a beacon that was taken.
    Load,
    /// `error`
    Error,
}

impl Verdict {
    /// The event of the element that asked, given the body that came last.
    pub fn element_event(&self, body: &[u8], user_agent: &UserAgent) -> ElementEvent {
        let is_good = match (&self.outcome, self.record.api) {
            // This is known before anything is sent.
            (Outcome::Blocked(Blocked { reason: BlockReason::MixedContent, stage: Stage::Request, .. }), _) => false,
            // What becomes of a beacon, the page never learns.
            (_, Api::Beacon) => true,
            (Outcome::Blocked(_), Api::Preload) => user_agent.blocked_preloads_load,
            (Outcome::Blocked(_), _) => false,
            (Outcome::Opaque, Api::Image)
                if user_agent.opaque_images_need_ok_status
                    && self.last_response().is_some_and(|response| !response.has_ok_status()) =>
            {
                false
            }
            // A service worker's own response was on no wire.
            (Outcome::SameOrigin(response), api) if self.exchanges.is_empty() => {
                is_usable(api, &ResponseHead { status: response.status, headers: response.headers.clone() }, body)
            }
            (_, api) => self.last_response().is_some_and(|response| is_usable(api, response, body)),
        };
        if is_good { ElementEvent::Load } else { ElementEvent::Error }
    }
}

fn is_usable(api: Api, response: &ResponseHead, body: &[u8]) -> bool {
    let essence = essence(response);
    match api {
        // A preload is only kept, whatever its status.
        Api::Fetch | Api::Xhr | Api::Beacon | Api::Preload => true,
        Api::Image => is_image(body),
        Api::Script => response.has_ok_status() && may_be_script(&essence, is_nosniff(response)),
        Api::ModuleScript => response.has_ok_status() && is_javascript(&essence),
        Api::Stylesheet => {
            response.has_ok_status() && (essence == b"text/css" || essence.is_empty() && !is_nosniff(response))
        }
        Api::Font => is_font(body),
        Api::EventSource => response.status == 200 && essence == b"text/event-stream",
        Api::Video => is_video(body),
        Api::Audio => is_audio(body),
    }
}

/// The media type without its parameters, in lower case.
fn essence(response: &ResponseHead) -> Vec<u8> {
    let value = response.headers.get(b"content-type").unwrap_or_default();
    let end = value.iter().position(|byte| matches!(byte, b';' | b',')).unwrap_or(value.len());
    value[..end].trim_ascii().to_ascii_lowercase()
}

fn is_nosniff(response: &ResponseHead) -> bool {
    response.headers.lines(b"x-content-type-options").any(|value| value.eq_ignore_ascii_case(b"nosniff"))
}

/// [Blocked due to its MIME type](https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type%3F),
/// and [due to nosniff](https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff%3F).
fn may_be_script(essence: &[u8], is_nosniff: bool) -> bool {
    let is_refused =
        [&b"audio/"[..], b"image/", b"video/"].iter().any(|kind| essence.starts_with(kind)) || essence == b"text/csv";
    if is_nosniff { is_javascript(essence) } else { !is_refused }
}

/// A [JavaScript MIME type](https://mimesniff.spec.whatwg.org/#javascript-mime-type).
fn is_javascript(essence: &[u8]) -> bool {
    const SUBTYPES: [&[u8]; 5] = [b"javascript", b"x-javascript", b"ecmascript", b"x-ecmascript", b"jscript"];
    let subtype = essence.strip_prefix(b"application/").or_else(|| essence.strip_prefix(b"text/"));
    subtype.is_some_and(|subtype| SUBTYPES.contains(&subtype))
}

fn is_image(body: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff", b"BM", b"RIFF"];
    let text = body.trim_ascii_start();
    MAGIC.iter().any(|magic| body.starts_with(magic)) || text.starts_with(b"<svg") || text.starts_with(b"<?xml")
}

fn is_font(body: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"wOFF", b"wOF2", b"OTTO", b"true", b"\0\x01\0\0"];
    MAGIC.iter().any(|magic| body.starts_with(magic))
}

fn is_video(body: &[u8]) -> bool {
    body.starts_with(b"\x1a\x45\xdf\xa3") || body.starts_with(b"OggS") || body.get(4..8) == Some(b"ftyp")
}

fn is_audio(body: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"ID3", b"\xff\xfb", b"OggS", b"RIFF", b"fLaC"];
    MAGIC.iter().any(|magic| body.starts_with(magic)) || is_video(body)
}

//! What an element tells the page of a response: `load` or `error`, by what it can make of it.
//!
//! The engine has no decoders. A body counts as an image, a font or a video if it begins like one.

use super::api::Api;
use super::block_reason::BlockReason;
use super::media_type::{essence, is_javascript, is_nosniff, last_essence, names_other_charset};
use super::opaque_blocking;
use super::user_agent::{ScriptStatuses, UserAgent};
use super::verdict::{Blocked, Outcome, Stage, Verdict};
use crate::exchange::{Exchange, ResponseHead};
use crate::origin::Origin;

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
            (Outcome::Blocked(_), Api::Preload) => user_agent.blocked_preloads_load && !self.is_of_own_origin(),
            (Outcome::Blocked(_), _) => false,
            // A service worker's own response was on no wire.
            (Outcome::SameOrigin(response), api) if self.exchanges.is_empty() => {
                let response = ResponseHead { status: response.status, headers: response.headers.clone() };
                is_usable(api, &response, body, user_agent)
            }
            (outcome, api) => self.last_response().is_some_and(|response| {
                let body = if response.has_null_body() { b"" } else { body };
                let is_hidden = matches!(outcome, Outcome::Opaque);
                !(is_hidden && opaque_blocking::blocks(api, response, body, user_agent))
                    && (is_usable(api, response, body, user_agent) || is_hidden && api == Api::Preload)
            }),
        };
        if is_good { ElementEvent::Load } else { ElementEvent::Error }
    }

    /// Whether all that came is the page's own, so that it sees how a redirect failed.
    fn is_of_own_origin(&self) -> bool {
        let is_own = |exchange: &Exchange| Origin::of_url(&exchange.request.url).same_origin(&self.record.origin);
        self.exchanges.iter().all(is_own)
    }
}

fn is_usable(api: Api, response: &ResponseHead, body: &[u8], user_agent: &UserAgent) -> bool {
    match api {
        Api::Fetch | Api::Xhr | Api::Beacon => true,
        // A preload is only kept.
        Api::Preload => response.has_ok_status() || !user_agent.readable_preloads_need_ok_status,
        Api::Image => is_usable_image(&last_essence(response, user_agent), response, body, user_agent),
        Api::Script => {
            has_script_status(response, user_agent)
                && may_be_script(&last_essence(response, user_agent), is_nosniff(response))
        }
        Api::ModuleScript => {
            let is_below_errors = user_agent.script_statuses == ScriptStatuses::BelowErrors && response.status < 400;
            (response.has_ok_status() || is_below_errors) && is_javascript(&last_essence(response, user_agent))
        }
        Api::Stylesheet => {
            let essence = essence(response);
            let has_good_status =
                response.has_ok_status() || response.status < 400 && !user_agent.stylesheets_need_ok_status;
            let may_be_style = essence.is_empty() || user_agent.stylesheets_of_any_type_load;
            has_good_status && (essence == b"text/css" || may_be_style && !is_nosniff(response))
        }
        Api::Font => is_font(body),
        Api::EventSource => {
            let is_refused = user_agent.event_streams_name_utf8 && names_other_charset(response);
            response.status == 200 && last_essence(response, user_agent) == b"text/event-stream" && !is_refused
        }
        Api::Video => is_video(body),
        Api::Audio => is_audio(body),
    }
}

fn has_script_status(response: &ResponseHead, user_agent: &UserAgent) -> bool {
    match user_agent.script_statuses {
        ScriptStatuses::Ok => response.has_ok_status(),
        ScriptStatuses::ClassicBelowErrors | ScriptStatuses::BelowErrors => response.status < 400,
    }
}

/// Whether an element may not even look at a response, for its media type.
pub(super) fn is_of_wrong_type(api: Api, response: &ResponseHead) -> bool {
    let (essence, is_nosniff) = (essence(response), is_nosniff(response));
    match api {
        Api::Script => !may_be_script(&essence, is_nosniff),
        Api::ModuleScript => !is_javascript(&essence),
        Api::Stylesheet => is_nosniff && essence != b"text/css",
        _ => false,
    }
}

/// Pictures of pixels are told by their bytes, drawings by their media type.
fn is_usable_image(essence: &[u8], response: &ResponseHead, body: &[u8], user_agent: &UserAgent) -> bool {
    if essence == b"image/svg+xml" {
        let is_drawing = is_svg(body) && (response.has_ok_status() || !user_agent.svg_images_need_ok_status);
        return is_drawing || is_raster_image(body) && user_agent.raster_images_may_claim_svg;
    }
    let is_read_as_pdf = essence == b"application/pdf" && user_agent.pdfs_are_images;
    is_raster_image(body) && !is_read_as_pdf
}

/// [Blocked due to its MIME type](https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-mime-type%3F),
/// and [due to nosniff](https://fetch.spec.whatwg.org/#should-response-to-request-be-blocked-due-to-nosniff%3F).
fn may_be_script(essence: &[u8], is_nosniff: bool) -> bool {
    let is_refused =
        [&b"audio/"[..], b"image/", b"video/"].iter().any(|kind| essence.starts_with(kind)) || essence == b"text/csv";
    if is_nosniff { is_javascript(essence) } else { !is_refused }
}

fn is_raster_image(body: &[u8]) -> bool {
    const MAGIC: [&[u8]; 5] = [b"\x89PNG\r\n\x1a\n", b"GIF8", b"\xff\xd8\xff", b"BM", b"RIFF"];
    MAGIC.iter().any(|magic| body.starts_with(magic))
}

fn is_svg(body: &[u8]) -> bool {
    let text = body.trim_ascii_start();
    text.starts_with(b"<svg") || text.starts_with(b"<?xml")
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

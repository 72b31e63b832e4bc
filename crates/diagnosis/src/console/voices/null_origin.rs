//! The origin `null` that a server refused: what is to do is not to allow it.

use preflight_rules::{FILE_ORIGIN_NULL, ORIGIN_MISMATCH};

use super::super::message::Message;
use super::super::saying::Saying;

static REFUSED: Saying = Saying::new("null-refused", "a server", &[&FILE_ORIGIN_NULL, &ORIGIN_MISMATCH])
    .tells(
        "the server refused the origin `null`",
        "a page that was opened from a file, a sandboxed frame and a redirect to another origin send `Origin: null`",
        "serve the page over http or https and allow its origin; never allow `null`, which every page can send",
    )
    .likely();

/// The same text, of an origin that nobody should allow.
pub(in super::super) fn of_null(saying: &'static Saying, message: &Message) -> &'static Saying {
    let is_refused = saying.rules.first().is_some_and(|rule| **rule == ORIGIN_MISMATCH);
    if is_refused && message.origin.as_deref() == Some("null") { &REFUSED } else { saying }
}

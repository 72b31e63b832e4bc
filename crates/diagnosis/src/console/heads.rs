//! Reads heads of requests and responses out of pasted text: what `curl -i` and `curl -v` print, raw heads, the Headers
//! panes of the developer tools. What was pasted is judged as if it had been sent.

mod command;
mod decoration;
mod exchange;
mod line;
mod names;
mod pane;
mod reading;

pub use exchange::{PastedExchange, PastedHead, SentBy};

use reading::Reading;

/// As many exchanges are read; a log of more is a HAR's business.
const HEAD_LIMIT: usize = 32;

/// As many fields of one head are read: what browsers take.
const FIELDS_LIMIT: usize = 256;

/// As much of a body is kept: enough to recognise whose page it is.
const PASTED_BODY_LIMIT: usize = 64 * 1024;

/// The exchanges in pasted text; `None` where it has no head of a response.
///
/// ```
/// use preflight_diagnosis::read_heads;
///
/// let pasted = read_heads(
///     "> OPTIONS /todos HTTP/1.1\n> Host: localhost:5000\n> Origin: http://localhost:3000\n\
///      > Access-Control-Request-Method: PUT\n>\n< HTTP/1.1 405 Method Not Allowed\n< Allow: GET\n<\n",
/// )
/// .unwrap();
/// assert_eq!(pasted.heads[0].status, Some(405));
/// assert_eq!(pasted.call.method.value().map(String::as_str), Some("PUT"));
/// assert_eq!(pasted.call.preflight.value(), Some(&true));
/// assert_eq!(pasted.recording().unwrap().iter().count(), 1);
/// ```
pub fn read_heads(text: &str) -> Option<PastedExchange> {
    let text = &text[..super::boundary::floor_char_boundary(text, super::boundary::TEXT_LIMIT)];
    let mut reading = Reading::default();
    let mut rest = text;
    while !rest.is_empty() {
        let (line, following) = rest.split_once('\n').unwrap_or((rest, ""));
        reading.line(line.trim_end_matches('\r'), following);
        rest = following;
    }
    reading.finish()
}

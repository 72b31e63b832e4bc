//! What is no fault of the call, and worth knowing.

use crate::facts::failure::Failure;
use crate::facts::heads::{FOREIGN_ORIGIN, allow_origin, allows_credentials};
use crate::facts::wire::Wire;

/// Writes down what was seen on the way.
pub(crate) fn take(wire: &Wire<'_>) {
    wire.note_layers();
    note_without_origin(wire);
    if wire.visible().is_some() {
        note_echo(wire);
        note_error_page(wire);
    }
}

/// A tool that is no browser gets on, which is often taken for a proof.
fn note_without_origin(wire: &Wire<'_>) {
    let was_asked = wire.failure == Failure::MissingAllowOrigin && wire.silent_error().is_some();
    let asked = wire.recorded(|request| !request.headers.contains(b"origin") && request.method == b"GET");
    let without = asked.filter(|_| was_asked).and_then(|_| wire.gets_on_without_origin());
    if let Some(without) = without {
        let status = without.head.status;
        wire.note(format!(
            "without an Origin, as curl sends it, the server answers {status}: that it works there proves nothing"
        ));
    }
}

fn note_echo(wire: &Wire<'_>) {
    let asked = wire.recorded(|request| {
        request.headers.get(b"origin").as_deref() == Some(FOREIGN_ORIGIN.as_bytes()) && !request.is_preflight
    });
    let Some(head) = asked.and_then(|(_, exchange)| exchange.answer.ok()) else { return };
    if allow_origin(&head).as_deref() == Some(FOREIGN_ORIGIN) && !allows_credentials(&head) {
        wire.note("any origin is echoed, without credentials: the same as `*`, and every answer needs `Vary: Origin`");
    }
}

fn note_error_page(wire: &Wire<'_>) {
    let Some((_, request, response)) = wire.last() else { return };
    if !matches!(request.method.as_slice(), b"GET" | b"HEAD") || request.has_body || !response.has_ok_status() {
        return;
    }
    let Some(page) = wire.last_error_page().known() else { return };
    if page.head.status >= 400 && allow_origin(&page.head).is_none() {
        wire.note(format!(
            "a path that is not there is answered {} without CORS headers: an error of this server will look like a CORS error",
            page.head.status
        ));
    }
}

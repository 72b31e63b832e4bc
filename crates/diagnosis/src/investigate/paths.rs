//! What another path of the same host says: an error page, or the same page for every path.

use preflight_engine::exchange::{RequestHead, ResponseHead};

use super::head::{allows, is_html, nowhere, to_url};
use super::{Heard, Inquiry, Purpose};
use crate::cause::Cause;
use crate::finding::Certainty;

/// What a path is answered that is not there.
pub(super) fn error_page(inquiry: &mut Inquiry<'_>, head: &RequestHead) -> Option<Heard> {
    inquiry.ask(Purpose::ErrorPage, to_url(head, nowhere(&head.url)))
}

/// What the root of the host is answered.
pub(super) fn root(inquiry: &mut Inquiry<'_>, head: &RequestHead) -> Option<Heard> {
    let mut url = head.url.clone();
    url.set_path("/");
    url.set_query(None);
    inquiry.ask(Purpose::ErrorPage, to_url(head, url))
}

/// Whether the server answers every path with the same page, as those of front ends do.
pub(super) fn is_front_end(response: &ResponseHead, body: &[u8], error_page: &Heard) -> bool {
    let is_page = |head: &ResponseHead| head.has_ok_status() && is_html(head);
    is_page(response) && is_page(&error_page.head) && !body.is_empty() && body == error_page.body
}

pub(super) fn conclude_front_end(inquiry: &mut Inquiry<'_>) {
    inquiry.conclude(
        Cause::WrongUrl,
        Certainty::Likely,
        "this server answers every path with the same HTML page: it serves a front end, and is not the API".to_owned(),
        "check host, port and path of the API, and the environment variable that holds them; then build and start again"
            .to_owned(),
    );
}

/// Whether other paths of the host allow the origin, so that something answers this one first.
pub(super) fn conclude_answered_before(inquiry: &mut Inquiry<'_>, error_page: &Heard, origin: &str) -> bool {
    if !allows(&error_page.head, origin) {
        return false;
    }
    inquiry.conclude(
        Cause::AnsweredBeforeCors,
        Certainty::Likely,
        "this path is answered before CORS is reached: other paths of the host allow the origin".to_owned(),
        "register CORS first: before static files, authentication, routes and other middleware".to_owned(),
    );
    true
}

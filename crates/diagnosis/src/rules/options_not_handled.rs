//! The server does not answer `OPTIONS` as a preflight.

use preflight_rules::{Certainty, Finding, OPTIONS_NOT_HANDLED};

use crate::console::{Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::error_status::is_of_server;
use crate::facts::failure::{Failure, METHODS};
use crate::facts::heads::{ALLOW_ORIGIN, allows, is_method_status};
use crate::facts::said::{Said, Silence, Status, is_of_proxy};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};
use crate::text::text_of;

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &OPTIONS_NOT_HANDLED,
    role: Role::Cause,
    topic: Topic::Preflights,
    why: "the path is there for other methods only, and OPTIONS gets 404 or 405, or a page without CORS headers",
    question: "does OPTIONS return 404, 405 or 501, or 2xx without Access-Control headers?",
    fix: "answer OPTIONS on this path with 204 and the Access-Control headers; let nothing else answer it first",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => failed(wire).or_else(|| silent(wire)).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

/// The origin is allowed, and the status is none of success.
fn failed(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.failed_preflight()?;
    if is_of_login_or_proxy(wire, status) {
        return None;
    }
    let message = format!("the preflight is answered {status}, and browsers want 200 to 299");
    let (certainty, fix) = match is_of_server(status) {
        true => (Certainty::Likely, "answer the preflight with 204; the server's log says why it fails"),
        false => (Certainty::Certain, "answer the preflight with 204"),
    };
    Some(JUDGE.yes(certainty, message, fix).seen_in(wire.seen_status("must be 200 to 299")))
}

/// The status says that a login, a proxy or the server's failure answered.
fn is_of_another(wire: &Wire<'_>, status: u16) -> bool {
    is_of_server(status) || is_of_login_or_proxy(wire, status)
}

fn is_of_login_or_proxy(wire: &Wire<'_>, status: u16) -> bool {
    matches!(status, 401 | 403 | 407) || is_of_proxy(status) || wire.preflight_speaks_of_login() || wire.intercepted()
}

fn silent(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_preflight()?;
    if wire.refuses_origin() || wire.intercepted() {
        return None;
    }
    let origin = wire.origin();
    let fix = match wire.advice_for_null() {
        Some(advice) => format!("answer OPTIONS on this path with 204 and the Access-Control headers; and {advice}"),
        None => format!("answer OPTIONS on this path with 204 and `Access-Control-Allow-Origin: {origin}`"),
    };
    let is_allowed_itself =
        || wire.itself().known_and(|itself| allows(&itself.head, &origin)) || wire.origin_of_the_list().is_some();
    let (certainty, message) = match status {
        _ if wire.is_refused_for_another_part() => (
            Certainty::Likely,
            format!(
                "the preflight is answered {status} without Access-Control headers, while GET is allowed for this origin: the server refuses the method or a header that is asked for, or nobody answers preflights"
            ),
        ),
        200..=299 | 404 | 405 | 501 if is_allowed_itself() => (
            Certainty::Certain,
            format!(
                "OPTIONS is answered {status} without any Access-Control header, while the request itself has one: nobody answers preflights"
            ),
        ),
        404 | 405 | 501 => (
            Certainty::Certain,
            format!("OPTIONS is answered {status}{}: nobody handles preflights there", allowed_methods(wire)),
        ),
        301 | 302 | 303 | 307 | 308 => return None,
        _ if is_of_another(wire, status) || is_request_silent(wire, status) => return None,
        _ => (
            Certainty::Likely,
            format!(
                "the preflight is answered {status} without a word about this origin: nobody handles OPTIONS as a preflight there, or the origin is not allowed"
            ),
        ),
    };
    Some(JUDGE.yes(certainty, message, fix).seen_in(wire.seen_status("no access-control-allow-origin here")))
}

/// Whether the request itself is answered without the header as well, so that it is not a matter of `OPTIONS`. An answer that
/// says "not this method" says nothing of that.
fn is_request_silent(wire: &Wire<'_>, status: u16) -> bool {
    (200..=299).contains(&status) && wire.itself().known_and(|itself| !is_method_status(itself.head.status))
}

/// `Allow`, where a server answers `OPTIONS` with what it would take.
fn allowed_methods(wire: &Wire<'_>) -> String {
    let allow = wire.decided().and_then(|decided| decided.response.headers.get(b"allow"));
    allow.map(|allow| format!(" (`Allow: {}`)", text_of(&allow))).unwrap_or_default()
}

fn by_sentence(said: &Said<'_>) -> Judged {
    // WebKit looks at the status before the origin, so that a page's own header can be what makes the preflight.
    if said.preflight_status() == Some(Status::MethodUnknown) && !said.is_of(Engine::WebKit) {
        return JUDGE.usual(Certainty::Certain);
    }
    Judged::maybe(likelihood(said))
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    let is_of_firefox = said.is_of(Engine::Firefox);
    match said.silence() {
        Some(Preflight(Status::Unknown | Status::NotFound | Status::MethodUnknown | Status::Other)) => 90,
        Some(Preflight(Status::Success | Status::NoContent)) => 80,
        Some(Preflight(Status::ServerError)) => 70,
        Some(Preflight(Status::Forbidden)) => 60,
        Some(Response(Status::NoContent)) => 80,
        Some(Response(Status::MethodUnknown)) => {
            if is_of_firefox {
                90
            } else {
                80
            }
        }
        Some(Response(Status::NotFound)) => 60,
        Some(_) => 0,
        None => elsewhere(said),
    }
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match said.preflight_status() {
        Some(Status::Unknown | Status::Proxy) => 80,
        Some(Status::Forbidden) => 70,
        Some(Status::Login | Status::Redirect) => 0,
        Some(_) => 90,
        None if said.is_unsaid() => 60,
        None if said.failure == Failure::Network(NetErrorClass::Failed) && said.status() == Status::Unknown => 80,
        None => match (said.translated_header(), said.message.status) {
            (Some(Some(METHODS)), _) => 80,
            (Some(Some(ALLOW_ORIGIN)), Some(400..)) => 60,
            (Some(Some(ALLOW_ORIGIN)), _) => 40,
            (Some(None), _) => 70,
            _ => 0,
        },
    }
}

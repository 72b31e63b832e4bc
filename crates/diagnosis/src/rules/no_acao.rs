//! The server answers, and allows no origin.

use preflight_rules::{Certainty, Finding, NO_ACAO};

use crate::console::{ConsoleReason, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allows, is_method_status};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &NO_ACAO,
    role: Role::Cause,
    topic: Topic::Silence,
    why: "nothing on the server adds CORS headers",
    question: "is the status 2xx, and does no path of the host have the header?",
    fix: "let the server allow the page's origin; if the server is not yours, call it from your own server or through a gateway",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => misspelled(wire).or_else(|| silent(wire)).into(),
        Facts::Said(said) if is_element(said) => Judged::maybe(likelihood(said)).fixed_by(
            "let the file's server allow the page's origin, or leave the `crossorigin` attribute out: without it the element loads without CORS",
        ),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// The field is there under another name.
fn misspelled(wire: &Wire<'_>) -> Option<Finding> {
    let own = wire.misspelled_allow_origin()?;
    let message =
        format!("the server sends `{own}`, and no browser reads that: the field is Access-Control-Allow-Origin");
    let fix = match wire.advice_for_null() {
        Some(advice) => format!("correct the name; {advice}"),
        None => {
            format!("correct the name, and send `Access-Control-Allow-Origin: {}` and `Vary: Origin`", wire.origin())
        }
    };
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen_status(NOTE)))
}

fn silent(wire: &Wire<'_>) -> Option<Finding> {
    let is_silent_preflight = || {
        // An answer that says "not this method" says nothing of the origin.
        let itself = wire.itself().known();
        itself.is_some_and(|itself| !is_method_status(itself.head.status) && !allows(&itself.head, &wire.origin()))
    };
    let is_silent = wire.is_silent_success() && !wire.asked_first()
        || wire.silent_preflight().is_some_and(|status| (200..=299).contains(&status)) && is_silent_preflight();
    let status = wire.status().filter(|_| is_silent)?;
    let message = format!("the server answers {status} without Access-Control-Allow-Origin");
    let origin = wire.origin();
    let fix = match wire.advice_for_null() {
        Some(advice) => advice.to_owned(),
        None => format!(
            "let the server send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`; if it is not yours, call it from your own server"
        ),
    };
    Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen_status(NOTE)))
}

const NOTE: &str = "no access-control-allow-origin here";

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Unknown)) => 80,
        Some(Preflight(Status::Success | Status::NoContent)) => 90,
        Some(Response(Status::Success | Status::NoContent)) => 90,
        Some(Response(Status::Unknown)) if said.is_led_away() => 60,
        Some(Response(Status::Unknown)) if said.is_redirected() => 70,
        Some(Response(Status::Unknown)) => {
            if said.is_call_of_script() {
                80
            } else {
                90
            }
        }
        Some(_) => 0,
        None => elsewhere(said),
    }
}

/// Whether an element made the request that asks with CORS only because of its `crossorigin` attribute.
fn is_element(said: &Said<'_>) -> bool {
    const ELEMENTS: [&str; 6] = ["script", "image", "css stylesheet", "video", "audio", "link element resource"];
    said.message
        .initiator
        .as_deref()
        .is_some_and(|initiator| ELEMENTS.contains(&initiator.to_ascii_lowercase().as_str()))
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match said.reason() {
        Some(ConsoleReason::ConnectionNotOpened) if !said.place.is_web_socket() => 80,
        Some(ConsoleReason::ModuleType { mime }) => {
            if mime.contains("html") {
                80
            } else {
                95
            }
        }
        _ if said.failure == Failure::Network(NetErrorClass::Failed) => match said.status() {
            Status::Unknown | Status::Success | Status::NoContent => 90,
            _ => 0,
        },
        _ if said.is_unsaid() => 90,
        _ => match said.translated_header() {
            Some(Some(ALLOW_ORIGIN)) if said.message.status.is_none_or(|status| status < 400) => 90,
            _ => 0,
        },
    }
}

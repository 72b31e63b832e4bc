//! The preflight is answered, the request itself has no CORS headers.

use preflight_rules::{Certainty, Finding, PREFLIGHT_ONLY};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::{FOREIGN_ORIGIN, allows};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &PREFLIGHT_ONLY,
    role: Role::Cause,
    topic: Topic::Silence,
    why: "something answers OPTIONS correctly, and the server behind it adds nothing to the response",
    question: "does the answer to OPTIONS have the header, and the response not?",
    fix: "send Access-Control-Allow-Origin with the response as well, not only with OPTIONS",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => was_allowed(wire).or_else(|| would_be_allowed(wire)).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// The preflight was allowed, so it is not the origin that is refused, unless OPTIONS is answered alike for every origin.
fn was_allowed(wire: &Wire<'_>) -> Option<Finding> {
    let is_silent = wire.is_silent_success() && wire.asked_first() && !wire.reads_login() && !wire.intercepted();
    if !is_silent || wire.is_answered_by_cache() || wire.is_tainted() {
        return None;
    }
    found(wire, "the preflight is allowed, but the response itself has no Access-Control-Allow-Origin")
}

/// The request needs no preflight, and one would be allowed.
fn would_be_allowed(wire: &Wire<'_>) -> Option<Finding> {
    let is_open = wire.is_plain_silence() && !wire.refuses_origin() && !wire.intercepted() && wire.origin() != "null";
    if !is_open || !wire.would_pass_preflight() {
        return None;
    }
    found(wire, "OPTIONS is answered with CORS headers, the response itself has none")
}

/// Certain where the preflight compares origins; nothing where another spelling of the origin is what the response allows.
fn found(wire: &Wire<'_>, message: &str) -> Option<Finding> {
    let is_open = wire.is_open_after_preflight() && !wire.allows_origin_elsewhere();
    if is_open && wire.is_safe() && wire.near_miss(&wire.decided_request()?).is_some() {
        return None;
    }
    let certainty = if is_open { Certainty::Likely } else { Certainty::Certain };
    let is_alike = is_open && wire.foreign_preflight().known_and(|foreign| allows(&foreign.head, FOREIGN_ORIGIN));
    let note = match is_alike {
        true => "; OPTIONS is answered alike for every origin, so the response may still refuse this one",
        false => "",
    };
    let fix = format!(
        "send `Access-Control-Allow-Origin: {}` with the response as well, not only with OPTIONS",
        wire.origin()
    );
    let evidence = wire.seen_status("no access-control-allow-origin here");
    Some(JUDGE.yes(certainty, format!("{message}{note}"), fix).seen_in(evidence))
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::Response;
    let asks_first = said.message.method.as_deref().is_some_and(|method| !matches!(method, "GET" | "HEAD" | "POST"));
    match said.silence() {
        Some(Response(Status::Unknown | Status::Success)) if asks_first => 95,
        Some(Response(Status::Unknown)) if said.is_redirected() || !said.is_call_of_script() => 0,
        Some(Response(Status::Unknown)) => 55,
        Some(Response(Status::Success)) => {
            if said.failure == Failure::OriginNotAllowed {
                60
            } else {
                80
            }
        }
        Some(_) => 0,
        None if said.failure == Failure::Network(NetErrorClass::Failed) => match said.status() {
            Status::Success | Status::NoContent => 70,
            _ => 0,
        },
        None => 0,
    }
}

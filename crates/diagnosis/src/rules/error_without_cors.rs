//! The server failed, and its error page has no CORS headers.

use preflight_engine::exchange::ResponseHead;
use preflight_rules::{Certainty, ERROR_WITHOUT_CORS, Finding};

use crate::console::{ConsoleReason, Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::error_status::{is_of_server, login};
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allow_origin, is_method_status};
use crate::facts::said::{Said, Silence, Status, is_of_proxy};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ERROR_WITHOUT_CORS,
    role: Role::Cause,
    topic: Topic::Status,
    why: "error pages often leave the server before CORS has added its headers, so a crash looks like a CORS error",
    question: "is the status 400 or more?",
    fix: "look into the server's log and remove the error; then let CORS be the outermost layer, so that errors carry its headers",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => {
            let judged = Judged::maybe(likelihood(said));
            match said.message.status.filter(|&status| status >= 400) {
                Some(status) => judged.fixed_by(fix(status, None)),
                None => judged,
            }
        }
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let (status, message) = failed(wire)?;
    let answer = wire.decided().map(|decided| decided.response);
    Some(JUDGE.yes(Certainty::Likely, message, fix(status, answer)).seen_in(wire.seen_status(NOTE)))
}

/// The status of the failure, and what failed.
fn failed(wire: &Wire<'_>) -> Option<(u16, String)> {
    if let Some(status) = wire.silent_preflight() {
        return match status {
            status if is_of_server(status) && !wire.refuses_origin() && !wire.intercepted() => Some((
                status,
                format!("the server failed on the preflight ({status}), and its error page has no CORS headers"),
            )),
            _ => missing_for_the_request(wire, status).map(|status| {
                let message = format!(
                    "the server answers {status} to the request itself, not only to the preflight, without CORS headers"
                );
                (status, message)
            }),
        };
    }
    let status = wire.silent_error().filter(|&status| !is_of_proxy(status) || wire.is_own_refusal())?;
    let is_own = !wire.error_of_another_kind() && !wire.refuses_origin();
    is_own.then(|| (status, format!("the server answered {status}, and its error page has no CORS headers")))
}

const NOTE: &str = "no access-control-allow-origin here";

/// A path that is missing for the request itself as well is not a matter of `OPTIONS`.
fn missing_for_the_request(wire: &Wire<'_>, status: u16) -> Option<u16> {
    let is_exact = matches!(wire.case.request.method(), b"GET" | b"HEAD");
    if !is_exact || !is_method_status(status) || wire.silent_preflight().is_none() {
        return None;
    }
    let itself = wire.itself().known()?;
    (itself.head.status >= 400 && allow_origin(&itself.head).is_none()).then_some(itself.head.status)
}

fn fix(status: u16, answer: Option<&ResponseHead>) -> String {
    let first = match status {
        401 => login(answer),
        _ => format!("look into the server's log for the {status} first"),
    };
    format!("{first}; then let CORS be the outermost layer, so that errors carry its headers")
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    let is_redirected = said.is_redirected() && said.status() == Status::Unknown;
    match said.silence() {
        Some(Preflight(Status::Unknown)) => 50,
        Some(Preflight(Status::NotFound)) => 60,
        Some(Preflight(Status::MethodUnknown)) => 40,
        Some(Preflight(Status::Proxy | Status::Other)) => 80,
        Some(Preflight(Status::ServerError)) => 90,
        Some(Response(Status::Unknown)) if said.is_led_away() => 50,
        Some(Response(Status::Unknown)) if is_redirected => 60,
        Some(Response(Status::Unknown)) => {
            if said.is_call_of_script() {
                90
            } else {
                60
            }
        }
        Some(Response(Status::MethodUnknown)) if said.is_of(Engine::Firefox) => 80,
        Some(Response(Status::Proxy)) => 80,
        Some(Response(Status::Login | Status::Forbidden | Status::NotFound | Status::MethodUnknown)) => 90,
        Some(Response(Status::ServerError | Status::Other)) => 90,
        Some(_) => 0,
        None => elsewhere(said),
    }
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match (said.preflight_status(), said.reason()) {
        (Some(Status::Unknown | Status::Proxy), _) => 70,
        (Some(Status::ServerError | Status::Other), _) => 80,
        (Some(Status::NotFound), _) => 60,
        (Some(_), _) => 0,
        (None, Some(ConsoleReason::ConnectionNotOpened)) if !said.place.is_web_socket() => 70,
        (None, Some(ConsoleReason::ModuleType { .. })) => 70,
        _ if said.failure == Failure::Network(NetErrorClass::Failed) => match said.status() {
            Status::Unknown => 70,
            Status::Success | Status::NoContent | Status::Redirect => 0,
            Status::Proxy => 80,
            _ => 90,
        },
        _ if said.is_unsaid() => 80,
        _ => match said.translated_header() {
            Some(Some(ALLOW_ORIGIN)) if said.message.status.is_some_and(|status| status >= 400) => 90,
            Some(Some(ALLOW_ORIGIN)) => 50,
            _ => 0,
        },
    }
}

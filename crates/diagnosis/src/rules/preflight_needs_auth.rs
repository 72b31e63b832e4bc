//! The preflight is asked for a login.

use preflight_rules::{Certainty, Finding, PREFLIGHT_NEEDS_AUTH};

use crate::console::Engine;
use crate::facts::Facts;
use crate::facts::heads::ALLOW_ORIGIN;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &PREFLIGHT_NEEDS_AUTH,
    role: Role::Cause,
    topic: Topic::Preflights,
    why: "the login comes before CORS, and preflights carry no credentials",
    question: "does OPTIONS return 401, 403 or 407?",
    fix: "answer OPTIONS before authentication, with 204 and the Access-Control headers: preflights carry no credentials",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) if is_login(said) => JUDGE.usual(Certainty::Certain),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_preflight().or_else(|| wire.failed_preflight())?;
    if wire.refuses_origin() || wire.intercepted() {
        return None;
    }
    let is_silent = wire.silent_preflight().is_some();
    let origin = wire.origin();
    let (certainty, message) = match status {
        401 | 407 => {
            let certainty = if is_silent { Certainty::Certain } else { Certainty::Likely };
            (
                certainty,
                format!(
                    "the preflight is answered {status}: the server asks it for a login, and preflights carry no credentials"
                ),
            )
        }
        403 if wire.is_refused_for_another_part() => return None,
        403 => (
            Certainty::Likely,
            format!(
                "the preflight is answered {status}: the server asks it for a login or refuses it, and preflights carry no credentials"
            ),
        ),
        _ if wire.preflight_speaks_of_login() => (
            Certainty::Likely,
            format!(
                "the preflight is answered {status}, and its body speaks of credentials: preflights never carry any"
            ),
        ),
        _ => return None,
    };
    let on_purpose = if is_silent { "; if the server refuses this origin on purpose, allow it" } else { "" };
    let fix = match wire.advice_for_null() {
        Some(advice) => format!("answer OPTIONS before authentication, with 204; and {advice}"),
        None => format!(
            "answer OPTIONS before authentication, with 204 and `Access-Control-Allow-Origin: {origin}`{on_purpose}"
        ),
    };
    Some(JUDGE.yes(certainty, message, fix).seen_in(wire.seen_status("must be 200 to 299")))
}

/// Whether the text says that the preflight was answered 401 or 407.
fn is_login(said: &Said<'_>) -> bool {
    said.silence() == Some(Silence::Preflight(Status::Login)) || said.preflight_status() == Some(Status::Login)
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    let is_of_firefox = said.is_of(Engine::Firefox);
    match (said.silence(), said.preflight_status()) {
        (Some(Preflight(Status::Unknown)), _) => 70,
        (Some(Preflight(Status::Forbidden)), _) => 90,
        (Some(Preflight(Status::Other)), _) => 60,
        (Some(Response(Status::Login)), _) if is_of_firefox => 80,
        (Some(Response(Status::Forbidden)), _) if is_of_firefox => 40,
        (_, Some(Status::Unknown | Status::Forbidden)) => 90,
        (_, Some(Status::Other)) => 70,
        _ if said.is_unsaid() && !said.is_of(Engine::WebKit) => 50,
        _ => match (said.translated_header(), said.message.status) {
            (Some(Some(ALLOW_ORIGIN)), Some(400..)) => 70,
            _ => 0,
        },
    }
}

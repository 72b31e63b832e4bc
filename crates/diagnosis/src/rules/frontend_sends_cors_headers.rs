//! The page sends headers that belong to the response.

use preflight_engine::browser::Stage;
use preflight_rules::{Certainty, FRONTEND_SENDS_CORS_HEADERS, Finding};

use crate::console::ConsoleReason;
use crate::facts::Facts;
use crate::facts::failure::{Failure, HEADERS, is_cors_header, is_response_header};
use crate::facts::lists::missing_names;
use crate::facts::own_headers::{is_own, own_names};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &FRONTEND_SENDS_CORS_HEADERS,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the header belongs to the response, and the page set it on the request",
    question: "does the page set Access-Control headers itself?",
    fix: "remove the Access-Control headers from the page's request: the server sends them, the page never does",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => refused(wire).or_else(|| forces_preflight(wire)).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

/// The name that is refused is one of the page's own.
fn refused(wire: &Wire<'_>) -> Option<Finding> {
    let Failure::HeaderNotAllowed(_) = wire.failure else { return None };
    let own: Vec<_> = missing_names(wire).into_iter().filter(|name| is_own(name.as_bytes())).collect();
    let first = own.first()?;
    if wire.is_allowed_without_own_headers() {
        return Some(of_forced(wire, first));
    }
    let names = own.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = format!("the page sends {names}, which belongs to the response: no server allows it");
    Some(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(wire.seen(HEADERS, "the list does not hold it")))
}

/// The preflight failed, and without the page's own header there would have been none, or a good answer.
fn forces_preflight(wire: &Wire<'_>) -> Option<Finding> {
    if matches!(wire.failure, Failure::NoResponse(_)) || !wire.is_blocked_at(Stage::Preflight) {
        return None;
    }
    let first = own_names(wire.case.request).into_iter().next()?;
    wire.is_allowed_without_own_headers().then(|| of_forced(wire, &first))
}

fn of_forced(wire: &Wire<'_>, name: &str) -> Finding {
    let message = format!(
        "the page sends `{name}`, which belongs to the response: it makes a preflight that fails, and without it the server allows the call"
    );
    JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in(wire.seen_status("this preflight is not needed"))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let of_name = |name: &str| {
        let fix =
            format!("remove `{name}` from the page's request: the server sends such headers, the page never does");
        Judged::Yes(JUDGE.yes(Certainty::Certain, JUDGE.why, fix))
    };
    match (&said.failure, said.reason()) {
        (Failure::HeaderNotAllowed(name), _) if is_response_header(name) => of_name(name),
        (_, Some(ConsoleReason::ForbiddenHeader { name })) if is_cors_header(name) => of_name(name),
        (Failure::HeaderNotAllowed(_), _) => Judged::maybe(40),
        _ if said.message.headers.iter().any(|name| is_cors_header(name)) => Judged::maybe(90),
        (Failure::PreflightStatus, _) if said.status() == Status::MethodUnknown => Judged::maybe(50),
        _ if said.silence() == Some(Silence::Preflight(Status::MethodUnknown)) => Judged::maybe(50),
        _ if said.silence() == Some(Silence::Preflight(Status::Unknown)) && said.is_asked_for_a_header() => {
            Judged::maybe(45)
        }
        _ if said.translated_header() == Some(Some(HEADERS)) => Judged::maybe(80),
        _ => Judged::No,
    }
}

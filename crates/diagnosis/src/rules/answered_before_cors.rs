//! Something answers before CORS is reached.

use preflight_rules::{ANSWERED_BEFORE_CORS, Certainty, Finding};

use crate::console::ConsoleReason;
use crate::facts::Facts;
use crate::facts::heads::{ALLOW_ORIGIN, allows};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::{Heard, Wire};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ANSWERED_BEFORE_CORS,
    role: Role::Cause,
    topic: Topic::Origins,
    why: "files, logins and routes that stand before the CORS middleware answer without it",
    question: "do other paths of the same host have the header?",
    fix: "register CORS first: before static files, authentication, routes and other middleware",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => intercepted(wire).or_else(|| elsewhere_allowed(wire)).into(),
        Facts::Said(said) if said.place.is_tunnel() && said.silence().is_some() => Judged::maybe(93)
            .because("a tunnel may show browsers a page of its own first, and that page has no CORS headers")
            .fixed_by(
                "send the header that lets a call pass the tunnel's page, such as `ngrok-skip-browser-warning: 1` or `X-Tunnel-Skip-AntiPhishing-Page: true`, and let the server allow it",
            ),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// An intermediary answered in the server's place, with a page of its own and no error.
fn intercepted(wire: &Wire<'_>) -> Option<Finding> {
    let is_silent = wire.is_silent_success() || wire.silent_preflight().is_some_and(|status| status < 300);
    let status = wire.status().filter(|_| is_silent)?;
    let intermediary = wire.intermediary()?;
    let message =
        format!("{} answered {status} in the server's place: it {}", intermediary.name, intermediary.interference);
    Some(
        JUDGE
            .yes(Certainty::Certain, message, intermediary.advice)
            .seen_in(wire.seen_status("this is not the server's answer")),
    )
}

/// Other paths of the host allow the origin, so something answers this one first.
fn elsewhere_allowed(wire: &Wire<'_>) -> Option<Finding> {
    let is_silent =
        wire.is_plain_silence() || wire.silent_preflight().is_some_and(|status| (200..=299).contains(&status));
    if !is_silent || wire.origin() == "null" || wire.refuses_origin() {
        return None;
    }
    let origin = wire.origin();
    let is_preflight = wire.silent_preflight().is_some();
    if is_preflight && wire.itself().known().is_none_or(|itself| allows(&itself.head, &origin)) {
        return None;
    }
    let allowing = |heard: Heard| allows(&heard.head, &origin).then_some(heard);
    let heard = wire
        .error_page()
        .known()
        .and_then(allowing)
        .or_else(|| wire.root().known().filter(|_| !is_preflight).and_then(allowing))?;
    let message = "this path is answered before CORS is reached: other paths of the host allow the origin";
    let evidence = [
        wire.seen_status("no access-control-allow-origin here")?,
        heard.seen(Some(ALLOW_ORIGIN), "another path has it"),
    ];
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in(evidence))
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Success | Status::NoContent)) => 60,
        Some(Preflight(Status::NotFound)) => 70,
        Some(Response(Status::Unknown)) if said.is_redirected() => 0,
        Some(Response(Status::Unknown)) => {
            if said.is_call_of_script() {
                60
            } else {
                80
            }
        }
        Some(Response(Status::Success)) => 75,
        Some(Response(Status::NoContent)) => 70,
        Some(Response(Status::Login)) => 70,
        Some(Response(Status::NotFound)) => 50,
        Some(_) => 0,
        None => match said.reason() {
            Some(ConsoleReason::ModuleType { .. }) => 60,
            _ => 0,
        },
    }
}

//! The browser acts on an old preflight answer.

use preflight_rules::{Certainty, Finding, STALE_PREFLIGHT};

use crate::case::Deciding;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &STALE_PREFLIGHT,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the browser kept the answer of an earlier preflight, as Access-Control-Max-Age lets it",
    question: "does it work in a new private window, where nothing is kept?",
    fix: "wait until Access-Control-Max-Age is over, or close the browser; send a small value while you develop",
    judge,
};

/// The browser was refused by a preflight's lists, and the server allows the same call now.
fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(match said.failure {
            Failure::MethodNotAllowed(_) | Failure::HeaderNotAllowed(_) => 20,
            _ => 0,
        }),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let message = wire.case.console?;
    let was_refused = matches!(
        Failure::of_message(message),
        Failure::MethodNotAllowed(_) | Failure::HeaderNotAllowed(_) | Failure::AllowCredentialsNotTrue(_)
    );
    let is_allowed_now = wire.visible().is_some() || wire.case.deciding == Deciding::Withheld;
    let preflight = wire.recorded(|request| request.is_preflight).filter(|_| was_refused && is_allowed_now)?;
    preflight.1.answer.is_ok().then(|| {
        let message = "the browser blocked the call at its preflight, and the server allows the same call now: the browser may act on an older answer";
        let evidence = response_line(preflight.0, Some("access-control-allow-origin"), "this allows the call");
        JUDGE.yes(Certainty::Possible, message, JUDGE.fix).seen_in([evidence])
    })
}

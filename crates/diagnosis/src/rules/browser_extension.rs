//! A browser extension changes the headers.

use preflight_rules::{BROWSER_EXTENSION, Certainty, Finding};

use crate::console::ConsoleReason;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allow_origin};
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &BROWSER_EXTENSION,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "an extension changes or makes requests of the page",
    question: "does it go away with all extensions switched off?",
    fix: "switch the extension off, those that \"unblock CORS\" first, and try a clean profile",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(match (&said.failure, said.reason()) {
            (_, Some(ConsoleReason::OriginNotAddable)) => 90,
            (Failure::MultipleAllowOrigin(_), _) => 30,
            _ => 0,
        }),
    }
}

/// The browser saw two values of a header of which the server sends one.
fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let message = wire.case.console?;
    let saw_several = matches!(Failure::of_message(message), Failure::MultipleAllowOrigin(_));
    let (id, _, response) = wire.last().filter(|_| saw_several && wire.visible().is_some())?;
    let sent = allow_origin(response)?;
    let message = format!(
        "the browser saw more than one Access-Control-Allow-Origin, and the server sends one, `{sent}`: an extension may add its own"
    );
    let evidence = response_line(id, Some(ALLOW_ORIGIN), "the server sends it once");
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in([evidence]))
}

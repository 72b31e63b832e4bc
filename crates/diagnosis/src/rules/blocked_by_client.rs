//! An ad blocker or another extension stopped the call.

use preflight_rules::{BLOCKED_BY_CLIENT, Certainty, Finding};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::said::Status;
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &BLOCKED_BY_CLIENT,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "the URL is on a filter list of an ad blocker, or the browser's own protection knows it",
    question: "does the call succeed in a clean profile?",
    fix: "try a clean profile without extensions; an ad blocker goes by words in the URL, such as `ads` or `track`",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => match said.failure {
            Failure::Network(NetErrorClass::BlockedByClient) => JUDGE.usual(Certainty::Certain),
            Failure::Network(NetErrorClass::Unknown) if !said.place.has_bad_port() => {
                let is_private = said.place.is_encrypted() && said.place.is_certificate_likely_private();
                Judged::maybe(if is_private { 70 } else { 80 })
            }
            Failure::Network(NetErrorClass::Failed) if said.status() == Status::Unknown => Judged::maybe(50),
            _ if said.translated_header() == Some(None) => Judged::maybe(50),
            _ => Judged::No,
        },
    }
}

/// The browser got no response, and the server answers.
fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let message = wire.case.console?;
    let (id, ..) = wire.last()?;
    let certainty = match Failure::of_message(message) {
        Failure::Network(NetErrorClass::BlockedByClient) => Certainty::Certain,
        Failure::Network(NetErrorClass::Unknown) if wire.visible().is_some() => Certainty::Possible,
        _ => return None,
    };
    let message = "the browser got no response, and the server answers: something in the browser stopped the call";
    let evidence = response_line(id, None, "the server answers");
    Some(JUDGE.yes(certainty, message, JUDGE.fix).seen_in([evidence]))
}

//! `mode: "no-cors"` makes the response unreadable.

use preflight_rules::{Certainty, NO_CORS_MODE};

use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::wire::response_line;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &NO_CORS_MODE,
    role: Role::Cause,
    topic: Topic::Page,
    why: "in no-cors mode the page sees neither status, headers nor body",
    question: "does the page set `mode: \"no-cors\"`?",
    fix: "remove `mode: \"no-cors\"`, and let the server allow the page's origin",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (Facts::Wire(wire), Failure::Opaque) => {
            let message = "the request is sent, but in no-cors mode the page sees neither status, headers nor body";
            let evidence = wire.last().map(|(id, ..)| response_line(id, None, "the page sees status 0"));
            Judged::Yes(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(evidence))
        }
        (_, Failure::NoCorsRedirectMode) => {
            let message = "in no-cors mode redirects must be followed, and the page forbids that";
            Judged::Yes(JUDGE.yes(Certainty::Certain, message, JUDGE.fix))
        }
        _ => Judged::No,
    }
}

//! `mode: "same-origin"` forbids the call.

use preflight_rules::{Certainty, SAME_ORIGIN_MODE};

use crate::console::Engine;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &SAME_ORIGIN_MODE,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the call allows its own origin only, and the URL is another",
    question: "does the page set `mode: \"same-origin\"`?",
    fix: "remove `mode: \"same-origin\"`, or call the page's own origin",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (Facts::Wire(_), Failure::SameOriginMode) => {
            let message = "the request's mode is same-origin, and the URL is cross-origin";
            Judged::Yes(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(facts.seen_status("")))
        }
        (Facts::Said(said), Failure::SameOriginMode) if said.is_of(Engine::Chromium) => JUDGE.usual(Certainty::Certain),
        // The others say the same of a frame's or a worker's rule.
        (Facts::Said(_), Failure::SameOriginMode) => Judged::maybe(90),
        _ => Judged::No,
    }
}

//! A list of CORS that is no list.

use preflight_rules::{Certainty, MALFORMED_ALLOW_LIST};

use crate::facts::Facts;
use crate::facts::failure::{Failure, METHODS, is_response_header};
use crate::facts::lists::unreadable;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &MALFORMED_ALLOW_LIST,
    role: Role::Cause,
    topic: Topic::Lists,
    why: "one element that is not a name spoils the whole list, so nothing is allowed",
    question: "does the list hold quotes, semicolons or spaces?",
    fix: "write the list as names with commas between them, without quotes",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (_, Failure::UnreadableList(field, element)) => of_element(facts, field, element.as_deref()),
        (Facts::Wire(wire), Failure::MethodNotAllowed(_) | Failure::HeaderNotAllowed(_)) => match unreadable(wire) {
            Some((field, element)) => of_element(facts, field, Some(&element)),
            None => Judged::No,
        },
        // Chromium and WebKit say of such a list only that it lacks the name.
        (Facts::Said(_), Failure::MethodNotAllowed(_)) => Judged::maybe(50),
        (Facts::Said(_), Failure::HeaderNotAllowed(name)) => {
            Judged::maybe(if is_response_header(name) { 0 } else { 50 })
        }
        _ => Judged::No,
    }
}

fn of_element(facts: &Facts<'_>, field: &'static str, element: Option<&str>) -> Judged {
    let (name, kind) = match field {
        METHODS => ("Access-Control-Allow-Methods", "method"),
        _ => ("Access-Control-Allow-Headers", "header name"),
    };
    let message = match element.filter(|element| !element.is_empty()) {
        Some(element) => {
            format!("{name} holds `{element}`, which is not a {kind}: one bad element spoils the whole list")
        }
        None => format!("{name} is not a list of names: one bad element spoils the whole list"),
    };
    let evidence = facts.seen(field, "one bad element spoils the whole list");
    Judged::Yes(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(evidence))
}

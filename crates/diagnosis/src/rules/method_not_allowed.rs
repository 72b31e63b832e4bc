//! The method is not allowed.

use preflight_rules::{Certainty, Finding, METHOD_NOT_ALLOWED};

use crate::facts::Facts;
use crate::facts::failure::{Failure, METHODS};
use crate::facts::misspelled;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &METHOD_NOT_ALLOWED,
    role: Role::Cause,
    topic: Topic::Lists,
    why: "Access-Control-Allow-Methods of the OPTIONS answer does not list it",
    question: "does Access-Control-Allow-Methods lack the method?",
    fix: "add the method to Access-Control-Allow-Methods of the OPTIONS answer",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (Facts::Wire(wire), Failure::MethodNotAllowed(Some(method))) => seen(wire, method).into(),
        (Facts::Said(_), Failure::MethodNotAllowed(method)) => by_sentence(method.as_deref()),
        (Facts::Said(said), _) => Judged::maybe(if said.translated_header() == Some(Some(METHODS)) { 90 } else { 0 }),
        _ => Judged::No,
    }
}

fn seen(wire: &Wire<'_>, method: &str) -> Option<Finding> {
    let response = wire.decided()?.response;
    if let Some((last, others)) = wire.case.methods.split_last() {
        return Some(of_unknown(wire, last, others));
    }
    let message = format!("Access-Control-Allow-Methods does not list {method}{}", misspelled::note(response, METHODS));
    let is_there = response.headers.contains(METHODS.as_bytes());
    let note = if is_there { format!("{method} is not in the list") } else { format!("no {METHODS} here") };
    Some(JUDGE.yes(Certainty::Certain, message, fix(method)).seen_in(wire.seen(METHODS, note)))
}

/// Nobody knows which of the methods it is.
fn of_unknown(wire: &Wire<'_>, last: &str, others: &[&str]) -> Finding {
    let all = |word: &str| match others {
        [] => format!("`{last}`"),
        others => {
            format!("{} {word} `{last}`", others.iter().map(|one| format!("`{one}`")).collect::<Vec<_>>().join(", "))
        }
    };
    let message = format!(
        "the browser blocked the call for its method, which the text does not name; of the methods that a server has to list, {METHODS_NAME} lacks {}",
        all("and")
    );
    let fix = format!("add the one that the page uses, {}, to {METHODS_NAME} of the OPTIONS answer", all("or"));
    JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen(METHODS, "the method of the call is not in the list"))
}

const METHODS_NAME: &str = "Access-Control-Allow-Methods";

fn by_sentence(method: Option<&str>) -> Judged {
    let judged = Judged::maybe(90);
    let Some(method) = method else { return judged };
    match is_lower_patch(method) {
        true => judged.because(format!("`{method}` is sent as written, and lists have PATCH in capitals")),
        false => judged,
    }
    .fixed_by(fix(method))
}

fn fix(method: &str) -> String {
    match is_lower_patch(method) {
        true => "write `PATCH` in capitals in the page: browsers send this method as written".to_owned(),
        false => format!("add `{method}` to Access-Control-Allow-Methods of the OPTIONS answer"),
    }
}

fn is_lower_patch(method: &str) -> bool {
    method.eq_ignore_ascii_case("PATCH") && method != "PATCH"
}

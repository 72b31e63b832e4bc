//! A request header is not allowed.

use preflight_rules::{Certainty, Finding, HEADER_NOT_ALLOWED};

use crate::facts::Facts;
use crate::facts::failure::{Failure, HEADERS, is_response_header};
use crate::facts::lists::{is_by_wildcard, missing_names};
use crate::facts::misspelled;
use crate::facts::observed::elements;
use crate::facts::said::Said;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};
use crate::text::text_of;

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &HEADER_NOT_ALLOWED,
    role: Role::Cause,
    topic: Topic::Lists,
    why: "Access-Control-Allow-Headers of the OPTIONS answer does not list it; others may be missing as well",
    question: "does Access-Control-Allow-Headers lack one of the page's headers?",
    fix: "list every header that the page sets in Access-Control-Allow-Headers of the OPTIONS answer",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let Failure::HeaderNotAllowed(name) = &wire.failure else { return None };
    let missing: Vec<_> = missing_names(wire).iter().map(|name| format!("`{name}`")).collect();
    let names = if missing.is_empty() { format!("`{name}`") } else { missing.join(", ") };
    let message = if is_by_wildcard(wire) {
        format!("`*` in Access-Control-Allow-Headers does not cover {names}: it has to be listed by name")
    } else {
        let verb = if missing.len() > 1 { "are" } else { "is" };
        format!("the server does not allow request headers that the page sets: {names} {verb} missing")
    };
    let decided = wire.decided()?;
    let message = message + &misspelled::note(decided.response, HEADERS);
    let lists = elements(&text_of(&decided.response.headers.get(HEADERS.as_bytes()).unwrap_or_default()));
    let asked = elements(&text_of(&decided.request.headers.get(b"access-control-request-headers").unwrap_or_default()));
    let added = asked.into_iter().filter(|name| !lists.iter().any(|own| own.eq_ignore_ascii_case(name)));
    let list: Vec<_> = lists.iter().cloned().chain(added).collect();
    let fix = format!("let Access-Control-Allow-Headers of the OPTIONS answer list {}", list.join(", "));
    let is_there = decided.response.headers.contains(HEADERS.as_bytes());
    let note = if is_there { format!("{name} is not in the list") } else { format!("no {HEADERS} here") };
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen(HEADERS, note)))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let Failure::HeaderNotAllowed(name) = &said.failure else {
        return Judged::maybe(if said.translated_header() == Some(Some(HEADERS)) { 90 } else { 0 });
    };
    if is_response_header(name) {
        return Judged::No;
    }
    let judged = Judged::maybe(90);
    let judged = match is_of_tracing(name) {
        true => judged.because(format!("{name} comes from a tracing library, which adds it to every call")),
        false => judged,
    };
    match name.is_empty() {
        true => judged,
        false => judged.fixed_by(format!(
            "add `{name}`, and every other header that the page sets, to Access-Control-Allow-Headers of the OPTIONS answer"
        )),
    }
}

/// Headers that tracing libraries add.
fn is_of_tracing(name: &str) -> bool {
    matches!(name, "baggage" | "sentry-trace" | "traceparent" | "tracestate" | "newrelic" | "request-id")
        || name.starts_with("x-datadog-")
        || name.starts_with("x-b3-")
}

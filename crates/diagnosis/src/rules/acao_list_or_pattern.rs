//! `Access-Control-Allow-Origin` holds a list or a pattern.

use preflight_rules::{ACAO_LIST_OR_PATTERN, Certainty, Finding};

use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::ALLOW_ORIGIN;
use crate::facts::origin_value::{Several, is_any_origin_twice, is_list_or_pattern, several};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ACAO_LIST_OR_PATTERN,
    role: Role::Cause,
    topic: Topic::Origins,
    why: "the header takes one origin; browsers know no lists and no patterns there",
    question: "does one line hold several origins?",
    fix: "look the request's Origin up in a list, and send back that one origin with `Vary: Origin`",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (_, Failure::AllowOriginMismatch(value)) if is_list_or_pattern(value) => of_pattern(facts, value),
        (Facts::Wire(wire), Failure::MultipleAllowOrigin(Some(value))) => of_list(wire, value).into(),
        (Facts::Said(said), Failure::MultipleAllowOrigin(value)) => by_sentence(said, value.as_deref()),
        // WebKit says the same of a header that is missing.
        (Facts::Said(said), Failure::OriginNotAllowed)
            if said.silence() == Some(Silence::Response(Status::Success)) =>
        {
            Judged::maybe(if said.place.is_page_null() { 0 } else { 71 })
        }
        _ => Judged::No,
    }
}

fn of_pattern(facts: &Facts<'_>, value: &str) -> Judged {
    let origin = facts.origin();
    if origin.as_deref() == Some("null") {
        return if facts.wire().is_some() { Judged::No } else { Judged::maybe(80) };
    }
    let message = format!("Access-Control-Allow-Origin is `{value}`: browsers know no lists and no patterns there");
    let fix = match origin {
        Some(origin) => format!(
            "send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`: look the origin up in a list, and send back that one"
        ),
        None => JUDGE.fix.to_owned(),
    };
    let evidence = facts.seen(ALLOW_ORIGIN, "browsers know no patterns and no lists here");
    Judged::Yes(JUDGE.yes(Certainty::Certain, message, fix).seen_in(evidence))
}

fn of_list(wire: &Wire<'_>, value: &str) -> Option<Finding> {
    let lines = wire.decided()?.response.headers.lines(ALLOW_ORIGIN.as_bytes()).count();
    if several(value, Some(lines)) != Several::List || wire.page() == "null" {
        return None;
    }
    let message = format!("Access-Control-Allow-Origin holds a list: `{value}`");
    let fix = format!(
        "send `Access-Control-Allow-Origin: {}` and `Vary: Origin`: one origin, looked up in the list",
        wire.origin()
    );
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen(ALLOW_ORIGIN, "must be one origin")))
}

fn by_sentence(said: &Said<'_>, value: Option<&str>) -> Judged {
    let judged = match value.map(|value| several(value, None)) {
        Some(Several::Doubled) => Judged::No,
        Some(Several::LikelyDoubled) => Judged::maybe(80),
        Some(Several::List) => JUDGE.usual(Certainty::Certain),
        Some(Several::Either) => Judged::maybe(90),
        None => Judged::maybe(80),
    };
    if said.place.is_page_null() && !is_any_origin_twice(value) { Judged::maybe(85) } else { judged }
}

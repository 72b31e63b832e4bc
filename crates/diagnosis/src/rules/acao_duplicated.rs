//! `Access-Control-Allow-Origin` is sent twice.

use preflight_rules::{ACAO_DUPLICATED, Certainty, Finding};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allow_origin};
use crate::facts::origin_value::{Several, is_any_origin_twice, several};
use crate::facts::said::{Said, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ACAO_DUPLICATED,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "two layers send the header, mostly the application and the proxy; a CORS extension does it too",
    question: "are there two Access-Control-Allow-Origin lines?",
    fix: "let one layer send the header, the application or the proxy: `proxy_hide_header Access-Control-Allow-Origin` in nginx drops that of the server behind",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match (facts, facts.failure()) {
        (Facts::Wire(wire), Failure::MultipleAllowOrigin(Some(value))) => seen(wire, value).into(),
        (Facts::Said(said), Failure::MultipleAllowOrigin(value)) => by_sentence(said, value.as_deref()),
        (Facts::Said(said), Failure::Network(NetErrorClass::Failed)) => {
            Judged::maybe(if said.status() == Status::Success { 50 } else { 0 })
        }
        (Facts::Said(said), _) => {
            let is_read = said.translated_header() == Some(Some(ALLOW_ORIGIN));
            Judged::maybe(if is_read && said.message.status.is_none_or(|status| status < 400) { 70 } else { 0 })
        }
        _ => Judged::No,
    }
}

fn seen(wire: &Wire<'_>, value: &str) -> Option<Finding> {
    let lines = wire.decided()?.response.headers.lines(ALLOW_ORIGIN.as_bytes()).count();
    if wire.page() == "null" && !is_any_origin_twice(Some(value)) {
        return None;
    }
    let (layer, fix) = by_layer(wire);
    let (certainty, message) = match several(value, Some(lines)) {
        Several::Doubled => {
            (Certainty::Certain, format!("Access-Control-Allow-Origin is sent more than once: `{value}`{layer}"))
        }
        Several::LikelyDoubled => (
            Certainty::Likely,
            format!(
                "Access-Control-Allow-Origin holds a value more than once in one line: `{value}`, as where two layers send it and a third joins their lines{layer}"
            ),
        ),
        Several::List | Several::Either => return None,
    };
    Some(JUDGE.yes(certainty, message, fix).seen_in(wire.seen(ALLOW_ORIGIN, "must be one origin")))
}

/// Which layer sends which line, where the server behind is known.
fn by_layer(wire: &Wire<'_>) -> (String, &'static str) {
    let Some(inside) = wire.inside() else { return (String::new(), JUDGE.fix) };
    let inner = &inside.heard.head;
    match inner.headers.lines(ALLOW_ORIGIN.as_bytes()).count() {
        0 => (
            "; the layer in front adds all of it, the server behind none".to_owned(),
            "let the layer in front add the header once",
        ),
        1 => (
            format!(
                "; the server behind sends `{}`, and the layer in front adds its own",
                allow_origin(inner).unwrap_or_default()
            ),
            "take the header out of one: `proxy_hide_header Access-Control-Allow-Origin` in nginx, or the CORS of the application",
        ),
        _ => ("; the server behind sends all of it by itself".to_owned(), "register the application's CORS once"),
    }
}

fn by_sentence(said: &Said<'_>, value: Option<&str>) -> Judged {
    let judged = match value.map(|value| several(value, None)) {
        Some(Several::Doubled) => JUDGE.usual(Certainty::Certain),
        Some(Several::LikelyDoubled) => Judged::maybe(95),
        Some(Several::List) => Judged::No,
        Some(Several::Either) => Judged::maybe(80),
        // Firefox counts header lines, WebKit looks for a comma.
        None => Judged::maybe(90),
    };
    if said.place.is_page_null() && !is_any_origin_twice(value) { Judged::maybe(80) } else { judged }
}

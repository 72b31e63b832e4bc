//! A layer in between takes the headers away.

use preflight_rules::{Certainty, Finding, PROXY_STRIPS_HEADERS};

use crate::facts::Facts;
use crate::facts::heads::{ALLOW_ORIGIN, allow_origin};
use crate::facts::said::{Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &PROXY_STRIPS_HEADERS,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "a proxy, a CDN or a service worker answers with a copy that lacks the header",
    question: "does the server send the header when it is asked directly, without proxy and CDN?",
    fix: "let the layer in front pass the Access-Control headers on",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(match said.silence() {
            Some(Silence::Preflight(Status::Success | Status::NoContent)) => 50,
            Some(Silence::Preflight(Status::Unknown)) => 20,
            Some(Silence::Response(Status::Success | Status::NoContent)) => 40,
            _ => 0,
        }),
    }
}

/// The server behind sends the header, and what comes out has none.
fn seen(wire: &Wire<'_>) -> Option<Finding> {
    wire.blocked()?;
    let inside = wire.inside()?;
    let shown = allow_origin(&inside.heard.head).filter(|_| allow_origin(&inside.outside).is_none())?;
    if inside.outside.status >= 400 && inside.heard.head.status < 400 {
        return None;
    }
    let message =
        format!("the server behind sends `Access-Control-Allow-Origin: {shown}`, and the layer in front drops it");
    let evidence = [
        wire.seen_status("no access-control-allow-origin here")?,
        inside.heard.seen(Some(ALLOW_ORIGIN), "the server behind sends it"),
    ];
    Some(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(evidence))
}

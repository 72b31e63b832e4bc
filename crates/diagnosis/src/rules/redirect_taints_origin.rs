//! A redirect through another origin made the request's origin `null`.

use preflight_rules::{Certainty, Finding, REDIRECT_TAINTS_ORIGIN};

use crate::console::Engine;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::ALLOW_ORIGIN;
use crate::facts::origin_value::is_of_another_page;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &REDIRECT_TAINTS_ORIGIN,
    role: Role::Cause,
    topic: Topic::Taint,
    why: "after a redirect through another origin the browser sends `Origin: null`",
    question: "does the call pass through a second origin before it fails?",
    fix: "call the final URL, or redirect within one origin; allowing `null` would allow everybody",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let is_of_origin = matches!(wire.failure, Failure::MissingAllowOrigin | Failure::AllowOriginMismatch(_));
    let decided = wire.decided().filter(|_| is_of_origin && wire.is_tainted() && !wire.is_led_away())?;
    let (page, url) = (wire.page(), &decided.request.url);
    let fix = format!("call {url} at once, or redirect within one origin; allowing `null` would allow everybody");
    let (certainty, message) = if wire.taint_explains() {
        (
            Certainty::Certain,
            format!("{url} allows `{page}`, and is asked from `null`: a redirect through another origin made it so"),
        )
    } else if let Failure::AllowOriginMismatch(value) = &wire.failure {
        (
            Certainty::Certain,
            format!("{url} allows `{value}`, and is asked from `null`: a redirect through another origin made it so"),
        )
    } else if decided.response.status < 400 && !wire.reads_login() {
        (
            Certainty::Likely,
            format!(
                "{url} is asked from `null`, since a redirect through another origin made `{page}` so, and answers without a word about it"
            ),
        )
    } else {
        return None;
    };
    let note = "a redirect through another origin made the request's origin null";
    Some(JUDGE.yes(certainty, message, fix).seen_in(wire.seen(ALLOW_ORIGIN, note)))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let place = &said.place;
    if let Failure::AllowOriginMismatch(value) = &said.failure {
        return match said.message.origin.as_deref() {
            None => Judged::maybe(if is_of_another_page(value, "") { 70 } else { 0 }),
            Some(origin) if origin == value && said.is_redirected() => JUDGE.usual(Certainty::Certain),
            // The page's own origin is allowed, so another one was sent.
            Some(origin) if origin == value && origin != "null" && !said.message.is_preflight => Judged::maybe(90),
            Some("null") => Judged::No,
            Some(_) if place.is_redirected_to_another_origin() && value != "null" => Judged::maybe(70),
            Some(_) => Judged::No,
        };
    }
    Judged::maybe(match said.silence() {
        // WebKit prints the origin that was sent, which a redirect can make null; the others print the page's.
        Some(_) if place.is_page_null() && said.is_of(Engine::WebKit) => 98,
        Some(_) if place.is_page_null() && said.is_redirected() => 80,
        Some(Silence::Response(Status::Unknown | Status::Success)) if place.is_redirected_to_another_origin() => 65,
        _ => 0,
    })
}

//! The page's origin is `null`: a file, or a sandboxed frame.

use preflight_rules::{Certainty, FILE_ORIGIN_NULL, Finding};

use crate::console::{Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::ALLOW_ORIGIN;
use crate::facts::origin_value::{is_any_origin_twice, is_list_or_pattern, is_of_another_page};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &FILE_ORIGIN_NULL,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the page is a file or a sandboxed frame, and has no origin that a server could allow",
    question: "does the page's address begin with file:, or is it a sandboxed frame?",
    fix: "serve the page over http from localhost; allowing `null` would allow everybody",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    if wire.page() != "null" {
        return None;
    }
    let is_of_origin = match &wire.failure {
        Failure::AllowOriginMismatch(_) => true,
        Failure::MultipleAllowOrigin(value) => !is_any_origin_twice(value.as_deref()),
        _ => wire.refuses_origin() || wire.is_plain_silence() && !wire.intercepted(),
    };
    wire.decided().filter(|_| is_of_origin)?;
    let message = "the page's origin is `null`: it is a file or a sandboxed frame, and the server allows no such page";
    let note = "the page has no origin: it is a file or a sandboxed frame";
    Some(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(wire.seen(ALLOW_ORIGIN, note)))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let place = &said.place;
    match &said.failure {
        Failure::NonHttpScheme if place.is_file() => return of_called_file(said),
        Failure::NonHttpScheme if place.is_page_null() => return Judged::maybe(90),
        Failure::Network(NetErrorClass::Url) if place.is_file() => return JUDGE.usual(Certainty::Certain),
        Failure::AllowOriginMismatch(value) if place.is_page_null() => {
            return match is_list_or_pattern(value) {
                true => Judged::maybe(95),
                false => JUDGE.usual(Certainty::Certain),
            };
        }
        Failure::MultipleAllowOrigin(value) if place.is_page_null() => {
            return Judged::maybe(if is_any_origin_twice(value.as_deref()) { 20 } else { 95 });
        }
        _ => {}
    }
    let likelihood = match (said.silence(), &said.failure) {
        // Behind a redirect to another origin any page's origin is null.
        (Some(_), _) if place.is_page_null() && said.is_redirected() => return Judged::maybe(70),
        (Some(_), _) if place.is_page_null() => return Judged::maybe(99),
        // Firefox does not name the page.
        (Some(Silence::Preflight(Status::Success | Status::NoContent)), _) => 40,
        (Some(Silence::Response(Status::Success | Status::NoContent)), _) if said.is_of(Engine::Firefox) => 50,
        (None, Failure::AllowOriginMismatch(value)) if is_of_another_page(value, "") => 65,
        _ => 0,
    };
    match said.message.origin {
        None => Judged::maybe(likelihood).because(UNSEEN),
        Some(_) => Judged::No,
    }
}

/// A page called a file: what its own address is, the text has to say.
fn of_called_file(said: &Said<'_>) -> Judged {
    match &said.message.origin {
        Some(_) if said.place.is_page_null() => JUDGE.usual(Certainty::Certain),
        Some(_) => Judged::No,
        None if said.message.engine.is_none() => Judged::maybe(60).because(UNSEEN),
        None => Judged::maybe(95).because(UNSEEN),
    }
}

const UNSEEN: &str = "a page opened from a file has the origin null, which the text does not show";

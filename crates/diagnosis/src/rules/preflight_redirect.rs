//! The preflight is redirected, which browsers do not follow.

use preflight_rules::{Certainty, Finding, PREFLIGHT_REDIRECT};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::redirect_target::{final_url_fix, redirected};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &PREFLIGHT_REDIRECT,
    role: Role::Cause,
    topic: Topic::Preflights,
    why: "the URL is redirected: to https, to another slash, to another host, to a login",
    question: "does OPTIONS return 301, 302, 307 or 308?",
    fix: "call the final URL, or let the server answer OPTIONS without a redirect",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let is_redirect = |status: &u16| matches!(status, 301 | 302 | 303 | 307 | 308);
    let is_found =
        wire.failure == Failure::PreflightRedirect || wire.silent_preflight().as_ref().is_some_and(is_redirect);
    let decided = wire.decided().filter(|_| is_found)?;
    let (status, url) = (decided.response.status, &decided.request.url);
    let where_to = redirected(url, decided.response);
    let message = format!("the preflight (OPTIONS) is redirected ({status}){where_to}, which browsers do not follow");
    let evidence = wire.seen("location", "browsers do not follow this for a preflight");
    Some(JUDGE.yes(Certainty::Certain, message, final_url_fix(url, decided.response)).seen_in(evidence))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    use Silence::{Preflight, Response};
    if said.failure == Failure::PreflightRedirect || said.preflight_status() == Some(Status::Redirect) {
        if said.is_at_login() {
            // The redirect is seen; whether the session is over or the login stands before CORS is not.
            return Judged::maybe(90)
                .because("the preflight is redirected to a login, or by one: the login stands before CORS")
                .fixed_by(
                    "answer OPTIONS before the login, with 204 and the CORS headers; a login is nothing to call",
                );
        }
        return JUDGE.usual(Certainty::Certain);
    }
    Judged::maybe(match said.silence() {
        Some(Preflight(Status::Redirect)) => 90,
        // Where only the URL that was called speaks of a login, that may be the name of the call.
        Some(Response(Status::Redirect)) if !(said.place.is_login() && said.is_redirected()) => 70,
        Some(_) => 0,
        None if said.failure == Failure::Network(NetErrorClass::Redirect) => 80,
        None if said.translated_header() == Some(None) => 60,
        None => 0,
    })
}

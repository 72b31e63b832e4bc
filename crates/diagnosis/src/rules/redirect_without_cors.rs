//! A redirect without CORS headers.

use preflight_rules::{Certainty, Finding, REDIRECT_WITHOUT_CORS};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::{Failure, RedirectRefusal};
use crate::facts::redirect_target::{final_url_fix, redirected};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &REDIRECT_WITHOUT_CORS,
    role: Role::Cause,
    topic: Topic::Redirect,
    why: "the URL is redirected, and the redirect itself has to carry the header too",
    question: "is the status 301, 302, 307 or 308, without the header?",
    fix: "call the final URL, or let the redirect carry the CORS headers too",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_redirect()?;
    let decided = wire.decided()?;
    let url = &decided.request.url;
    let where_to = redirected(url, decided.response);
    let message = format!("the call is redirected ({status}){where_to}, and the redirect itself has no CORS headers");
    let evidence = wire.seen_status("no access-control-allow-origin here");
    Some(JUDGE.yes(Certainty::Certain, message, final_url_fix(url, decided.response)).seen_in(evidence))
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Redirect)) => 80,
        Some(Response(Status::Redirect)) => {
            if said.place.leads_to_login() {
                80
            } else {
                90
            }
        }
        Some(Response(Status::Unknown)) if said.is_led_away() => 70,
        Some(Response(Status::Unknown)) if said.is_redirected() => 90,
        Some(Response(Status::Unknown)) => {
            if said.is_call_of_script() {
                30
            } else {
                50
            }
        }
        Some(_) => 0,
        None => match (&said.failure, said.status()) {
            (Failure::RedirectRefused(RedirectRefusal::ModeError), _) => 80,
            (Failure::RedirectRefused(RedirectRefusal::Credentials | RedirectRefusal::Scheme), _) => 80,
            (Failure::Network(NetErrorClass::Redirect), _) => 90,
            (Failure::Network(NetErrorClass::Failed), Status::Redirect) => 90,
            _ => 0,
        },
    }
}

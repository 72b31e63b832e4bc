//! A redirect that browsers do not follow.

use preflight_rules::{Certainty, Finding, REDIRECT_NOT_FOLLOWED};

use crate::console::{Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::{Failure, RedirectRefusal};
use crate::facts::said::Said;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &REDIRECT_NOT_FOLLOWED,
    role: Role::Cause,
    topic: Topic::Redirect,
    why: "the redirect goes in circles, or leads to what no page may call",
    question: "where does the Location lead?",
    fix: "call the final URL, or let the server send one `Location` with an http or https URL",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    if wire.failure == Failure::OpaqueRedirect {
        let url = &wire.case.verdict.record.current_url;
        let message = format!("{url} redirects, and with `redirect: \"manual\"` the page sees nothing of it");
        let fix = "use `redirect: \"follow\"`, or call the final URL";
        return Some(JUDGE.yes(Certainty::Certain, message, fix));
    }
    let Failure::RedirectRefused(refusal) = wire.failure else { return None };
    let (message, note, fix) = match refusal {
        RedirectRefusal::Endless => (
            "more redirects follow each other than browsers follow",
            "",
            "call the final URL; the redirects go in circles",
        ),
        RedirectRefusal::ModeError => (
            "the server redirects, and the call forbids redirects",
            "",
            "remove `redirect: \"error\"`, or call the final URL",
        ),
        RedirectRefusal::Scheme => {
            ("the redirect leads to a URL that is neither http nor https", "browsers do not follow this", JUDGE.fix)
        }
        RedirectRefusal::Credentials => (
            "the redirect leads to a URL with a user name, which browsers do not follow to another origin",
            "browsers do not follow this",
            "redirect to a URL without user name and password",
        ),
        // The line itself is the evidence, and may hold more than is to be shown.
        RedirectRefusal::Location => (
            "the redirect's Location is not a URL, or stands there twice",
            "this is not a URL, or not the only one",
            JUDGE.fix,
        ),
        RedirectRefusal::StreamBody => (
            "the server redirects, and a body that is a stream cannot be sent again",
            "",
            "call the final URL, or send the body as text or bytes",
        ),
    };
    let evidence = if note.is_empty() { wire.seen_status("") } else { wire.seen("location", note) };
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(evidence))
}

fn likelihood(said: &Said<'_>) -> u8 {
    match said.failure {
        Failure::RedirectRefused(RedirectRefusal::ModeError) => 70,
        Failure::RedirectRefused(_) => 90,
        Failure::NonHttpScheme if said.message.redirected_from.is_some() => 90,
        Failure::NonHttpScheme if said.is_of(Engine::Firefox) && said.place.has_authority() => 60,
        Failure::Network(NetErrorClass::Redirect) => 60,
        Failure::Network(NetErrorClass::Unknown) if !said.place.has_bad_port() => 62,
        _ => 0,
    }
}

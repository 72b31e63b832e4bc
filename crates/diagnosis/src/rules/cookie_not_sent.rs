//! The browser does not send the cookie.

use preflight_engine::browser::is_same_site;
use preflight_rules::{COOKIE_NOT_SENT, Certainty, Finding};

use crate::console::ConsoleReason;
use crate::facts::Facts;
use crate::facts::cookie_line::{is_removal, lack};
use crate::facts::heads::allows_credentials;
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &COOKIE_NOT_SENT,
    role: Role::Besides,
    topic: Topic::Elsewhere,
    why: "cross-site cookies need SameSite=None and Secure, and more and more browsers want Partitioned",
    question: "does another line of the console name a cookie?",
    fix: "serve page and API from one site; or set the cookie with `SameSite=None; Secure; Partitioned`, over https",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => across_sites(wire).or_else(|| without_credentials(wire)).into(),
        Facts::Said(said) if said.reason() == Some(&ConsoleReason::Cookie) => JUDGE.usual(Certainty::Certain),
        Facts::Said(_) => Judged::No,
    }
}

/// A cookie is set that does not go to another site.
fn across_sites(wire: &Wire<'_>) -> Option<Finding> {
    wire.visible().filter(|_| wire.includes_credentials())?;
    let (id, request, response) = wire.last()?;
    if is_same_site(wire.case.request.origin(), &request.url) {
        return None;
    }
    let mut lines = response.headers.lines(b"set-cookie").filter(|line| !is_removal(line));
    let lack = lines.find_map(|line| lack(line, &request.url))?;
    let message = format!("the server sets a cookie that browsers do not send across sites: {lack}");
    let evidence = response_line(id, Some("set-cookie"), lack);
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in([evidence]))
}

/// A server that allows credentials and sets a cookie meant it to stay; without credentials, browsers drop it.
fn without_credentials(wire: &Wire<'_>) -> Option<Finding> {
    wire.visible().filter(|_| !wire.includes_credentials())?;
    let (id, _, response) = wire.last()?;
    if !response.headers.lines(b"set-cookie").any(|line| !is_removal(line)) || !allows_credentials(response) {
        return None;
    }
    let message = "the server sets a cookie and allows credentials, but the call includes none: the cookie is neither kept nor sent";
    let fix = "call with `credentials: \"include\"` (`withCredentials: true` in axios and XMLHttpRequest)";
    let evidence = response_line(id, Some("set-cookie"), "dropped: the call does not include credentials");
    Some(JUDGE.yes(Certainty::Possible, message, fix).seen_in([evidence]))
}

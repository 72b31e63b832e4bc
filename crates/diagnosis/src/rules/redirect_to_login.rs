//! A redirect to a login page.

use preflight_rules::{Certainty, Finding, REDIRECT_TO_LOGIN};
use url::Url;

use crate::console::{ConsoleReason, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::{Failure, RedirectRefusal};
use crate::facts::heads::is_html;
use crate::facts::redirect_target::{difference, is_login, leads_to_login, location};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &REDIRECT_TO_LOGIN,
    role: Role::Cause,
    topic: Topic::Redirect,
    why: "the session is missing or over, and the server sends the call to its login page",
    question: "does the Location lead to a login page?",
    fix: "answer calls of pages with 401 instead of a redirect, and log in by navigating",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => sent_away(wire)
            .or_else(|| arrived(wire))
            .or_else(|| asked_itself(wire))
            .or_else(|| read(wire))
            .into(),
        Facts::Said(said) if said.message.initiator.as_deref() == Some("manifest") => {
            Judged::maybe(likelihood(said)).fixed_by(
                "write `<link rel=\"manifest\" crossorigin=\"use-credentials\">`: without it the browser asks for the manifest without cookies",
            )
        }
        Facts::Said(said) if is_login_itself(said) => Judged::maybe(likelihood(said)).because(
            "the URL is that of a login page, made for people: mostly a call is redirected there, since the session is missing or over",
        ),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// Whether the text names the login page only, and not the call that is redirected there.
fn is_login_itself(said: &Said<'_>) -> bool {
    !said.is_redirected() && (said.is_at_login() || said.may_be_at_login())
}

/// The redirect itself has no CORS headers, and leads to a page for people.
fn sent_away(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_redirect()?;
    let decided = wire.decided()?;
    let url = &decided.request.url;
    let target = location(url, decided.response)?;
    let message = if leads_to_login(url, &target) {
        format!("the call is redirected ({status}) to a login page: the session is missing or over")
    } else if leads_to_a_page(wire, status, url, &target) {
        format!(
            "the call is redirected ({status}) to {target}, a page for people on another host: the session is missing or over"
        )
    } else {
        return None;
    };
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in(wire.seen("location", "a page for people")))
}

/// What is there tells a login from an API that moved.
fn leads_to_a_page(wire: &Wire<'_>, status: u16, url: &Url, target: &Url) -> bool {
    let is_elsewhere = target.host_str() != url.host_str() && difference(url, target).is_none();
    is_elsewhere
        && matches!(status, 302 | 303)
        && matches!(target.scheme(), "http" | "https")
        && wire.next_hop(target).known_and(|there| is_html(&there.head) && matches!(there.head.status, 200 | 401 | 403))
}

/// The redirect had its CORS headers, and the page that it leads to has none.
fn arrived(wire: &Wire<'_>) -> Option<Finding> {
    let decided = wire.decided().filter(|_| wire.is_silent_success() && wire.reads_login())?;
    let message =
        format!("the call is redirected to {}, a page for people: the session is missing or over", decided.request.url);
    Some(
        JUDGE
            .yes(Certainty::Likely, message, JUDGE.fix)
            .seen_in(wire.seen_status("no access-control-allow-origin here")),
    )
}

/// The login page itself was asked, as where a console names only the place that a redirect led to.
fn asked_itself(wire: &Wire<'_>) -> Option<Finding> {
    let decided = wire.decided().filter(|_| wire.is_plain_silence() && wire.asks_login_page())?;
    let message = format!(
        "{} is a login page, made for people: mostly a call is redirected there, since the session is missing or over",
        decided.request.url
    );
    let fix =
        "call the URL that the page calls, which redirects here: let it answer 401 instead, and log in by navigating";
    let evidence = wire.seen_status("no access-control-allow-origin here");
    Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(evidence))
}

/// The page reads the login page in the place of data.
fn read(wire: &Wire<'_>) -> Option<Finding> {
    let visible = wire.visible()?;
    let (id, _, response) = wire.last()?;
    if !(visible.redirected && is_html(response) && is_login(&visible.url)) {
        return None;
    }
    let message = format!("the page reads a login page: the call is redirected to {}", visible.url);
    let evidence = response_line(id, Some("content-type"), "a page for people");
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in([evidence]))
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Unknown | Status::MethodUnknown | Status::NotFound | Status::Other))
            if said.is_at_login() =>
        {
            95
        }
        Some(Response(Status::Unknown | Status::Success | Status::NoContent)) if said.is_at_login() => 95,
        Some(Response(Status::Unknown)) if said.may_be_at_login() => 65,
        Some(Preflight(Status::Redirect)) => {
            if said.place.leads_to_login() {
                95
            } else {
                70
            }
        }
        Some(Response(Status::Redirect)) => {
            if said.place.leads_to_login() {
                95
            } else {
                80
            }
        }
        Some(Response(Status::Unknown)) if said.is_led_away() => 80,
        Some(Response(Status::Unknown)) if said.is_redirected() => {
            if said.leads_elsewhere() {
                95
            } else {
                80
            }
        }
        Some(Response(Status::Success | Status::NoContent)) if said.is_led_away() => 94,
        Some(Response(Status::Success | Status::NoContent)) if said.leads_elsewhere() => 95,
        Some(Response(Status::Success | Status::NoContent)) if said.is_redirected() => 85,
        Some(Response(Status::Success)) if said.may_be_led_to_a_page() => 52,
        Some(_) => 0,
        None => match (&said.failure, said.reason()) {
            (Failure::RedirectRefused(RedirectRefusal::ModeError), _) => 90,
            (Failure::RedirectRefused(RedirectRefusal::Endless), _) => 80,
            (Failure::Network(NetErrorClass::Failed), _) if said.status() == Status::Redirect => 80,
            (Failure::PreflightRedirect | Failure::PreflightStatus | Failure::Unsaid, _) if said.is_at_login() => 95,
            (Failure::Unsaid, _) if said.may_be_at_login() => 55,
            (_, Some(ConsoleReason::Translated { .. })) if said.is_at_login() => 95,
            _ => 0,
        },
    }
}

//! The URL is not one that a page can call, or not the one that was meant.

use preflight_engine::exchange::{RequestHead, ResponseHead};
use preflight_rules::{Certainty, Finding, WRONG_URL_OR_ENV};

use crate::case::Deciding;
use crate::console::{ConsoleReason, Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::error_page::ErrorPage;
use crate::facts::failure::{Failure, RedirectRefusal};
use crate::facts::heads::is_html;
use crate::facts::place;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::slip::slip;
use crate::facts::wire::{Wire, response_line};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &WRONG_URL_OR_ENV,
    role: Role::Cause,
    topic: Topic::Page,
    why: "the URL lacks its scheme, has a port that browsers refuse, or leads to another server than was meant",
    question: "is this the URL that was meant, with scheme, host and port?",
    fix: "check host, port and path of the API, and the environment variable that holds them; then build and start again",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => {
            uncallable(wire).or_else(|| slipped(wire)).or_else(|| other_server(wire)).or_else(|| front_end(wire)).into()
        }
        Facts::Said(said) => by_sentence(said),
    }
}

/// No page can call it.
fn uncallable(wire: &Wire<'_>) -> Option<Finding> {
    let (message, fix) = match wire.failure {
        Failure::BadPort => (
            "browsers let no page reach this port, and send nothing there",
            "let the server listen on another port, such as 8080",
        ),
        Failure::NonHttpScheme => ("pages can call http and https URLs only", "call an http or https URL"),
        _ => return None,
    };
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen_status("")))
}

/// The call failed, and its URL shows why.
fn slipped(wire: &Wire<'_>) -> Option<Finding> {
    if wire.failure == Failure::None || wire.case.deciding == Deciding::Withheld {
        return None;
    }
    let status = wire.case.verdict.last_response().map(|head| head.status);
    // What is answered well was meant, however it looks.
    if status.is_some_and(|status| status < 400) {
        return None;
    }
    let (what, fix) = slip(wire.case.request.url())?;
    let end =
        status.map_or_else(|| "nothing answers there".to_owned(), |status| format!("the server answers {status}"));
    Some(JUDGE.yes(Certainty::Likely, format!("{what}, and {end}"), fix).seen_in(wire.seen_status("")))
}

/// Another server than was meant answers, and says so.
fn other_server(wire: &Wire<'_>) -> Option<Finding> {
    let (message, fix) = match wire.error_page_kind()? {
        ErrorPage::AirPlay(server) => {
            let port = wire.decided()?.request.url.port_or_known_default().unwrap_or(80);
            (
                format!("what listens on port {port} is AirPlay of macOS (`Server: {server}`), not the API"),
                "let the API listen on another port, such as 8000, or switch the AirPlay Receiver off",
            )
        }
        ErrorPage::WantsTls => {
            ("the port speaks TLS, and the URL is plain http".to_owned(), "write https:// in the URL")
        }
        ErrorPage::UnknownHost | ErrorPage::OfProxy => return None,
    };
    Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen_status("another server than was meant")))
}

/// A server that answers every path with the same page is that of a front end.
fn front_end(wire: &Wire<'_>) -> Option<Finding> {
    let is_blocked = wire.is_plain_silence()
        && !wire.asks_login_page()
        && !wire.refuses_origin()
        && wire.origin() != "null"
        && !wire.intercepted();
    let (id, request, response, page) = if is_blocked {
        let decided = wire.decided()?;
        (decided.id, decided.request, decided.response, wire.error_page())
    } else {
        wire.visible()?;
        let (id, request, response) = wire.last().filter(|(_, request, _)| asks_an_api(request))?;
        (id, request, response, wire.last_error_page())
    };
    let page = page.known()?;
    let body = wire.body_of(request);
    let is_page = |head: &ResponseHead| head.has_ok_status() && is_html(head);
    if !(is_page(response) && is_page(&page.head) && !body.is_empty() && body == page.body) {
        return None;
    }
    let message = match is_blocked {
        true => "this server answers every path with the same HTML page: it serves a front end, and is not the API",
        false => {
            "the page may read this, but it is HTML that the server sends for every path: a front end, not the API"
        }
    };
    let evidence = response_line(id, Some("content-type"), "an API would send JSON");
    Some(JUDGE.yes(Certainty::Likely, message, JUDGE.fix).seen_in([evidence]))
}

fn asks_an_api(request: &RequestHead) -> bool {
    let is_simple = matches!(request.method.as_slice(), b"GET" | b"HEAD") && !request.has_body;
    is_simple && place::is_of_an_api(&request.url)
}

/// A page of a server that asks for a file of the visitor's machine needs another URL, not another server.
fn of_called_file(said: &Said<'_>) -> Judged {
    const WHY: &str = "the page calls a file of the visitor's machine, which no page of a server may";
    const FIX: &str =
        "call an http or https URL; what a script made itself is at a `blob:` URL (`URL.createObjectURL`)";
    match &said.message.origin {
        Some(_) => Judged::Yes(JUDGE.yes(Certainty::Certain, WHY, FIX)),
        None => Judged::maybe(80).because(WHY).fixed_by(FIX),
    }
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let place = &said.place;
    match said.failure {
        Failure::BadPort => JUDGE.usual(Certainty::Certain),
        Failure::NonHttpScheme if said.message.redirected_from.is_some() => Judged::maybe(70),
        Failure::NonHttpScheme => match (place.is_file(), place.is_page_null()) {
            (true, true) => Judged::No,
            (true, false) => of_called_file(said),
            (false, true) => Judged::maybe(80),
            // Firefox names the place that a redirect leads to, and not what was called.
            (false, false) if said.is_of(Engine::Firefox) && place.has_authority() => Judged::maybe(90),
            (false, false) => JUDGE.usual(Certainty::Certain),
        },
        Failure::Network(NetErrorClass::Url) if !place.is_file() => JUDGE.usual(Certainty::Certain),
        _ => match place.slip() {
            // What leads to a login was found by the server, however its path looks.
            Some((what, fix)) if said.silence().is_some() => {
                let likely = if said.is_redirected() && said.is_at_login() { 60 } else { 95 };
                Judged::maybe(likely).because(what).fixed_by(fix)
            }
            _ => Judged::maybe(likelihood(said)),
        },
    }
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::NotFound)) => 80,
        Some(Response(Status::Other | Status::NotFound)) => 80,
        Some(Response(Status::Forbidden)) => 50,
        Some(Response(Status::Success)) if said.is_of(Engine::Chromium) => 45,
        Some(_) => 0,
        None => elsewhere(said),
    }
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match (&said.failure, said.reason()) {
        (Failure::PreflightStatus, _) => match said.status() {
            Status::Unknown => 50,
            Status::NotFound => 80,
            _ => 0,
        },
        (Failure::RedirectRefused(RedirectRefusal::Endless), _) => 70,
        (Failure::RedirectRefused(RedirectRefusal::Credentials | RedirectRefusal::Scheme), _) => 70,
        (Failure::Network(NetErrorClass::Redirect), _) => 70,
        (Failure::Network(NetErrorClass::Unknown), _) => {
            if said.place.has_bad_port() {
                90
            } else {
                55
            }
        }
        (Failure::SameOriginMode, _) => 80,
        (_, Some(ConsoleReason::ModuleType { .. })) => 90,
        _ => match said.translated_header() {
            Some(None) => 40,
            _ => 0,
        },
    }
}

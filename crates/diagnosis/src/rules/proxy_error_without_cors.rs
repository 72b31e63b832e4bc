//! A proxy, a CDN or a gateway answered with an error of its own.

use preflight_rules::{Certainty, Finding, PROXY_ERROR_WITHOUT_CORS};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::error_page::ErrorPage;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allow_origin};
use crate::facts::said::{Said, Silence, Status, is_of_proxy};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &PROXY_ERROR_WITHOUT_CORS,
    role: Role::Cause,
    topic: Topic::Status,
    why: "the proxy before the server gave up (size, time, no upstream) and answered itself",
    question: "is the status 413, 429, 502, 503 or 504?",
    fix: "find out why the proxy answers by itself; let it add its CORS headers to errors too (nginx: `always`)",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => layer(wire).or_else(|| intercepted(wire)).or_else(|| own_page(wire)).into(),
        Facts::Said(said) => Judged::maybe(likelihood(said)),
    }
}

/// The server behind allows the call, and the layer in front has an error of its own.
fn layer(wire: &Wire<'_>) -> Option<Finding> {
    wire.blocked()?;
    let inside = wire.inside()?;
    let (inner, outer) = (inside.heard.head.status, inside.outside.status);
    let shown = allow_origin(&inside.heard.head).filter(|_| allow_origin(&inside.outside).is_none())?;
    if outer < 400 || inner >= 400 {
        return None;
    }
    let message =
        format!("the server behind answers {inner} and allows `{shown}`; the layer in front answers {outer} by itself");
    let fix = "let the layer in front pass the request on, or add the CORS headers to its own errors";
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen_status(NOTE)))
}

/// An intermediary that is known by its answer.
fn intercepted(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_error().or_else(|| wire.silent_preflight()).or_else(|| wire.failed_preflight())?;
    let intermediary = wire.intermediary().filter(|_| status >= 400)?;
    let message =
        format!("{} answered {status} in the server's place: it {}", intermediary.name, intermediary.interference);
    Some(
        JUDGE
            .yes(Certainty::Certain, message, intermediary.advice)
            .seen_in(wire.seen_status("this is not the server's answer")),
    )
}

/// A status or a page that proxies make themselves.
fn own_page(wire: &Wire<'_>) -> Option<Finding> {
    if let Some(status) = wire.silent_error() {
        let kind = wire.error_page_kind();
        let (message, fix) = match kind {
            Some(ErrorPage::OfProxy) => {
                (format!("a proxy answered {status} with a page of its own, which has no CORS headers"), fix(status))
            }
            None if is_of_proxy(status) && !wire.is_own_refusal() => (
                format!(
                    "the answer has the status {status} and no CORS headers; whether a proxy or the server made it was not seen"
                ),
                either(status),
            ),
            _ => return None,
        };
        return Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen_status(NOTE)));
    }
    let status = wire.silent_preflight().or_else(|| wire.failed_preflight()).filter(|&status| is_of_proxy(status))?;
    let message = format!(
        "the preflight is answered with the status {status}; whether a proxy or the server made it was not seen"
    );
    let has_headers = wire.failed_preflight().is_some();
    let fix = if has_headers { first_step(status).to_owned() } else { either(status) };
    Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen_status("must be 200 to 299")))
}

const NOTE: &str = "no access-control-allow-origin here";

fn fix(status: u16) -> String {
    format!("{}; let the proxy add its CORS headers to errors too (nginx: `always`)", first_step(status))
}

/// What to do where nobody saw who answered.
fn either(status: u16) -> String {
    format!(
        "where a proxy answered: {}; where a route of the server did, look at its log; whichever it was has to send its CORS headers with errors too (nginx: `always`)",
        first_step(status)
    )
}

fn first_step(status: u16) -> &'static str {
    match status {
        413 => "let the proxy take bodies of this size (nginx: `client_max_body_size`)",
        429 => "ask less often, or raise the limit of the proxy",
        502 | 503 => "start the server behind the proxy, or correct where the proxy looks for it",
        504 => "make the server answer sooner, or let the proxy wait longer",
        _ => "find out why the proxy answers by itself",
    }
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Unknown)) => 40,
        Some(Preflight(Status::Forbidden)) => 70,
        Some(Preflight(Status::Proxy)) | Some(Response(Status::Proxy)) => 90,
        Some(Preflight(Status::ServerError)) => 80,
        Some(Response(Status::Unknown)) if said.is_redirected() => 0,
        Some(Response(Status::Unknown)) => 40,
        Some(Response(Status::Forbidden)) => 80,
        Some(Response(Status::NotFound)) => 75,
        Some(Response(Status::ServerError)) => 60,
        Some(_) => 0,
        None => elsewhere(said),
    }
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match said.preflight_status() {
        Some(Status::Unknown | Status::Forbidden) => 60,
        Some(Status::Proxy) => 90,
        Some(Status::ServerError) => 70,
        Some(_) => 0,
        None if said.failure == Failure::Network(NetErrorClass::Failed) => match said.status() {
            Status::Unknown | Status::Success | Status::NoContent | Status::Redirect => 0,
            Status::Proxy => 90,
            _ => 80,
        },
        None => match (said.translated_header(), said.message.status) {
            (Some(Some(ALLOW_ORIGIN)), Some(400..)) => 80,
            _ => 0,
        },
    }
}

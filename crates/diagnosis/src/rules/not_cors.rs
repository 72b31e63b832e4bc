//! Another mechanism than CORS blocks the response.

use preflight_rules::{Certainty, Finding, NOT_CORS};

use crate::console::{ConsoleReason, NetErrorClass};
use crate::facts::Facts;
use crate::facts::error_page::ErrorPage;
use crate::facts::error_status::first_step;
use crate::facts::failure::Failure;
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::host_lists::host_list;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &NOT_CORS,
    role: Role::Cause,
    topic: Topic::Elsewhere,
    why: "the message names another mechanism, which no CORS header switches off",
    question: "does another line of the console name CSP, CORP or a service worker?",
    fix: "fix the mechanism that the message names: CSP, CORP, an integrity hash, a service worker; CORS headers do not switch it off",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => by_policy(wire).or_else(|| of_host(wire)).or_else(|| other(wire)).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn by_policy(wire: &Wire<'_>) -> Option<Finding> {
    let policy = (wire.failure == Failure::ResourcePolicy).then(|| wire.field("cross-origin-resource-policy"))?;
    let message = format!("Cross-Origin-Resource-Policy is {policy}, which keeps the response from other origins");
    let fix = "send `Cross-Origin-Resource-Policy: cross-origin`, or fetch in cors mode and allow the origin";
    let evidence = wire.seen("cross-origin-resource-policy", "this keeps the response from other origins");
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(evidence))
}

/// What to do where the server is not known.
const HOST_LISTS: &str = concat!("add the host to ", host_list!(any));

fn of_host(wire: &Wire<'_>) -> Option<Finding> {
    let kind = wire.error_page_kind()?;
    (kind == ErrorPage::UnknownHost).then(|| {
        let message =
            "the server does not know the host name that it is called by, and refuses to answer; this is not CORS";
        let fix = wire.intermediary().map_or(HOST_LISTS, |intermediary| intermediary.advice);
        JUDGE.yes(Certainty::Likely, message, fix).seen_in(wire.seen_status("the server's own refusal"))
    })
}

/// What the engine knows and no rule does is told in its words.
fn other(wire: &Wire<'_>) -> Option<Finding> {
    let Failure::Other(reason) = &wire.failure else { return None };
    let step = wire.blocked()?.reason.standard_step();
    let fix = format!("see {}", step.url);
    Some(JUDGE.yes(Certainty::Possible, reason.clone(), fix).seen_in(wire.seen_status("")))
}

fn by_sentence(said: &Said<'_>) -> Judged {
    match (&said.failure, said.reason()) {
        (Failure::Network(NetErrorClass::BlockedByPolicy), _) => JUDGE.usual(Certainty::Certain),
        (Failure::Network(NetErrorClass::Aborted), _) => aborted(),
        (Failure::Network(NetErrorClass::Unknown), _) if !said.place.has_bad_port() => Judged::maybe(50),
        (Failure::Network(NetErrorClass::Failed), _) if said.status() == Status::Unknown => Judged::maybe(40),
        (Failure::SameOriginMode, _) => Judged::maybe(60),
        _ if said.message.came_through() => came_through(said),
        (Failure::ByReason, Some(reason)) => by_reason(said, reason),
        _ => Judged::maybe(match said.silence() {
            Some(Silence::Response(Status::Forbidden)) => 60,
            _ => 0,
        }),
    }
}

/// As likely it is that somebody gave up where the code says so.
const ABORTED: u8 = 90;

/// Nobody says who gave up.
fn aborted() -> Judged {
    let why = "the code says that somebody gave up, not who: the page itself (`abort()`, a reload, another page), a download, or \
               a proxy or a service worker that had no answer";
    let fix =
        "look at the line beside it and at the server's or the proxy's log for this call; no CORS header changes it";
    Judged::maybe(ABORTED).because(why).fixed_by(fix)
}

/// The page could read the error: nothing blocked it.
fn came_through(said: &Said<'_>) -> Judged {
    let status = said.message.status;
    let answered = status.map_or_else(|| "with an error".to_owned(), |status| status.to_string());
    let fix = first_step(status.unwrap_or_default());
    Judged::maybe(90)
        .because(format!(
            "the server answered {answered}, and that came through: neither CORS nor another mechanism blocked it"
        ))
        .fixed_by(format!("{fix}; the page reads the status as `response.status`"))
}

/// The page's policy, with the directive that the text names.
fn of_policy(said: &Said<'_>) -> Finding {
    let fix = match said.message.named.as_deref() {
        Some("default-src") => "add the URL's origin to default-src of the page's Content-Security-Policy, or give what is loaded a directive of its own (connect-src for calls)".to_owned(),
        Some("frame-ancestors") => "let the framed page's own policy name the page around it in frame-ancestors".to_owned(),
        Some(directive) => format!("add the URL's origin to {directive} of the page's Content-Security-Policy"),
        None => "add the URL's origin to connect-src (for calls; scripts and fonts have script-src and font-src) of the page's Content-Security-Policy".to_owned(),
    };
    JUDGE.yes(Certainty::Certain, JUDGE.why, fix)
}

fn by_reason(said: &Said<'_>, reason: &ConsoleReason) -> Judged {
    let fix = match reason {
        ConsoleReason::ContentSecurityPolicy => return Judged::Yes(of_policy(said)),
        ConsoleReason::WebSocketHandshake => {
            "look at the server's log: the server itself decides which origins it accepts; a proxy has to pass `Upgrade` on"
        }
        ConsoleReason::CorsDisabled => "set `content.cors.disable` to false in about:config",
        ConsoleReason::OriginNotAddable => return Judged::maybe(80),
        ConsoleReason::ConnectionNotOpened if said.place.is_web_socket() => return Judged::maybe(60),
        _ => return Judged::No,
    };
    Judged::Yes(JUDGE.yes(Certainty::Certain, JUDGE.why, fix))
}

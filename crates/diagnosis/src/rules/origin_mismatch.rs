//! The server allows another origin than the page's.

use preflight_engine::browser::Stage;
use preflight_rules::{Certainty, Finding, ORIGIN_MISMATCH};

use crate::console::{Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::body::speaks_of_origin;
use crate::facts::fact::Fact;
use crate::facts::failure::Failure;
use crate::facts::heads::{ALLOW_ORIGIN, allows, compares_origins, is_method_status};
use crate::facts::origin_value::{difference, is_list_or_pattern, is_of_another_page};
use crate::facts::said::{Said, Silence, Status};
use crate::facts::wire::Wire;
use crate::facts::wire::probes::NearMiss;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ORIGIN_MISMATCH,
    role: Role::Cause,
    topic: Topic::Origins,
    why: "a server with a list of origins says nothing to those that are not in it",
    question: "does the header come for another spelling of the origin: scheme, port, www, 127.0.0.1?",
    fix: "write the page's origin exactly as the browser sends it: scheme, host, port, and no slash",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => differs(wire)
            .or_else(|| is_refused(wire))
            .or_else(|| nearly_allowed(wire))
            .or_else(|| may_be_refused(wire))
            .or_else(|| may_be_refused_with_error(wire))
            .into(),
        Facts::Said(said) => match &said.failure {
            Failure::AllowOriginMismatch(value) => said_to_differ(said, value),
            _ => Judged::maybe(likelihood(said)),
        },
    }
}

/// The header names another origin.
fn differs(wire: &Wire<'_>) -> Option<Finding> {
    let Failure::AllowOriginMismatch(value) = &wire.failure else { return None };
    let origin = wire.origin();
    let is_cache_excluded = wire.is_blocked_at(Stage::Preflight)
        || !is_of_another_page(value, &origin)
        || matches!(wire.cache_has_answered(), Fact::Known(false));
    let certainty = if is_cache_excluded { Certainty::Certain } else { Certainty::Likely };
    let message = format!("the server allows `{value}`, the request's origin is `{origin}`");
    Some(
        JUDGE.yes(certainty, message, fix(value, &origin)).seen_in(wire.seen(ALLOW_ORIGIN, difference(value, &origin))),
    )
}

/// What to send instead; what is allowed already stays so.
fn fix(value: &str, origin: &str) -> String {
    if is_of_another_page(value, origin) {
        return format!(
            "allow both: keep `{value}` for its own page, and answer `{origin}` with `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`"
        );
    }
    format!("send `Access-Control-Allow-Origin: {origin}` and `Vary: Origin`")
}

/// Something there knows CORS and does not allow this origin.
fn is_refused(wire: &Wire<'_>) -> Option<Finding> {
    if !wire.refuses_origin() || wire.origin() == "null" {
        return None;
    }
    let origin = wire.origin();
    let is_about_itself = wire.silent_preflight().is_some_and(|status| (200..=299).contains(&status))
        && !wire.decided().is_some_and(|decided| compares_origins(decided.response));
    let request = if is_about_itself { wire.itself_request()? } else { wire.decided_request()? };
    let near = wire.near_miss(&request).map(|near| of_near_miss(wire, near));
    near.or_else(|| {
        let message = format!("the server knows CORS and refuses `{origin}`: its list does not hold this origin");
        let fix = format!("add `{origin}` to the server's list of origins, written exactly so");
        let evidence = wire.seen_status("no access-control-allow-origin here");
        Some(JUDGE.yes(Certainty::Likely, message, fix).seen_in(evidence))
    })
}

/// Nothing shows that the server knows CORS, and yet another spelling of the origin is allowed.
fn nearly_allowed(wire: &Wire<'_>) -> Option<Finding> {
    if wire.origin() == "null" {
        return None;
    }
    let may_be_asked = if wire.is_open_after_preflight() { wire.is_safe() } else { wire.is_plain_silence() };
    if may_be_asked && !wire.intercepted() {
        return wire.near_miss(&wire.decided_request()?).map(|near| of_near_miss(wire, near));
    }
    wire.silent_preflight().filter(|status| (200..=299).contains(status))?;
    let itself = wire.itself().known()?;
    if allows(&itself.head, &wire.origin()) {
        return None;
    }
    // An answer that says "not this method" says nothing of the origin; the preflight still may.
    let request = if is_method_status(itself.head.status) { wire.decided_request()? } else { wire.itself_request()? };
    wire.near_miss(&request).map(|near| of_near_miss(wire, near))
}

/// Nothing shows that the preflight compared origins, so that it says nothing of this one.
fn may_be_refused(wire: &Wire<'_>) -> Option<Finding> {
    let is_open = wire.is_open_after_preflight() && !wire.allows_origin_elsewhere();
    let origin = is_open.then(|| wire.origin())?;
    let message = format!("the response may refuse `{origin}`: a good preflight does not show that its list holds it");
    let fix = format!("look whether the server's list of origins holds `{origin}`, written exactly so");
    let evidence =
        wire.foreign_preflight().known().map(|foreign| foreign.seen(Some(ALLOW_ORIGIN), "for a stranger's origin"));
    Some(JUDGE.yes(Certainty::Possible, message, fix).seen_in(evidence))
}

/// Servers refuse an origin with 403, some with 400 or 401 and a body that says so; whether this one does is not known where
/// nobody asked without an origin.
fn may_be_refused_with_error(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_error()?;
    let refuses = status == 403 || matches!(status, 400 | 401) && speaks_of_origin(&wire.body());
    let is_sent = wire.decided().is_some_and(|decided| decided.request.headers.contains(b"origin"));
    let is_explained = wire.intercepted() || wire.error_of_another_kind() || wire.without_origin().known().is_some();
    if !refuses || !is_sent || is_explained || wire.origin() == "null" {
        return None;
    }
    let origin = wire.origin();
    let message = format!(
        "the server may refuse `{origin}` with this {status}: many answer so to an origin that their list lacks"
    );
    let fix = format!(
        "send the same request without `Origin`: where it is answered well, add `{origin}` to the server's list of origins, written exactly so"
    );
    Some(JUDGE.yes(Certainty::Possible, message, fix).seen_in(wire.seen_status("no access-control-allow-origin here")))
}

fn of_near_miss(wire: &Wire<'_>, near: NearMiss) -> Finding {
    let origin = wire.origin();
    let NearMiss { heard, entry, difference } = near;
    let message = format!("the server allows `{entry}`, the page is `{origin}`");
    let fix = format!("in the server's list, write `{origin}`: {difference}");
    let evidence = heard.seen(Some(ALLOW_ORIGIN), difference);
    // What another method is answered proves less.
    let is_exact = wire.is_safe() || wire.is_blocked_at(Stage::Preflight);
    let certainty = if is_exact { Certainty::Certain } else { Certainty::Likely };
    JUDGE.yes(certainty, message, fix).seen_in([evidence])
}

fn said_to_differ(said: &Said<'_>, value: &str) -> Judged {
    let Some(origin) = said.message.origin.as_deref() else {
        // What no browser ever sends as an origin is wrong for every page; `null` would fit a page of that origin.
        return match is_of_another_page(value, "") {
            true => Judged::maybe(90).because(format!("the page has another origin than {value}")),
            false if is_list_or_pattern(value) => Judged::No,
            false => Judged::Yes(JUDGE.yes(Certainty::Certain, difference(value, ""), JUDGE.fix)),
        };
    };
    let fix = format!("write exactly `{origin}` in the server's list of origins");
    if origin == value && !said.is_redirected() {
        return Judged::maybe(80)
            .because("the value holds more than the text shows: brackets, quotes, a character that is not seen");
    }
    if origin == "null" || origin == value || is_list_or_pattern(value) {
        return Judged::No;
    }
    let why = difference(value, origin);
    let may_be_cached = !said.message.is_preflight && is_of_another_page(value, origin);
    match said.is_led_away() {
        true => Judged::maybe(80),
        false if may_be_cached || said.is_redirected() => Judged::maybe(90),
        false => return Judged::Yes(JUDGE.yes(Certainty::Certain, why, fix)),
    }
    .because(why)
    .fixed_by(fix)
}

fn likelihood(said: &Said<'_>) -> u8 {
    use Silence::{Preflight, Response};
    match said.silence() {
        Some(Preflight(Status::Unknown | Status::ServerError)) => 60,
        Some(Preflight(Status::Success | Status::NoContent | Status::Other)) => 70,
        Some(Preflight(Status::Forbidden)) => 80,
        Some(Response(Status::Unknown)) if said.is_redirected() || !said.is_call_of_script() => 0,
        Some(Response(Status::Unknown)) => 70,
        Some(Response(Status::Success | Status::NoContent)) => {
            // WebKit says the same of a header for another origin.
            if said.failure == Failure::OriginNotAllowed { 85 } else { 72 }
        }
        Some(Response(Status::Forbidden | Status::Other | Status::ServerError)) => 70,
        Some(_) => 0,
        None => elsewhere(said),
    }
}

fn elsewhere(said: &Said<'_>) -> u8 {
    match said.preflight_status() {
        Some(Status::Forbidden) => 80,
        Some(Status::ServerError | Status::Other) if said.is_of(Engine::WebKit) => 60,
        Some(_) => 0,
        None => match said.translated_header() {
            Some(Some(ALLOW_ORIGIN)) if said.message.status.is_none_or(|status| status < 400) => 80,
            _ if said.failure == Failure::Network(NetErrorClass::Failed) => match said.status() {
                Status::Success | Status::NoContent => 80,
                _ => 0,
            },
            _ if said.is_unsaid() => 70,
            _ => 0,
        },
    }
}

//! The server allows everybody.

use preflight_recording::Purpose;
use preflight_rules::{CORS_DISABLED_IN_PRODUCTION, Certainty, Finding};
use url::{Host, Url};

use crate::facts::Facts;
use crate::facts::heads::{ALLOW_ORIGIN, FOREIGN_ORIGIN, allow_origin, allows_credentials};
use crate::facts::wire::{Heard, Wire};
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &CORS_DISABLED_IN_PRODUCTION,
    role: Role::Besides,
    topic: Topic::Elsewhere,
    why: "a server that echoes whoever asks, with credentials, has no policy",
    question: "is any origin allowed, with credentials?",
    fix: "list the origins that may read, and compare the whole origin; a development server may stay open on loopback only",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    facts.wire().and_then(|wire| echoes(wire).or_else(|| allows_null(wire))).into()
}

/// What fixes it where nobody but the developer can reach it yet.
const BEFORE_DEPLOYMENT: &str =
    "nothing to fix while only this machine reaches it; before it is deployed, list the origins that may read";

/// Any origin may read with the visitor's cookies.
fn echoes(wire: &Wire<'_>) -> Option<Finding> {
    let foreign = foreign(wire)?;
    if allow_origin(&foreign.head).as_deref() != Some(FOREIGN_ORIGIN) || !allows_credentials(&foreign.head) {
        return None;
    }
    let evidence = foreign.seen(Some(ALLOW_ORIGIN), "this origin was made up, so no list has it");
    let finding = match is_public(wire.case.request.url()) {
        true => JUDGE.yes(
            Certainty::Certain,
            format!("any origin may read this with the visitor's cookies: `{FOREIGN_ORIGIN}` is echoed as well"),
            JUDGE.fix,
        ),
        false => JUDGE.yes(
            Certainty::Possible,
            format!(
                "this development server allows any origin with cookies (`{FOREIGN_ORIGIN}` is echoed as well); where it is deployed so, any page may read what its visitor may"
            ),
            BEFORE_DEPLOYMENT,
        ),
    };
    Some(finding.seen_in([evidence]))
}

/// What a stranger is answered; of what may change something, only the preflight is asked again.
fn foreign(wire: &Wire<'_>) -> Option<Heard> {
    if !is_simple(wire)? {
        return wire.foreign_preflight().known();
    }
    let (_, _, response) = wire.last()?;
    let is_static = allow_origin(response).as_deref() == Some("*");
    let foreign = wire.last_from(Purpose::ForeignOrigin, Some(FOREIGN_ORIGIN));
    foreign.known().filter(|_| !is_static)
}

/// Whether the call that was allowed is one that may be repeated.
fn is_simple(wire: &Wire<'_>) -> Option<bool> {
    wire.visible()?;
    let (_, request, _) = wire.last()?;
    Some(matches!(request.method.as_slice(), b"GET" | b"HEAD") && !request.has_body)
}

/// Any site can make a page with the origin `null`, in a sandboxed frame.
fn allows_null(wire: &Wire<'_>) -> Option<Finding> {
    let (_, _, response) = wire.last().filter(|_| is_simple(wire) == Some(true))?;
    if !allows_credentials(response) || allow_origin(response).as_deref() == Some("*") || wire.page() == "null" {
        return None;
    }
    let heard = wire.last_from(Purpose::NullOrigin, Some("null")).known()?;
    if allow_origin(&heard.head).as_deref() != Some("null") || !allows_credentials(&heard.head) {
        return None;
    }
    let evidence = heard.seen(Some(ALLOW_ORIGIN), "every site can send this origin");
    let finding = match is_public(wire.case.request.url()) {
        true => JUDGE.yes(
            Certainty::Likely,
            "pages with the origin `null` may read this with cookies: any site can make such a page, in a sandboxed frame",
            "take `null` off the list",
        ),
        false => JUDGE.yes(
            Certainty::Possible,
            "this development server allows the origin `null` with cookies; where it is deployed so, any site can make a page that reads it, in a sandboxed frame",
            "take `null` off the list before it is deployed",
        ),
    };
    Some(finding.seen_in([evidence]))
}

/// Whether everybody on the internet can reach it, as far as the URL says.
fn is_public(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".local"),
        Some(Host::Ipv4(address)) => !(address.is_loopback() || address.is_private() || address.is_link_local()),
        Some(Host::Ipv6(address)) => !(address.is_loopback() || (address.segments()[0] & 0xfe00) == 0xfc00),
        None => false,
    }
}

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

/// Any origin may read with the visitor's cookies.
fn echoes(wire: &Wire<'_>) -> Option<Finding> {
    let foreign = foreign(wire)?;
    if allow_origin(&foreign.head).as_deref() != Some(FOREIGN_ORIGIN) || !allows_credentials(&foreign.head) {
        return None;
    }
    let certainty = if is_public(wire.case.request.url()) { Certainty::Certain } else { Certainty::Possible };
    let message = format!("any origin may read this with the visitor's cookies: `{FOREIGN_ORIGIN}` is echoed as well");
    let evidence = foreign.seen(Some(ALLOW_ORIGIN), "nobody put this origin on a list");
    Some(JUDGE.yes(certainty, message, JUDGE.fix).seen_in([evidence]))
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
    let message =
        "pages with the origin `null` may read this with cookies: any site can make such a page, in a sandboxed frame";
    let evidence = heard.seen(Some(ALLOW_ORIGIN), "every site can send this origin");
    Some(JUDGE.yes(Certainty::Likely, message, "take `null` off the list").seen_in([evidence]))
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

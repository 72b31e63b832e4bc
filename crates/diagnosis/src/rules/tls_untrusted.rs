//! No TLS connection that the browser trusts.

use preflight_engine::exchange::NetworkFailure;
use preflight_recording::Purpose;
use preflight_rules::{Certainty, Finding, TLS_UNTRUSTED};
use url::Url;

use crate::console::{ConsoleReason, Engine, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::place::authority;
use crate::facts::said::Said;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &TLS_UNTRUSTED,
    role: Role::Cause,
    topic: Topic::Connection,
    why: "the certificate is made by hand, expired or for another host, or the port speaks no TLS",
    question: "does the browser warn when the URL is opened in a tab?",
    fix: "use a certificate for this host from a CA that the browser trusts; a plain HTTP port wants an http: URL",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => by_sentence(said),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let &Failure::NoResponse(failure) = &wire.failure else { return None };
    let url = &wire.case.verdict.exchanges.last()?.request.url;
    let (message, fix) = match failure {
        NetworkFailure::TlsHandshake => match wire.in_scheme("http", Purpose::PlainHttp) {
            Some((plain, Ok(_))) => of_plain_port(wire, &plain),
            _ => (
                format!("{}: {failure}; CORS has no part in this", authority(url)),
                "check whether the port speaks TLS at all; a plain HTTP port wants an http: URL".to_owned(),
            ),
        },
        NetworkFailure::TlsCertificate => (
            format!("{}: {failure}; CORS has no part in this", authority(url)),
            "use a certificate for this host from a CA that the browser trusts".to_owned(),
        ),
        _ => return None,
    };
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen_status("")))
}

fn of_plain_port(wire: &Wire<'_>, plain: &Url) -> (String, String) {
    let message = format!("{} speaks plain HTTP, and the URL says https; CORS has no part in this", authority(plain));
    let fix = if wire.page().starts_with("https:") {
        "give the server a certificate: a page over https may not call plain http".to_owned()
    } else {
        format!("call {plain}, or give the server a certificate")
    };
    (message, fix)
}

fn by_sentence(said: &Said<'_>) -> Judged {
    let place = &said.place;
    match said.failure {
        Failure::Network(NetErrorClass::Tls) => JUDGE.usual(Certainty::Certain),
        Failure::Network(NetErrorClass::Unknown) if place.is_encrypted() && !place.has_bad_port() => {
            Judged::maybe(if place.is_certificate_likely_private() { 90 } else { 75 })
        }
        Failure::Network(NetErrorClass::Unreachable) if said.is_of(Engine::WebKit) && place.is_encrypted() => {
            Judged::maybe(80)
        }
        _ if said.reason() == Some(&ConsoleReason::ConnectionNotOpened)
            && place.is_web_socket()
            && place.is_encrypted() =>
        {
            Judged::maybe(80)
        }
        _ if said.translated_header() == Some(None) => Judged::maybe(80),
        _ => Judged::No,
    }
}

//! Nothing answered, which is not CORS.

use preflight_engine::exchange::NetworkFailure;
use preflight_recording::Purpose;
use preflight_rules::{Certainty, Finding, UNREACHABLE};
use url::Url;

use crate::console::{ConsoleReason, Engine, Message, NetErrorClass};
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::place::authority;
use crate::facts::said::Said;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &UNREACHABLE,
    role: Role::Cause,
    topic: Topic::Connection,
    why: "the server is down, the port or the host name is wrong, or a container does not publish its port",
    question: "does nothing answer at all?",
    fix: "start the server or correct host and port; a server in a container listens on 0.0.0.0 and publishes its port",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) if said.failure == Failure::Network(NetErrorClass::Unreachable) => {
            match said.is_of(Engine::WebKit) && said.place.is_encrypted() {
                true => Judged::maybe(90),
                false => JUDGE.usual(Certainty::Certain),
            }
        }
        Facts::Said(said) => match (likelihood(said), said.place.container_name()) {
            (1.., Some(name)) => Judged::maybe(95)
                .because(format!(
                    "`{name}` is a name without a dot: it looks like a container's, which no browser outside resolves"
                ))
                .fixed_by("call localhost and the port that the container publishes"),
            (likelihood, _) => Judged::maybe(likelihood),
        },
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let &Failure::NoResponse(failure) = &wire.failure else { return None };
    if matches!(failure, NetworkFailure::TlsHandshake | NetworkFailure::TlsCertificate) {
        return None;
    }
    let url = &wire.case.verdict.exchanges.last()?.request.url;
    let (message, fix) =
        closer(wire, failure, url).or_else(|| since_the_text(wire, failure, url)).unwrap_or_else(|| {
            (format!("{}: {failure}; CORS has no part in this", authority(url)), usual_fix(failure).to_owned())
        });
    Some(JUDGE.yes(Certainty::Certain, message, fix).seen_in(wire.seen_status("")))
}

/// What another address or scheme of the same server tells.
fn closer(wire: &Wire<'_>, failure: NetworkFailure, url: &Url) -> Option<(String, String)> {
    match failure {
        NetworkFailure::ConnectionRefused => {
            let (other, heard) = wire.other_loopback()?;
            let (here, there) = (authority(url), authority(&other));
            let status = heard.head.status;
            Some((
                format!(
                    "nothing listens on {here}, but on {there} a server answers {status}; CORS has no part in this"
                ),
                format!("call {there}, or let the server listen on {} too", url.host_str().unwrap_or_default()),
            ))
        }
        NetworkFailure::ConnectionClosed | NetworkFailure::InvalidResponse if url.scheme() == "http" => {
            let (secure, answer) = wire.in_scheme("https", Purpose::Tls)?;
            // A certificate that is not trusted is a certificate.
            matches!(answer, Ok(_) | Err(NetworkFailure::TlsCertificate)).then(|| {
                (
                    format!("{} speaks TLS, and the URL says http; CORS has no part in this", authority(url)),
                    format!("call {secure}"),
                )
            })
        }
        NetworkFailure::NameNotResolved => {
            let host = url.host_str().filter(|host| !host.contains('.'))?;
            Some((
                format!("`{host}` does not resolve: it looks like the name of a container, which no browser knows"),
                "call localhost and the port that the container publishes".to_owned(),
            ))
        }
        _ => None,
    }
}

/// Where the text tells of an answer, and nothing listens now: the server of then is missing.
fn since_the_text(wire: &Wire<'_>, failure: NetworkFailure, url: &Url) -> Option<(String, String)> {
    let is_missing =
        failure == NetworkFailure::ConnectionRefused && wire.case.console.is_some_and(Message::tells_of_answer);
    is_missing.then(|| {
        let here = authority(url);
        (
            format!("{here}: {failure} now; something answered there when the text was written"),
            "start the server that answered then, or name the port where it listens now; then check the call again"
                .to_owned(),
        )
    })
}

fn usual_fix(failure: NetworkFailure) -> &'static str {
    match failure {
        NetworkFailure::NameNotResolved => {
            "check the host's spelling; names of containers and of a VPN do not resolve in a browser outside of it"
        }
        NetworkFailure::ConnectionRefused => {
            "start the server, or correct the port; a server in a container has to listen on 0.0.0.0 and publish the port"
        }
        NetworkFailure::InvalidResponse => "check the port: what listens there does not speak HTTP; it may speak TLS",
        NetworkFailure::BrokenLength => {
            "send Content-Length and Content-Disposition once: the application or the proxy in front of it, not both"
        }
        NetworkFailure::UnexpectedProxyAuthentication => "answer 401 where a login is missing: 407 is for proxies",
        NetworkFailure::TimedOut => "look at the server's log: it took the connection and did not answer",
        _ => "look at the server's log: it may have crashed while it answered",
    }
}

fn likelihood(said: &Said<'_>) -> u8 {
    match (&said.failure, said.reason()) {
        (Failure::Network(NetErrorClass::Unknown), _) => {
            let place = &said.place;
            let is_second = place.has_bad_port() || place.is_encrypted() && place.is_certificate_likely_private();
            if is_second { 80 } else { 90 }
        }
        // Firefox reports a preflighted request that was never answered as if its answer had two lines.
        (Failure::MultipleAllowOrigin(None), _) if said.is_of(Engine::Firefox) => 20,
        (_, Some(ConsoleReason::ConnectionNotOpened)) => 90,
        _ if said.is_unsaid() && said.is_of(Engine::WebKit) => 50,
        _ if said.translated_header() == Some(None) => 90,
        _ => 0,
    }
}

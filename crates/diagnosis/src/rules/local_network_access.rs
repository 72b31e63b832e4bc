//! A public page calls into the local network.

use preflight_rules::{Certainty, LOCAL_NETWORK_ACCESS};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::{Failure, LocalNetwork};
use crate::facts::said::Status;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &LOCAL_NETWORK_ACCESS,
    role: Role::Cause,
    topic: Topic::Page,
    why: "since Chromium 142 pages need the user's permission to reach this machine or the local network",
    question: "is the page public, and the URL on this machine or in the local network?",
    fix: "grant the browser's local network permission, and serve the page over https; no CORS header replaces it",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    let Failure::LocalNetwork(what) = facts.failure() else { return by_sentence(facts) };
    let (message, fix) = match what {
        LocalNetwork::Permission => {
            ("the page may not reach the local network: the visitor has not granted the permission", JUDGE.fix)
        }
        LocalNetwork::InsecurePage => (
            "the page came over plain http, and may not reach a more private network",
            "serve the page over https; only then may the browser ask for the permission",
        ),
        LocalNetwork::Mismatch => (
            "the page announced another address space than the server's",
            "correct `targetAddressSpace` in the page, or leave it out",
        ),
    };
    Judged::Yes(JUDGE.yes(Certainty::Certain, message, fix).seen_in(facts.seen_status("")))
}

fn by_sentence(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Said(said) => match said.failure {
            Failure::Network(NetErrorClass::LocalNetwork) => JUDGE.usual(Certainty::Certain),
            Failure::Network(NetErrorClass::Unknown) if said.place.is_local() => Judged::maybe(65),
            Failure::Network(NetErrorClass::Failed) if said.status() == Status::Unknown => Judged::maybe(60),
            _ => Judged::No,
        },
        Facts::Wire(_) => Judged::No,
    }
}

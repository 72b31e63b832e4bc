//! `*` does not count with credentials.

use preflight_rules::{Certainty, WILDCARD_WITH_CREDENTIALS};

use crate::console::NetErrorClass;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::ALLOW_ORIGIN;
use crate::facts::said::Status;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &WILDCARD_WITH_CREDENTIALS,
    role: Role::Cause,
    topic: Topic::Credentials,
    why: "`*` is meant for everybody, and credentials are not for everybody",
    question: "is the header `*`, and the call made with credentials?",
    fix: "answer the page's origin instead of `*`, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`; other pages may keep `*`. Or leave credentials out, where the call needs no cookie",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    if *facts.failure() != Failure::WildcardWithCredentials {
        return Judged::maybe(by_sentence(facts));
    }
    let message = match facts {
        Facts::Wire(_) => "the server allows `*`, which does not count when credentials are included",
        Facts::Said(_) => JUDGE.why,
    };
    let fix = match facts.origin().filter(|origin| origin != "null") {
        Some(origin) => format!(
            "answer `{origin}` with `Access-Control-Allow-Origin: {origin}` instead of `*`, with `Access-Control-Allow-Credentials: true` and `Vary: Origin`; other pages may keep `*`. Or leave credentials out, where the call needs no cookie"
        ),
        None => JUDGE.fix.to_owned(),
    };
    let evidence = facts.seen(ALLOW_ORIGIN, "must be the page's origin, spelled out");
    Judged::Yes(JUDGE.yes(Certainty::Certain, message, fix).seen_in(evidence))
}

fn by_sentence(facts: &Facts<'_>) -> u8 {
    let Facts::Said(said) = facts else { return 0 };
    match said.translated_header() {
        Some(Some("access-control-allow-credentials")) => 80,
        Some(Some(ALLOW_ORIGIN)) if said.message.status.is_none_or(|status| status < 400) => 60,
        _ if said.failure == Failure::Network(NetErrorClass::Failed) && said.status() == Status::Success => 60,
        _ => 0,
    }
}

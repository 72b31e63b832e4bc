//! `Access-Control-Allow-Credentials: true` is missing.

use preflight_rules::{ACAC_MISSING, Certainty};

use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &ACAC_MISSING,
    role: Role::Cause,
    topic: Topic::Credentials,
    why: "the answer has to say exactly `true`, in lower case",
    question: "is Access-Control-Allow-Credentials anything but `true`?",
    fix: "send `Access-Control-Allow-Credentials: true`, on the preflight's answer too",
    judge,
};

fn judge(facts: &Facts<'_>) -> Judged {
    let Failure::AllowCredentialsNotTrue(value) = facts.failure() else {
        let Facts::Said(said) = facts else { return Judged::No };
        let is_read = said.translated_header() == Some(Some(FIELD));
        return Judged::maybe(if is_read { 90 } else { 0 });
    };
    let note = match value.is_some() {
        true => "must be exactly `true`",
        false => "no access-control-allow-credentials here",
    };
    let message = match value.as_deref().filter(|value| !value.is_empty()) {
        None => "credentials are included, and the server does not say that they may be".to_owned(),
        Some(value) => format!("Access-Control-Allow-Credentials is `{value}`, not `true`"),
    };
    let evidence = facts.seen(FIELD, note);
    Judged::Yes(JUDGE.yes(Certainty::Certain, message, JUDGE.fix).seen_in(evidence))
}

const FIELD: &str = "access-control-allow-credentials";

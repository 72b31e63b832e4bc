//! The configuration is right, and the running server has an older one.

use preflight_rules::{Certainty, Finding, SERVER_NOT_RESTARTED};

use crate::case::SourceSays;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &SERVER_NOT_RESTARTED,
    role: Role::Besides,
    topic: Topic::Elsewhere,
    why: "servers read their configuration when they start",
    question: "was the server restarted after the file was changed?",
    fix: "restart the server, or point it at the file that was changed",
    judge,
};

/// The source allows the call, and the server that runs does not.
fn judge(facts: &Facts<'_>) -> Judged {
    facts.wire().and_then(seen).into()
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let source = wire.case.source.filter(|_| is_of_configuration(&wire.failure))?;
    let certainty = match source.says {
        SourceSays::AllowsCallSinceChange if is_excluding_others(wire) => Certainty::Likely,
        SourceSays::AllowsCallSinceChange => Certainty::Possible,
        SourceSays::AllowsCall | SourceSays::ConfiguresLibrary(_) => return None,
    };
    let message = format!(
        "{} allows the call since it was changed, and the running server does not: it may not have been restarted",
        source.file
    );
    let evidence = wire.seen_status(format!("not what {} says", source.file));
    Some(JUDGE.yes(certainty, message, JUDGE.fix).seen_in(evidence))
}

/// Whether another configuration would have made it another end.
fn is_of_configuration(failure: &Failure) -> bool {
    matches!(
        failure,
        Failure::MissingAllowOrigin
            | Failure::WildcardWithCredentials
            | Failure::AllowOriginMismatch(_)
            | Failure::AllowCredentialsNotTrue(_)
            | Failure::MethodNotAllowed(_)
            | Failure::HeaderNotAllowed(_)
    )
}

/// Whether no layer in between, no error and no redirect explains it as well.
fn is_excluding_others(wire: &Wire<'_>) -> bool {
    let is_in_between = !wire.field("via").is_empty() || wire.intercepted() || wire.inside().is_some();
    let is_error = wire.status().is_none_or(|status| status >= 300);
    !is_in_between && !is_error
}

//! A CORS library is configured in a way that does nothing.

use preflight_rules::{Certainty, Finding, LIBRARY_MISUSE};

use crate::case::SourceSays;
use crate::facts::Facts;
use crate::facts::failure::Failure;
use crate::facts::heads::varies_by_origin;
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &LIBRARY_MISUSE,
    role: Role::Besides,
    topic: Topic::Origins,
    why: "the library is there, and its settings have no effect",
    question: "does the source configure a CORS library, and does the answer show nothing of it?",
    fix: "check that the library is registered on the application that answers, before the routes, and that its options are spelled as its documentation says",
    judge,
};

/// The source configures a library, and nothing of CORS is in the answer.
fn judge(facts: &Facts<'_>) -> Judged {
    facts.wire().and_then(seen).into()
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let source = wire.case.source?;
    let SourceSays::ConfiguresLibrary(library) = source.says else { return None };
    let decided = wire.decided().filter(|_| wire.failure == Failure::MissingAllowOrigin)?;
    let mut names = decided.response.headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    if names.any(|name| name.starts_with(b"access-control-"))
        || varies_by_origin(decided.response)
        || wire.intercepted()
    {
        return None;
    }
    let certainty = if decided.response.status < 400 { Certainty::Likely } else { Certainty::Possible };
    let message = format!("{} configures {library}, and the answer shows nothing of it", source.file);
    let fix = format!(
        "check that {library} is registered on the application that answers, before its routes, with options that it knows"
    );
    let evidence = wire.seen_status(format!("nothing of {library} here"));
    Some(JUDGE.yes(certainty, message, fix).seen_in(evidence))
}

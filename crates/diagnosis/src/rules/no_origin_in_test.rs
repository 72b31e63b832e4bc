//! It was tested with a tool that sends no `Origin` and is never blocked.

use preflight_rules::{Certainty, Finding, NO_ORIGIN_IN_TEST};

use crate::facts::Facts;
use crate::facts::said::{Silence, Status};
use crate::facts::wire::Wire;
use crate::judged::{Judge, Judged, Role, Topic};

/// The rule.
pub(crate) static JUDGE: Judge = Judge {
    rule: &NO_ORIGIN_IN_TEST,
    role: Role::Besides,
    topic: Topic::Elsewhere,
    why: "curl, Postman and servers send no Origin, and nothing blocks them",
    question: "was it tested with a tool that sends no Origin?",
    fix: "repeat the test with `curl -H 'Origin: …'`: tools are never blocked, so their success proves nothing",
    judge,
};

/// A tool gets a good answer where the page gets an error: what was tested is not what the page does.
fn judge(facts: &Facts<'_>) -> Judged {
    match facts {
        Facts::Wire(wire) => seen(wire).into(),
        Facts::Said(said) => Judged::maybe(match said.silence() {
            Some(Silence::Response(Status::Forbidden)) => 30,
            _ => 0,
        }),
    }
}

fn seen(wire: &Wire<'_>) -> Option<Finding> {
    let status = wire.silent_error().filter(|_| !wire.error_of_another_kind())?;
    let without = wire.gets_on_without_origin()?;
    let message = format!(
        "without an Origin, as curl and Postman send it, the server answers {}; with this page's, {status}",
        without.head.status
    );
    let fix = format!(
        "test with `curl -H 'Origin: {}'`: the success of a tool that sends none proves nothing",
        wire.origin()
    );
    let evidence = without.seen(None, "what a tool that is not a browser gets");
    Some(JUDGE.yes(Certainty::Possible, message, fix).seen_in([evidence]))
}

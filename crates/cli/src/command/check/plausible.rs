//! The calls that a blocked call may have been, where nobody said all of it: each is asked with its preflight, and what comes
//! of the first counts only where it comes of all.

use preflight_diagnosis::ConsoleReason;
use preflight_engine::browser::BlockReason;

use super::perform::Run;
use super::question::Question;
use super::refused_method::LISTED_METHODS;
use super::word::Word;
use crate::arguments::call::{Asked, Preflighted};

/// What a call that passes may have been instead, the likeliest first: another method, one with cookies, both.
pub fn alternatives(question: &Question, asked: &Asked) -> Vec<Question> {
    let is_preflight = asked.was_blocked == Some(Preflighted::Yes);
    let is_method_open = is_preflight && question.guess.as_ref().is_some_and(|guess| guess.method.is_some());
    let others: Vec<_> = match is_method_open {
        true => LISTED_METHODS.iter().map(|method| question.guessing(method)).collect(),
        false => Vec::new(),
    };
    let mut all = vec![question.clone()];
    all.extend(others);
    let with_cookies: Vec<_> = match asked.call.credentials.is_unknown() {
        true => all.iter().map(Question::guessing_credentials).collect(),
        false => Vec::new(),
    };
    all.into_iter().skip(1).chain(with_cookies).collect()
}

/// Whether these runs end as the console says; where it says nothing, whether they end in a refusal at all.
pub fn is_as_said(runs: &[Run], asked: &Asked) -> bool {
    let said = asked.console.as_ref().and_then(|message| message.reason.as_ref());
    let refused = runs.iter().filter_map(refusal);
    let is_said = |reason: &BlockReason| said.is_none_or(|said| is_same(said, reason));
    refused.into_iter().any(is_said)
}

/// Whether every browser refuses, whatever was made up.
pub fn is_decided(runs: &[Run]) -> bool {
    runs.iter().any(|run| run.word() == Word::Blocked)
}

fn refusal(run: &Run) -> Option<&BlockReason> {
    run.verdict.blocked().filter(|_| run.withheld.is_none()).map(|blocked| &blocked.reason)
}

/// The method that a server does not list, as far as these runs tell.
pub fn refuses_method(runs: &[Run]) -> bool {
    runs.iter().filter_map(refusal).any(|reason| matches!(reason, BlockReason::MethodNotAllowed { .. }))
}

/// A console's word for a reason, and the engine's.
fn is_same(said: &ConsoleReason, reason: &BlockReason) -> bool {
    // Who reads the value knows whether it is an origin; for the browser it is only another one.
    let said =
        if matches!(said, ConsoleReason::InvalidAllowOrigin { .. }) { "allow-origin-mismatch" } else { said.name() };
    said == reason.name()
}

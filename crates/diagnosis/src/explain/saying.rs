//! What others than browsers say, and what browsers say of other mechanisms: the row has the rules and the texts, and the
//! rules that are not the likeliest have their usual ones.

use preflight_rules::{Certainty, Finding, Rule};

use crate::console::{Message, Saying};
use crate::judged::Judge;
use crate::order::ORDER;

use super::{Candidate, line};

/// The one rule that the row proves, or those that it leaves open, the likeliest first.
pub(super) fn candidates(saying: &Saying, message: &Message) -> Vec<Candidate> {
    let is_certain = saying.certain == Certainty::Certain;
    let rules = if is_certain { saying.rules.get(..1) } else { Some(saying.rules) };
    let first = saying.rules.first().copied();
    let candidate = |rule: &'static Rule| {
        let judge = judge_of(rule);
        let of_row = Some(rule) == first;
        let why = if of_row { saying.why_of(message) } else { judge.map_or(rule.title, |judge| judge.why).to_owned() };
        let fix = if of_row { saying.fix_of(message) } else { judge.map_or(rule.title, |judge| judge.fix).to_owned() };
        let certainty = if is_certain { Certainty::Certain } else { Certainty::Possible };
        let ask = judge.filter(|_| !is_certain).map(|judge| judge.question.to_owned());
        Candidate { finding: Finding::new(rule, certainty, why.clone(), fix).seen_in(line(message)), why, ask }
    };
    rules.into_iter().flatten().take(super::CANDIDATE_LIMIT).map(|&rule| candidate(rule)).collect()
}

fn judge_of(rule: &Rule) -> Option<&'static Judge> {
    ORDER.iter().find(|judge| judge.rule == rule).copied()
}

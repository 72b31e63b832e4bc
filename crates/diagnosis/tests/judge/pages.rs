//! The fenced examples of the rules' pages: the rule finds what an example says that it finds, and nothing where it says so; and
//! each rule has both, for each subject that it sees.

use preflight_diagnosis::{explain, read_console};
use preflight_rules::{Family, Rule, Subject, all};

use crate::example::{Example, examples};
use crate::script::Script;

fn of_calls() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| rule.family() == Family::Calls)
}

#[test]
fn each_rule_has_an_example_that_fires_and_one_that_is_silent_for_each_subject() {
    let mut missing = Vec::new();
    for rule in of_calls() {
        let examples = examples(rule);
        for subject in rule.sees {
            for fires in [true, false] {
                if !examples.iter().any(|example| example.subject == *subject && example.fires == fires) {
                    let what = if fires { "fires" } else { "is silent" };
                    missing.push(format!("{} {}: none that {what} for {subject:?}", rule.code, rule.name));
                }
            }
        }
    }
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}

#[test]
fn each_example_is_as_its_page_says() {
    let mut faults = Vec::new();
    for rule in of_calls() {
        for example in examples(rule) {
            let found = found(&example);
            if found.contains(&rule.name) != example.fires {
                let said = if example.fires { "does not fire" } else { "fires" };
                faults.push(format!("{}, line {}: {said}: {found:?}", rule.code, example.line));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The names of the rules that the example gives.
fn found(example: &Example) -> Vec<&'static str> {
    match example.subject {
        Subject::Console => {
            let messages = read_console(&example.text);
            let message = messages.first().unwrap_or_else(|| panic!("line {}: no message is read", example.line));
            explain(message).candidates.iter().map(|candidate| candidate.finding.rule.name).collect()
        }
        _ => Script::read(&example.text).judge().findings.iter().map(|finding| finding.rule.name).collect(),
    }
}

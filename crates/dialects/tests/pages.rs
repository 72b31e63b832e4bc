//! The examples on the pages of the rules about configurations: each rule finds what its page says it finds, and no more.

#![forbid(unsafe_code)]

use preflight_dialects::{ConfigurationNote, Dialect, RoutePolicy, export, import};
use preflight_policy_file::{Context, LoadPurpose, parse_toml};
use preflight_rules::{Example, ExampleOutcome, Family, Rule, all};

fn rules() -> impl Iterator<Item = &'static Rule> {
    all().filter(|rule| rule.family() == Family::Configurations)
}

/// What is noted of an example: of its import, or of the export of the policies in it.
fn notes(rule: &Rule, example: &Example) -> Vec<ConfigurationNote> {
    let dialect: Dialect = example.words[0].parse().unwrap_or_else(|error| panic!("{rule:?}: {error}"));
    if example.words.contains(&"export") {
        return export(dialect, &policies(rule, example)).unwrap_or_else(|error| panic!("{rule:?}: {error}")).losses;
    }
    import(dialect, example.text, "-").unwrap_or_else(|error| panic!("{rule:?}: {error}\n{}", example.text)).notes
}

/// A policy of which only the keys stand there, and the policies after it.
fn policies(rule: &Rule, example: &Example) -> Vec<RoutePolicy> {
    let text = format!("[policy.app]\n{}", example.text);
    let context = Context { purpose: LoadPurpose::Policies, ..Context::default() };
    let (file, _) = parse_toml(&text, "page", &context).unwrap_or_else(|error| panic!("{rule:?}: {error}"));
    let named = file.policies.into_iter();
    named.map(|(name, policy)| RoutePolicy { name, path: None, config: policy.config }).collect()
}

#[test]
fn each_rule_finds_what_its_page_says() {
    let mut wrong = Vec::new();
    for rule in rules() {
        let examples = rule.examples();
        for outcome in [ExampleOutcome::Fires, ExampleOutcome::Silent] {
            assert!(
                examples.iter().any(|example| example.outcome == outcome),
                "{rule:?} lacks an example: {outcome:?}"
            );
        }
        for example in examples {
            let found: Vec<_> = notes(rule, &example).iter().map(|note| note.code.rule()).collect();
            if found.contains(&rule) != (example.outcome == ExampleOutcome::Fires) {
                wrong.push(format!("{rule:?}, {:?}: {found:?}\n{}", example.outcome, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

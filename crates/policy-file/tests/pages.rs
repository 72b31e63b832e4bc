//! The examples on the pages of the rules about policies: each rule finds what its page says it finds, and no more.

#![allow(missing_docs, reason = "tests")]

use std::{env, fs, process};

use preflight_policy_file::{Context, Diagnostic, Environment, load};
use preflight_rules::{Example, ExampleOutcome, Family, Rule, all, policies};

/// What reading an example finds. The words behind the language are variables.
fn diagnostics(example: &Example) -> Vec<Diagnostic> {
    let variables = example.words.iter().filter_map(|word| word.split_once('='));
    let context = Context { environment: Environment::new(variables), ..Context::default() };
    let directory = env::temp_dir().join(format!("preflight-pages-{}", process::id()));
    fs::create_dir_all(&directory).expect("a directory for the example");
    fs::write(directory.join("preflight.toml"), example.text).expect("the example");
    let loaded = load(&directory.join("preflight.toml"), &context);
    fs::remove_dir_all(&directory).expect("the directory is still there");
    match loaded {
        Ok((_, warnings)) => warnings,
        Err(diagnostics) => diagnostics.into_vec(),
    }
}

#[test]
fn each_rule_finds_what_its_page_says() {
    let mut wrong = Vec::new();
    for rule in all().filter(|rule| rule.family() == Family::Policies) {
        let examples = rule.examples();
        let has = |outcome| examples.iter().any(|example| example.outcome == outcome);
        // Ten million origins stand on no page; a test beside the rule yields it.
        assert!(
            has(ExampleOutcome::Fires) || *rule == policies::TOO_MANY_ORIGINS,
            "{rule:?} lacks an example that fires"
        );
        assert!(has(ExampleOutcome::Silent), "{rule:?} lacks an example that is silent");
        for example in examples {
            let found: Vec<_> = diagnostics(&example);
            let codes: Vec<&Rule> = found.iter().filter_map(|diagnostic| diagnostic.rule).collect();
            let fires = codes.contains(&rule);
            let is_clean = example.outcome == ExampleOutcome::Fires || found.is_empty();
            if fires != (example.outcome == ExampleOutcome::Fires) || !is_clean {
                wrong.push(format!("{rule:?}, {:?}: {found:?}\n{}", example.outcome, example.text));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

//! Every mistake in a policy file: its place, its message and its remedy.

#![allow(missing_docs, reason = "tests")]

mod hosts;
mod keys;
mod limits;
mod policies;
mod routes;
mod types;
mod upstreams;
mod values;
mod variables;

use preflight_policy_file::{Context, Environment, parse_toml};

/// A sentence, a file, and the diagnostics on one line each.
type Case = (&'static str, &'static str, &'static [&'static str]);

fn check(cases: &[Case]) {
    let secret = "postgres://u:pw@h/db?s3cret";
    let variables = [("NAME", "x"), ("SECRET", secret), ("LIST", "https://b.example, https://C.example")];
    let context = Context { environment: Environment::new(variables), ..Context::default() };
    for (sentence, text, expected) in cases {
        let diagnostics = parse_toml(text, "f", &context).expect_err(sentence);
        let found: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(found, *expected, "{sentence}");
        let shown = format!("{diagnostics:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("pw@"), "{sentence}: {shown}");
    }
}

#[test]
fn a_value_in_a_message_has_a_bound() {
    let path = "a".repeat(9000);
    let text = format!("policy.a.origins = 'any'\n[[route]]\nupstream = 'http://h'\npath = '/{path}'");
    let error = parse_toml(&text, "f", &Context::default()).unwrap_err().to_string();
    let expected =
        format!("f:4:8: error[PF136]: `/{}…` is not a path of a route: a path has at most 8192 bytes", &path[..159]);
    assert_eq!(error, expected);
}

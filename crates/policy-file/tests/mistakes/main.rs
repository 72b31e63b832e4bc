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

/// Wherever it stands: in a value, a key, a variable, and in what would be written in its place.
#[test]
fn nothing_that_was_written_makes_a_message_long() {
    let long = "a".repeat(5000);
    let very_long = format!("http://{}", "b".repeat(120_000));
    let variables = [("LONG", very_long.as_str())];
    let context = Context { environment: Environment::new(variables), ..Context::default() };
    let sound = "upstream = 'http://h'\npolicy.app.origins = ['https://a.example']\n";
    for text in [
        format!("upstream = '{long}'\npolicy.app.origins = ['https://a.example']"),
        format!(
            "upstream = 'http://h'\npolicy.app.origins = ['{long}', 'https://{long}.example/', 'HTTPS://{long}.example']"
        ),
        format!(
            "upstream = 'http://h'\npolicy.app.origins = ['https://a.example']\npolicy.app.methods = ['{long} ', '{long}:']"
        ),
        format!(
            "upstream = 'http://h'\npolicy.app.origins = ['https://a.example']\npolicy.app.request-headers = ['{long}', '{long}', '{long}(']"
        ),
        format!("upstream = 'http://h'\npolicy.'{long}!'.origins = ['https://a.example']\ndefault-policy = 'x'"),
        format!("{sound}'{long}' = 1\nlisten = '{long}'\nhosts = ['{long}:x', '{long}']\ntrusted-proxies = ['{long}']"),
        format!("{sound}public-url = '{long}'\nlisten = \"${{{long}}}\"\nupstream-timeout = '{long}'"),
        "upstream = \"${LONG}\"\npolicy.app.origins = [\"${LONG}/x\", \"https://${LONG}\"]".to_owned(),
        format!("{sound}[[route]]\npath = '/x'\npolicy = '{long}'\nupstream = 'http://h'"),
    ] {
        let diagnostics = parse_toml(&text, "f", &context).expect_err(&text[..60]);
        for diagnostic in diagnostics.iter() {
            let line = diagnostic.to_string();
            assert!(line.chars().count() < 1500, "{} characters: {}", line.chars().count(), &line[..200]);
        }
    }
}

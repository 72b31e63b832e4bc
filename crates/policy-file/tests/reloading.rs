//! What a reload takes that a start refuses, and what it does not.

#![allow(missing_docs, reason = "tests")]

use std::collections::BTreeMap;

use preflight_engine::server::Allowed;
use preflight_engine::{Policy, PolicyConfig};
use preflight_policy_file::{
    Context, DiagnosticSeverity, InForce, Load, NamedPolicy, Parsed, PolicyFile, parse_toml, without_file,
};

const FILE: &str = "upstream = 'http://h'\n[policy.app]\ncredentials = true\norigins = ['https://*.co.uk']\n";

/// A configuration whose policy was compiled before the list of public suffixes condemned `https://*.co.uk`.
fn in_force(name: &str, config: PolicyConfig) -> PolicyFile {
    let by_a_former_list = PolicyConfig { dangerously_allow_public_suffixes: true, ..config.clone() };
    let policy = Policy::new(&by_a_former_list).unwrap().into();
    let policy = NamedPolicy { config, policy, warnings: Vec::new() };
    PolicyFile { policies: BTreeMap::from([(name.to_owned(), policy)]), ..PolicyFile::default() }
}

fn config(origins: &[&str]) -> PolicyConfig {
    PolicyConfig { origins: Allowed::listed(origins.to_vec()), credentials: true, ..PolicyConfig::default() }
}

fn reload(text: &str, in_force: &PolicyFile) -> Result<Parsed, String> {
    let load = Load::Reload { in_force: InForce::of(in_force) };
    parse_toml(text, "f", &Context { load, ..Context::default() }).map_err(|errors| errors.to_string())
}

#[test]
fn a_reload_refuses_a_public_suffix_that_is_not_in_force_as_a_start_does() {
    let at_start = parse_toml(FILE, "f", &Context::default()).unwrap_err().to_string();
    assert!(at_start.starts_with("f:4:12: error[PF106]: `https://*.co.uk` matches names that strangers"), "{at_start}");
    let without_credentials = PolicyConfig { credentials: false, ..config(&["https://*.co.uk"]) };
    let cases = [
        ("nothing is in force", PolicyFile::default()),
        ("another pattern is in force", in_force("app", config(&["https://*.example.com"]))),
        ("a narrower pattern is in force", in_force("app", config(&["https://*.a.co.uk", "https://a.co.uk"]))),
        ("the pattern has another port there", in_force("app", config(&["https://*.co.uk:8443"]))),
        ("the pattern is in force in another policy", in_force("other", config(&["https://*.co.uk"]))),
        ("the pattern is in force without credentials", in_force("app", without_credentials)),
        ("any origin is in force", in_force("app", PolicyConfig { origins: Allowed::Any, ..PolicyConfig::default() })),
    ];
    for (sentence, in_force) in cases {
        assert_eq!(reload(FILE, &in_force).expect_err(sentence), at_start, "{sentence}");
    }
}

#[test]
fn a_pattern_in_force_stays_with_a_warning_and_is_counted() {
    let former = in_force("app", config(&["https://app.example", "https://*.co.uk"]));
    let (file, warnings) = reload(FILE, &former).unwrap();
    let [warning] = &warnings[..] else { panic!("{warnings:?}") };
    assert_eq!((warning.severity, warning.line_and_column()), (DiagnosticSeverity::Warning, Some((4, 12))));
    assert!(warning.message.contains("strangers can register"), "{warning}");
    assert_eq!(warning.help.as_deref(), Some("it stays since it is in force already; a restart will refuse it"));
    let policy = &file.policies["app"];
    assert!(!policy.config.dangerously_allow_public_suffixes, "the file does not say so");
    assert_eq!(policy.tolerated_patterns(), 1);
    assert!(reload(FILE, &file).is_ok(), "what is tolerated is in force at the next reload too");

    let both = FILE.replace("['", "['https://*.org.uk', '");
    let errors = reload(&both, &file).unwrap_err();
    let [error, warning] = &errors.lines().collect::<Vec<_>>()[..] else { panic!("{errors}") };
    assert!(error.starts_with("f:4:12: error[PF106]: `https://*.org.uk` matches"), "{error}");
    assert!(warning.starts_with("f:4:32: warning[PF106]: `https://*.co.uk` matches"), "{warning}");

    let removed = reload(&FILE.replace("*.co.uk", "a.co.uk"), &file).unwrap().0;
    assert!(reload(FILE, &removed).is_err(), "what was taken out does not come back");
}

#[test]
fn to_remove_the_dangerous_key_withdraws_the_permission() {
    let dangerous = PolicyConfig { dangerously_allow_public_suffixes: true, ..config(&["https://*.co.uk"]) };
    let former = in_force("app", dangerous);
    let error = reload(FILE, &former).unwrap_err();
    let expected = "`dangerously-allow-public-suffixes = true`; that key allows it in the configuration in force, and the new one lacks the key";
    assert!(error.starts_with("f:4:12: error[PF106]: `https://*.co.uk`") && error.ends_with(expected), "{error}");
    let kept = reload(&format!("{FILE}dangerously-allow-public-suffixes = true\n"), &former).unwrap().0;
    assert_eq!(kept.policies["app"].tolerated_patterns(), 0, "the file allows it");
}

#[test]
fn flags_are_judged_alike() {
    let overrides = preflight_policy_file::Overrides {
        upstream: Some("http://h".to_owned()),
        origins: vec!["https://*.com".to_owned()],
        credentials: Some(true),
        ..Default::default()
    };
    let load = Load::Reload { in_force: InForce::default() };
    assert!(without_file(&Context { overrides, load, ..Context::default() }).is_err());
}

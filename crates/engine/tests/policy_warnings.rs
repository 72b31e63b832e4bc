//! Everything about a policy that works and is probably not meant.

#![cfg(feature = "server")]
#![forbid(unsafe_code)]

use std::time::Duration;

use preflight_engine::PublicSuffix as Suffix;
use preflight_engine::server::{Allowed, Field, Policy, PolicyConfig, PolicyWarning};

fn sound() -> PolicyConfig {
    PolicyConfig { origins: Allowed::listed(["https://app.test"]), ..PolicyConfig::default() }
}

#[test]
fn every_warning_names_what_to_look_at_and_stops_nobody() {
    use PolicyWarning::*;
    let text = str::to_owned;
    for (sentence, config, warning) in [
        (
            "an origin stands twice",
            PolicyConfig { origins: Allowed::listed(["https://app.test", "https://app.test"]), ..sound() },
            RedundantOrigin { index: 1, origin: text("https://app.test"), covered_by: text("https://app.test") },
        ),
        (
            "a pattern covers an origin",
            PolicyConfig { origins: Allowed::listed(["https://a.app.test", "https://*.app.test"]), ..sound() },
            RedundantOrigin { index: 0, origin: text("https://a.app.test"), covered_by: text("https://*.app.test") },
        ),
        (
            "strangers have names below a top-level domain",
            PolicyConfig { origins: Allowed::listed(["https://app.test", "https://*.com"]), ..sound() },
            PublicSuffix { index: 1, origin: text("https://*.com"), suffix: Suffix::Domain },
        ),
        (
            "strangers have names below a company's domain",
            PolicyConfig { origins: Allowed::listed(["https://*.run.app"]), ..sound() },
            PublicSuffix {
                index: 0,
                origin: text("https://*.run.app"),
                suffix: Suffix::Below { rule: text("*.run.app") },
            },
        ),
        (
            "a method stands twice, since browsers write it one way",
            PolicyConfig { methods: Allowed::listed(["PUT", "put"]), ..sound() },
            RedundantEntry { field: Field::Methods, index: 1, entry: text("put") },
        ),
        (
            "a header stands twice, since names have no case",
            PolicyConfig { request_headers: Allowed::listed(["x-a", "X-A"]), ..sound() },
            RedundantEntry { field: Field::RequestHeaders, index: 1, entry: text("X-A") },
        ),
        (
            "browsers do not write patch in upper case",
            PolicyConfig { methods: Allowed::listed(["patch"]), ..sound() },
            LowerCaseMethod { index: 0, method: text("patch") },
        ),
        (
            "every page reads Content-Type",
            PolicyConfig { expose_headers: Allowed::listed(["Content-Type"]), ..sound() },
            SafelistedResponseHeader { index: 0, name: text("Content-Type") },
        ),
        (
            "no browser but one remembers a preflight for a day",
            PolicyConfig { max_age: Some(Duration::from_secs(86_400)), ..sound() },
            MaxAgeAboveBrowserCaps { max_age: Duration::from_secs(86_400) },
        ),
    ] {
        assert_eq!(config.warnings(), [warning], "{sentence}");
        assert!(Policy::new(&config).is_ok(), "{sentence}");
    }
}

#[test]
fn a_policy_as_it_should_be_gets_no_warning() {
    let config = PolicyConfig {
        origins: Allowed::listed(["https://app.test", "https://*.app.test", "http://localhost:*"]),
        methods: Allowed::listed(["PUT", "PATCH"]),
        request_headers: Allowed::listed(["content-type", "authorization"]),
        expose_headers: Allowed::listed(["etag"]),
        max_age: Some(Duration::from_secs(7200)),
        ..sound()
    };
    assert_eq!(config.warnings(), []);
}

#[test]
fn a_public_suffix_that_is_meant_gets_no_warning() {
    let origins = Allowed::listed(["https://*.com", "https://*.windows.net"]);
    let config = PolicyConfig { origins, dangerously_allow_public_suffixes: true, ..sound() };
    for credentials in [false, true] {
        assert_eq!(PolicyConfig { credentials, ..config.clone() }.warnings(), []);
    }
}

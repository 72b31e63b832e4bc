//! The engine held against the whole list.

use preflight_engine::server::{Allowed, PolicyError, PolicyWarning};
use preflight_engine::{Policy, PolicyConfig};

use super::*;

/// What a policy says of all subdomains of a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    /// An error with credentials, and a warning without.
    Refused,
    /// Nothing, with credentials and without.
    Accepted,
    /// Anything else.
    Inconsistent,
}

fn answer(domain: &str) -> Answer {
    let domain = idna::domain_to_ascii(domain).expect("it is a domain");
    let config = |credentials| PolicyConfig {
        origins: Allowed::listed([format!("https://*.{domain}")]),
        credentials,
        ..PolicyConfig::default()
    };
    let errors = Policy::new(&config(true)).err().map(|errors| errors.into_vec()).unwrap_or_default();
    let warnings = config(false).warnings();
    match (errors.as_slice(), warnings.as_slice()) {
        ([], []) => Answer::Accepted,
        ([PolicyError::PublicSuffixWithCredentials { .. }], [PolicyWarning::PublicSuffix { .. }]) => Answer::Refused,
        _ => Answer::Inconsistent,
    }
}

/// Rules whose customers have their names in zones below, as the engine's own short list says: `ACCOUNT.z6.web.core.windows.net`.
const ZONED: [&str; 1] = ["web.core.windows.net"];

fn assert_all(domains: impl IntoIterator<Item = String>, expected: Answer) {
    let others: Vec<_> = domains.into_iter().filter(|domain| answer(domain) != expected).collect();
    assert!(others.is_empty(), "{} are not {expected:?}: {:?}", others.len(), &others[..others.len().min(20)]);
}

#[test]
fn the_table_is_of_the_list_that_psl_was_made_of() {
    let table = table(&List::read().unwrap());
    let written = fs::read_to_string(root().join(TABLE)).unwrap();
    assert!(table == written, "another version of psl has another list: run `cargo xtask public-suffixes`");
}

#[test]
fn subdomains_of_every_suffix_and_of_everything_above_it_are_refused() {
    let list = List::read().unwrap();
    assert!(list.rules().count() > 9000, "the list is there");
    assert_all(list.rules().map(|rule| rule.replace('*', "a-name-in-no-list")), Answer::Refused);
    assert_all(list.rules().flat_map(parents).map(str::to_owned), Answer::Refused);
    assert_all(list.exceptions().flat_map(parents).map(str::to_owned), Answer::Refused);
}

#[test]
fn subdomains_of_a_domain_that_somebody_owns_are_accepted() {
    let list = List::read().unwrap();
    let below = |rule: &str| match rule.strip_prefix("*.") {
        Some(base) => format!("owned.a-name-in-no-list.{base}"),
        None if list.has_rule(&format!("*.{rule}")) || ZONED.contains(&rule) => {
            format!("owned.a-name-in-no-list.{rule}")
        }
        None => format!("owned-by-somebody.{rule}"),
    };
    assert_all(list.rules().map(below), Answer::Accepted);
    assert_all(list.exceptions().map(str::to_owned), Answer::Accepted);
    let ordinary = [
        "example.com",
        "github.com",
        "google.com",
        "microsoft.com",
        "apple.com",
        "mozilla.org",
        "wikipedia.org",
        "bbc.co.uk",
        "spiegel.de",
        "gov.uk.example.com",
        "my-shop.myshopify.com",
        "d111111abcdef8.cloudfront.net",
    ];
    assert_all(ordinary.map(str::to_owned), Answer::Accepted);
}

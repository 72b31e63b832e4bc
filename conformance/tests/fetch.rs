//! The browser half against web-platform-tests and the Fetch standard.

#![forbid(unsafe_code)]

use preflight_conformance::cache_sequence::CacheSequence;
use preflight_conformance::corpus;
use preflight_conformance::expected_failures::settle;
use preflight_conformance::fetch_vector::FetchVector;

#[test]
fn web_platform_tests() {
    settle_fetches("wpt.json");
}

#[test]
fn the_fetch_standard() {
    settle_fetches("spec.json");
}

#[test]
fn the_preflight_cache() {
    let sequences: Vec<CacheSequence> = corpus::read("cache.json");
    settle("cache.json", sequences.iter().map(|sequence| (sequence.source.clone(), sequence.disagreements())));
}

fn settle_fetches(name: &str) {
    let vectors: Vec<FetchVector> = corpus::read(name);
    let outcomes = vectors.iter().map(|vector| (vector.source.clone(), vector.disagreements()));
    settle(name, outcomes);
}

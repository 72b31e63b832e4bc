//! The two halves of the engine against each other, over many policies and fetches; the same ones in every run.

#![forbid(unsafe_code)]

use arbitrary::{Arbitrary, Unstructured};
use preflight_conformance::pair::Scenario;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

const CASES: u32 = 20_000;

#[test]
fn what_the_server_half_allows_the_browser_half_shares() {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&vec(any::<u8>(), 0..256), |bytes| {
        let scenario = Scenario::arbitrary(&mut Unstructured::new(&bytes));
        scenario.map_or(Ok(()), |scenario| scenario.check()).map_err(TestCaseError::fail)
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

//! No spelling of a path gets another policy than the path that it stands for; the same draws in every run.

#![forbid(unsafe_code)]

use arbitrary::{Arbitrary, Unstructured};
use preflight_conformance::spelled_path::SpelledPath;
use proptest::collection::vec;
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestRng, TestRunner};

const CASES: u32 = 20_000;

#[test]
fn no_spelling_gets_another_policy_than_its_path() {
    let config = Config { cases: CASES, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let outcome = runner.run(&vec(any::<u8>(), 0..96), |bytes| {
        let drawn = SpelledPath::arbitrary(&mut Unstructured::new(&bytes));
        drawn.map_or(Ok(()), |drawn| drawn.check()).map_err(TestCaseError::fail)
    });
    outcome.unwrap_or_else(|error| panic!("{error}"));
}

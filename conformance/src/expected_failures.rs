//! Vectors that are meant to fail, each with its reason. An unexpected success is a failure too.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::corpus;

/// How one vector came out: its name within its corpus, and what disagrees.
pub type Outcome = (String, Vec<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    failure: Vec<ExpectedFailure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ExpectedFailure {
    corpus: String,
    reason: String,
    vectors: Vec<String>,
}

/// Compares the outcomes of a corpus with its expected failures, and prints the count.
///
/// # Panics
/// With every vector that fails without a reason, succeeds in spite of one, or is not there any more.
pub fn settle(corpus: &str, outcomes: impl IntoIterator<Item = Outcome>) {
    let path = corpus::path("expected_failures.toml");
    let file = read(&path);
    let misnamed = file.failure.iter().find(|failure| !corpus::path(&failure.corpus).exists());
    assert!(misnamed.is_none(), "there is no corpus {:?}", misnamed.map(|failure| &failure.corpus));
    let complaints = file.complaints(corpus, outcomes, "");
    assert!(complaints.is_empty(), "{corpus}:\n{}", complaints.join("\n"));
}

/// Compares the outcomes of a corpus with the expected failures of a file of its own, as far as their names have one of these
/// parts, which commas separate: every vector that fails without a reason, succeeds in spite of one, or is not there any more.
///
/// # Panics
/// With a file that cannot be read.
pub fn complaints(path: &Path, corpus: &str, outcomes: impl IntoIterator<Item = Outcome>, parts: &str) -> Vec<String> {
    read(path).complaints(corpus, outcomes, parts)
}

fn read(path: &Path) -> File {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl File {
    fn complaints(self, corpus: &str, outcomes: impl IntoIterator<Item = Outcome>, parts: &str) -> Vec<String> {
        let mut reasons = self.reasons(corpus, parts);
        let (mut agree, mut fail_as_expected, mut complaints) = (0, 0, Vec::new());
        for (vector, disagreements) in outcomes {
            match (disagreements.is_empty(), reasons.remove(&vector)) {
                (true, None) => agree += 1,
                (false, Some(_)) => fail_as_expected += 1,
                (true, Some(reason)) => complaints.push(format!("{vector}\n    succeeds, although {reason}")),
                (false, None) => complaints.push(format!("{vector}\n    {}", disagreements.join("\n    "))),
            }
        }
        let gone = reasons.into_keys().map(|vector| format!("{vector}\n    is expected to fail and does not exist"));
        complaints.extend(gone);
        println!("{corpus}: {agree} agree, {fail_as_expected} fail as expected, {} complaints", complaints.len());
        complaints
    }

    /// The vectors of a corpus that are expected to fail, and why.
    fn reasons(self, corpus: &str, parts: &str) -> BTreeMap<String, String> {
        let failures = self.failure.into_iter().filter(|failure| failure.corpus == corpus);
        let named = |vector: &String| parts.split(',').any(|part| vector.contains(part));
        failures
            .flat_map(|failure| failure.vectors.into_iter().map(move |vector| (vector, failure.reason.clone())))
            .filter(|(vector, _)| named(vector))
            .collect()
    }
}

//! Vectors that are meant to fail, each with its reason. An unexpected success is a failure too.

use std::collections::BTreeMap;
use std::fs;

use serde::Deserialize;

use crate::corpus;

/// How one vector came out: its name within its corpus, and what disagrees.
pub type Outcome = (String, Vec<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
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
    let mut reasons = reasons(corpus);
    let (mut agree, mut fail_as_expected, mut complaints) = (0, 0, Vec::new());
    for (vector, disagreements) in outcomes {
        match (disagreements.is_empty(), reasons.remove(&vector)) {
            (true, None) => agree += 1,
            (false, Some(_)) => fail_as_expected += 1,
            (true, Some(reason)) => complaints.push(format!("{vector}\n    succeeds, although {reason}")),
            (false, None) => complaints.push(format!("{vector}\n    {}", disagreements.join("\n    "))),
        }
    }
    complaints
        .extend(reasons.into_keys().map(|vector| format!("{vector}\n    is expected to fail and does not exist")));
    println!("{corpus}: {agree} agree, {fail_as_expected} fail as expected, {} complaints", complaints.len());
    assert!(complaints.is_empty(), "{corpus}:\n{}", complaints.join("\n"));
}

/// The vectors of a corpus that are expected to fail, and why.
fn reasons(corpus: &str) -> BTreeMap<String, String> {
    let path = corpus::path("expected_failures.toml");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: File = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let misnamed = file.failure.iter().find(|failure| !corpus::path(&failure.corpus).exists());
    assert!(misnamed.is_none(), "there is no corpus {:?}", misnamed.map(|failure| &failure.corpus));
    let failures = file.failure.into_iter().filter(|failure| failure.corpus == corpus);
    failures
        .flat_map(|failure| failure.vectors.into_iter().map(move |vector| (vector, failure.reason.clone())))
        .collect()
}

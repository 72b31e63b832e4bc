//! Every field failure of `corpus/console.json`: is the root cause among those that its text gets, and is it the only one
//! where the text is said to prove it?

use preflight_diagnosis::{CANDIDATE_LIMIT, explain, read_console};
use serde_json::Value;

const CORPUS: &str = include_str!("../../../../corpus/console.json");

/// A browser's console in one case.
struct Case {
    name: String,
    root_cause: String,
    text: String,
}

#[test]
fn chromium_gets_the_root_cause() {
    assert_corpus("chromium", Expected { texts: 38, first: 34, certain: 21 });
}

#[test]
fn firefox_gets_the_root_cause() {
    assert_corpus("firefox", Expected { texts: 35, first: 34, certain: 14 });
}

/// How many texts there are, how many have the root cause first, how many are certain: a text is certain where nothing else is
/// said in the same words. More that have it first is progress: raise the number.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    texts: usize,
    first: usize,
    certain: usize,
}

fn assert_corpus(browser: &str, expected: Expected) {
    let mut counted = Expected { texts: 0, first: 0, certain: 0 };
    for case in cases(browser) {
        let messages = read_console(&case.text);
        assert_eq!(messages.len(), 1, "{}: one request is one message: {messages:#?}", case.name);
        let explanation = explain(&messages[0]);
        let ids: Vec<_> = explanation.candidates.iter().map(|candidate| candidate.finding.rule.name).collect();
        assert!(ids.contains(&case.root_cause.as_str()), "{}: {} is not among {ids:?}", case.name, case.root_cause);
        assert!(ids.len() <= CANDIDATE_LIMIT, "{}: {ids:?}", case.name);
        assert!(!explanation.is_certain || ids.len() == 1, "{}", case.name);
        if std::env::var_os("SHOW").is_some() {
            println!("{browser} {:40} {} {} {ids:?}", case.name, ids[0] == case.root_cause, explanation.is_certain);
        }
        counted.texts += 1;
        counted.first += usize::from(ids[0] == case.root_cause);
        counted.certain += usize::from(explanation.is_certain);
    }
    assert_eq!(counted, expected);
}

fn cases(browser: &str) -> Vec<Case> {
    let corpus: Value = serde_json::from_str(CORPUS).expect("the corpus is JSON");
    let cases = corpus["cases"].as_array().expect("the corpus has cases");
    let text = |case: &Value| {
        let lines = case[browser]["console"].as_array().into_iter().flatten();
        // Firefox's entries say more than their text.
        let lines: Vec<_> = lines.filter_map(|line| line.as_str().or_else(|| line["text"].as_str())).collect();
        lines.join("\n")
    };
    let cases = cases.iter().map(|case| Case {
        name: case["id"].as_str().unwrap_or_default().to_owned(),
        root_cause: case["root_cause"].as_str().unwrap_or_default().to_owned(),
        text: text(case),
    });
    cases.filter(|case| !case.text.is_empty()).collect()
}

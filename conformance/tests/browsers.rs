//! The browser half against what Chromium, Firefox and WebKit really did.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use preflight_conformance::browser_evidence::{EVIDENCE, Evidence};
use preflight_conformance::browser_recording::{self, Recording};
use preflight_conformance::browser_score::disagreements;
use preflight_conformance::browser_table;
use preflight_conformance::expected_failures::{Outcome, settle};
use preflight_engine::UserAgent;
use preflight_engine::browser::Fact;

const BROWSERS: [UserAgent; 3] = [UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT];

#[test]
fn three_browsers() {
    let recordings = browser_recording::read("browsers.jsonl.gz", &browser_recording::world_as_packaged());
    let outcomes = BROWSERS.iter().flat_map(|browser| outcomes(&recordings, browser, browser.name));
    settle("browsers.jsonl.gz", outcomes);
}

#[test]
fn secure_pages() {
    let recordings = browser_recording::read("browsers-secure.jsonl.gz", &browser_recording::world());
    let outcomes = BROWSERS.iter().flat_map(|browser| outcomes(&recordings, browser, browser.name));
    settle("browsers-secure.jsonl.gz", outcomes);
}

#[test]
fn three_browsers_in_the_labs_own_cases() {
    let recordings = browser_recording::read("browsers-own.jsonl.gz", &browser_recording::world());
    let outcomes = BROWSERS.iter().flat_map(|browser| outcomes(&recordings, browser, browser.name));
    settle("browsers-own.jsonl.gz", outcomes);
}

/// Both recordings of plain pages.
fn recordings() -> Vec<Recording> {
    let mut recordings = browser_recording::read("browsers.jsonl.gz", &browser_recording::world_as_packaged());
    recordings.extend(browser_recording::read("browsers-own.jsonl.gz", &browser_recording::world()));
    recordings
}

#[test]
fn local_network_access() {
    let world = browser_recording::world_with_public_pages();
    let recordings = browser_recording::read("browsers-lna.jsonl.gz", &world);
    let mut without_checks = UserAgent::CHROMIUM;
    without_checks.checks_local_network_access = false;
    let checked = outcomes(&recordings, &UserAgent::CHROMIUM, "chromium-lna-default");
    let unchecked = outcomes(&recordings, &without_checks, "chromium-lna-disabled");
    settle("browsers-lna.jsonl.gz", checked.into_iter().chain(unchecked));
}

/// Scores one browser, and prints the groups.
fn outcomes(recordings: &[Recording], browser: &UserAgent, observed_as: &str) -> Vec<Outcome> {
    let mut groups: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut outcomes = Vec::new();
    for recording in recordings.iter().filter(|recording| !recording.unstable.iter().any(|name| name == observed_as)) {
        // Not every browser can be asked everything.
        let Some(observed) = recording.observed.get(observed_as) else { continue };
        let disagreements = disagreements(recording, browser.console, observed, &recording.judged(browser));
        let (agree, all) = groups.entry(&recording.group).or_default();
        *agree += usize::from(disagreements.is_empty());
        *all += 1;
        outcomes.push((format!("{observed_as}/{}", recording.id), disagreements));
    }
    let shown = groups.iter().map(|(group, (agree, all))| format!("{group} {agree}/{all}"));
    println!("{observed_as}: {}", shown.collect::<Vec<_>>().join(", "));
    outcomes
}

#[test]
fn every_fact_decides_a_recorded_case_in_each_browser() {
    let recordings = recordings();
    let world = browser_recording::world_with_public_pages();
    let local = browser_recording::read("browsers-lna.jsonl.gz", &world);
    let secure = browser_recording::read("browsers-secure.jsonl.gz", &browser_recording::world());
    let mut complaints = Vec::new();
    for fact in UserAgent::FACTS {
        let evidence: Vec<_> =
            EVIDENCE.iter().filter(|(name, _)| *name == fact.name).map(|(_, found)| *found).collect();
        let departing: Vec<_> = BROWSERS.iter().filter(|browser| (fact.departs)(browser)).collect();
        let shows = |browser: &&UserAgent, evidence: &Evidence| match evidence {
            Evidence::Group(group) => is_shown_by(fact, group, &recordings, browser),
            Evidence::LocalNetworkGroup(group) => is_shown_by(fact, group, &local, browser),
            Evidence::SecureGroup(group) => is_shown_by(fact, group, &secure, browser),
            Evidence::Source(_) => false,
        };
        let has_source = evidence.iter().any(|evidence| matches!(evidence, Evidence::Source(_)));
        let shown_nowhere =
            departing.iter().filter(|browser| !evidence.iter().any(|evidence| shows(browser, evidence)));
        complaints.extend(
            shown_nowhere
                .filter(|_| !has_source)
                .map(|browser| format!("`{}` does not show in {}", fact.name, browser.name)),
        );
        let idle = evidence.iter().filter(|evidence| !matches!(evidence, Evidence::Source(_)));
        complaints.extend(
            idle.filter(|evidence| !departing.iter().any(|browser| shows(browser, evidence)))
                .map(|evidence| format!("`{}` makes no difference in {evidence:?}", fact.name)),
        );
        if evidence.is_empty() {
            complaints.push(format!("`{}` has no evidence", fact.name));
        }
    }
    let is_fact = |name: &str| UserAgent::FACTS.iter().any(|fact| fact.name == name);
    let unknown = EVIDENCE.iter().filter(|(name, _)| !is_fact(name));
    complaints.extend(unknown.map(|(name, _)| format!("`{name}` is no fact")));
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// Whether the browser does otherwise in a case of the group as soon as it follows the standard in this fact.
fn is_shown_by(fact: &Fact, group: &str, recordings: &[Recording], browser: &UserAgent) -> bool {
    let of_group = recordings.iter().filter(|recording| recording.group == group);
    of_group.into_iter().any(|recording| is_decided_by(fact, recording, browser))
}

fn is_decided_by(fact: &Fact, recording: &Recording, browser: &UserAgent) -> bool {
    let mut follows_standard = browser.clone();
    (fact.follow_standard)(&mut follows_standard);
    let (departs, follows) = (recording.judged(browser), recording.judged(&follows_standard));
    !disagreements(recording, browser.console, &departs, &follows).is_empty()
}

/// Prints which groups show which fact: `cargo test … -- --ignored --nocapture`.
#[test]
#[ignore = "a tool for filling in the table of evidence"]
fn what_shows_each_fact() {
    let recordings = recordings();
    for fact in UserAgent::FACTS {
        for browser in BROWSERS.iter().filter(|browser| (fact.departs)(browser)) {
            let mut groups: BTreeMap<&str, usize> = BTreeMap::new();
            for recording in recordings.iter().filter(|recording| is_decided_by(fact, recording, browser)) {
                *groups.entry(&recording.group).or_default() += 1;
            }
            println!("{} {} {groups:?}", fact.name, browser.name);
        }
    }
}

#[test]
fn the_table_of_facts_is_up_to_date() {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/user-agents.md"));
    let document = browser_table::document();
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, &document).expect("a writable docs folder");
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    assert!(written == document, "docs/user-agents.md is out of date; UPDATE_DOCS=1 writes it");
}

//! `docs/user-agents.md`: the facts in which browsers differ, as a table for people.

use std::fmt::Write;

use preflight_engine::UserAgent;

use crate::browser_evidence::{EVIDENCE, Evidence};

const INTRODUCTION: &str = "\
# Browsers, fact by fact

Every known departure of a browser from the Fetch standard is one fact in `crates/engine/src/browser/user_agent.rs`; the
engine asks the facts and knows no browser's name. This table is generated from there: `UPDATE_DOCS=1 cargo test -p
preflight-conformance --test browsers` writes it anew.

A value in **bold** departs from the standard. \"Shown by\" are the groups of recordings of `corpus/browsers.jsonl.gz` and
`browsers-own.jsonl.gz` that come out otherwise as soon as one of these browsers follows the standard there; a test tries
it in each of them. Recorded were Chromium 156, Firefox 153 and WebKitGTK 2.50. What says `gtk` is known of WebKitGTK and
its network library only, not of Safari.

";

/// The whole document.
pub fn document() -> String {
    let mut document = INTRODUCTION.to_owned();
    document.push_str("| fact | what it says |");
    for user_agent in &UserAgent::ALL {
        let _ = write!(document, " {} |", user_agent.name);
    }
    document.push_str(" shown by |\n|---|---|");
    document.push_str(&"---|".repeat(UserAgent::ALL.len() + 1));
    document.push('\n');
    for fact in UserAgent::FACTS {
        let says = fact.says.trim().replace('|', "\\|");
        let _ = write!(document, "| `{}` | {says} |", fact.name);
        for user_agent in &UserAgent::ALL {
            let shown = (fact.shown)(user_agent);
            let cell = if (fact.departs)(user_agent) { format!("**{shown}**") } else { shown };
            let _ = write!(document, " {cell} |");
        }
        let _ = writeln!(document, " {} |", shown_by(fact.name));
    }
    document
}

fn shown_by(fact: &str) -> String {
    let found = EVIDENCE.iter().filter(|(name, _)| *name == fact).map(|(_, evidence)| match evidence {
        Evidence::Group(group) => format!("`{group}`"),
        Evidence::LocalNetworkGroup(group) => format!("`{group}` of `browsers-lna.jsonl.gz`"),
        Evidence::SecureGroup(group) => format!("`{group}` of `browsers-secure.jsonl.gz`"),
        Evidence::Source(source) => (*source).to_owned(),
    });
    found.collect::<Vec<_>>().join(", ")
}

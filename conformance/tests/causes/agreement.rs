//! Whether `explain`, given what the console would say, agrees with the judge who saw the exchanges.

use preflight_diagnosis::{explain, read_console};
use preflight_engine::browser::console;

use crate::asking::Asked;

/// Where the two do not agree.
pub enum Fault {
    /// The text is not read.
    Unread(String),
    /// The first cause of the check is not among those that the whole text gets.
    NotNamed(String),
    /// The text is said to prove another cause.
    CertainOfAnother(String),
}

impl Fault {
    /// In words.
    pub fn text(&self) -> String {
        match self {
            Self::Unread(text) => format!("not read: {text:?}"),
            Self::NotNamed(difference) => format!("not named: {difference}"),
            Self::CertainOfAnother(difference) => format!("certain of another: {difference}"),
        }
    }
}

/// Where the two do not agree; none where nothing is found, or where the console says nothing. The whole text holds the line
/// about the network, which alone has a status in Chromium; without it, nothing may be certain of another cause.
pub fn faults(asked: &Asked) -> Option<Vec<Fault>> {
    let first = asked.judgement.findings.first().filter(|_| asked.is_blocked())?;
    let said = console::messages(&asked.user_agent, &asked.verdict);
    let network = console::network_lines(&asked.user_agent, &asked.verdict);
    let whole: Vec<_> = said.iter().chain(&network).cloned().collect();
    if whole.is_empty() {
        return None;
    }
    let mut faults = Vec::new();
    for (lines, is_whole) in [(&said, false), (&whole, true)] {
        let text = lines.join("\n");
        let Some(message) = read_console(&text).into_iter().next() else {
            faults.extend((!lines.is_empty()).then_some(Fault::Unread(text)));
            continue;
        };
        let explanation = explain(&message);
        let names: Vec<_> = explanation.candidates.iter().map(|candidate| candidate.finding.rule.name).collect();
        let difference = format!("{} against {names:?} of {text:?}", first.rule.name);
        if explanation.is_certain && names.first() != Some(&first.rule.name) {
            faults.push(Fault::CertainOfAnother(difference));
        } else if is_whole && !names.contains(&first.rule.name) {
            faults.push(Fault::NotNamed(difference));
        }
    }
    Some(faults)
}

//! Whether `explain`, given what the console would say, agrees with the judge who saw the exchanges.

use preflight_diagnosis::{explain, read_console};
use preflight_engine::browser::console;
use preflight_rules::Certainty;

use crate::asking::Asked;

/// Where they do not agree; none where nothing is found, or where the console says nothing.
pub fn faults(asked: &Asked) -> Option<Vec<String>> {
    let first = asked.judgement.findings.first().filter(|_| asked.is_blocked())?;
    let said = console::messages(&asked.user_agent, &asked.verdict);
    let with_network_lines =
        said.iter().cloned().chain(console::network_lines(&asked.user_agent, &asked.verdict)).collect();
    let mut faults = Vec::new();
    let mut heard = false;
    for lines in [said, with_network_lines] {
        if lines.is_empty() {
            continue;
        }
        heard = true;
        let text: String = lines.join("\n");
        let messages = read_console(&text);
        let Some(message) = messages.first() else {
            faults.push(format!("{text:?} is not read"));
            continue;
        };
        let explanation = explain(message);
        let names: Vec<_> = explanation.candidates.iter().map(|candidate| candidate.finding.rule.name).collect();
        let is_first = names.first() == Some(&first.rule.name);
        if !names.contains(&first.rule.name) {
            faults.push(format!("{} is not among {names:?} of {text:?}", first.rule.name));
        } else if explanation.is_certain && !is_first {
            let certainty = if first.certainty == Certainty::Certain { ", and so is check" } else { "" };
            faults.push(format!("explain is certain of {names:?}{certainty}, check says {}", first.rule.name));
        }
    }
    heard.then_some(faults)
}

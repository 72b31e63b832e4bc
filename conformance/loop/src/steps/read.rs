//! Read: the console is pasted, and the true cause has to be among the candidates.

use serde_json::Value;

use super::{Findings, Outcome};
use crate::bench::Bench;
use crate::program::Ran;
use crate::situation::Ending;

/// Pastes the console into `explain`, for a person and as JSON; what it printed for a person, and the JSON.
pub(crate) fn read(bench: &Bench<'_>, console: &str, findings: &mut Findings) -> (Ran, Value) {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let (program, folder) = (&bench.surroundings.program, bench.folder.path());
    let text = program.run(folder, &words(&["explain"]), console);
    let json = program.run(folder, &words(&["explain", "--format", "json"]), console);
    findings.tell("preflight explain", &format!("{}{}", text.stdout, text.stderr));
    let said = json.json();
    let outcome = match judge(&said, &bench.situation.causes_in(bench.engine), findings) {
        Outcome::Passed if bench.situation.ends_in(bench.engine) == Ending::Blocked && text.code != Some(1) => {
            Outcome::Failed(format!("exit {:?} for a call that failed", text.code))
        }
        outcome => outcome,
    };
    findings.settle("read", outcome);
    (text, said)
}

fn judge(said: &Value, right: &[&str], findings: &mut Findings) -> Outcome {
    let messages = said.as_array().map(Vec::as_slice).unwrap_or_default();
    if messages.is_empty() {
        return Outcome::failed("no message is found");
    }
    let certain = messages.iter().filter(|message| message["certain"] == true);
    let wrong: Vec<_> = certain.flat_map(candidates).filter(|cause| !right.contains(cause)).collect();
    if let Some(wrong) = wrong.first() {
        findings.contradict(format!("explain is certain of {wrong}, and it is {}", right[0]));
        return Outcome::failed(format!("{wrong}, certain"));
    }
    if messages.iter().flat_map(candidates).any(|cause| right.contains(&cause)) {
        return Outcome::Passed;
    }
    let all: Vec<_> = messages.iter().flat_map(candidates).collect();
    Outcome::Failed(format!("{} is not among {}", right[0], all.join(", ")))
}

/// The causes that a message may have.
pub(super) fn candidates(message: &Value) -> impl Iterator<Item = &str> {
    message["causes"].as_array().into_iter().flatten().filter_map(|cause| cause["id"].as_str())
}

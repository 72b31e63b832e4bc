//! Agreement: what `check` says that the console will say, `explain` understands as `check` did.

use serde_json::Value;

use super::hand_over::contradicts;
use super::read::candidates;
use super::{Findings, Outcome};
use crate::bench::Bench;

/// Gives the true call to `check`, and the console that it predicts to `explain`.
pub(crate) fn agreement(bench: &Bench<'_>, findings: &mut Findings) {
    let (program, folder) = (&bench.surroundings.program, bench.folder.path());
    let arguments = arguments(bench);
    let report = program.run(folder, &arguments, "").json();
    let engine = bench.engine.key();
    let command = bench.readable(&format!("preflight {}", arguments.join(" ")));
    let verdict = report["verdicts"][engine].as_str().unwrap_or_default();
    let ending = bench.situation.ends_in(bench.engine);
    if contradicts(verdict, ending) {
        findings.contradict(format!("verdict {verdict}, and the call is {ending:?}: {command}"));
    }
    let lines = ["console", "console_network"].map(|key| report[key][engine].as_str().unwrap_or_default());
    let predicted = lines.join("\n").trim().to_owned();
    let Some(first) = report["findings"][0]["cause"].as_str().filter(|_| !predicted.is_empty()) else {
        let outcome = if report.is_null() { Outcome::failed("check writes no JSON") } else { Outcome::NotAsked };
        return findings.settle("agreement", outcome);
    };
    findings.tell(&command, &predicted);
    let explain = ["explain", "--format", "json"].map(str::to_owned);
    let said = program.run(folder, &explain, &predicted).json();
    findings.settle("agreement", judge(&said, first));
}

/// The call as it is.
fn arguments(bench: &Bench<'_>) -> Vec<String> {
    let (situation, call) = (&bench.situation, &bench.situation.call);
    let mut arguments: Vec<String> = ["check", &call.url, "--origin", &situation.page].map(str::to_owned).to_vec();
    if call.method != "GET" {
        arguments.extend(["-X".to_owned(), call.method.clone(), "--send-unsafe".to_owned()]);
    }
    for (name, value) in &call.headers {
        arguments.extend(["-H".to_owned(), format!("{name}: {value}")]);
    }
    if let Some(body) = call.sent_body() {
        arguments.extend(["--data".to_owned(), body]);
    }
    if call.credentials != "same-origin" {
        arguments.extend(["--credentials".to_owned(), call.credentials.clone()]);
    }
    if call.mode != "cors" {
        arguments.extend(["--mode".to_owned(), call.mode.clone()]);
    }
    if let Some(name) = &call.read {
        arguments.extend(["--read".to_owned(), name.clone()]);
    }
    arguments.extend(["--format".to_owned(), "json".to_owned()]);
    arguments
}

fn judge(said: &Value, first: &str) -> Outcome {
    let messages = said.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_among = messages.iter().flat_map(candidates).any(|cause| cause == first);
    let certain = messages.iter().find(|message| message["certain"] == true);
    let other = certain.and_then(|message| candidates(message).next()).filter(|cause| *cause != first);
    match other {
        Some(other) => Outcome::Failed(format!("check says {first}, explain is certain of {other}")),
        None if is_among => Outcome::Passed,
        None => {
            let all: Vec<_> = messages.iter().flat_map(candidates).collect();
            Outcome::Failed(format!("check says {first}, explain has {}", all.join(", ")))
        }
    }
}

//! Hand-over: the command that `explain` prints is run as it stands, and has to find the true cause first.

use serde_json::Value;

use super::{Findings, Outcome};
use crate::bench::Bench;
use crate::program::Ran;
use crate::situation::Ending;

/// What may stand behind the program's name: "the preflight is redirected" is no command.
const COMMANDS: [&str; 6] = ["check", "explain", "fix", "har", "dev", "serve"];

/// What the command printed that `explain` led to, for a person and as JSON.
pub(crate) struct Checked {
    pub(super) ran: Ran,
    pub(super) report: Value,
}

/// Runs the first command that `explain` printed, and the one with `--send-unsafe` that it may lead to. What it printed.
pub(crate) fn hand_over(
    bench: &Bench<'_>,
    console: &str,
    explained: &Ran,
    said: &Value,
    findings: &mut Findings,
) -> Option<Checked> {
    let Some(line) = first_command(&explained.stdout) else {
        // A text that does not name what was called leads to no command.
        let is_named = console.contains(&bench.situation.call.url);
        let outcome = if is_named { Outcome::failed("explain prints no command") } else { Outcome::NotAsked };
        findings.settle("hand-over", outcome);
        return None;
    };
    let line = filled(bench, &line);
    if let Some(difference) = other_next(bench, &line, said) {
        findings.settle("hand-over", Outcome::Failed(difference));
        return None;
    }
    if !line.contains("preflight check ") {
        findings.settle("hand-over", Outcome::Failed(format!("the first command is no check: {line}")));
        return None;
    }
    let mut ran = run(bench, &line, findings);
    let mut last = line;
    let unsafe_line = commands(&ran.stdout).find(|line| line.contains("--send-unsafe"));
    if let Some(unsafe_line) = unsafe_line {
        says_allowed_in_vain(bench, &ran, &last, findings);
        last = filled(bench, &unsafe_line);
        ran = run(bench, &last, findings);
    }
    let report = bench.surroundings.program.shell(bench.folder.path(), &format!("{last} --format json")).json();
    let outcome = match judge(bench, &ran, &report, &last, findings) {
        Outcome::Passed => names_method(bench, console, &report),
        outcome => outcome,
    };
    findings.tell("the first finding's edits", &report["findings"][0]["edits"].to_string());
    findings.settle("hand-over", outcome);
    Some(Checked { ran, report })
}

fn run(bench: &Bench<'_>, line: &str, findings: &mut Findings) -> Ran {
    let ran = bench.surroundings.program.shell(bench.folder.path(), line);
    findings.tell(line, &format!("{}{}exit {:?}", ran.stdout, ran.stderr, ran.code));
    ran
}

fn judge(bench: &Bench<'_>, ran: &Ran, report: &Value, line: &str, findings: &mut Findings) -> Outcome {
    let right = bench.situation.causes_in(bench.engine);
    let first = &report["findings"][0];
    let cause = first["cause"].as_str().unwrap_or("nothing");
    if says_allowed_in_vain(bench, ran, line, findings) {
        return Outcome::failed("says allowed of a call that was blocked");
    }
    let verdict = report["verdicts"][bench.engine.key()].as_str().unwrap_or_default();
    if contradicts(verdict, bench.situation.ends_in(bench.engine)) {
        findings.contradict(format!(
            "verdict {verdict}, and the call is {:?}: {}",
            ending(bench),
            bench.readable(line)
        ));
        return Outcome::Failed(format!("verdict {verdict}"));
    }
    if report.is_null() {
        return Outcome::Failed(format!("no report, exit {:?}: {}", ran.code, ran.stderr.trim()));
    }
    let is_right = right.contains(&cause) || (right[0] == "none" && first.is_null());
    if !is_right && first["certainty"] == "certain" {
        findings.contradict(format!("check is certain of {cause}, and it is {}: {}", right[0], bench.readable(line)));
    }
    if report["origin"].as_str() != Some(&bench.situation.page) {
        return Outcome::Failed(format!("asks for {}, not for {}", report["origin"], bench.situation.page));
    }
    if is_right {
        return Outcome::Passed;
    }
    Outcome::Failed(format!("first is {cause} ({}), not {}", first["certainty"].as_str().unwrap_or("-"), right[0]))
}

/// A method that the text names is the one that is asked for.
fn names_method(bench: &Bench<'_>, console: &str, report: &Value) -> Outcome {
    let call = &bench.situation.call;
    let is_named = console.contains(&format!("{} {}", call.method, call.url));
    match report["method"].as_str() {
        Some(method) if is_named && method != call.method => {
            Outcome::Failed(format!("asks for {method}, and the text says {}", call.method))
        }
        _ => Outcome::Passed,
    }
}

fn ending(bench: &Bench<'_>) -> Ending {
    bench.situation.ends_in(bench.engine)
}

/// Whether it says that a call is allowed which the browser blocks.
fn says_allowed_in_vain(bench: &Bench<'_>, ran: &Ran, line: &str, findings: &mut Findings) -> bool {
    let is_said = ran.code == Some(0) || ran.stdout.trim_start().starts_with("allowed");
    let is_wrong = is_said && ending(bench) == Ending::Blocked;
    if is_wrong {
        findings.contradict(format!("allowed (exit {:?}): {}", ran.code, bench.readable(line)));
    }
    is_wrong
}

/// Whether a verdict is not what the browser does.
pub(super) fn contradicts(verdict: &str, ending: Ending) -> bool {
    match verdict {
        "allowed" => ending != Ending::Read,
        "blocked" | "unreachable" => ending != Ending::Blocked,
        "opaque" => ending != Ending::Opaque,
        _ => false,
    }
}

/// Where JSON names a command, it is the one that is printed.
fn other_next(bench: &Bench<'_>, line: &str, said: &Value) -> Option<String> {
    let mut named = said.as_array().into_iter().flatten().filter_map(|message| message["next"].as_array());
    let next: Vec<_> = named.next()?.iter().filter_map(Value::as_str).collect();
    let words = bench.surroundings.program.shell(bench.folder.path(), &format!("printf '%s\\n' {line}")).stdout;
    let next: Vec<_> = next.iter().map(|word| filled(bench, word)).collect();
    let printed: Vec<_> = words.lines().collect();
    let begins = printed.iter().position(|word| *word == "preflight").map_or(0, |place| place + 1);
    let named = next.iter().position(|word| word == "preflight").map_or(0, |place| place + 1);
    let is_same = next[named..].iter().map(String::as_str).eq(printed[begins..].iter().copied());
    (!is_same).then(|| format!("`next` is {next:?}, and the line is {line}"))
}

/// The commands that a text shows, in order: lines that begin with the program's name, perhaps behind one word.
pub(super) fn commands(text: &str) -> impl Iterator<Item = String> {
    text.lines().filter_map(|line| {
        let line = line.trim();
        let (before, rest) = if line.starts_with("preflight ") { ("", line) } else { line.split_once(' ')? };
        let rest = rest.trim_start();
        let is_word = before.bytes().all(|byte| byte.is_ascii_lowercase());
        let command = rest.strip_prefix("preflight ")?.split(' ').next()?;
        (is_word && COMMANDS.contains(&command)).then(|| rest.to_owned())
    })
}

fn first_command(text: &str) -> Option<String> {
    commands(text).next()
}

/// A line with what a person puts in for its placeholders.
fn filled(bench: &Bench<'_>, line: &str) -> String {
    let situation = &bench.situation;
    let parts = [("<page>", &situation.page), ("<origin>", &situation.page), ("<url>", &situation.call.url)];
    parts.into_iter().fold(line.to_owned(), |line, (placeholder, value)| line.replace(placeholder, value))
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_stand_alone_on_their_line_behind_one_word_at_most() {
        let text = "blocked\nsee   preflight check :1/a\n  preflight fix a\n$ preflight fix x\nCall preflight check y\nor run preflight fix z\n\
                    the preflight is redirected";
        assert_eq!(commands(text).collect::<Vec<_>>(), ["preflight check :1/a", "preflight fix a"]);
    }
}

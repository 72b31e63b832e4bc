//! Remedy: the source is edited as `fix` edits it, or the advised header lines are sent, or a person is told what to do; then
//! the browser is asked again.

use std::io;

use regex::Regex;
use url::Url;

use super::hand_over::commands;
use super::header_lines::HeaderLines;
use super::{Checked, Findings, Outcome};
use crate::bench::Bench;
use crate::program::Ran;
use crate::situation::{Call, Ending, Stranger};

/// What a text says that promises a working call.
const PROMISE: &str = r"(?i)with this change it does not|now (it )?works|is allowed now|allows it now|now allowed";

/// Follows the advice. `explained` and `checked` are what the commands before printed.
///
/// # Errors
/// The browser is gone.
pub(crate) fn remedy(
    bench: &mut Bench<'_>,
    explained: &Ran,
    checked: Option<&Checked>,
    findings: &mut Findings,
) -> io::Result<()> {
    let outcome = match bench.situation.edit.clone() {
        Some(file) => edit(bench, &file, checked, findings)?,
        None if !bench.situation.advice.is_empty() => {
            let all = [checked.map_or("", |checked| &checked.ran.stdout), &explained.stdout].join("\n");
            advised(&bench.situation.advice, &all)
        }
        None => send_lines(bench, explained, checked)?,
    };
    findings.settle("remedy", outcome);
    Ok(())
}

/// Edits the source, starts the server again, and asks the browser.
fn edit(bench: &mut Bench<'_>, file: &str, checked: Option<&Checked>, findings: &mut Findings) -> io::Result<Outcome> {
    let program = &bench.surroundings.program;
    let folder = bench.folder.path().to_owned();
    let printed =
        checked.and_then(|checked| commands(&checked.ran.stdout).find(|line| line.contains("preflight fix ")));
    let line = printed.unwrap_or_else(|| fix_line(bench, file));
    let line = line.trim_end_matches(" --write").to_owned();
    let plan = program.shell(&folder, &format!("{line} --format json")).json();
    let verdict = plan["verdict"].as_str().unwrap_or("none").to_owned();
    if verdict == "allowed" && bench.situation.ends_in(bench.engine) == Ending::Blocked {
        findings.contradict(format!("fix says allowed, and the call is blocked: {}", bench.readable(&line)));
        return Ok(Outcome::failed("fix says allowed of a call that is blocked"));
    }
    let written = program.shell(&folder, &format!("{line} --write"));
    findings.tell(&format!("{line} --write"), &format!("{}{}exit {:?}", written.stdout, written.stderr, written.code));
    if plan["edits"].as_array().is_none_or(Vec::is_empty) {
        return Ok(match (&bench.situation.by_hand, &bench.situation.advice) {
            (Some(_), advice) => {
                let all =
                    [checked.map_or("", |checked| &checked.ran.stdout), &written.stdout, &written.stderr].join("\n");
                advised(advice, &all)
            }
            _ => Outcome::Failed(format!("fix edits nothing: {verdict}, {}", first_line(&written))),
        });
    }
    if let Err(error) = bench.restart() {
        return Ok(Outcome::Failed(format!("after the edit: {error}")));
    }
    let outcome = ask_again(bench)?;
    if outcome != Outcome::Passed && Regex::new(PROMISE).expect("it is an expression").is_match(&written.stdout) {
        findings.contradict(format!("fix says that it works, and it does not: {}", bench.readable(&line)));
    }
    verify(bench, plan["verify"].as_str(), &outcome, findings);
    Ok(outcome)
}

/// The line that verifies has to say what the browser does.
fn verify(bench: &Bench<'_>, line: Option<&str>, outcome: &Outcome, findings: &mut Findings) {
    let Some(line) = line else { return };
    let ran = bench.surroundings.program.shell(bench.folder.path(), line);
    findings.tell(line, &format!("{}exit {:?}", ran.stdout, ran.code));
    match (ran.code, outcome) {
        (Some(0), Outcome::Failed(why)) if why.contains(STILL_BLOCKED) => {
            findings.contradict(format!("allowed after the edit, and it is blocked: {}", bench.readable(line)));
        }
        (Some(1), Outcome::Passed) => {
            findings.contradict(format!("blocked after the edit, and the page reads it: {}", bench.readable(line)));
        }
        _ => {}
    }
}

/// The command as the help of `fix` says it.
fn fix_line(bench: &Bench<'_>, file: &str) -> String {
    let call = &bench.situation.call;
    let mut line = format!("preflight fix {file} --url '{}' --origin {}", call.url, bench.situation.page);
    if call.method != "GET" {
        line.push_str(&format!(" -X {}", call.method));
    }
    for (name, value) in &call.headers {
        line.push_str(&format!(" -H '{name}: {value}'"));
    }
    if call.credentials == "include" {
        line.push_str(" --credentials include");
    }
    if let Some(name) = &call.read {
        line.push_str(&format!(" --expose {name}"));
    }
    line
}

/// Sends the header lines that were printed last, and asks the browser.
fn send_lines(bench: &Bench<'_>, explained: &Ran, checked: Option<&Checked>) -> io::Result<Outcome> {
    let texts = [checked.map(|checked| checked.ran.stdout.as_str()), Some(explained.stdout.as_str())];
    let of_text = |text: &str| HeaderLines::read(text).or_else(|| HeaderLines::read_sentence(text));
    let of_report = checked.and_then(|checked| HeaderLines::read_report(&checked.report));
    let Some(lines) = of_report.or_else(|| texts.into_iter().flatten().find_map(of_text)) else {
        return Ok(Outcome::failed("no header lines are printed"));
    };
    let url = Url::parse(&bench.situation.call.url).map_err(io::Error::other)?;
    let port = url.port_or_known_default().unwrap_or(80);
    bench.server.scripted.change(|answers| lines.apply(answers, port, url.path()));
    ask_again(bench)
}

const STILL_BLOCKED: &str = "the call is still";

/// The call works, and others are as they were.
fn ask_again(bench: &Bench<'_>) -> io::Result<Outcome> {
    let situation = &bench.situation;
    match bench.endings(&situation.page, std::slice::from_ref(&situation.call))?[..] {
        [Some(Ending::Read)] => {}
        ref other => return Ok(Outcome::Failed(format!("{STILL_BLOCKED} {other:?}"))),
    }
    Ok(others(bench)?.map_or(Outcome::Passed, Outcome::Failed))
}

/// What is not so of the other calls: those that work, those that fail, and that of a stranger.
///
/// # Errors
/// The browser is gone.
pub(crate) fn others(bench: &Bench<'_>) -> io::Result<Option<String>> {
    let situation = &bench.situation;
    let mut stranger = situation.call.clone();
    stranger.page = Some(bench.stranger().to_owned());
    let strangers = (situation.stranger == Stranger::Refused).then_some(stranger);
    let refused: Vec<Call> = situation.refused.iter().cloned().chain(strangers).collect();
    for (calls, is_to_work) in [(&situation.works, true), (&refused, false)] {
        for call in calls {
            let page = call.page.as_deref().unwrap_or(&situation.page);
            let ending = bench.endings(page, std::slice::from_ref(call))?[0];
            if (ending == Some(Ending::Read)) != is_to_work {
                let expected = if is_to_work { "works" } else { "is refused" };
                let call = format!("{} {} of {page}", call.method, call.url);
                return Ok(Some(bench.readable(&format!("{call} {expected} before, and now it is {ending:?}"))));
            }
        }
    }
    Ok(None)
}

fn advised(advice: &[String], text: &str) -> Outcome {
    let lacks = |expression: &&String| !Regex::new(expression).expect("it is an expression").is_match(text);
    match advice.iter().find(lacks) {
        None => Outcome::Passed,
        Some(missing) => Outcome::Failed(format!("the advice lacks /{missing}/")),
    }
}

fn first_line(ran: &Ran) -> &str {
    ran.stdout.lines().chain(ran.stderr.lines()).next().unwrap_or_default()
}

//! The two questions about the source, answered beside a check and in the same report.

use std::path::PathBuf;

use preflight_dialects::allows;
use preflight_report::Report;
use serde_json::Value;
use url::Url;

use super::super::run::{Checked, Sends, check};
use super::super::word::Word;
use super::super::{CheckArgs, Engine, Failure, asked};
use super::SourceArgs;
use crate::arguments::call::CallArgs;
use crate::export::of_file;
use crate::fix::{Comparison, Outcome, Seen, Server, Task, comparison_object, comparison_page, fixed, of_call};
use crate::json::text_of;
use crate::redact::{Redactor, Values};

/// What a server says to a call.
pub struct Asked {
    pub url: Url,
    pub seen: Seen,
    /// Whether the page reads the response headers that it needs.
    pub shows_all: bool,
}

/// All requests together, in seconds: a person waits for the answer.
const ASKING_TIME: u64 = 10;

/// Asks a server; nothing is sent that may change something, and nothing printed.
pub fn ask(url: &str, call: CallArgs, reads: &[String]) -> Result<Asked, Failure> {
    // What single browsers do before anything is sent says nothing of the server.
    let of_call = CheckArgs::of(url.to_owned(), call);
    let args = CheckArgs { max_time: ASKING_TIME, engine: Engine::Standard, reads: reads.to_vec(), ..of_call };
    let checked = check(&args, asked::of(&args)?, Sends::Safe, None)?;
    let seen = seen(&checked);
    let shows_all = seen != Seen::Allowed || reads.is_empty() || checked.findings.is_empty();
    Ok(Asked { url: checked.lead().request.url().clone(), seen, shows_all })
}

/// What was seen of the call.
fn seen(checked: &Checked) -> Seen {
    let lead = checked.lead();
    let asked_first = lead.verdict.exchanges.iter().any(|exchange| exchange.request.method == b"OPTIONS");
    let cause = || {
        let first = checked.findings.first().map(|finding| finding.message.as_str());
        checked.redactor.text(first.unwrap_or("the server does not allow it"))
    };
    match lead.word() {
        Word::Allowed => Seen::Allowed,
        Word::Blocked | Word::Opaque => Seen::Blocked(cause()),
        Word::Unreachable => Seen::Unreachable,
        Word::Undetermined if asked_first => Seen::PreflightAllowed,
        Word::Undetermined => Seen::Undecided,
    }
}

/// Adds what would be changed in this file for the call that was checked. What is made up of the call is not asked for.
pub fn add_fix(report: &mut Report, checked: &Checked, file: PathBuf) -> Result<(), Failure> {
    let args = SourceArgs { fix: Some(file.clone()), ..SourceArgs::default() };
    let task = of_call(file, &checked.asked.call, &[], &checked.redactor)?;
    Source { task, args }.add_to(report, checked)
}

/// The source that a check looks at, and what it has to allow.
pub struct Source {
    task: Task,
    args: SourceArgs,
}

impl Source {
    /// The source that the arguments name, if they name one.
    pub fn of(args: &CheckArgs) -> Result<Option<Self>, Failure> {
        let Some(file) = args.source.fix.clone().or_else(|| args.source.config.clone()) else { return Ok(None) };
        let call = asked::of(args)?.call;
        let urls = [Some(args.url.as_str()), call.url.value().map(Url::as_str)];
        let redactor = Redactor::new(Values::of_flag(args.show_values), urls.into_iter().flatten());
        let task = of_call(file, &call, &args.reads, &redactor)?;
        Ok(Some(Self { task, args: args.source.clone() }))
    }

    /// Adds what the source says to the report of a check. The exit code stays that of the server: it is what the page meets.
    pub fn add_to(self, report: &mut Report, checked: &Checked) -> Result<(), Failure> {
        let before = checked.lead().word();
        if self.args.fix.is_some() {
            let url = checked.redactor.url(checked.question.url().as_str());
            let task = Task { server: Some(Server::new(url, seen(checked))), ..self.task };
            let fixed = fixed(task, self.args.write)?.report()?;
            let object = fixed.entries.first().map(|entry| Value::Object(entry.object.clone()));
            insert(report, "fixed", object.unwrap_or_default());
            report.page.blank();
            report.page.append(fixed.page);
            return Ok(());
        }
        let is_policy = self.task.file.extension().is_some_and(|ending| ending == "toml");
        if is_policy { compare_policy(report, &self.task, before) } else { compare(report, self.task, before) }
    }
}

fn insert(report: &mut Report, key: &str, value: Value) {
    if let Some(entry) = report.entries.first_mut() {
        entry.object.insert(key.to_owned(), value);
    }
}

/// The file against the server.
fn compare(report: &mut Report, task: Task, before: Word) -> Result<(), Failure> {
    let fixed = fixed(task, false)?;
    let (word, said, reasons) = match &fixed.outcome {
        Ok(Outcome::Allowed { .. }) => ("allowed", "allows", Vec::new()),
        Ok(Outcome::Change(fix)) if fix.edits.is_empty() => {
            ("unknown", "may allow", fix.remarks.iter().map(|remark| remark.message.clone()).collect())
        }
        Ok(Outcome::Change(fix)) => ("refused", "blocks", fix.edits.iter().map(|edit| edit.reason.clone()).collect()),
        Ok(Outcome::ByHand(by_hand)) => ("unknown", "may block", vec![by_hand.reason.clone()]),
        Err(error) => return Err(fixed.unusable(error)),
    };
    add(report, &fixed.comparison(word, said, &reasons), before);
    Ok(())
}

/// A policy file against the server.
fn compare_policy(report: &mut Report, task: &Task, before: Word) -> Result<(), Failure> {
    let is_allowed = allows(&of_file(&task.file)?, &task.wanted);
    let (word, said) = if is_allowed { ("allowed", "allows") } else { ("refused", "blocks") };
    let name = text_of(task.file.as_os_str().as_encoded_bytes());
    add(report, &Comparison { name: &name, system: Some("preflight"), word, said, reasons: &[] }, before);
    Ok(())
}

fn add(report: &mut Report, comparison: &Comparison<'_>, before: Word) {
    let meaning = meaning(comparison.word, before);
    insert(report, "config", comparison_object(comparison, meaning));
    report.page.append(comparison_page(comparison, meaning));
}

/// What follows from what the file says and what the server does.
fn meaning(word: &str, before: Word) -> &'static str {
    match (word, before) {
        (_, Word::Unreachable) => "nothing answers there: start the server",
        (_, Word::Undetermined) => "what the server does with the call is not known: what decides was not sent",
        ("allowed", Word::Allowed) | ("refused", Word::Blocked | Word::Opaque) => "the server does what the file says",
        ("allowed", _) => {
            "the file allows it, the server does not: perhaps another file or process answers there, it was not restarted, or something in front of it changes the headers"
        }
        ("refused", Word::Allowed) => {
            "the server allows it, the file does not: perhaps another file or process answers there, it was not restarted, or something in front of it sets the headers"
        }
        _ => "the source alone does not say it",
    }
}

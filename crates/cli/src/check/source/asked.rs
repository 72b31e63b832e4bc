//! The two questions about the source, answered beside a check and in the same report.

use std::path::PathBuf;

use preflight_dialects::{Finding, FixError, allows};
use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::PageCall;
use preflight_report::Report;
use serde_json::Value;
use url::Url;

use super::super::run::{Checked, Sends, check};
use super::super::word::Word;
use super::super::{CheckArgs, Failure, asked};
use super::SourceArgs;
use crate::arguments::call::{CallArgs, words};
use crate::export::of_file;
use crate::fix::{Comparison, Server, Task, comparison_object, comparison_page, fixed, wanted};
use crate::json::text_of;
use crate::redact::{Redactor, Values};
use crate::shell::command_line;

/// What a check of this call comes to, and the URL that it asks; only what a browser itself sends is sent, and of that only
/// what has no effect.
pub fn verdict_of(url: &str, call: CallArgs) -> Result<(Url, Word), Failure> {
    let args = CheckArgs { quick: true, ..CheckArgs::of(url.to_owned(), call) };
    let checked = check(&args, asked::of(&args)?, Sends::Safe, None)?;
    Ok((checked.lead().request.url().clone(), checked.lead().word()))
}

/// Adds what would be changed in this file for the call that was checked. What is made up of the call is not asked for.
pub fn add_fix(report: &mut Report, checked: &Checked, file: PathBuf) -> Result<(), Failure> {
    let args = SourceArgs { fix: Some(file.clone()), ..SourceArgs::default() };
    let task = task(file, &checked.asked.call, &checked.redactor)?;
    Source { task, args }.add_to(report, checked)
}

/// What a file has to allow for a call.
fn task(file: PathBuf, call: &PageCall, redactor: &Redactor) -> Result<Task, Failure> {
    let Some(origin) = call.origin.value() else {
        return Err(Failure::usage("which page the file is to allow was not said")
            .with_help("name the page with `--origin`; none is assumed where a file is read"));
    };
    let command = ["preflight", "check"].map(str::to_owned).into_iter().chain(words(call, redactor));
    let check = command_line(&command.collect::<Vec<_>>());
    let call = call.clone().with_implications();
    let includes_credentials = call.credentials.value() == Some(&CredentialsMode::Include);
    let method = call.method.value().map(String::as_str);
    let wanted = wanted(origin.as_str(), method, &headers(&call), includes_credentials, &[])?;
    let path = call.url.value().map_or("/", Url::path);
    Ok(Task { file, dialect: None, wanted: wanted.at_path(path), server: None, check, redactor: redactor.clone() })
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
        let task = task(file, &call, &redactor)?;
        Ok(Some(Self { task, args: args.source.clone() }))
    }

    /// Adds what the source says to the report of a check. The exit code stays that of the server: it is what the page meets.
    pub fn add_to(self, report: &mut Report, checked: &Checked) -> Result<(), Failure> {
        let before = checked.lead().word();
        if self.args.fix.is_some() {
            let url = checked.redactor.url(checked.question.url().as_str());
            let task = Task { server: Some(Server { url, before }), ..self.task };
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

fn headers(call: &PageCall) -> Vec<String> {
    let written = |header: &preflight_engine::page_call::CallHeader| match header.value.value() {
        Some(value) => format!("{}: {value}", header.name),
        None => header.name.clone(),
    };
    call.headers.iter().map(written).collect()
}

fn insert(report: &mut Report, key: &str, value: Value) {
    if let Some(entry) = report.entries.first_mut() {
        entry.object.insert(key.to_owned(), value);
    }
}

/// The file against the server.
fn compare(report: &mut Report, task: Task, before: Word) -> Result<(), Failure> {
    let fixed = fixed(task, false)?;
    let (word, said, reasons) = match &fixed.finding {
        Ok(Finding::Allowed) => ("allowed", "allows", Vec::new()),
        Ok(Finding::Fix(fix)) if fix.edits.is_empty() => {
            ("unknown", "may allow", fix.remarks.iter().map(|remark| remark.message.clone()).collect())
        }
        Ok(Finding::Fix(fix)) => ("refused", "refuses", fix.edits.iter().map(|edit| edit.reason.clone()).collect()),
        Err(FixError::Obstacle { reason, .. }) => ("unknown", "may refuse", vec![reason.clone()]),
        Err(error) => return Err(fixed.unusable(error)),
    };
    add(report, &fixed.comparison(word, said, &reasons), before);
    Ok(())
}

/// A policy file against the server.
fn compare_policy(report: &mut Report, task: &Task, before: Word) -> Result<(), Failure> {
    let is_allowed = allows(&of_file(&task.file)?, &task.wanted);
    let (word, said) = if is_allowed { ("allowed", "allows") } else { ("refused", "refuses") };
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
            "the file allows it, the server does not: it was not restarted, it is another server, or something in front of it changes the headers"
        }
        ("refused", Word::Allowed) => {
            "the server allows it, the file does not: it was not restarted, it is another server, or something in front of it sets the headers"
        }
        _ => "the source alone does not say it",
    }
}

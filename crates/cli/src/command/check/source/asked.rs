//! The two questions about the source, answered beside a check and in the same report.

use std::path::{Path, PathBuf};

use preflight_dialects::allows;
use preflight_engine::exchange::NetworkFailure;
use preflight_report::{Page, Report};
use serde_json::Value;
use url::Url;

use super::super::perform::Run;
use super::super::question::Guess;
use super::super::run::{Checked, Sends, check};
use super::super::word::Word;
use super::super::{CheckArgs, Engine, Failure, asked};
use super::SourceArgs;
use super::contradiction::foreign_origin;
use crate::arguments::call::CallArgs;
use crate::command::export::of_file;
use crate::command::fix::{
    Comparison, Offer, Outcome, Seen, Server, Task, comparison_object, comparison_page, fixed, of_call,
};
use crate::json::text_of;
use crate::redact::{Redactor, Values};

/// What a server says to a call.
pub struct Asked {
    pub url: Url,
    pub seen: Seen,
    /// Whether the page reads the response headers that it needs.
    pub shows_all: bool,
    /// What was made up of the call.
    pub guess: Option<Guess>,
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
    Ok(Asked { url: checked.lead().request.url().clone(), seen, shows_all, guess: checked.question.guess })
}

/// What was seen of the call.
fn seen(checked: &Checked) -> Seen {
    let lead = checked.lead();
    let asked_first = lead.verdict.exchanges.iter().any(|exchange| exchange.request.method == b"OPTIONS");
    let cause = || {
        let first = checked.findings.first().map(|finding| finding.message.as_str());
        checked.shown_text(first.unwrap_or("the server does not allow it"))
    };
    match lead.word() {
        Word::Allowed => Seen::Allowed,
        Word::Blocked | Word::Opaque => Seen::Blocked(cause()),
        Word::Unreachable if is_closed(lead) => Seen::Closed,
        Word::Unreachable => Seen::Unreachable,
        Word::Undetermined if asked_first => Seen::PreflightAllowed,
        Word::Undetermined => Seen::Undecided,
    }
}

/// Whether the server took the request, and closed the connection instead of answering.
fn is_closed(run: &Run) -> bool {
    run.verdict.exchanges.last().is_some_and(|last| last.answer == Err(NetworkFailure::ConnectionClosed))
}

/// What would be changed in this file for the call that was checked.
pub fn look_at(checked: &Checked, file: PathBuf) -> Result<Looked, Failure> {
    let args = SourceArgs { fix: Some(file.clone()), ..SourceArgs::default() };
    Source { file, args, reads: Vec::new() }.look(checked)
}

/// The source that a check looks at.
pub struct Source {
    file: PathBuf,
    args: SourceArgs,
    /// The response headers that the page reads.
    reads: Vec<String>,
}

/// What a source says beside a check.
pub struct Looked {
    key: &'static str,
    object: Value,
    page: Page,
    shows_change: bool,
    offer: Option<Offer>,
    why_not_offered: Option<String>,
}

impl Looked {
    /// The change of the file, where it was not made yet.
    pub fn offer(&self) -> Option<Offer> {
        self.offer.clone()
    }

    /// Why the change that it shows is not offered.
    pub fn why_not_offered(&self) -> Option<String> {
        self.why_not_offered.clone()
    }

    /// Whether it shows the change of the page's own file: then what any server of its kind needs is no news.
    pub fn shows_change(&self) -> bool {
        self.shows_change
    }

    /// Adds it to the report of the check. The exit code stays that of the server: it is what the page meets.
    pub fn add_to(self, report: &mut Report) {
        if let Some(entry) = report.entries.first_mut() {
            entry.object.insert(self.key.to_owned(), self.object);
        }
        report.page.blank();
        report.page.append(self.page);
    }
}

impl Source {
    /// The source that the arguments name, if they name one.
    pub fn of(args: &CheckArgs) -> Result<Option<Self>, Failure> {
        let Some(file) = args.source.fix.clone().or_else(|| args.source.config.clone()) else { return Ok(None) };
        let asked = asked::of(args)?;
        let urls = [Some(args.url.as_str()), asked.call.url.value().map(Url::as_str)];
        let redactor =
            Redactor::new(Values::of_flag(args.show_values), urls.into_iter().flatten()).hiding(&asked.named);
        // Only for what is wrong with it: the check may find out more of the call.
        let guess = Guess::of(&asked);
        of_call(file.clone(), &asked, guess.as_ref(), &args.reads, &redactor)?;
        Ok(Some(Self { file, args: args.source.clone(), reads: args.reads.clone() }))
    }

    /// The call, with the method that this source has for it where nobody said one.
    pub fn with_served_method(&self, asked: crate::arguments::call::Asked) -> crate::arguments::call::Asked {
        super::super::with_served_method(asked, &self.file)
    }

    /// What the source says of the call that was checked; what was made up of the call is made up here, too.
    pub fn look(self, checked: &Checked) -> Result<Looked, Failure> {
        let before = checked.lead().word();
        let guess = checked.question.guess.as_ref();
        let task = of_call(self.file, &checked.asked, guess, &self.reads, &checked.redactor)?;
        if self.args.fix.is_some() {
            let url = checked.redactor.url(checked.question.url().as_str());
            let task = Task { server: Some(Server::new(url, seen(checked))), ..task };
            let fixed = fixed(task, self.args.write)?;
            let (shows_change, offer) = (fixed.shows_change(), fixed.offer());
            let why_not_offered = fixed.why_not_offered();
            let report = fixed.report()?;
            let object = report.entries.first().map(|entry| Value::Object(entry.object.clone())).unwrap_or_default();
            return Ok(Looked { key: "fixed", object, page: report.page, shows_change, offer, why_not_offered });
        }
        let foreign = foreign_origin(checked, &task.file)?;
        if is_policy(&task.file) { compare_policy(&task, before, foreign) } else { compare(task, before, foreign) }
    }
}

/// Whether a file is a policy of preflight's own.
pub(super) fn is_policy(file: &Path) -> bool {
    file.extension().is_some_and(|ending| ending == "toml")
}

/// The file against the server.
fn compare(task: Task, before: Word, foreign: Option<String>) -> Result<Looked, Failure> {
    let fixed = fixed(task, false)?;
    let (word, said, reasons) = match &fixed.outcome {
        Ok(Outcome::Allowed { .. }) => ("allowed", "allows", Vec::new()),
        Ok(Outcome::Change(fix)) if fix.edits.is_empty() => {
            ("unknown", "may allow", fix.remarks.iter().map(|remark| remark.message.clone()).collect())
        }
        Ok(Outcome::Change(fix)) if fix.is_precaution => {
            ("unknown", "may block", fix.edits.iter().map(|edit| edit.reason.clone()).collect())
        }
        Ok(Outcome::Change(fix)) => ("refused", "blocks", fix.edits.iter().map(|edit| edit.reason.clone()).collect()),
        Ok(Outcome::ByHand(by_hand)) => ("unknown", "may block", vec![by_hand.reason.clone()]),
        Err(error) => return Err(fixed.unusable(error)),
    };
    Ok(compared(&fixed.comparison(word, said, &reasons), before, foreign))
}

/// A policy file against the server.
fn compare_policy(task: &Task, before: Word, foreign: Option<String>) -> Result<Looked, Failure> {
    let is_allowed = allows(&of_file(&task.file)?, &task.wanted);
    let (word, said) = if is_allowed { ("allowed", "allows") } else { ("refused", "blocks") };
    let name = text_of(task.file.as_os_str().as_encoded_bytes());
    Ok(compared(&Comparison { name: &name, system: Some("preflight"), word, said, reasons: &[] }, before, foreign))
}

fn compared(comparison: &Comparison<'_>, before: Word, foreign: Option<String>) -> Looked {
    let meaning = match foreign {
        Some(origin) => format!(
            "the server allows `{origin}`, which the file does not: its answer comes from something else, another process, a proxy before it, or a server that was not restarted"
        ),
        None => meaning(comparison.word, before).to_owned(),
    };
    let (object, page) = (comparison_object(comparison, &meaning), comparison_page(comparison, &meaning));
    Looked { key: "config", object, page, shows_change: false, offer: None, why_not_offered: None }
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

//! `preflight` alone, with a console's text pasted: what the text says, then at once the check of each call that it is about, and
//! what `fix` would do to the source in this folder.

#[cfg(feature = "dialects")]
mod folders;
mod offer;
mod source;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Command, FromArgMatches};
use preflight_engine::page_call::Part;
use preflight_report::{Exit, Format, Page, Report, Role, Span};
use serde_json::Value;

use crate::arguments::call::{Asked, CallArgs};
use crate::arguments::output::FormatName;
use crate::arguments::{given, without_values};
use crate::command::check::{CheckArgs, CheckFormat, Looked, Offer, Word, check_pasted, report_with};
use crate::command::explain::{self, Explained, FrameworkName, Known};
use crate::exit::Failure;
use crate::output::Output;
use crate::redact::Values;

/// What may follow a pasted text.
#[derive(Debug, Args)]
pub struct PasteArgs {
    /// The page's origin, where the text does not name it.
    #[arg(long, value_name = "ORIGIN")]
    origin: Option<String>,

    /// Ask no server: say what the text says, and no more.
    #[arg(long)]
    offline: bool,

    /// The source that sets the server up; otherwise this folder and the usual ones in it are looked through.
    #[arg(long, value_name = "FILE")]
    fix: Option<PathBuf>,

    /// Write the fix for this framework.
    #[arg(long = "for", value_name = "FRAMEWORK")]
    framework: Option<FrameworkName>,

    /// Show whole URLs and the values of headers, secrets too.
    #[arg(long)]
    show_values: bool,

    /// Show every exchange, as a `curl` line and as heads.
    #[arg(short, long)]
    verbose: bool,

    /// How the answer is written.
    #[arg(long, value_enum, default_value_t)]
    format: FormatName,
}

/// So many calls of one text are checked.
const CALLS_LIMIT: usize = 5;

/// Runs what was pasted; `tell` prints the report where a question follows it.
pub fn run(
    text: &str,
    options: &[OsString],
    tell: &mut dyn FnMut(Output) -> Result<(), Failure>,
) -> Result<Output, Failure> {
    let args = PasteArgs::of(options)?;
    let origin = args.origin.as_deref().map(given::origin).transpose()?;
    let known = Known {
        origin: origin.map(|given| given.value),
        framework: args.framework.map(|name| name.0),
        values: Values::of_flag(args.show_values),
    };
    if let Some(report) = explain::heads_of(text, &known)? {
        return Ok(Output::report(report, args.format.0));
    }
    let mut explained = explain::read(text, &known);
    if explained.is_empty() {
        return explain::without_message(text, args.format.0);
    }
    let calls = if args.offline { Vec::new() } else { calls(&explained) };
    let (mut report, offers, unoffered) = with_checks(&mut explained, &calls, &args)?;
    if args.format.0 == Format::Text && offer::is_person_looking() {
        offer::write_unoffered(&mut report.page, &offers, &unoffered);
    }
    let output = Output::report(report, args.format.0);
    match offer::wanted(offers).filter(|_| args.format.0 == Format::Text) {
        Some(offer) => offer::put(offer, output, tell),
        None => Ok(output),
    }
}

/// What takes these options.
pub fn command() -> Command {
    PasteArgs::augment_args(Command::new("preflight"))
}

impl PasteArgs {
    fn of(options: &[OsString]) -> Result<Self, Failure> {
        let mut command = command();
        let words: Vec<_> = std::iter::once(OsString::from("preflight")).chain(options.iter().cloned()).collect();
        let matches = command.try_get_matches_from_mut(&words);
        matches.and_then(|matches| Self::from_arg_matches(&matches)).map_err(|error| {
            let error = without_values(error, &command, &command, &words);
            Failure::usage(error.render().to_string().trim().trim_start_matches("error: ").to_owned())
        })
    }
}

/// The messages that stand for a call each: the failures that name a URL, the first of each call.
fn calls(explained: &[Explained]) -> Vec<usize> {
    let mut calls: Vec<usize> = Vec::new();
    for (place, each) in explained.iter().enumerate().filter(|(_, each)| !each.next().is_empty()) {
        if !calls.iter().any(|&other| explained[other].is_of_call(each)) {
            calls.push(place);
        }
    }
    calls
}

/// The commands of which one is to be chosen, each alone on its line.
fn write_commands(page: &mut Page, title: &str, commands: Vec<Vec<String>>) {
    if commands.is_empty() {
        return;
    }
    page.blank();
    page.line(0, [Span::new(Role::Odd, title)]);
    page.blank();
    commands.into_iter().for_each(|command| page.command(command));
}

/// A check of one of the calls, and what follows from it.
struct Beside {
    /// The message that it is about.
    place: usize,
    report: Report,
    /// Whether it names the cause, so that what the text alone could mean is no news.
    is_answered: bool,
    /// The commands that look at each source that may be meant.
    commands: Vec<Vec<String>>,
    offer: Option<Offer>,
    /// Why a change that is shown is not offered.
    why_not_offered: Option<String>,
}

/// The report, the changes that are offered, and why others are not.
type Told = (Report, Vec<Offer>, Vec<String>);

/// What the text says, then the check of each call, where it is known who calls, and a look at the source.
fn with_checks(all: &mut [Explained], calls: &[usize], args: &PasteArgs) -> Result<Told, Failure> {
    let (checked, left) = calls.split_at(calls.len().min(CALLS_LIMIT));
    let mut checks = Vec::new();
    for &place in checked {
        checks.extend(checked_at(all, place, checked.len() as u64, args)?);
    }
    let is_answered = |each: &Explained| {
        let mut own = checks.iter().filter(|check| all[check.place].is_of_call(each)).peekable();
        match own.peek() {
            Some(_) => own.all(|check| check.is_answered),
            // One without a command is no call of its own.
            None => each.next().is_empty() && !checks.is_empty() && checks.iter().all(|check| check.is_answered),
        }
    };
    let mut report = explain::report_beside(all, is_answered);
    let (mut offers, mut unoffered) = (Vec::new(), Vec::new());
    for check in checks {
        add(&mut report, check.report, check.place);
        write_commands(&mut report.page, "each of these looks at one of the files:", check.commands);
        offers.extend(check.offer);
        unoffered.extend(check.why_not_offered);
    }
    let title =
        format!("the text is about {} calls, and {CALLS_LIMIT} were checked; these check the others:", calls.len());
    write_commands(&mut report.page, &title, left.iter().map(|&place| all[place].next()).collect());
    Ok((report, offers, unoffered))
}

/// The check of the call of this message, which is one of so many; none where the page is not known.
fn checked_at(all: &mut [Explained], place: usize, calls: u64, args: &PasteArgs) -> Result<Option<Beside>, Failure> {
    let Some(asked) = asked(&all[place])? else { return Ok(None) };
    name_page(all, place, &asked);
    let explained = &all[place];
    let plain = CheckArgs::of(String::new(), CallArgs::default());
    let check_args = CheckArgs {
        framework: args.framework,
        show_values: args.show_values,
        verbose: args.verbose,
        format: CheckFormat::Report(args.format.0),
        max_time: (plain.max_time / calls).max(1),
        ..plain
    };
    let asked = source::with_served_method(asked, args.fix.as_deref());
    let mut checked = check_pasted(&check_args, asked, &explained.message)?;
    all[place].call.method = checked.asked.call.method.clone();
    // Where the check names the cause, what the text alone could mean is no news.
    let is_decided = !matches!(checked.lead().word(), Word::Allowed | Word::Undetermined);
    let is_answered =
        is_decided || checked.findings.first().is_some_and(|finding| all[place].is_likeliest(finding.rule));
    if !is_answered && args.format.0 == Format::Text {
        // What the text may mean stands above, each with its fix.
        checked.findings.retain(|finding| !all[place].has_cause(finding.rule));
    }
    let (mut looked, mut commands) = (None, Vec::new());
    if checked.lacks_method() {
        checked.notes.push(
            "with `-X METHOD` behind the command above, the source or a configuration can be fixed for it".to_owned(),
        );
    } else {
        let beside = source::look(&checked, args.fix.as_deref())?;
        checked.notes.extend(beside.note);
        (looked, commands) = (beside.looked, beside.commands);
    }
    let offer = looked.as_ref().and_then(Looked::offer);
    let why_not_offered = looked.as_ref().and_then(Looked::why_not_offered);
    let report = report_with(checked, looked, &check_args, args.format.0);
    Ok(Some(Beside { place, report, is_answered, commands, offer, why_not_offered }))
}

/// The page of a call: where a person named it, it is that of the other messages, too.
fn name_page(all: &mut [Explained], place: usize, asked: &Asked) {
    let is_named = all[place].call.origin.is_unknown();
    for (other, each) in all.iter_mut().enumerate() {
        if other == place || is_named && each.call.origin.is_unknown() {
            each.call.origin = asked.call.origin.clone();
        }
    }
}

/// The call of a message; none where the page is not known, and nobody says it.
fn asked(explained: &Explained) -> Result<Option<Asked>, Failure> {
    let asked = Asked {
        call: explained.call.clone(),
        was_blocked: explained.is_blocked().then(|| explained.blocked_at()),
        console: Some(explained.message.clone()),
        ..Asked::default()
    };
    let asked = crate::command::check::with_page(asked);
    Ok(matches!(asked.call.origin, Part::Known(_) | Part::Implied(_)).then_some(asked))
}

/// Puts what the check found below what the text says, in the same document.
fn add(report: &mut Report, checked: Report, place: usize) {
    report.page.blank();
    report.page.append(checked.page);
    for entry in checked.entries {
        if let Some(own) = report.entries.get_mut(place) {
            own.object.insert("check".to_owned(), Value::Object(entry.object));
            own.exit = own.exit.or_worse(Exit::Findings);
        }
    }
}

//! `preflight` alone, with a console's text pasted: what the text says, then at once the check of the call that it is about, and
//! what `fix` would do to the source in this folder.

#[cfg(feature = "dialects")]
mod folders;
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
use crate::command::check::{CheckArgs, CheckFormat, Word, check_pasted, report_with};
use crate::command::explain::{self, Explained, FrameworkName, Known};
use crate::exit::Failure;
use crate::output::{Output, ask, is_person_there, say};
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

/// Runs what was pasted.
pub fn run(text: &str, options: &[OsString]) -> Result<Output, Failure> {
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
    let report = match (args.offline, chosen(&explained)) {
        (false, Chosen::One(place)) => with_check(&mut explained, place, &args)?,
        (false, Chosen::Several(commands)) => {
            let mut report = explain::report(&explained);
            write_commands(&mut report.page, "the text is about several URLs; check the one that matters:", commands);
            report
        }
        (true, _) | (false, Chosen::None) => explain::report(&explained),
    };
    Ok(Output::report(report, args.format.0))
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

/// Which of the messages is checked.
enum Chosen {
    /// None says which call failed.
    None,
    /// This one.
    One(usize),
    /// They are about several URLs: the command for each.
    Several(Vec<Vec<String>>),
}

/// The failure that names a URL; a person chooses where there are several.
fn chosen(explained: &[Explained]) -> Chosen {
    let mut calls: Vec<usize> = Vec::new();
    for (place, each) in explained.iter().enumerate().filter(|(_, each)| !each.next().is_empty()) {
        let is_known = |&other: &usize| explained[other].call.url.value() == each.call.url.value();
        if !calls.iter().any(is_known) {
            calls.push(place);
        }
    }
    match calls[..] {
        [] => Chosen::None,
        [place] => Chosen::One(place),
        _ => asked_which(explained, &calls)
            .map_or_else(|| Chosen::Several(calls.iter().map(|&place| explained[place].next()).collect()), Chosen::One),
    }
}

fn asked_which(explained: &[Explained], calls: &[usize]) -> Option<usize> {
    if !is_person_there() {
        return None;
    }
    say("the text is about several URLs:");
    for (number, &place) in (1..).zip(calls) {
        let url = explained[place].message.url.as_deref().unwrap_or_default();
        say(&format!("  {number}  {}", crate::printable::printable(url.as_bytes())));
    }
    let answer = ask("which one is to be checked? its number:")?;
    answer.parse::<usize>().ok().and_then(|number| calls.get(number.checked_sub(1)?)).copied()
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

/// What the text says, then the check of the call, where it is known who calls, and a look at the source.
fn with_check(all: &mut [Explained], place: usize, args: &PasteArgs) -> Result<Report, Failure> {
    let Some(asked) = asked(&all[place])? else { return Ok(explain::report(all)) };
    all[place].call.origin = asked.call.origin.clone();
    let explained = &all[place];
    let check_args = CheckArgs {
        framework: args.framework,
        show_values: args.show_values,
        verbose: args.verbose,
        format: CheckFormat::Report(args.format.0),
        ..CheckArgs::of(String::new(), CallArgs::default())
    };
    let mut checked = check_pasted(&check_args, asked, &explained.message)?;
    all[place].call.method = checked.asked.call.method.clone();
    // Where the check names the cause, what the text alone could mean is no news.
    let is_decided = !matches!(checked.lead().word(), Word::Allowed | Word::Undetermined);
    let is_answered =
        is_decided || checked.findings.first().is_some_and(|finding| all[place].is_likeliest(finding.rule));
    let mut report = if is_answered { explain::brief_report(all) } else { explain::report(all) };
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
    add(&mut report, report_with(checked, looked, &check_args, args.format.0), place);
    write_commands(&mut report.page, "each of these looks at one of the files:", commands);
    Ok(report)
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

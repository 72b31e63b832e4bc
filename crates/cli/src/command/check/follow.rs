//! `preflight check` from arguments to what it comes to: a person is asked for what is missing, a script is told.

use preflight_diagnosis::Message;
use preflight_engine::page_call::Part;
use preflight_engine::{Origin, method};
use preflight_report::{Format, Report};

use super::page::Detail;
use super::run::{Checked, Sends, check};
use super::undecided::Undecided;
use super::{CheckArgs, CheckFormat, Failure, asked, several, source, survey, watch};
use crate::arguments::call::Asked;
use crate::arguments::given;
use crate::output::{Output, ask_until, ask_whether, is_person_there};
use crate::printable::printable;

/// Runs `preflight check`; `tell` prints what comes before the end, where there is more than one look.
pub fn run(args: &CheckArgs, tell: &mut dyn FnMut(Output) -> Result<(), Failure>) -> Result<Output, Failure> {
    if args.survey {
        return survey::run(args);
    }
    let CheckFormat::Report(format) = args.format else {
        return Err(Failure::usage("a policy file can be written of a survey only").with_help("add `--survey`"));
    };
    if args.watch {
        return watch::run(args, format, tell);
    }
    let each = several::each(args);
    if !each.is_empty() {
        return several::run(&each, one, tell);
    }
    one(args)
}

/// The check of one call.
fn one(args: &CheckArgs) -> Result<Output, Failure> {
    let format = match args.format {
        CheckFormat::Report(format) => format,
        CheckFormat::Toml => Format::Text,
    };
    // A mistake in what is asked is told before anything is sent.
    let source = source::Source::of(args)?;
    let mut asked = match asked::read(args)? {
        asked::Read::Whole(asked) => *asked,
        asked::Read::WithoutUrl(unknown) => return Ok(Output::report(unknown.report(args, format)?, format)),
    };
    if let Some(source) = &source {
        asked = source.with_served_method(asked);
    }
    let checked = looked_at(args, with_page(asked), None)?;
    let looked = source.map(|source| source.look(&checked)).transpose()?;
    Ok(Output::report(report_with(checked, looked, args, format), format))
}

/// The report of a check and of the source beside it.
pub fn report_with(mut checked: Checked, looked: Option<source::Looked>, args: &CheckArgs, format: Format) -> Report {
    if looked.as_ref().is_some_and(source::Looked::shows_change) {
        // The change of the page's own file takes the place of what any server of its kind needs.
        checked.has_own_change = true;
    }
    let mut report = checked.report(detail(args), format);
    if let Some(looked) = looked {
        looked.add_to(&mut report);
    }
    report
}

/// How much is shown.
pub fn detail(args: &CheckArgs) -> Detail {
    if args.verbose { Detail::Everything } else { Detail::Deciding }
}

/// The check of a call that a console's message is about: no server is asked but the one that it names.
pub fn check_pasted(args: &CheckArgs, asked: Asked, message: &Message) -> Result<Checked, Failure> {
    looked_at(args, asked, Some(message))
}

/// The check, and once more with what a person says when asked: the method, and that what may change something is sent.
fn looked_at(args: &CheckArgs, asked: Asked, console: Option<&Message>) -> Result<Checked, Failure> {
    let sends = if args.send_unsafe { Sends::Unsafe } else { Sends::Safe };
    let mut checked = check(args, asked, sends, console)?;
    if let Some(asked) = with_method(&checked) {
        checked = check(args, asked, sends, console)?;
    }
    let is_for_asking = checked.lead().undecided == Some(Undecided::NotSent) && !checked.question.has_unknown_body();
    if !is_for_asking || !is_person_there() {
        return Ok(checked);
    }
    let method = checked.question.call.method.value().cloned().unwrap_or_default();
    match may_send(&method) {
        true => check(args, checked.asked, Sends::Unsafe, console),
        false => Ok(checked),
    }
}

/// The call of a check that left it open, with the method that a person names, where nobody did yet.
fn with_method(checked: &Checked) -> Option<Asked> {
    let is_open = checked.lead().undecided == Some(Undecided::Call) && checked.asked.call.method.is_unknown();
    if !is_open || !is_person_there() {
        return None;
    }
    let examples = match &checked.asked.served[..] {
        [] => "as in GET or PUT".to_owned(),
        served => format!("of those that the source has at this path, {}", printable(served.join(", ").as_bytes())),
    };
    let question = format!("which method does the call use, {examples}? Enter if you do not know:");
    let method = ask_until(&question, method_named)?;
    let mut asked = checked.asked.clone();
    asked.call.method = Part::Known(method);
    Some(asked)
}

/// A method as a browser sends it: all but `patch` it writes in capitals.
fn method_named(answer: &str) -> Result<String, String> {
    let in_capitals = answer.to_ascii_uppercase();
    match (method::is_method(answer.as_bytes()), in_capitals == "PATCH") {
        (true, false) => Ok(in_capitals),
        (true, true) => Ok(answer.to_owned()),
        (false, _) => Err("a method is one word: GET, POST, PUT, PATCH or DELETE, say".to_owned()),
    }
}

/// The same call with the page that a person names, where nobody did yet.
pub fn with_page(mut asked: Asked) -> Asked {
    if asked.call.origin.is_unknown()
        && is_person_there()
        && let Some(given) =
            ask_until("which page makes the call? its address, or Enter if you do not know:", page_named)
    {
        asked.notes.extend(given.note);
        asked.call.origin = Part::Known(given.value);
    }
    asked
}

fn page_named(answer: &str) -> Result<given::Given<Origin>, String> {
    let accepted = "the beginning of the page's address is accepted, as in http://localhost:5173, or `null`";
    given::origin(answer).map_err(|failure| format!("{}; {accepted}", failure.message))
}

fn may_send(method: &str) -> bool {
    ask_whether(&format!("send the {}? it may change something", printable(method.as_bytes())))
}

//! The two questions about the source.

use std::ffi::OsString;

use clap::{Args, Command, FromArgMatches};
use preflight_dialects::{Finding, FixError, allows};
use url::Url;

use super::super::question::parse_url;
use super::super::run::Word;
use super::super::{CheckArgs, Credentials, DEFAULT_ORIGIN, Format, run};
use crate::arguments::without_values;
use crate::exit::{Exit, Failure};
use crate::export::of_file;
use crate::fix::{Comparison, Server, Task, Verification, fixed, follow_up, print_comparison, wanted};
use crate::json::text_of;
use crate::redact::{Redactor, Values};

/// What a `check` with these arguments comes to, and the URL that it asks; nothing is printed.
pub fn verdict_of(arguments: &[String]) -> Result<(Url, Word), Failure> {
    let words: Vec<_> = ["check"]
        .into_iter()
        .chain(arguments.iter().map(String::as_str))
        .chain(["--quick"])
        .map(OsString::from)
        .collect();
    let mut command = CheckArgs::augment_args(Command::new("check"));
    let matches = command.try_get_matches_from_mut(&words);
    let args = matches.and_then(|matches| CheckArgs::from_arg_matches(&matches)).map_err(|error| {
        let error = without_values(error, &command, &words);
        Failure::usage(error.render().to_string().trim().trim_start_matches("error: ").to_owned())
    })?;
    let checked = run::check(&args)?;
    Ok((checked.lead().request.url().clone(), checked.lead().word()))
}

/// Checks, then looks at the source. The exit code is that of the server: it is what the page meets.
pub fn check_and_look(args: &CheckArgs) -> Result<Exit, Failure> {
    // A mistake in what is asked is told before anything is sent.
    let task = task(args)?;
    let exit = run::run(args)?;
    let before = match exit {
        Exit::Good => Word::Allowed,
        Exit::Unreachable => Word::Unreachable,
        Exit::Undetermined => Word::Undetermined,
        Exit::Findings | Exit::Usage => Word::Blocked,
    };
    let server = Server { url: task.redactor.url(&args.url), before };
    let is_json = args.format == Format::Json;
    if args.source.fix.is_some() {
        if !is_json {
            println!();
        }
        follow_up(Task { server: Some(server), ..task }, args.source.write, is_json)?;
    } else if task.file.extension().is_some_and(|ending| ending == "toml") {
        compare_policy(&task, before, is_json)?;
    } else {
        compare(task, before, is_json)?;
    }
    Ok(exit)
}

fn task(args: &CheckArgs) -> Result<Task, Failure> {
    if args.source.write && args.origin.is_none() {
        return Err(Failure::usage("which origin the file is to allow was not said")
            .with_help("name the page's with `--origin`; none is assumed where a file is changed"));
    }
    let origin = args.origin.as_deref().unwrap_or(DEFAULT_ORIGIN);
    let includes_credentials = matches!(args.credentials, Some(Credentials::Include));
    let method = args.method.as_deref().or(args.data.as_ref().map(|_| "POST"));
    let wanted = wanted(origin, method, &args.headers, includes_credentials, &[])?;
    let url = parse_url(&args.url)?;
    let redactor = Redactor::new(Values::of_flag(args.show_values), [args.url.as_str(), url.as_str()]);
    let check = Verification {
        url: Some(&args.url),
        origin,
        method: wanted.method(),
        headers: &args.headers,
        includes_credentials,
    };
    let check = check.shown(&redactor);
    let file = args.source.fix.clone().or_else(|| args.source.config.clone()).unwrap_or_default();
    Ok(Task { file, dialect: None, wanted: wanted.at_path(url.path()), server: None, check, redactor })
}

/// The file against the server.
fn compare(task: Task, before: Word, is_json: bool) -> Result<(), Failure> {
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
    print_comparison(&fixed.comparison(word, said, &reasons), meaning(word, before), is_json);
    Ok(())
}

/// A policy file against the server.
fn compare_policy(task: &Task, before: Word, is_json: bool) -> Result<(), Failure> {
    let is_allowed = allows(&of_file(&task.file)?, &task.wanted);
    let (word, said) = if is_allowed { ("allowed", "allows") } else { ("refused", "refuses") };
    let name = text_of(task.file.as_os_str().as_encoded_bytes());
    let comparison = Comparison { name: &name, system: Some("preflight"), word, said, reasons: &[] };
    print_comparison(&comparison, meaning(word, before), is_json);
    Ok(())
}

/// What follows from what the file says and what the server does.
fn meaning(word: &str, before: Word) -> &'static str {
    match (word, before) {
        (_, Word::Unreachable) => "nothing answers there: start the server",
        (_, Word::Undetermined) => "what the server does depends on a value that was not given",
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

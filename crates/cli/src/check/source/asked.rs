//! The two questions about the source.

use std::ffi::OsString;

use clap::{Args, Command, FromArgMatches};
use preflight_dialects::allows;
use url::Url;

use super::super::question::parse_url;
use super::super::run::Word;
use super::super::{CheckArgs, Credentials, DEFAULT_ORIGIN, Format, run};
use crate::arguments::without_values;
use crate::exit::{Exit, Failure};
use crate::export::of_file;
use crate::fix::{
    Comparison, Outcome, Seen, Server, Task, Verification, fixed, follow_up, local_port, print_comparison, wanted,
};
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
const ASKING_TIME: &str = "10";

/// Asks a server what a `check` with these arguments asks; nothing is printed.
pub fn ask(arguments: &[String]) -> Result<Asked, Failure> {
    let words: Vec<_> = ["check"]
        .into_iter()
        .chain(arguments.iter().map(String::as_str))
        // What single browsers do before anything is sent says nothing of the server.
        .chain(["--max-time", ASKING_TIME, "--engine", "standard"])
        .map(OsString::from)
        .collect();
    let mut command = CheckArgs::augment_args(Command::new("check"));
    let matches = command.try_get_matches_from_mut(&words);
    let args = matches.and_then(|matches| CheckArgs::from_arg_matches(&matches)).map_err(|error| {
        let error = without_values(error, &command, &words);
        Failure::usage(error.render().to_string().trim().trim_start_matches("error: ").to_owned())
    })?;
    let checked = run::check(&args)?;
    let lead = checked.lead();
    let first = lead.findings.first();
    let cause = || first.map_or_else(|| "it does not allow it".to_owned(), |finding| checked.redactor.text(&finding.message));
    let asked_first = lead.verdict.exchanges.iter().any(|exchange| exchange.request.method == b"OPTIONS");
    let decided_by = lead.verdict.exchanges.last().map(|exchange| exchange.request.method.as_slice());
    // What another method was answered in its place says nothing of a method that may change something.
    let is_stood_in_for =
        !matches!(lead.request.method(), b"GET" | b"HEAD" | b"OPTIONS") && decided_by != Some(b"OPTIONS");
    let seen = match lead.word() {
        Word::Unreachable => Seen::Unreachable,
        _ if is_stood_in_for && asked_first => Seen::PreflightAllowed,
        _ if is_stood_in_for => Seen::Undecided,
        Word::Allowed => Seen::Allowed,
        Word::Blocked | Word::Opaque => Seen::Blocked(cause()),
        Word::Undetermined if asked_first => Seen::PreflightAllowed,
        Word::Undetermined => Seen::Undecided,
    };
    let shows_all = seen != Seen::Allowed || checked.question.reads.is_empty() || first.is_none();
    Ok(Asked { url: lead.request.url().clone(), seen, shows_all })
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
    let seen = match before {
        Word::Allowed => Seen::Allowed,
        Word::Unreachable => Seen::Unreachable,
        Word::Undetermined => Seen::Undecided,
        Word::Blocked | Word::Opaque => Seen::Blocked("as said above".to_owned()),
    };
    let server = Server::new(task.redactor.url(&args.url), seen);
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
        credentials: args.credentials,
        mode: args.mode,
        data: args.data.as_deref(),
        reads: &args.reads,
    };
    let check = check.shown(&redactor);
    let file = args.source.fix.clone().or_else(|| args.source.config.clone()).unwrap_or_default();
    let port = local_port(&url);
    Ok(Task { file, dialect: None, wanted: wanted.at_path(url.path()), server: None, port, check, redactor })
}

/// The file against the server.
fn compare(task: Task, before: Word, is_json: bool) -> Result<(), Failure> {
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
    print_comparison(&fixed.comparison(word, said, &reasons), meaning(word, before), is_json);
    Ok(())
}

/// A policy file against the server.
fn compare_policy(task: &Task, before: Word, is_json: bool) -> Result<(), Failure> {
    let is_allowed = allows(&of_file(&task.file)?, &task.wanted);
    let (word, said) = if is_allowed { ("allowed", "allows") } else { ("refused", "blocks") };
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
            "the file allows it, the server does not: perhaps another file or process answers there, it was not restarted, or something in front of it changes the headers"
        }
        ("refused", Word::Allowed) => {
            "the server allows it, the file does not: perhaps another file or process answers there, it was not restarted, or something in front of it sets the headers"
        }
        _ => "the source alone does not say it",
    }
}

//! What a source has to allow, from the arguments, and the line that checks it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use preflight_dialects::{Dialect, InvalidWanted, Wanted};
use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::{method, request_header};
use url::Url;

use super::{FixArgs, Now, Seen, Server};
use crate::arguments::call::{Asked, CallArgs, Preflighted, UNKNOWN_URL, words_of};
use crate::command::check::{self, Guess};
use crate::exit::Failure;
use crate::header_argument::{HeaderArgument, read_all};
use crate::printable::printable;
use crate::redact::{HIDDEN, Redactor, Values, given};
use crate::shell::has_spelling;

/// So long a server is waited for that restarts by itself when its source changes.
const RESTART_TIME: Duration = Duration::from_secs(4);

/// The pause between two looks.
const RESTART_PAUSE: Duration = Duration::from_millis(500);

/// Stands in for a URL that was not named while the other arguments are read.
const ANY_URL: &str = "http://localhost/";

/// What a `content-type` is taken for whose value was not given: of all, this is what a browser asks about most.
const LIKELY_TYPE: &str = "application/json";

/// A call that a source has to allow, and what is known of the server that runs it.
pub struct Task {
    pub file: PathBuf,
    pub dialect: Option<Dialect>,
    pub wanted: Wanted,
    pub server: Option<Server>,
    /// The port of this machine that the page calls, if it does.
    pub port: Option<u16>,
    /// The command that checks it, as it is shown.
    pub check: Vec<String>,
    /// The command that changes the file; nothing where it has no name.
    pub write: Vec<String>,
    /// Whether a browser is said to have blocked the call.
    pub was_blocked: bool,
    /// Whether the method of a call with a preflight is made up.
    pub lacks_method: bool,
    /// What was corrected in the arguments, and what was made up of the call.
    pub notes: Vec<String>,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// The task of `preflight fix`; the running server is asked first, if one is named.
pub fn task(args: &FixArgs) -> Result<Task, Failure> {
    let mut asked = args.call.asked(args.url.as_deref().unwrap_or(ANY_URL))?;
    if args.url.is_none() {
        asked.call.url = Part::Unknown;
    }
    let asked = check::with_served_method(asked, &args.file);
    let call = CallArgs { method: asked.call.method.value().cloned(), ..args.call.clone() };
    let own_urls = [args.url.as_deref(), asked.call.url.value().map(Url::as_str)];
    let redactor = Redactor::new(Values::of_flag(args.show_values), own_urls.into_iter().flatten());
    let of_guess = |guess: Option<&Guess>| of_call(args.file.clone(), &asked, guess, &args.expose, &redactor);
    let mut task = of_guess(Guess::of(&asked).as_ref())?;
    if let Some(url) = &args.url {
        let asked = check::ask(url, with_likely_type(&call), &args.expose)?;
        let now = now(args, url, &asked)?;
        // The server may have told two calls apart that were made up.
        task = of_guess(asked.guess.as_ref())?;
        let shown = redactor.url(asked.url.as_str());
        task.wanted = task.wanted.at_path(asked.url.path());
        task.port = local_port(&asked.url);
        task.server = Some(Server { shows_all: asked.shows_all, now, ..Server::new(shown, asked.seen) });
    }
    if let Some(dialect) = args.from {
        task.dialect = Some(dialect);
        insert_before_last(&mut task.write, ["--from".to_owned(), dialect.name().to_owned()]);
    }
    task.notes.splice(0..0, asked.notes);
    Ok(task)
}

fn insert_before_last(command: &mut Vec<String>, words: [String; 2]) {
    if let Some(last) = command.len().checked_sub(1) {
        command.splice(last..last, words);
    }
}

/// What a file has to allow for a call, with what was made up of it where a browser blocked it.
pub fn of_call(
    file: PathBuf,
    asked: &Asked,
    guess: Option<&Guess>,
    expose: &[String],
    redactor: &Redactor,
) -> Result<Task, Failure> {
    let (mut call, mut notes) = (asked.call.clone(), Vec::new());
    if give_likely_type(&mut call) {
        notes.push(format!("the value of `content-type` was not given: `{LIKELY_TYPE}` is assumed"));
    }
    let Some(origin) = call.origin.value() else {
        return Err(Failure::usage("which page the file is to allow was not said")
            .with_help("name the page with `--origin`; none is assumed where a file is read"));
    };
    let said = words_of(&Asked { call: call.clone(), ..asked.clone() }, redactor);
    if !file.to_str().is_some_and(has_spelling) {
        notes.push("the name of this file has characters that no command shows for every shell; rename it, or change it by hand".to_owned());
    }
    let check = check_command(&words_of(&after_change(asked, &call, guess), redactor), expose);
    let write = write_command(&file, &said, expose);
    let port = call.url.value().and_then(local_port);
    let path = call.url.value().map(|url| url.path().to_owned());
    let origin = origin.as_str().to_owned();
    if let Some(guess) = guess {
        call = guess.completed(call);
        notes.extend(assumed(&call, guess));
    }
    let call = call.with_implications();
    let includes_credentials = call.credentials.value() == Some(&CredentialsMode::Include);
    let method = call.method.value().map(String::as_str);
    let wanted = wanted(&origin, method, &headers(&call), includes_credentials, expose)?;
    let wanted = path.iter().fold(wanted, |wanted, path| wanted.at_path(path));
    let is_of_the_request = matches!(asked.was_blocked, Some(Preflighted::No | Preflighted::Unknown));
    let wanted = if is_of_the_request { wanted.with_blocked_request() } else { wanted };
    let (was_blocked, redactor) = (asked.was_blocked.is_some(), redactor.clone());
    let lacks_method = guess.is_some_and(Guess::lacks_method_of_preflight);
    Ok(Task {
        file,
        dialect: None,
        wanted,
        server: None,
        port,
        check,
        write,
        was_blocked,
        lacks_method,
        notes,
        redactor,
    })
}

/// The same call on a server that was changed: that a browser blocked it is over, and what was made up of it is asked for.
fn after_change(asked: &Asked, call: &PageCall, guess: Option<&Guess>) -> Asked {
    let mut call = guess.map_or_else(|| call.clone(), |guess| guess.completed(call.clone()));
    give_likely_type(&mut call);
    Asked { call, was_blocked: None, console: None, ..asked.clone() }
}

/// `preflight check …` of the whole call. What may change something is sent only where somebody says so, and this does not: the
/// check asks, or prints how.
fn check_command(said: &[String], expose: &[String]) -> Vec<String> {
    let command = ["preflight", "check"].map(str::to_owned).into_iter().chain(said.iter().cloned());
    command.chain(expose.iter().flat_map(|name| ["--read".to_owned(), name.clone()])).collect()
}

/// `preflight fix … --write` of the same call.
fn write_command(file: &Path, said: &[String], expose: &[String]) -> Vec<String> {
    let (Some(name), Some((url, rest))) =
        (file.to_str().filter(|name| *name != "-" && has_spelling(name)), said.split_first())
    else {
        return Vec::new();
    };
    // A name that begins with a dash would be an option.
    let name = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    let url = Some(url).filter(|url| *url != UNKNOWN_URL).map(|url| ["--url".to_owned(), url.clone()]);
    let mut command = vec!["preflight".to_owned(), "fix".to_owned(), name];
    command.extend(rest.iter().cloned().chain(url.into_iter().flatten()));
    command.extend(expose.iter().flat_map(|name| ["--expose".to_owned(), name.clone()]));
    command.push("--write".to_owned());
    command
}

/// What was made up, in a sentence; nothing where the guess is about the body alone.
fn assumed(call: &PageCall, guess: &Guess) -> Option<String> {
    if guess.method.is_none() && guess.header.is_none() {
        return None;
    }
    let method = call.method.value().map_or("GET", String::as_str);
    let with = match guess.header.as_deref() {
        Some("content-type") => format!(" with `content-type: {LIKELY_TYPE}`"),
        Some(header) => format!(" with `{header}`"),
        None => String::new(),
    };
    Some(format!("which call the browser blocked was not said: {method}{with} is assumed; name yours with -X and -H"))
}

/// A `content-type` without its value gets the one that is likeliest. Whether there was one.
fn give_likely_type(call: &mut PageCall) -> bool {
    let is_open =
        |header: &&mut CallHeader| header.name.eq_ignore_ascii_case("content-type") && header.value.is_unknown();
    let open = call.headers.iter_mut().find(is_open);
    open.map(|header| header.value = Part::Implied(LIKELY_TYPE.to_owned())).is_some()
}

/// The same in arguments.
fn with_likely_type(call: &CallArgs) -> CallArgs {
    let written = |argument: &String| match read_all(std::slice::from_ref(argument)).as_deref() {
        Ok([HeaderArgument { name, value: None }]) if name.eq_ignore_ascii_case("content-type") => {
            format!("{name}: {LIKELY_TYPE}")
        }
        _ => argument.clone(),
    };
    CallArgs { headers: call.headers.iter().map(written).collect(), ..call.clone() }
}

/// What the server answers now to a call that a browser is said to have blocked, and that is not blocked here.
fn now(args: &FixArgs, url: &str, asked: &check::Answered) -> Result<Option<Now>, Failure> {
    let Some(guess) = asked.guess.as_ref().filter(|_| matches!(asked.seen, Seen::PreflightAllowed | Seen::Undecided))
    else {
        return Ok(None);
    };
    let mut call = with_likely_type(&plain(&args.call));
    call.method = call.method.or_else(|| guess.method.clone());
    call.headers.extend(guess.header.clone());
    let is_made_up = guess.method.is_some() || guess.header.is_some();
    let seen = check::ask(url, with_likely_type(&call), &args.expose)?.seen;
    Ok(Some(Now { seen, is_made_up }))
}

/// The same call without what a browser said of it once.
fn plain(call: &CallArgs) -> CallArgs {
    CallArgs { preflighted: None, said: None, status: None, ..call.clone() }
}

fn headers(call: &PageCall) -> Vec<String> {
    let written = |header: &CallHeader| match header.value.value() {
        Some(value) => format!("{}: {value}", header.name),
        None => header.name.clone(),
    };
    call.headers.iter().map(written).collect()
}

/// The port, where a URL is of this machine.
fn local_port(url: &Url) -> Option<u16> {
    let is_local = url.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    url.port_or_known_default().filter(|_| is_local)
}

/// Asks the server once more after the file was written: many restart by themselves.
pub fn ask_again(args: &FixArgs, task: &mut Task) {
    let (Some(server), Some(url)) = (&mut task.server, &args.url) else { return };
    let began = Instant::now();
    loop {
        let Ok(asked) = check::ask(url, with_likely_type(&plain(&args.call)), &args.expose) else { return };
        let is_settled = matches!(asked.seen, Seen::Allowed | Seen::PreflightAllowed);
        let has_changed = asked.seen != server.seen && asked.seen != Seen::Unreachable;
        server.after = Some(asked.seen);
        if is_settled || has_changed || began.elapsed() >= RESTART_TIME {
            return;
        }
        std::thread::sleep(RESTART_PAUSE);
    }
}

/// The call that arguments describe.
pub fn wanted(
    origin: &str,
    method: Option<&str>,
    headers: &[String],
    credentials: bool,
    expose: &[String],
) -> Result<Wanted, Failure> {
    let headers = read_all(headers)?;
    let wanted = || {
        let mut wanted = Wanted::new(origin)?;
        if let Some(method) = method {
            wanted = wanted.with_method(method)?;
        }
        for HeaderArgument { name, value } in &headers {
            wanted = wanted.with_request_header(name, value.as_deref())?;
        }
        for header in expose {
            wanted = wanted.with_exposed_header(header)?;
        }
        Ok(if credentials { wanted.with_credentials() } else { wanted })
    };
    wanted().map_err(|error| invalid(&error))
}

/// What is no origin, no method and no name of a header may be anything, and is not repeated.
fn invalid(error: &InvalidWanted) -> Failure {
    let shown = match error.clone() {
        InvalidWanted::Origin { text, rule, suggestion } => {
            InvalidWanted::Origin { text: given(&text), rule, suggestion }
        }
        InvalidWanted::Method(text) if !method::is_method(text.as_bytes()) => InvalidWanted::Method(HIDDEN.to_owned()),
        InvalidWanted::Header(text) if !request_header::is_name(text.trim().as_bytes()) => {
            InvalidWanted::Header(HIDDEN.to_owned())
        }
        InvalidWanted::Unwritable(text) => InvalidWanted::Unwritable(given(&text)),
        other => other,
    };
    Failure::usage(printable(shown.to_string().as_bytes()))
}

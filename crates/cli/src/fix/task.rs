//! What a source has to allow, from the arguments, and the line that checks it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use preflight_dialects::{Dialect, InvalidWanted, Wanted};
use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_engine::{method, request_header};
use url::Url;

use super::{FixArgs, Seen, Server};
use crate::arguments::call::words;
use crate::check;
use crate::exit::Failure;
use crate::header_argument::{HeaderArgument, read_all};
use crate::printable::printable;
use crate::redact::{HIDDEN, Redactor, Values, given};
use crate::shell::command_line;

/// So long a server is waited for that restarts by itself when its source changes.
const RESTART_TIME: Duration = Duration::from_secs(4);

/// The pause between two looks.
const RESTART_PAUSE: Duration = Duration::from_millis(500);

/// Stands in for a URL that was not named while the other arguments are read.
const ANY_URL: &str = "http://localhost/";

/// A call that a source has to allow, and what is known of the server that runs it.
pub struct Task {
    pub file: PathBuf,
    pub dialect: Option<Dialect>,
    pub wanted: Wanted,
    pub server: Option<Server>,
    /// The port of this machine that the page calls, if it does.
    pub port: Option<u16>,
    /// The line that checks it, as it is shown.
    pub check: String,
    /// What was corrected in the arguments.
    pub notes: Vec<String>,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// The task of `preflight fix`; the running server is asked first, if one is named.
pub fn task(args: &FixArgs) -> Result<Task, Failure> {
    let asked = args.call.asked(args.url.as_deref().unwrap_or(ANY_URL))?;
    let mut call = asked.call;
    if args.url.is_none() {
        call.url = Part::Unknown;
    }
    let own_urls = [args.url.as_deref(), call.url.value().map(Url::as_str)];
    let redactor = Redactor::new(Values::of_flag(args.show_values), own_urls.into_iter().flatten());
    let task = of_call(args.file.clone(), &call, &args.expose, &redactor)?;
    let mut task = Task { dialect: args.from, notes: asked.notes, ..task };
    if let Some(url) = &args.url {
        let asked = check::ask(url, args.call.clone(), &args.expose)?;
        let shown = redactor.url(asked.url.as_str());
        task.wanted = task.wanted.at_path(asked.url.path());
        task.port = local_port(&asked.url);
        task.server = Some(Server { shows_all: asked.shows_all, ..Server::new(shown, asked.seen) });
    }
    Ok(task)
}

/// What a file has to allow for a call.
pub fn of_call(file: PathBuf, call: &PageCall, expose: &[String], redactor: &Redactor) -> Result<Task, Failure> {
    let Some(origin) = call.origin.value() else {
        return Err(Failure::usage("which page the file is to allow was not said")
            .with_help("name the page with `--origin`; none is assumed where a file is read"));
    };
    let check = line(call, expose, redactor);
    let port = call.url.value().and_then(local_port);
    let path = call.url.value().map(|url| url.path().to_owned());
    let call = call.clone().with_implications();
    let includes_credentials = call.credentials.value() == Some(&CredentialsMode::Include);
    let method = call.method.value().map(String::as_str);
    let wanted = wanted(origin.as_str(), method, &headers(&call), includes_credentials, expose)?;
    let wanted = path.iter().fold(wanted, |wanted, path| wanted.at_path(path));
    let (notes, redactor) = (Vec::new(), redactor.clone());
    Ok(Task { file, dialect: None, wanted, server: None, port, check, notes, redactor })
}

/// `preflight check …` of the whole call, to be pasted into a shell.
fn line(call: &PageCall, expose: &[String], redactor: &Redactor) -> String {
    let mut command = ["preflight", "check"].map(str::to_owned).to_vec();
    command.extend(words(call, redactor));
    command.extend(expose.iter().flat_map(|name| ["--read".to_owned(), name.clone()]));
    let method = call.clone().with_defaults().method;
    // What may change something is sent only where that is said.
    if !method.value().is_none_or(|method| matches!(method.as_str(), "GET" | "HEAD" | "OPTIONS")) {
        command.push("--send-unsafe".to_owned());
    }
    command_line(&command)
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
        let Ok(asked) = check::ask(url, args.call.clone(), &args.expose) else { return };
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

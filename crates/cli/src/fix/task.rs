//! What a source has to allow, from the arguments, and the line that verifies it.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use clap::ValueEnum;
use preflight_dialects::{Dialect, InvalidWanted, Wanted};
use preflight_engine::{method, request_header};
use preflight_pasted_call::is_name_alone;

use super::{FixArgs, Seen, Server};
use crate::check::{self, Credentials, Mode};
use crate::exit::Failure;
use crate::header_argument::{HeaderArgument, read_all};
use crate::printable::printable;
use crate::redact::{HIDDEN, Redactor, Values, given};
use crate::shell::quoted;

/// A call that a source has to allow, and what is known of the server that runs it.
pub struct Task {
    pub file: PathBuf,
    pub dialect: Option<Dialect>,
    pub wanted: Wanted,
    pub server: Option<Server>,
    /// The port of this machine that the page calls, if it does.
    pub port: Option<u16>,
    /// The line that verifies, as it is shown.
    pub check: String,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// The line that verifies.
pub struct Verification<'v> {
    pub url: Option<&'v str>,
    pub origin: &'v str,
    pub method: &'v str,
    pub headers: &'v [String],
    pub credentials: Option<Credentials>,
    pub mode: Option<Mode>,
    pub data: Option<&'v str>,
    pub reads: &'v [String],
}

/// So long a server is waited for that restarts by itself when its source changes.
const RESTART_TIME: Duration = Duration::from_secs(4);

/// The pause between two looks.
const RESTART_PAUSE: Duration = Duration::from_millis(500);

/// The task of `preflight fix`; the running server is asked first, if one is named.
pub fn task(args: &FixArgs) -> Result<Task, Failure> {
    let includes_credentials = matches!(args.credentials, Some(Credentials::Include));
    let method = method(args);
    let wanted = wanted(&args.origin, method, &args.headers, includes_credentials, &args.expose)?;
    let url = args.url.as_deref();
    let redactor = Redactor::new(Values::of_flag(args.show_values), url);
    let verification = verification(args, wanted.method());
    let check = verification.shown(&redactor);
    let (wanted, server, port) = match url {
        None => (wanted, None, None),
        Some(_) => {
            let asked = check::ask(&verification.arguments())?;
            let wanted = wanted.at_path(asked.url.path());
            // As it is asked; what was written may be short for it.
            let shown = Redactor::new(Values::of_flag(args.show_values), [asked.url.as_str()]).url(asked.url.as_str());
            let server = Server { shows_all: asked.shows_all, ..Server::new(shown, asked.seen) };
            (wanted, Some(server), local_port(&asked.url))
        }
    };
    Ok(Task { file: args.file.clone(), dialect: args.from, wanted, server, port, check, redactor })
}

fn method(args: &FixArgs) -> Option<&str> {
    args.method.as_deref().or(args.data.as_ref().map(|_| "POST"))
}

fn verification<'a>(args: &'a FixArgs, method: &'a str) -> Verification<'a> {
    Verification {
        url: args.url.as_deref(),
        origin: &args.origin,
        method,
        headers: &args.headers,
        credentials: args.credentials,
        mode: args.mode,
        data: args.data.as_deref(),
        reads: &args.expose,
    }
}

/// The port, where a URL is of this machine.
pub fn local_port(url: &url::Url) -> Option<u16> {
    let is_local = url.host_str().is_some_and(|host| matches!(host, "localhost" | "127.0.0.1" | "[::1]"));
    url.port_or_known_default().filter(|_| is_local)
}

/// Asks the server once more after the file was written: many restart by themselves.
pub fn ask_again(args: &FixArgs, task: &mut Task) {
    let method = task.wanted.method().to_owned();
    let Some(server) = &mut task.server else { return };
    let arguments = verification(args, &method).arguments();
    let began = Instant::now();
    loop {
        let Ok(asked) = check::ask(&arguments) else { return };
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

impl Verification<'_> {
    /// The arguments after `preflight check`, values and all.
    pub fn arguments(&self) -> Vec<String> {
        self.words(self.url.unwrap_or("URL").to_owned(), |header| header.to_owned(), |data| data.to_owned())
    }

    /// `preflight check …`, to be pasted into a shell.
    pub fn shown(&self, redactor: &Redactor) -> String {
        let url = self.url.map_or_else(|| "URL".to_owned(), |url| redactor.url(url).to_string());
        let words = self.words(url, |header| header_shown(redactor, header), |_| HIDDEN.to_owned());
        let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
        let unsafe_flag = if is_sent_as_it_is(self.method) { "" } else { " --send-unsafe" };
        format!("preflight check {}{unsafe_flag}", words.join(" "))
    }

    fn words(
        &self,
        url: String,
        header: impl Fn(&str) -> String,
        data: impl Fn(&str) -> String,
    ) -> Vec<String> {
        let mut words = vec![url];
        let mut add = |flag: &str, value: String| words.extend([flag.to_owned(), value]);
        add("--origin", self.origin.to_owned());
        add("-X", self.method.to_owned());
        self.headers.iter().for_each(|one| add("-H", header(one)));
        if let Some(credentials) = &self.credentials {
            add("--credentials", name(credentials));
        }
        if let Some(mode) = &self.mode {
            add("--mode", name(mode));
        }
        if let Some(body) = self.data {
            add("--data", data(body));
        }
        self.reads.iter().for_each(|name| add("--read", name.clone()));
        words
    }
}

/// A value as it is written in arguments.
fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

/// Whether `check` sends the method without being told to.
fn is_sent_as_it_is(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// The argument of `-H` in a command that is shown, not quoted yet: where its value is not, the name stands alone, which says that the value
/// is not known.
fn header_shown(redactor: &Redactor, argument: &str) -> String {
    let Some((name, value)) = argument.split_once(':') else { return argument.to_owned() };
    let (name, value) = (name.trim(), value.trim());
    match *redactor.field(name.as_bytes(), value.as_bytes()) == *value.as_bytes() && value != HIDDEN {
        true => argument.to_owned(),
        false if is_name_alone(name) => name.to_owned(),
        false => format!("{name}: {HIDDEN}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_a_command_a_header_stands_by_its_name() {
        let redactor = Redactor::default();
        for (argument, shown) in [
            ("Authorization: Bearer s3cret", "Authorization"),
            ("x-api-key:s3cret", "x-api-key"),
            ("Authorization: …", "Authorization"),
            ("x-api-key", "x-api-key"),
            ("x-123456: s3cret", "x-123456: …"),
            ("Content-Type: application/json", "Content-Type: application/json"),
        ] {
            assert_eq!(header_shown(&redactor, argument), shown);
        }
    }
}

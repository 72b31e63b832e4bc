//! What a source has to allow, from the arguments, and the line that verifies it.

use std::path::PathBuf;

use preflight_dialects::{Dialect, Wanted};

use super::FixArgs;
use crate::check::{self, Credentials, Word};
use crate::exit::Failure;
use crate::printable::printable;

/// A call that a source has to allow, and what is known of the server that runs it.
pub struct Task {
    pub file: PathBuf,
    pub dialect: Option<Dialect>,
    pub wanted: Wanted,
    pub server: Option<Server>,
    /// The line that verifies.
    pub check: String,
}

/// The running server.
pub struct Server {
    pub url: String,
    pub before: Word,
}

/// The task of `preflight fix`; the running server is asked first, if one is named.
pub fn task(args: &FixArgs) -> Result<Task, Failure> {
    let includes_credentials = matches!(args.credentials, Some(Credentials::Include));
    let wanted = wanted(&args.origin, Some(&args.method), &args.headers, includes_credentials, &args.expose)?;
    let mut question = vec!["--origin".to_owned(), args.origin.clone(), "-X".to_owned(), wanted.method().to_owned()];
    for header in &args.headers {
        let header = if header.contains(':') { header.clone() } else { format!("{header}: x") };
        question.extend(["-H".to_owned(), header]);
    }
    if includes_credentials {
        question.extend(["--credentials", "include"].map(str::to_owned));
    }
    let check = check_line(args.url.as_deref(), &question);
    let (wanted, server) = match &args.url {
        None => (wanted, None),
        Some(url) => {
            let (url, before) = check::verdict_of(&[vec![url.clone()], question].concat())?;
            (wanted.at_path(url.path()), Some(Server { url: url.to_string(), before }))
        }
    };
    Ok(Task { file: args.file.clone(), dialect: args.from, wanted, server, check })
}

/// The call that arguments describe.
pub fn wanted(
    origin: &str,
    method: Option<&str>,
    headers: &[String],
    credentials: bool,
    expose: &[String],
) -> Result<Wanted, Failure> {
    let wanted = || {
        let mut wanted = Wanted::new(origin)?;
        if let Some(method) = method {
            wanted = wanted.with_method(method)?;
        }
        for header in headers {
            wanted = match header.split_once(':') {
                Some((name, value)) => wanted.with_request_header(name, Some(value.trim()))?,
                None => wanted.with_request_header(header, None)?,
            };
        }
        for header in expose {
            wanted = wanted.with_exposed_header(header)?;
        }
        Ok(if credentials { wanted.with_credentials() } else { wanted })
    };
    wanted().map_err(|error: preflight_dialects::InvalidWanted| Failure::usage(printable(error.to_string().as_bytes())))
}

/// `preflight check …`, to be pasted into a shell.
pub fn check_line(url: Option<&str>, question: &[String]) -> String {
    let words = question.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ");
    format!("preflight check {} {words}", url.map_or("URL".to_owned(), quoted))
}

fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+%".contains(c);
    match word.chars().all(is_plain) && !word.is_empty() {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}

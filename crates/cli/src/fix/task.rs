//! What a source has to allow, from the arguments, and the line that verifies it.

use std::path::PathBuf;

use preflight_dialects::{Dialect, InvalidWanted, Wanted};
use preflight_engine::{method, request_header};
use preflight_pasted_call::is_name_alone;

use super::FixArgs;
use crate::arguments::call::CallArgs;
use crate::check::{self, Credentials, Word};
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
    /// The line that verifies, as it is shown.
    pub check: String,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// The running server.
pub struct Server {
    /// Its URL, as it is shown.
    pub url: String,
    pub before: Word,
}

/// The line that verifies.
pub struct Verification<'v> {
    pub url: Option<&'v str>,
    pub origin: &'v str,
    pub method: &'v str,
    pub headers: &'v [String],
    pub includes_credentials: bool,
}

/// The task of `preflight fix`; the running server is asked first, if one is named.
pub fn task(args: &FixArgs) -> Result<Task, Failure> {
    let includes_credentials = matches!(args.credentials, Some(Credentials::Include));
    let wanted = wanted(&args.origin, Some(&args.method), &args.headers, includes_credentials, &args.expose)?;
    let url = args.url.as_deref();
    let redactor = Redactor::new(Values::of_flag(args.show_values), url);
    let verification = Verification {
        url,
        origin: &args.origin,
        method: wanted.method(),
        headers: &args.headers,
        includes_credentials,
    };
    let check = verification.shown(&redactor);
    let (wanted, server) = match url {
        None => (wanted, None),
        Some(_) => {
            let (url, before) = check::verdict_of(url.unwrap_or_default(), verification.call())?;
            let wanted = wanted.at_path(url.path());
            // As it is asked; what was written may be short for it.
            let shown = Redactor::new(Values::of_flag(args.show_values), [url.as_str()]).url(url.as_str());
            (wanted, Some(Server { url: shown, before }))
        }
    };
    Ok(Task { file: args.file.clone(), dialect: args.from, wanted, server, check, redactor })
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
    /// The call, values and all.
    fn call(&self) -> CallArgs {
        CallArgs {
            origin: Some(self.origin.to_owned()),
            method: Some(self.method.to_owned()),
            headers: self.headers.to_vec(),
            credentials: self.includes_credentials.then_some(Credentials::Include),
            ..CallArgs::default()
        }
    }

    /// `preflight check …`, to be pasted into a shell.
    pub fn shown(&self, redactor: &Redactor) -> String {
        let url = self.url.map_or_else(|| "URL".to_owned(), |url| quoted(&redactor.url(url)));
        let (origin, method) = (quoted(self.origin), quoted(self.method));
        let mut line = format!("preflight check {url} --origin {origin} -X {method}");
        for header in self.headers {
            line.push_str(&format!(" -H {}", header_shown(redactor, header)));
        }
        if self.includes_credentials {
            line.push_str(" --credentials include");
        }
        line
    }
}

/// The argument of `-H` in a command that is shown: where its value is not, the name stands alone, which says that the value
/// is not known.
fn header_shown(redactor: &Redactor, argument: &str) -> String {
    let Some((name, value)) = argument.split_once(':') else { return quoted(argument) };
    let (name, value) = (name.trim(), value.trim());
    match *redactor.field(name.as_bytes(), value.as_bytes()) == *value.as_bytes() && value != HIDDEN {
        true => quoted(argument),
        false if is_name_alone(name) => quoted(name),
        false => quoted(&format!("{name}: {HIDDEN}")),
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
            ("x-123456: s3cret", "'x-123456: …'"),
            ("Content-Type: application/json", "'Content-Type: application/json'"),
        ] {
            assert_eq!(header_shown(&redactor, argument), shown);
        }
    }
}

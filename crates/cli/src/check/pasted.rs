//! A pasted `curl` or `fetch` line in place of the URL: what it says fills the arguments that were not given.

use anstyle::{Effects, Style};
use preflight_pasted_call::{Call, Credentials as PastedCredentials, Mode as PastedMode};

use super::{CheckArgs, Credentials, Failure, Mode};
use crate::printable::printable;

const DIM: Style = Style::new().effects(Effects::DIMMED);

/// The arguments, with the line in place of the URL read into them. What is different in a page is told on stderr.
pub fn expand(args: CheckArgs) -> Result<CheckArgs, Failure> {
    let Some(call) = preflight_pasted_call::read(&args.url) else { return Ok(args) };
    let call =
        call.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    for note in &call.notes {
        anstream::eprintln!("{DIM}note: {}{DIM:#}", printable(note.to_string().as_bytes()));
    }
    Ok(filled(args, call))
}

fn filled(args: CheckArgs, call: Call) -> CheckArgs {
    let pasted_headers = call.headers.into_iter().filter(|(name, _)| !sets(&args.headers, name));
    let headers = pasted_headers.map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>();
    CheckArgs {
        url: call.url.into(),
        origin: args.origin.or(call.origin),
        method: args.method.or(call.method),
        headers: headers.into_iter().chain(args.headers).collect(),
        credentials: args.credentials.or(call.credentials.map(Credentials::from)),
        mode: args.mode.or(call.mode.map(Mode::from)),
        data: args.data.or(call.body),
        ..args
    }
}

/// Whether `-H` names this header.
fn sets(headers: &[String], name: &str) -> bool {
    headers.iter().any(|header| header.split(':').next().is_some_and(|other| other.trim().eq_ignore_ascii_case(name)))
}

impl From<PastedCredentials> for Credentials {
    fn from(credentials: PastedCredentials) -> Self {
        match credentials {
            PastedCredentials::Omit => Self::Omit,
            PastedCredentials::SameOrigin => Self::SameOrigin,
            PastedCredentials::Include => Self::Include,
        }
    }
}

impl From<PastedMode> for Mode {
    fn from(mode: PastedMode) -> Self {
        match mode {
            PastedMode::Cors => Self::Cors,
            PastedMode::NoCors => Self::NoCors,
            PastedMode::SameOrigin => Self::SameOrigin,
        }
    }
}

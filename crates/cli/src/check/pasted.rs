//! A pasted call in place of the URL: what it says fills the arguments that were not given.

use anstyle::{Effects, Style};
use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::CallHeader;
use preflight_pasted_call::Pasted;

use super::{CheckArgs, Credentials, Failure, Mode};
use crate::printable::printable;
use crate::redact::UNKNOWN_VALUE;

const DIM: Style = Style::new().effects(Effects::DIMMED);

/// The arguments, with the call in place of the URL read into them. What is different in a page is told on stderr.
pub fn expand(args: CheckArgs) -> Result<CheckArgs, Failure> {
    let Some(pasted) = preflight_pasted_call::read(&args.url) else { return Ok(args) };
    let pasted =
        pasted.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    for note in &pasted.notes {
        anstream::eprintln!("{DIM}note: {}{DIM:#}", printable(note.to_string().as_bytes()));
    }
    Ok(filled(args, pasted))
}

fn filled(args: CheckArgs, Pasted { call, body, .. }: Pasted) -> CheckArgs {
    let headers = call.headers.iter().filter(|header| !sets(&args.headers, &header.name)).map(line_of);
    let headers = headers.collect::<Vec<_>>();
    CheckArgs {
        url: call.url.value().map_or_else(|| args.url.clone(), ToString::to_string),
        origin: args.origin.or_else(|| call.origin.value().map(Origin::as_str).map(str::to_owned)),
        method: args.method.or_else(|| call.method.value().cloned()),
        headers: headers.into_iter().chain(args.headers).collect(),
        credentials: args.credentials.or_else(|| call.credentials.value().copied().map(Credentials::from)),
        mode: args.mode.or_else(|| call.mode.value().copied().map(Mode::from)),
        data: args.data.or(body),
        ..args
    }
}

fn line_of(header: &CallHeader) -> String {
    format!("{}: {}", header.name, header.value.value().map_or(UNKNOWN_VALUE, String::as_str))
}

/// Whether `-H` names this header.
fn sets(headers: &[String], name: &str) -> bool {
    headers.iter().any(|header| header.split(':').next().is_some_and(|other| other.trim().eq_ignore_ascii_case(name)))
}

impl From<CredentialsMode> for Credentials {
    fn from(credentials: CredentialsMode) -> Self {
        match credentials {
            CredentialsMode::Omit => Self::Omit,
            CredentialsMode::SameOrigin => Self::SameOrigin,
            CredentialsMode::Include => Self::Include,
        }
    }
}

impl From<RequestMode> for Mode {
    fn from(mode: RequestMode) -> Self {
        match mode {
            RequestMode::Cors => Self::Cors,
            RequestMode::NoCors => Self::NoCors,
            RequestMode::SameOrigin => Self::SameOrigin,
        }
    }
}

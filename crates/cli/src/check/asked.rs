//! What the arguments of a check ask for: flags beside a URL, or a pasted line in its place.

use preflight_engine::Origin;
use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::{CallHeader, PageCall, Part};
use preflight_pasted_call::{Call, Credentials as PastedCredentials, Mode as PastedMode};

use super::{CheckArgs, Failure};
use crate::arguments::call::Asked;
use crate::printable::printable;
use crate::redact::HIDDEN;

/// The call, with the line in place of the URL read into it: what a flag says counts more.
pub fn of(args: &CheckArgs) -> Result<Asked, Failure> {
    let Some(line) = preflight_pasted_call::read(&args.url) else { return args.call.asked(&args.url) };
    let line =
        line.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    let mut asked = args.call.asked(line.url.as_str())?;
    asked.notes.extend(line.notes.iter().map(ToString::to_string));
    asked.body = asked.body.take().or_else(|| line.body.clone());
    asked.call.complete_from(page_call(line));
    Ok(asked)
}

fn page_call(line: Call) -> PageCall {
    let known = |value: Option<String>| value.map_or(Part::Unknown, Part::Known);
    let origin = line.origin.as_deref().and_then(|origin| Origin::parse(origin).ok());
    let method = known(line.method);
    PageCall {
        url: Part::Known(line.url),
        origin: origin.map_or(Part::Unknown, Part::Known),
        method: if line.body.is_some() { method.or(Part::Implied("POST".to_owned())) } else { method },
        headers: line.headers.into_iter().map(header).collect(),
        body_type: Part::Unknown,
        credentials: line.credentials.map_or(Part::Unknown, |credentials| {
            Part::Known(match credentials {
                PastedCredentials::Omit => CredentialsMode::Omit,
                PastedCredentials::SameOrigin => CredentialsMode::SameOrigin,
                PastedCredentials::Include => CredentialsMode::Include,
            })
        }),
        mode: line.mode.map_or(Part::Unknown, |mode| {
            Part::Known(match mode {
                PastedMode::Cors => RequestMode::Cors,
                PastedMode::NoCors => RequestMode::NoCors,
                PastedMode::SameOrigin => RequestMode::SameOrigin,
            })
        }),
        preflight: Part::Unknown,
    }
}

/// A value that was left out of the line is not known.
fn header((name, value): (String, String)) -> CallHeader {
    let value = if value.contains(HIDDEN) { Part::Unknown } else { Part::Known(value) };
    CallHeader { name, value }
}

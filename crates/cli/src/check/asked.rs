//! What the arguments of a check ask for: flags beside a URL, or a pasted call in its place.

use preflight_engine::page_call::{CallHeader, PageCall, Part};

use super::{CheckArgs, Failure};
use crate::arguments::call::{Asked, body_of};
use crate::printable::printable;
use crate::redact::HIDDEN;

/// The call, with the pasted one in place of the URL read into it: what a flag says counts more.
pub fn of(args: &CheckArgs) -> Result<Asked, Failure> {
    let Some(pasted) = preflight_pasted_call::read(&args.url) else { return args.call.asked(&args.url) };
    let pasted =
        pasted.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    let Some(url) = pasted.call.url.value() else {
        return Err(Failure::usage("the pasted call does not say which URL it calls").with_help("add the URL to it"));
    };
    let mut asked = args.call.asked(url.as_str())?;
    asked.notes.extend(pasted.notes.iter().map(ToString::to_string));
    asked.body = asked.body.take().or_else(|| body_of(&pasted));
    asked.call.complete_from(PageCall {
        headers: pasted.call.headers.into_iter().map(with_known_value).collect(),
        ..pasted.call
    });
    Ok(asked)
}

/// A value that was left out of the text is not known.
fn with_known_value(header: CallHeader) -> CallHeader {
    let is_left_out = header.value.value().is_some_and(|value| value.contains(HIDDEN));
    if is_left_out { CallHeader { value: Part::Unknown, ..header } } else { header }
}

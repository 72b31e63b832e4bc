//! What the arguments of a check ask for: flags beside a URL, or a pasted call in its place.

use super::{CheckArgs, Failure};
use crate::arguments::call::Asked;
use crate::printable::printable;

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
    asked.body = asked.body.take().or(pasted.body);
    asked.call.complete_from(pasted.call);
    Ok(asked)
}

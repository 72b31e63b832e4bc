//! What the arguments of a check ask for: flags beside a URL, or a pasted call in its place.

use preflight_engine::page_call::{CallHeader, PageCall, Part};

use preflight_pasted_call::{Note, Pasted, Unreadable};
use url::Url;

use super::{CheckArgs, Failure};
use crate::arguments::call::{Asked, body_of};
use crate::arguments::given;
use crate::pasted_command::{command_of, notes_of};
use crate::printable::printable;
use crate::redact::HIDDEN;

/// The call, with the pasted one in place of the URL read into it: what a flag says counts more.
pub fn of(args: &CheckArgs) -> Result<Asked, Failure> {
    let Some(pasted) = preflight_pasted_call::read(&args.url) else { return args.call.asked(&args.url) };
    let pasted =
        pasted.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    let mut asked = args.call.asked(&url_of(&pasted, args)?)?;
    if let Part::Implied(url) = &pasted.call.url {
        // Some of it was made up.
        asked.call.url = Part::Implied(url.clone());
    }
    if pasted.call.url.is_unknown() {
        asked.notes.push("the URL is relative, and goes to the page's own origin".to_owned());
    }
    asked.notes.extend(pasted.notes.iter().map(ToString::to_string));
    let body = body_of(&pasted);
    asked.has_upload_listeners = pasted.notes.contains(&Note::UploadListener);
    asked.named = pasted.named;
    asked.body = asked.body.take().or(body);
    asked.call.complete_from(PageCall {
        headers: pasted.call.headers.into_iter().map(with_known_value).collect(),
        ..pasted.call
    });
    Ok(asked)
}

/// The URL of a pasted call; a relative one is the page's own where that is known.
fn url_of(pasted: &Pasted, args: &CheckArgs) -> Result<String, Failure> {
    let reason = match (&pasted.call.url, &pasted.lacks_url) {
        (Part::Known(url) | Part::Implied(url), _) => return Ok(url.to_string()),
        (Part::Unknown, reason) => reason.as_ref().unwrap_or(&Unreadable::NoUrl),
    };
    if let Unreadable::RelativeUrl(path) = reason {
        let said = args.call.origin.as_deref().map(given::origin).transpose()?.map(|given| given.value);
        let page = said.as_ref().or(pasted.call.origin.value()).and_then(|origin| Url::parse(origin.as_str()).ok());
        if let Some(Ok(url)) = page.map(|page| page.join(path)) {
            return Ok(url.to_string());
        }
    }
    let help = format!("{}: `{}`", reason.remedy(), command_of(pasted));
    Err(Failure::usage(printable(reason.to_string().as_bytes())).with_help(help).with_notes(notes_of(pasted)))
}

/// A value that was left out of the text is not known.
fn with_known_value(header: CallHeader) -> CallHeader {
    let is_left_out = header.value.value().is_some_and(|value| value.contains(HIDDEN));
    if is_left_out { CallHeader { value: Part::Unknown, ..header } } else { header }
}

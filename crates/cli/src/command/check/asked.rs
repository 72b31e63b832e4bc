//! What the arguments of a check ask for: flags beside a URL, or a pasted call in its place.

use preflight_engine::page_call::{CallHeader, PageCall, Part};

use preflight_pasted_call::{Note, Pasted, Unreadable};
use url::Url;

use super::unknown_url::UnknownUrl;
use super::{CheckArgs, Failure};
use crate::arguments::call::{Asked, body_of};
use crate::arguments::given;
use crate::printable::printable;
use crate::redact::HIDDEN;

/// What the arguments ask for.
pub enum Read {
    Whole(Box<Asked>),
    /// A pasted call whose URL is not in the text.
    WithoutUrl(Box<UnknownUrl>),
}

/// The call, where its URL is known.
pub fn of(args: &CheckArgs) -> Result<Asked, Failure> {
    match read(args)? {
        Read::Whole(asked) => Ok(*asked),
        Read::WithoutUrl(unknown) => Err(unknown.into_failure()),
    }
}

/// The call, with the pasted one in place of the URL read into it: what a flag says counts more. A person is asked for a URL that
/// the text does not give.
pub fn read(args: &CheckArgs) -> Result<Read, Failure> {
    let whole = |asked| Read::Whole(Box::new(asked));
    let Some(pasted) = preflight_pasted_call::read(&args.url) else { return args.call.asked(&args.url).map(whole) };
    let pasted =
        pasted.map_err(|error| Failure::usage(printable(error.to_string().as_bytes())).with_help(error.remedy()))?;
    match url_of(&pasted, args)? {
        Ok(url) => of_pasted(pasted, &url, args).map(whole),
        Err(reason) => {
            let unknown = UnknownUrl::new(pasted.clone(), reason);
            match unknown.asked_for() {
                Some(url) => {
                    let call = PageCall { url: Url::parse(&url).map_or(Part::Unknown, Part::Known), ..pasted.call };
                    of_pasted(Pasted { call, ..pasted }, &url, args).map(whole)
                }
                None => Ok(Read::WithoutUrl(Box::new(unknown))),
            }
        }
    }
}

fn of_pasted(pasted: Pasted, url: &str, args: &CheckArgs) -> Result<Asked, Failure> {
    let mut asked = args.call.asked(url)?;
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

/// The URL of a pasted call, or why it is not known; a relative one is the page's own where that is known.
fn url_of(pasted: &Pasted, args: &CheckArgs) -> Result<Result<String, Unreadable>, Failure> {
    let reason = match (&pasted.call.url, &pasted.lacks_url) {
        (Part::Known(url) | Part::Implied(url), _) => return Ok(Ok(url.to_string())),
        (Part::Unknown, reason) => reason.as_ref().unwrap_or(&Unreadable::NoUrl),
    };
    if let Unreadable::RelativeUrl(path) = reason {
        let said = args.call.origin.as_deref().map(given::origin).transpose()?.map(|given| given.value);
        let page = said.as_ref().or(pasted.call.origin.value()).and_then(|origin| Url::parse(origin.as_str()).ok());
        if let Some(Ok(url)) = page.map(|page| page.join(path)) {
            return Ok(Ok(url.to_string()));
        }
    }
    Ok(Err(reason.clone()))
}

/// A value that was left out of the text is not known.
fn with_known_value(header: CallHeader) -> CallHeader {
    let is_left_out = header.value.value().is_some_and(|value| value.contains(HIDDEN));
    if is_left_out { CallHeader { value: Part::Unknown, ..header } } else { header }
}

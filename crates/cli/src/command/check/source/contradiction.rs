//! What a server answers that a file cannot make it answer: an origin that the file does not allow.

use std::path::Path;

use preflight_dialects::allows;
use preflight_engine::Origin;
use preflight_engine::page_call::{PageCall, Part};

use super::super::Failure;
use super::super::run::Checked;
use super::asked::is_policy;
use crate::arguments::call::Asked;
use crate::command::export::of_file;
use crate::command::fix::{Outcome, fixed, of_call};
use crate::json::text_of;

/// The origin that the server names and the file refuses, if there is one.
pub fn foreign_origin(checked: &Checked, file: &Path) -> Result<Option<String>, Failure> {
    for origin in named(checked) {
        if is_refused(checked, file, &origin)? {
            return Ok(Some(origin.as_str().to_owned()));
        }
    }
    Ok(None)
}

/// The other pages that an answer of the server is for.
fn named(checked: &Checked) -> Vec<Origin> {
    let exchanges = checked.lead().verdict.exchanges.iter();
    let values =
        exchanges.filter_map(|exchange| exchange.answer.as_ref().ok()?.headers.get(b"access-control-allow-origin"));
    let origins = values.map(|value| text_of(&value)).filter_map(|value| {
        let origin = Origin::parse(&value).ok().filter(|origin| origin.as_str() == value)?;
        matches!(origin, Origin::Tuple(_)).then_some(origin)
    });
    let mut others: Vec<_> = origins.filter(|origin| checked.page() != Some(origin)).collect();
    others.dedup();
    others
}

/// Whether the file blocks the plainest call of a page of this origin, so that nothing but the origin is in question.
fn is_refused(checked: &Checked, file: &Path, origin: &Origin) -> Result<bool, Failure> {
    let call = PageCall {
        url: Part::Known(checked.question.url().clone()),
        origin: Part::Known(origin.clone()),
        ..PageCall::default()
    };
    let plain = Asked { call, ..Asked::default() };
    let task = of_call(file.to_owned(), &plain, None, &[], &checked.redactor)?;
    if is_policy(file) {
        return Ok(!allows(&of_file(file)?, &task.wanted));
    }
    Ok(matches!(&fixed(task, false)?.outcome, Ok(Outcome::Change(fix)) if !fix.edits.is_empty() && !fix.is_precaution))
}

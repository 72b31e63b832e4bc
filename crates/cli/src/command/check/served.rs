//! The method of a call that nobody said, where the server's source has one for its path and no other.

use std::path::Path;

use preflight_dialects::{SOURCE_LIMIT, served_methods};
use preflight_engine::page_call::Part;
use preflight_policy_file::{Streams, read_named};
use url::Url;

use super::refused_method::{LISTED_METHODS, is_method_refused};
use crate::arguments::call::{Asked, Preflighted};
use crate::printable::{printable, printable_path};

/// A blocked call with the method of the only route at its path; where there are several, they are kept for the question.
pub fn with_served_method(mut asked: Asked, file: &Path) -> Asked {
    let path = asked.call.url.value().map(Url::path).map(str::to_owned);
    let is_open = asked.was_blocked.is_some() && asked.call.method.is_unknown();
    let Some(path) = path.filter(|_| is_open && file != Path::new("-")) else { return asked };
    let bytes = read_named(file, SOURCE_LIMIT as u64, Streams::Refused).ok();
    let Some(text) = bytes.and_then(|bytes| String::from_utf8(bytes).ok()) else { return asked };
    let mut served = served_methods(&text, &file.to_string_lossy(), &path);
    served.retain(|method| may_be(method, &asked));
    if let [only] = &served[..] {
        let file = printable_path(file);
        let method = printable(only.as_bytes());
        asked.notes.push(format!("which method was blocked was not said: {file} has {method} alone at this path"));
        asked.call.method = Part::Implied(only.clone());
    }
    asked.served = served;
    asked
}

/// Whether a browser that says this of a call can mean this method.
fn may_be(method: &str, asked: &Asked) -> bool {
    let is_listed = LISTED_METHODS.contains(&method);
    match asked.was_blocked {
        Some(Preflighted::No) => !is_listed,
        _ => is_listed || !is_method_refused(asked),
    }
}

//! Whether the settings put the package to work, and where.

use super::settings::Settings;
use crate::code::Code;
use crate::note::Notes;
use crate::value::{Located, Value};

pub(crate) const MIDDLEWARE: &str = "corsheaders.middleware.CorsMiddleware";
pub(crate) const APPLICATION: &str = "corsheaders";

/// What answers by itself, so that the package has to stand before it.
pub(crate) const ANSWERING: [&str; 2] =
    ["django.middleware.common.CommonMiddleware", "whitenoise.middleware.WhiteNoiseMiddleware"];

/// Notes what is missing. A file without either list is a part of the settings, and says nothing about them.
pub(super) fn check(settings: &Settings<'_, '_>, notes: &mut Notes) {
    if let Some(applications) = settings.value(&["INSTALLED_APPS"]).filter(|list| !holds(list, APPLICATION)) {
        notes.note(
            Code::MiddlewareMissing,
            applications.site,
            "`corsheaders` is not among `INSTALLED_APPS`, so that its settings go unchecked",
        );
    }
    let Some(middleware) = settings.value(&["MIDDLEWARE", "MIDDLEWARE_CLASSES"]) else { return };
    let Some(place) = position(middleware, MIDDLEWARE) else {
        if is_readable(middleware) {
            notes.note(
                Code::MiddlewareMissing,
                middleware.site,
                format!("`{MIDDLEWARE}` is not among `MIDDLEWARE`, so that no CORS header is sent; the policy is what the settings say"),
            );
        }
        return;
    };
    for answering in ANSWERING {
        if position(middleware, answering).is_some_and(|answers| answers < place) {
            notes.note(
                Code::MiddlewareOrder,
                middleware.elements()[place].site,
                format!("`{MIDDLEWARE}` stands after `{answering}`, whose own answers go without CORS headers; the policy gives every answer its headers"),
            );
        }
    }
}

fn is_readable(list: &Located) -> bool {
    list.elements().iter().all(|element| element.text().is_some())
}

/// Whether a list holds an entry, or may.
fn holds(list: &Located, application: &str) -> bool {
    let is_it = |element: &Located| match &element.value {
        Value::Text(text) => text == application || text.starts_with("corsheaders."),
        _ => true,
    };
    list.elements().iter().any(is_it)
}

fn position(list: &Located, entry: &str) -> Option<usize> {
    list.elements().iter().position(|element| element.text() == Some(entry))
}

//! Lists, Markdown and arrows around a line of a head.

use std::borrow::Cow;

use super::line::{Line, line};
use super::names::TELLING;
use super::pane::label_of_pane;

/// A field as an item of a list: `* vary: Origin`. What curl remarks is none.
pub(super) fn is_list_item(text: &str) -> bool {
    let plain = undecorated(text);
    let Line::Field { name, .. } = line(&plain) else { return label_of_pane(&plain) };
    TELLING[..7].contains(&name.to_ascii_lowercase().as_str())
}

/// A line without the marks of a list and of Markdown around the name of a field or a label.
pub(super) fn undecorated(text: &str) -> Cow<'_, str> {
    let plain = text.strip_prefix("- ").or(text.strip_prefix("• ")).unwrap_or(text);
    let plain = plain.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(plain);
    // Postman wrote an arrow for the colon.
    let is_arrow = plain.contains(" →") && !matches!(line(plain), Line::Status(_));
    match plain.starts_with("**") || is_arrow {
        true => Cow::Owned(plain.replace("**", "").replacen(" →", ": ", 1).trim_start().to_owned()),
        false => Cow::Borrowed(plain),
    }
}

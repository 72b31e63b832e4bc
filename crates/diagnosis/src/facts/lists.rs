//! The lists of a preflight's answer: what they lack, and whether they can be read.

use preflight_engine::browser::BlockReason;

use super::failure::{HEADERS, METHODS};
use super::wire::Wire;
use crate::text::text_of;

/// Every name that was asked for and is not in the list, not only the one that the browser names.
pub(crate) fn missing_names(wire: &Wire<'_>) -> Vec<String> {
    let Some(decided) = wire.decided() else { return Vec::new() };
    let asked = decided.request.headers.get(b"access-control-request-headers").unwrap_or_default();
    let allowed =
        decided.response.headers.extract_header_list_values(HEADERS.as_bytes()).ok().flatten().unwrap_or_default();
    let has_wildcard = is_by_wildcard(wire);
    let is_missing = |name: &&[u8]| {
        let is_listed = allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name));
        !name.is_empty() && !is_listed && (!has_wildcard || name.eq_ignore_ascii_case(b"authorization"))
    };
    asked.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).filter(is_missing).map(text_of).collect()
}

/// Whether the list has a `*`, which covers everything but `Authorization`.
pub(crate) fn is_by_wildcard(wire: &Wire<'_>) -> bool {
    wire.blocked().is_some_and(|blocked| matches!(blocked.reason, BlockReason::HeaderNotAllowed { wildcard: true, .. }))
}

/// What is wrong with the way that the list is written, and the list's field; nothing where names stand there with commas
/// between them.
pub(crate) fn unreadable(wire: &Wire<'_>) -> Option<(&'static str, String)> {
    let decided = wire.decided()?;
    [METHODS, HEADERS].into_iter().find_map(|field| {
        let value = decided.response.headers.get(field.as_bytes())?;
        Some((field, odd_element(&text_of(&value))?))
    })
}

/// The first element that is no name: one with a space, a semicolon, a quote or a bracket in it.
fn odd_element(list: &str) -> Option<String> {
    let is_name =
        |element: &str| element.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte));
    let elements = list.split(',').map(|element| element.trim_matches([' ', '\t']));
    let is_quoted = |element: &str| element.starts_with(['\'', '`']) && element.len() > 1;
    let mut odd = elements.filter(|element| !element.is_empty() && (!is_name(element) || is_quoted(element)));
    odd.next().map(str::to_owned)
}

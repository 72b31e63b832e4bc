//! The media type of a header of which a part is missing.

/// The media type of a `Content-Type` that begins with this text, where all of it stands there: what follows is a parameter, as
/// `boundary=` is.
pub(crate) fn essence_before(name: &str, start: &str) -> Option<String> {
    let (essence, _) = start.split_once(';').filter(|_| name.eq_ignore_ascii_case("content-type"))?;
    let (kind, subtype) = essence.trim().split_once('/')?;
    let is_token =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c));
    (is_token(kind) && is_token(subtype)).then(|| essence.trim().to_owned())
}

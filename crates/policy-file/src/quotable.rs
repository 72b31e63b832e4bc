//! What of a value messages and excerpts repeat: one word, as every value of the format is. What has several words is no
//! value, and stands in the wrong place: a header with its token, a password.

use std::borrow::Cow;

use preflight_engine::request_header::is_name;

/// What stands in the place of what is not repeated.
pub(crate) const HIDDEN: &str = "…";

/// What is shown in the place of a value, if it is not shown itself.
pub(crate) type InPlaceOf = fn(&str) -> Option<String>;

/// What is shown in the place of a text; none where that is the text.
pub(crate) fn in_place_of(text: &str) -> Option<String> {
    if !text.trim().contains(char::is_whitespace) {
        return None;
    }
    let line = text.split_once(':').filter(|(name, value)| is_name(name.trim().as_bytes()) && !value.starts_with('/'));
    let name = line.map(|(name, _)| name.trim());
    Some(name.map_or_else(|| HIDDEN.to_owned(), |name| format!("{name}: {HIDDEN}")))
}

/// The same where only the name of a method or a header may stand: of what is none, its beginning.
pub(crate) fn in_place_of_name(text: &str) -> Option<String> {
    if let Some(shown) = in_place_of(text) {
        return Some(shown);
    }
    let text = text.trim();
    // Several in one are a mistake that has to be seen.
    let is_of_names = |c: char| c == ',' || c.is_ascii() && is_name(&[c as u8]);
    let end = text.find(|c| !is_of_names(c))?;
    let mark = text[end..].chars().next().filter(|c| *c == ':').map_or("", |_| ": ");
    Some(format!("{}{mark}{HIDDEN}", &text[..end]))
}

/// What decides for the values of a key of the format.
pub(crate) fn rule_of(key: &str) -> InPlaceOf {
    match key {
        "methods" | "request-headers" | "expose-headers" => in_place_of_name,
        _ => in_place_of,
    }
}

/// A key, as far as it is shown.
pub(crate) fn key(key: &str) -> Cow<'_, str> {
    in_place_of(key).map_or(Cow::Borrowed(key), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_repeated_and_of_a_header_its_name() {
        for (text, shown) in [
            ("http://localhost:5000", None),
            ("*", None),
            ("a.example ", None),
            ("", None),
            ("Bearer s3cret", Some("…")),
            ("http://s3 cret", Some("…")),
            ("Authorization: Bearer s3cret", Some("Authorization: …")),
            ("s3 cret: x", Some("…")),
            ("a\ts3cret", Some("…")),
        ] {
            assert_eq!(in_place_of(text).as_deref(), shown, "{text}");
        }
        for (text, shown) in [
            ("x-api-key", None),
            ("PUT,DELETE", None),
            ("Authorization:s3cret", Some("Authorization: …")),
            ("x-api-key=s3cret", Some("x-api-key…")),
            ("Bearer s3cret", Some("…")),
            ("é", Some("…")),
        ] {
            assert_eq!(in_place_of_name(text).as_deref(), shown, "{text}");
        }
    }
}

//! Whether a text is JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)).

/// Brackets that stand deeper in one another are not followed: the text counts as none.
const DEPTH_LIMIT: usize = 64;

/// Whether the whole text is one JSON value. What stands between the quotes of a string is not looked at.
pub(super) fn is_json(text: &[u8]) -> bool {
    value(text, 0).is_some_and(|rest| rest.trim_ascii_start().is_empty())
}

/// What follows the value that the text begins with.
fn value(text: &[u8], depth: usize) -> Option<&[u8]> {
    let text = text.trim_ascii_start();
    match text.first()? {
        b'"' => string(text),
        b'[' if depth < DEPTH_LIMIT => items(text, b']', |text| value(text, depth + 1)),
        b'{' if depth < DEPTH_LIMIT => items(text, b'}', |text| member(text, depth + 1)),
        b'-' | b'0'..=b'9' => number(text),
        _ => [&b"true"[..], b"false", b"null"].iter().find_map(|word| text.strip_prefix(*word)),
    }
}

/// `item, item, item`, between brackets.
fn items<'a>(text: &'a [u8], closing: u8, item: impl Fn(&'a [u8]) -> Option<&'a [u8]>) -> Option<&'a [u8]> {
    let mut rest = text[1..].trim_ascii_start();
    if let Some(rest) = rest.strip_prefix(&[closing]) {
        return Some(rest);
    }
    loop {
        rest = item(rest)?.trim_ascii_start();
        match rest.strip_prefix(b",") {
            Some(next) => rest = next,
            None => return rest.strip_prefix(&[closing]),
        }
    }
}

fn member(text: &[u8], depth: usize) -> Option<&[u8]> {
    let rest = string(text.trim_ascii_start())?.trim_ascii_start();
    value(rest.strip_prefix(b":")?, depth)
}

fn string(text: &[u8]) -> Option<&[u8]> {
    let mut rest = text.strip_prefix(b"\"")?;
    loop {
        match rest {
            [b'"', after @ ..] => return Some(after),
            [b'\\', _, after @ ..] | [b' '..=b'\xff', after @ ..] => rest = after,
            _ => return None,
        }
    }
}

fn number(text: &[u8]) -> Option<&[u8]> {
    let end = text.iter().position(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
    let (number, rest) = text.split_at(end.unwrap_or(text.len()));
    std::str::from_utf8(number).ok()?.parse::<f64>().ok().map(|_| rest)
}

#[cfg(test)]
mod tests {
    use super::is_json;

    #[test]
    fn json_is_told_from_script() {
        for (text, expected) in [
            ("1", true),
            (" -1.5e3\n", true),
            ("\"a\\\"b\"", true),
            ("[1, [], {}, null]", true),
            ("{\"a\": {\"b\": [true, false]}}", true),
            ("", false),
            ("var a = 1;", false),
            ("\"use strict\"; f()", false),
            ("[1].map(f)", false),
            ("{a: 1}", false),
            ("{\"a\":1,}", false),
            ("\"a\nb\"", false),
            ("1 + 1", false),
        ] {
            assert_eq!(is_json(text.as_bytes()), expected, "{text}");
        }
        assert!(!is_json("[".repeat(100_000).as_bytes()));
    }
}

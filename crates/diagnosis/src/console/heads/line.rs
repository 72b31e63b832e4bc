//! What one line of pasted heads is.

/// A request target or a field's value may be this long.
const VALUE_LIMIT: usize = 16 * 1024;

/// Names without a hyphen, which are a field where people or a pane set them off.
pub(super) const SHORT_NAMES: [&str; 16] = [
    "vary",
    "date",
    "server",
    "etag",
    "origin",
    "host",
    "referer",
    "connection",
    "accept",
    "age",
    "location",
    "allow",
    "expires",
    "pragma",
    "cookie",
    "priority",
];

/// What one line is, by itself.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    /// `GET /path HTTP/1.1`
    Request { method: &'a str, target: &'a str },
    /// `HTTP/1.1 200 OK`
    Status(u16),
    /// `name: value`
    Field { name: &'a str, value: &'a str },
    /// Nothing.
    Empty,
    /// Anything else.
    Other(&'a str),
}

/// What marks a line of `curl -v`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// `>`
    Sent,
    /// `<`
    Received,
    /// `*`
    Remark,
    /// None.
    Plain,
}

/// A line without its mark, and the mark.
pub(super) fn marked(line: &str) -> (Mark, &str) {
    let line = line.trim_start_matches(['\u{feff}', '\u{200b}']).trim_end();
    for (sign, mark) in [(">", Mark::Sent), ("<", Mark::Received), ("*", Mark::Remark)] {
        if let Some(rest) = line.trim_start().strip_prefix(sign)
            && (rest.is_empty() || rest.starts_with(' '))
        {
            return (mark, rest.trim_start());
        }
    }
    (Mark::Plain, line.trim_start())
}

pub(super) fn line(text: &str) -> Line<'_> {
    let end = super::super::boundary::floor_char_boundary(text, VALUE_LIMIT);
    let text = &text[..end];
    if text.is_empty() {
        return Line::Empty;
    }
    if let Some(status) = status(text) {
        return Line::Status(status);
    }
    if let Some((method, target)) = request(text) {
        return Line::Request { method, target };
    }
    match field(text) {
        Some((name, value)) => Line::Field { name, value },
        None => Line::Other(text),
    }
}

/// `HTTP/1.1 200 OK`, `HTTP/2 200`
fn status(text: &str) -> Option<u16> {
    // Who tells of it points at it: `# → HTTP/1.1 405 Method Not Allowed`.
    let rest = text.trim_start_matches(['#', '→', '=', '>', ' ']).strip_prefix("HTTP/")?;
    let (version, rest) = rest.split_once(' ')?;
    let digits = rest.trim_start().get(..3)?;
    let is_version = version.len() <= 3 && version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    (is_version && !rest.trim_start()[3..].starts_with(|c: char| c.is_ascii_alphanumeric()))
        .then(|| digits.parse().ok())
        .flatten()
        .filter(|status| (100..=999).contains(status))
}

fn request(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_ascii_whitespace();
    let (method, target, version) = (words.next()?, words.next()?, words.next()?);
    let is_method = method.len() <= 20 && method.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    (is_method && version.starts_with("HTTP/") && words.next().is_none()).then_some((method, target))
}

/// A token, a colon, and a value.
pub(super) fn field(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_at(text.char_indices().skip(1).find(|&(_, c)| c == ':')?.0);
    let value = &value[1..];
    // People write what they saw: `Access-Control-Allow-Origin : *`.
    let set_off = name.trim_end();
    let is_known = set_off.contains('-') || SHORT_NAMES.contains(&set_off.to_ascii_lowercase().as_str());
    let name = if is_known { set_off } else { name };
    let is_name = name.len() <= 128
        && name.trim_start_matches(':').bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    // `http://…` and `12:30:00` are no fields.
    let is_field =
        is_name && !value.starts_with("//") && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == ':');
    is_field.then(|| (name, value.trim()))
}

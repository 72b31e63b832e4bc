//! The fields whose values are shown.

use std::borrow::Cow;

use super::Redactor;
use super::hidden::HIDDEN;

/// What is shown of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// All of it; of a URL in it, what is shown of URLs.
    Whole,
    /// Of the URL, origin and path.
    Url,
    /// The first word: the scheme.
    Scheme,
    /// Everything but the value of the cookie.
    Cookie,
}

/// The fields, in lower case; a name that ends with `*` stands for all that begin so. With each: why.
pub const FIELDS: [(&str, Part, &str); 36] = [
    ("access-control-*", Part::Whole, "what CORS is about"),
    ("origin", Part::Whole, "what CORS is about"),
    ("timing-allow-origin", Part::Whole, "a list of origins"),
    ("cross-origin-*", Part::Whole, "policies that block responses"),
    ("sec-fetch-*", Part::Whole, "mode and destination of the request"),
    ("sec-ch-ua*", Part::Whole, "which browser asks"),
    ("user-agent", Part::Whole, "which browser asks"),
    ("accept-language", Part::Whole, "languages"),
    ("accept-encoding", Part::Whole, "names of codings"),
    ("priority", Part::Whole, "a number"),
    ("referer", Part::Url, "the page that asks"),
    ("host", Part::Whole, "hosts are shown"),
    ("accept", Part::Whole, "media types"),
    ("content-type", Part::Whole, "a media type"),
    ("content-length", Part::Whole, "a number that can break a response"),
    ("transfer-encoding", Part::Whole, "names of codings"),
    ("connection", Part::Whole, "names of fields"),
    ("date", Part::Whole, "when it was answered"),
    ("age", Part::Whole, "shows a cache"),
    ("cache-control", Part::Whole, "shows a cache"),
    ("vary", Part::Whole, "names of fields"),
    ("x-cache", Part::Whole, "shows a cache"),
    ("cf-cache-status", Part::Whole, "shows a cache"),
    ("x-cache-status", Part::Whole, "shows a cache"),
    ("x-proxy-cache", Part::Whole, "shows a cache"),
    ("x-vercel-cache", Part::Whole, "shows a cache"),
    ("via", Part::Whole, "who stands in between"),
    ("server", Part::Whole, "who answers"),
    ("x-powered-by", Part::Whole, "who answers"),
    ("allow", Part::Whole, "methods"),
    ("retry-after", Part::Whole, "when to ask again"),
    ("location", Part::Url, "where it leads"),
    ("x-content-type-options", Part::Whole, "a word that blocks responses"),
    ("www-authenticate", Part::Scheme, "which login is asked for"),
    ("proxy-authenticate", Part::Scheme, "which login is asked for"),
    ("set-cookie", Part::Cookie, "whether browsers keep it"),
];

/// The attributes of `Set-Cookie`, whose values are shown.
const COOKIE_ATTRIBUTES: [&str; 9] =
    ["domain", "path", "expires", "max-age", "samesite", "secure", "httponly", "partitioned", "priority"];

/// As much of a value as is shown.
pub(super) fn shown<'v>(name: &[u8], value: &'v [u8], redactor: &Redactor) -> Cow<'v, [u8]> {
    let Some(part) = part_of(name) else {
        // That there is no value is no secret, and decides much.
        return if value.is_empty() { Cow::Borrowed(value) } else { Cow::Borrowed(HIDDEN.as_bytes()) };
    };
    match (part, std::str::from_utf8(value)) {
        // What CORS is about names headers, which have the names of secrets.
        (Part::Whole, Ok(value)) if is_of_cors(name) => Cow::Owned(redactor.text(value).into_bytes()),
        // A login has its form in any field.
        (Part::Whole, Ok(value)) if is_login(value) => Cow::Owned(scheme(value).into_bytes()),
        (Part::Whole, Ok(value)) => Cow::Owned(redactor.value(value).into_bytes()),
        (Part::Url, Ok(value)) => Cow::Owned(redactor.location(value).into_bytes()),
        (Part::Scheme, Ok(value)) => Cow::Owned(scheme(value).into_bytes()),
        (Part::Cookie, Ok(value)) => Cow::Owned(cookie(value).into_bytes()),
        // Bytes that are no text: only a field of CORS has to be seen as it came.
        (Part::Whole, Err(_)) if is_of_cors(name) => Cow::Borrowed(value),
        (_, Err(_)) => Cow::Borrowed(HIDDEN.as_bytes()),
    }
}

fn part_of(name: &[u8]) -> Option<Part> {
    let name = name.to_ascii_lowercase();
    let is_meant = |listed: &str| match listed.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning.as_bytes()),
        None => name == listed.as_bytes(),
    };
    FIELDS.iter().find(|(listed, ..)| is_meant(listed)).map(|&(_, part, _)| part)
}

fn is_of_cors(name: &[u8]) -> bool {
    let name = name.to_ascii_lowercase();
    name == b"origin" || name.starts_with(b"access-control-")
}

/// `Bearer …`, `Basic …`: the name of a scheme, and something behind it.
fn is_login(value: &str) -> bool {
    const SCHEMES: [&str; 4] = ["basic", "bearer", "digest", "token"];
    value.trim().split_once(' ').is_some_and(|(name, _)| SCHEMES.iter().any(|scheme| name.eq_ignore_ascii_case(scheme)))
}

/// The name of a scheme is a token; whatever follows it is a parameter.
fn scheme(value: &str) -> String {
    let value = value.trim();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let name = &value[..value.find(|c| !is_of_name(c)).unwrap_or(value.len())];
    match (name.len() < value.len(), name.is_empty()) {
        (false, _) => name.to_owned(),
        (true, true) => HIDDEN.to_owned(),
        (true, false) => format!("{name} {HIDDEN}"),
    }
}

/// `id=…; Path=/; Secure`.
fn cookie(line: &str) -> String {
    let mut parts = line.split(';');
    let pair = parts.next().unwrap_or_default();
    let mut shown = match pair.split_once('=') {
        Some((name, _)) => format!("{}={HIDDEN}", name.trim()),
        None => HIDDEN.to_owned(),
    };
    for attribute in parts {
        let name = attribute.split('=').next().unwrap_or_default().trim();
        let is_known = COOKIE_ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known));
        shown.push_str("; ");
        shown.push_str(if is_known { attribute.trim() } else { HIDDEN });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_shown_where_its_name_is_listed() {
        for (name, value, expected) in [
            ("Authorization", "Bearer s3cret", "…"),
            ("X-Request-Token", "s3cret", "…"),
            ("X-Empty", "", ""),
            ("access-control-allow-origin", "https://app.example", "https://app.example"),
            ("Content-Type", "application/json", "application/json"),
            ("Accept", "Bearer s3cret", "Bearer …"),
            ("Location", "http:// bad host/x?state=s3cret", "…"),
            ("Location", "/a b/x?state=s3cret", "/a b/x?…"),
            ("Server", "me https://a.test/x?s3cret=1", "me https://a.test/x?…"),
            ("WWW-Authenticate", "Bearer realm=\"s3cret\"", "Bearer …"),
            ("WWW-Authenticate", "Negotiate", "Negotiate"),
            ("WWW-Authenticate", "Basic,realm=s3cret", "Basic …"),
            ("WWW-Authenticate", "\"s3cret\"", "…"),
            ("Server", "//u:s3cret@h/", "//…@h/"),
            ("Via", "1.1 http:/u:s3cret@h", "1.1 http:/…@h"),
            ("Access-Control-Allow-Origin", "//u:s3cret@h", "//…@h"),
            ("Access-Control-Allow-Origin", "http:\\\\u:s3cret@h", "http:\\\\…@h"),
            ("Location", "//u:s3cret@h/x", "//…@h/x"),
            ("Location", "data:s3cret", "data:…"),
            ("Set-Cookie", "id=s3cret; Path=/; Secure; x-own=s3cret", "id=…; Path=/; Secure; …"),
            ("Set-Cookie", "s3cret; HttpOnly", "…; HttpOnly"),
        ] {
            let seen = shown(name.as_bytes(), value.as_bytes(), &Redactor::default());
            assert_eq!(String::from_utf8_lossy(&seen), expected, "{name}: {value}");
        }
        assert_eq!(*shown(b"server", b"\xff", &Redactor::default()), *HIDDEN.as_bytes());
        assert_eq!(*shown(b"access-control-allow-origin", b"\xff", &Redactor::default()), *b"\xff");
    }
}

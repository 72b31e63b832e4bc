//! The media type of a response, as far as it decides what an element makes of it
//! ([MIME types](https://mimesniff.spec.whatwg.org/#understanding-mime-types)).

use super::user_agent::UserAgent;
use crate::exchange::ResponseHead;
use crate::token::{is_tchar, is_token};

/// Type and subtype in lower case, without parameters; empty where `Content-Type` is missing or no media type.
pub(super) fn essence(response: &ResponseHead) -> Vec<u8> {
    essence_of(&response.headers.get(b"content-type").unwrap_or_default())
}

/// The same, of the last line where that one counts.
pub(super) fn last_essence(response: &ResponseHead, user_agent: &UserAgent) -> Vec<u8> {
    let last = response.headers.lines(b"content-type").last().filter(|_| user_agent.last_content_type_counts);
    last.map_or_else(|| essence(response), essence_of)
}

fn essence_of(value: &[u8]) -> Vec<u8> {
    let end = value.iter().position(|byte| matches!(byte, b';' | b',')).unwrap_or(value.len());
    let essence = value[..end].trim_ascii().to_ascii_lowercase();
    if is_essence(&essence) { essence } else { Vec::new() }
}

fn is_essence(value: &[u8]) -> bool {
    let slash = value.iter().position(|&byte| byte == b'/');
    slash.is_some_and(|slash| is_token(&value[..slash]) && is_token(&value[slash + 1..]))
}

/// Whether a text begins with a type and a subtype.
pub(super) fn is_media_type(text: &[u8]) -> bool {
    let essence = text.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    let mut parts = essence.splitn(2, |&byte| byte == b'/');
    parts.next().is_some_and(is_token) && parts.next().is_some_and(is_token)
}

/// Whether a text is a type, a subtype and parameters, each of them whole
/// ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)).
pub(super) fn is_well_formed(text: &[u8]) -> bool {
    let end = text.iter().position(|&byte| byte == b';').unwrap_or(text.len());
    let mut rest = &text[end..];
    if !is_media_type(text) {
        return false;
    }
    while let Some(parameter) = rest.strip_prefix(b";") {
        let Some(after) = after_parameter(parameter.trim_ascii_start()) else { return false };
        rest = after.trim_ascii_start();
    }
    rest.is_empty()
}

/// What stands after `name=value`.
fn after_parameter(text: &[u8]) -> Option<&[u8]> {
    let value = after_token(text)?.strip_prefix(b"=")?;
    match value.strip_prefix(b"\"") {
        Some(quoted) => after_quoted(quoted),
        None => after_token(value),
    }
}

fn after_token(text: &[u8]) -> Option<&[u8]> {
    let end = text.iter().position(|&byte| !is_tchar(byte)).unwrap_or(text.len());
    (end > 0).then(|| &text[end..])
}

/// What stands after the second quote.
fn after_quoted(mut text: &[u8]) -> Option<&[u8]> {
    loop {
        text = match text {
            [b'"', rest @ ..] => return Some(rest),
            [b'\\', _, rest @ ..] | [_, rest @ ..] => rest,
            [] => return None,
        };
    }
}

/// [Determine nosniff](https://fetch.spec.whatwg.org/#determine-nosniff).
pub(super) fn is_nosniff(response: &ResponseHead) -> bool {
    response.headers.lines(b"x-content-type-options").any(|value| value.eq_ignore_ascii_case(b"nosniff"))
}

/// Whether all of a short body is read to tell what it is (Chromium `net/base/mime_sniffer.cc`): what may be binary, and what
/// says nothing.
pub(super) fn is_sniffed(response: &ResponseHead) -> bool {
    const SNIFFED: [&[u8]; 9] = [
        b"text/plain",
        b"application/octet-stream",
        b"text/xml",
        b"application/xml",
        b"unknown/unknown",
        b"application/unknown",
        b"*/*",
        b"application/msword",
        b"application/vnd.ms-excel",
    ];
    let essence = essence(response);
    let is_one = response.headers.get(b"content-type").is_none_or(|value| !value.contains(&b','));
    is_one && (essence.is_empty() || SNIFFED.contains(&&essence[..])) && !is_nosniff(response)
}

/// Whether `Content-Type` names a charset that is not UTF-8.
pub(super) fn names_other_charset(response: &ResponseHead) -> bool {
    let value = response.headers.get(b"content-type").unwrap_or_default().to_ascii_lowercase();
    let mut charsets = value.split(|&byte| byte == b';').filter_map(|part| part.trim_ascii().strip_prefix(b"charset="));
    charsets.any(|charset| !matches!(charset, b"utf-8" | b"\"utf-8\""))
}

/// A [JavaScript MIME type](https://mimesniff.spec.whatwg.org/#javascript-mime-type).
pub(super) fn is_javascript(essence: &[u8]) -> bool {
    const SUBTYPES: [&[u8]; 5] = [b"javascript", b"x-javascript", b"ecmascript", b"x-ecmascript", b"jscript"];
    let subtype = essence.strip_prefix(b"application/").or_else(|| essence.strip_prefix(b"text/"));
    subtype.is_some_and(|subtype| SUBTYPES.contains(&subtype))
}

/// HTML, JSON or XML, but for the XML that is an image.
pub(super) fn is_document_or_data(essence: &[u8]) -> bool {
    const WHOLE: [&[u8]; 5] = [b"text/html", b"application/json", b"text/json", b"application/xml", b"text/xml"];
    let has_suffix = essence.ends_with(b"+json") || essence.ends_with(b"+xml");
    WHOLE.contains(&essence) || has_suffix && essence != b"image/svg+xml"
}

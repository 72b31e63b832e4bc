//! `token`, the alphabet of methods and field names
//! ([RFC 9110 section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2)).

/// Whether `bytes` is a `token`: one `tchar` or more.
pub(crate) fn is_token(bytes: &[u8]) -> bool {
    !bytes.is_empty() && bytes.iter().all(|&byte| is_tchar(byte))
}

/// Whether `byte` may stand in a `token`.
pub(crate) fn is_tchar(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// Optional whitespace around a list element: SP and HTAB.
pub(crate) fn trim_optional_whitespace(bytes: &[u8]) -> &[u8] {
    trim(bytes, |byte| matches!(byte, b' ' | b'\t'))
}

/// [HTTP whitespace](https://fetch.spec.whatwg.org/#http-whitespace): LF, CR, TAB and SP.
pub(crate) fn trim_http_whitespace(bytes: &[u8]) -> &[u8] {
    trim(bytes, |byte| matches!(byte, b'\n' | b'\r' | b'\t' | b' '))
}

fn trim(mut bytes: &[u8], is_space: impl Fn(u8) -> bool) -> &[u8] {
    while let [first, rest @ ..] = bytes
        && is_space(*first)
    {
        bytes = rest;
    }
    while let [rest @ .., last] = bytes
        && is_space(*last)
    {
        bytes = rest;
    }
    bytes
}

//! The [response head](parse_head), read as leniently as browsers read it.

use std::fmt;

use preflight_engine::exchange::ResponseHead;
use preflight_engine::header_list::HeaderList;

use crate::limits::MAX_HEAD_LINES;

/// How many stray bytes may stand before the status line: four, as in Chromium (`kStatusLineSlop`).
const STATUS_LINE_SLOP: usize = 4;

/// How every status line begins, in any case.
const PROTOCOL: &[u8] = b"HTTP/";

/// How much of a malformed line is shown in an explanation.
const SHOWN_BYTES: usize = 80;

/// A head that was understood.
#[derive(Debug)]
pub(crate) struct ParsedHead {
    pub(crate) head: ResponseHead,
    /// What stood between `HTTP/` and the first space.
    pub(crate) http_version: String,
}

/// What was received is not a response head. Closed: the receiver only shows it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum MalformedHead {
    /// It does not begin with a status line; these are its first bytes.
    NotHttp(Vec<u8>),
    /// The status line has no status code of one to three digits.
    NoStatusCode(Vec<u8>),
    /// A NUL is in it, for which browsers drop the whole response.
    NulByte,
    /// It has more lines than [`MAX_HEAD_LINES`].
    TooManyLines,
    /// It switches to another protocol, for which nobody asked.
    UnaskedUpgrade,
}

/// Where the status line begins. None if too little was received to tell.
pub(crate) fn status_line_start(received: &[u8]) -> Result<Option<usize>, MalformedHead> {
    let mut undecided = false;
    for start in 0..=STATUS_LINE_SLOP.min(received.len()) {
        let candidate = &received[start..received.len().min(start + PROTOCOL.len())];
        if candidate.eq_ignore_ascii_case(PROTOCOL) {
            return Ok(Some(start));
        }
        undecided |= candidate.eq_ignore_ascii_case(&PROTOCOL[..candidate.len()]);
    }
    if undecided { Ok(None) } else { Err(MalformedHead::NotHttp(shown(received))) }
}

/// Where the head ends that begins in `received`: after its empty line. Lines before `from` were looked at before.
pub(crate) fn head_end(received: &[u8], from: usize) -> Option<usize> {
    (from..received.len()).find_map(|at| match &received[at..] {
        [b'\n', b'\n', ..] => Some(at + 2),
        [b'\n', b'\r', b'\n', ..] => Some(at + 3),
        _ => None,
    })
}

/// Parses a head from its status line on.
///
/// Lines end with LF, a CR before it is dropped; a lone CR is part of the line. A line that begins with whitespace
/// continues the field above it. A line without a colon, or with nothing before it, is ignored as browsers do. A name
/// is kept as spelt, with any space before the colon: `Access-Control-Allow-Origin :` matches nothing, as in Firefox.
pub(crate) fn parse_head(bytes: &[u8]) -> Result<ParsedHead, MalformedHead> {
    if bytes.contains(&0) {
        return Err(MalformedHead::NulByte);
    }
    if bytes.iter().filter(|&&byte| byte == b'\n').count() > MAX_HEAD_LINES {
        return Err(MalformedHead::TooManyLines);
    }
    let mut lines = bytes.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let (http_version, status) = parse_status_line(lines.next().unwrap_or_default())?;
    Ok(ParsedHead { head: ResponseHead { status, headers: parse_fields(lines) }, http_version })
}

/// The version and the status code, which [may be any of one to three digits][status-code]; the reason is not read.
///
/// [status-code]: https://github.com/web-platform-tests/wpt/blob/master/fetch/h1-parsing/status-code.window.js
fn parse_status_line(line: &[u8]) -> Result<(String, u16), MalformedHead> {
    let mut words = line.split(|&byte| byte == b' ' || byte == b'\t').filter(|word| !word.is_empty());
    let version = words.next().and_then(|word| word.get(PROTOCOL.len()..)).unwrap_or_default();
    let status = words.next().unwrap_or_default();
    if status.is_empty() || status.len() > 3 || !status.iter().all(u8::is_ascii_digit) {
        return Err(MalformedHead::NoStatusCode(shown(line)));
    }
    let status = status.iter().fold(0, |status, digit| status * 10 + u16::from(digit - b'0'));
    Ok((version.escape_ascii().to_string(), status))
}

fn parse_fields<'a>(lines: impl Iterator<Item = &'a [u8]>) -> HeaderList {
    let mut fields: Vec<Option<(&[u8], Vec<u8>)>> = Vec::new();
    for line in lines {
        let is_folded = line.starts_with(b" ") || line.starts_with(b"\t");
        if !is_folded {
            fields.push(parse_field(line));
        } else if let Some(Some((_, value))) = fields.last_mut() {
            value.push(b' ');
            value.extend_from_slice(trim(line));
        }
    }
    fields.into_iter().flatten().map(|(name, value)| (name, trim(&value).to_vec())).collect()
}

fn parse_field(line: &[u8]) -> Option<(&[u8], Vec<u8>)> {
    let colon = line.iter().position(|&byte| byte == b':').filter(|&colon| colon > 0)?;
    Some((&line[..colon], trim(&line[colon + 1..]).to_vec()))
}

/// Takes SP and HTAB off both ends, and nothing else.
fn trim(value: &[u8]) -> &[u8] {
    let is_content = |byte: &u8| !matches!(byte, b' ' | b'\t');
    let start = value.iter().position(is_content).unwrap_or(value.len());
    let end = value.iter().rposition(is_content).map_or(start, |last| last + 1);
    &value[start..end]
}

fn shown(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len().min(SHOWN_BYTES)].to_vec()
}

impl fmt::Display for MalformedHead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            // A TLS record of type alert, version 3.x.
            Self::NotHttp(bytes) if bytes.starts_with(&[0x15, 0x03]) => {
                f.write_str("a TLS alert came: the port speaks TLS, so the URL should begin with https")
            }
            Self::NotHttp(bytes) => write!(f, "what came is not HTTP: it begins with \"{}\"", bytes.escape_ascii()),
            Self::NoStatusCode(line) => {
                write!(f, "no status code of one to three digits in \"{}\"", line.escape_ascii())
            }
            Self::NulByte => f.write_str("a NUL byte is in the response head"),
            Self::UnaskedUpgrade => {
                f.write_str("status 101 switches to another protocol, and the request did not ask for one")
            }
            Self::TooManyLines => write!(f, "the response head has more than {MAX_HEAD_LINES} lines"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_status_line_may_begin_four_bytes_late() {
        const NOT_YET: Option<usize> = None;
        const NOT_HTTP: Option<usize> = Some(usize::MAX);
        let cases: [(&str, &[u8], Option<usize>); 9] = [
            ("at once", b"HTTP/1.1 200", Some(0)),
            ("in any case", b"http/1.1 200", Some(0)),
            ("after an empty line", b"\r\nHTTP/1.1 200", Some(2)),
            ("after four bytes", b"abcdHTTP/1.1 200", Some(4)),
            ("not after five", b"abcdeHTTP/1.1 200", NOT_HTTP),
            ("nothing yet", b"", NOT_YET),
            ("half of it", b"\r\nHTT", NOT_YET),
            ("another protocol", b"SSH-2.0-OpenSSH", NOT_HTTP),
            ("an HTTP/0.9 answer", b"<!doctype html>", NOT_HTTP),
        ];
        for (sentence, received, expected) in cases {
            assert_eq!(status_line_start(received).unwrap_or(NOT_HTTP), expected, "{sentence}");
        }
    }

    #[test]
    fn an_empty_line_ends_the_head_however_it_is_spelt() {
        let cases: [(&str, &[u8], Option<usize>); 5] = [
            ("CRLF CRLF", b"HTTP/1.1 200\r\n\r\nbody", Some(16)),
            ("LF LF", b"HTTP/1.1 200\n\nbody", Some(14)),
            ("LF CRLF", b"HTTP/1.1 200\n\r\nbody", Some(15)),
            ("a lone CR is no line end", b"HTTP/1.1 200\r\rbody", None),
            ("half of it", b"HTTP/1.1 200\r\n\r", None),
        ];
        for (sentence, received, expected) in cases {
            assert_eq!(head_end(received, 0), expected, "{sentence}");
        }
    }

    /// The table of web-platform-tests, fetch/h1-parsing/status-code.window.js.
    #[test]
    fn a_status_code_has_one_to_three_digits() {
        let cases = [
            ("", None),
            ("BLAH", None),
            ("0 OK", Some(0)),
            ("1 OK", Some(1)),
            ("99 NOT OK", Some(99)),
            ("099 HELLO", Some(99)),
            ("999 DOES IT MATTER", Some(999)),
            ("1000 BOO", None),
            ("65736 NOT 200 OR SOME SUCH", None),
            ("131072 HI", None),
            ("699", Some(699)),
        ];
        for (input, expected) in cases {
            let parsed = parse_head(format!("HTTP/1.1 {input}\r\nheader-parsing: is sad\r\n\r\n").as_bytes());
            assert_eq!(parsed.ok().map(|parsed| parsed.head.status), expected, "{input}");
        }
    }
}

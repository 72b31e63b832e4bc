//! [`receive_body`]: the beginning of a response body, for people and for the diagnosis. No verdict depends on it, so
//! nothing here is a failure.

use std::io::{self, BufRead, BufReader, Cursor, ErrorKind, Read};

use preflight_engine::exchange::ResponseHead;

use crate::allowance::is_exceeded;
use crate::exchanged::{BodyEnd, ReceivedBody};
use crate::limits::MAX_CHUNK_LINE_BYTES;

/// How a body is delimited
/// ([RFC 9112 section 6.3](https://www.rfc-editor.org/rfc/rfc9112#section-6.3)).
#[derive(Debug, PartialEq, Eq)]
enum Delimiter {
    NoBody,
    Chunks,
    Length(u64),
    Close,
}

/// Reads the body that belongs to `head`, at most `limit` bytes. `rest` came together with the head.
pub(crate) fn receive_body(
    head: &ResponseHead,
    is_head_request: bool,
    rest: Vec<u8>,
    connection: &mut impl Read,
    limit: usize,
) -> ReceivedBody {
    if limit == 0 {
        return ReceivedBody::default();
    }
    let mut source = BufReader::new(Cursor::new(rest).chain(connection));
    let mut bytes = Vec::new();
    let end = match Delimiter::of(head, is_head_request) {
        Delimiter::NoBody => Ok(BodyEnd::Complete),
        Delimiter::Chunks => read_chunks(&mut source, &mut bytes, limit),
        Delimiter::Length(length) => read_length(&mut source, &mut bytes, length, limit),
        Delimiter::Close => read_until_close(&mut source, &mut bytes, limit),
    };
    let end = end.unwrap_or_else(|error| match error.kind() {
        _ if is_exceeded(&error) => BodyEnd::CutAtLimit,
        ErrorKind::TimedOut | ErrorKind::WouldBlock => BodyEnd::NotInTime,
        _ => BodyEnd::BrokenOff,
    });
    ReceivedBody { bytes, end }
}

impl Delimiter {
    fn of(head: &ResponseHead, is_head_request: bool) -> Self {
        if is_head_request || matches!(head.status, 204 | 304) {
            return Self::NoBody;
        }
        let is_chunked = |line: &[u8]| {
            line.split(|&byte| byte == b',').any(|coding| coding.trim_ascii().eq_ignore_ascii_case(b"chunked"))
        };
        if head.headers.lines(b"transfer-encoding").any(is_chunked) {
            return Self::Chunks;
        }
        let length = |line: &[u8]| str::from_utf8(line).ok()?.parse().ok();
        head.headers.lines(b"content-length").find_map(length).map_or(Self::Close, Self::Length)
    }
}

fn read_until_close(source: &mut impl Read, bytes: &mut Vec<u8>, limit: usize) -> io::Result<BodyEnd> {
    source.take(limit as u64).read_to_end(bytes)?;
    Ok(if bytes.len() < limit { BodyEnd::Complete } else { BodyEnd::CutAtLimit })
}

/// Reads `length` bytes more, or as many as the limit leaves room for.
fn read_length(source: &mut impl Read, bytes: &mut Vec<u8>, length: u64, limit: usize) -> io::Result<BodyEnd> {
    let wanted = length.min(limit.saturating_sub(bytes.len()) as u64);
    if source.take(wanted).read_to_end(bytes)? as u64 != wanted {
        return Ok(BodyEnd::BrokenOff);
    }
    Ok(if wanted == length { BodyEnd::Complete } else { BodyEnd::CutAtLimit })
}

/// Reads chunks until the empty one; the trailers after it are not read.
fn read_chunks(source: &mut impl BufRead, bytes: &mut Vec<u8>, limit: usize) -> io::Result<BodyEnd> {
    loop {
        let length = chunk_length(&read_chunk_line(source)?).ok_or(ErrorKind::InvalidData)?;
        if length == 0 {
            return Ok(BodyEnd::Complete);
        }
        let end = read_length(source, bytes, length, limit)?;
        if end != BodyEnd::Complete {
            return Ok(end);
        }
        // The line end after the chunk's bytes.
        read_chunk_line(source)?;
    }
}

/// A line, or what is left where the connection ends in it.
fn read_chunk_line(source: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    let length = source.take(MAX_CHUNK_LINE_BYTES).read_until(b'\n', &mut line)?;
    match length as u64 == MAX_CHUNK_LINE_BYTES && !line.ends_with(b"\n") {
        true => Err(ErrorKind::InvalidData.into()),
        false => Ok(line),
    }
}

/// The hexadecimal digits at the beginning of the line; what follows them is an extension, or white space.
fn chunk_length(line: &[u8]) -> Option<u64> {
    let line = line.trim_ascii_start();
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    u64::from_str_radix(str::from_utf8(&line[..digits]).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_read_as_its_head_delimits_it() {
        use BodyEnd::{BrokenOff, Complete, CutAtLimit};
        let chunked = "GET 200\nTransfer-Encoding: chunked";
        let gzip_chunked = "GET 200\nContent-Length: 1\nTransfer-Encoding: gzip, Chunked";
        let cases: [(&str, &str, &str, &str, BodyEnd); 15] = [
            ("the length is kept to", "GET 200\nContent-Length: 3", "abcdef", "abc", Complete),
            ("a short body broke off", "GET 200\nContent-Length: 9", "abc", "abc", BrokenOff),
            ("a length that is none is ignored", "GET 200\nContent-Length: x", "abc", "abc", Complete),
            ("without a length until close", "GET 200", "abc", "abc", Complete),
            ("the limit cuts", "GET 200", "0123456789", "01234567", CutAtLimit),
            ("the limit cuts a length", "GET 200\nContent-Length: 10", "0123456789", "01234567", CutAtLimit),
            ("a body of the limit is whole", "GET 200\nContent-Length: 8", "01234567", "01234567", Complete),
            ("HEAD has no body", "HEAD 200\nContent-Length: 3", "abc", "", Complete),
            ("204 has no body", "GET 204\nContent-Length: 3", "abc", "", Complete),
            ("chunks are joined", chunked, "3;x\r\nabc\r\n2\nde\n0\r\n\r\n", "abcde", Complete),
            ("chunks win over a length", gzip_chunked, "2\r\nab\r\n0\r\n", "ab", Complete),
            ("chunks are cut", chunked, "6\r\nabcdef\r\n6\r\nghijkl\r\n0\r\n", "abcdefgh", CutAtLimit),
            ("chunks that end early broke off", chunked, "6\r\nabc", "abc", BrokenOff),
            ("a chunk without a size breaks off", chunked, "2\r\nab\r\nzz\r\n", "ab", BrokenOff),
            ("a chunk of 2^64 bytes breaks off", chunked, "10000000000000000\r\nab", "", BrokenOff),
        ];
        for (sentence, exchange, body, expected, end) in cases {
            let (method, fields) = exchange.split_once(' ').unwrap();
            let head = ResponseHead {
                status: fields[..3].parse().unwrap(),
                headers: fields.lines().filter_map(|line| line.split_once(": ")).collect(),
            };
            // The first two bytes came with the head, the others after it.
            let (first, mut then) = (body.as_bytes()[..2].to_vec(), &body.as_bytes()[2..]);
            let received = receive_body(&head, method == "HEAD", first, &mut then, 8);
            assert_eq!((received.bytes.as_slice(), received.end), (expected.as_bytes(), end), "{sentence}");
        }
    }
}

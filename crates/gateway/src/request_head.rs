//! A request's head as bytes: where it ends, whether it is one, how its body is framed, and what can be read of one that is
//! not, so that even its refusal carries CORS fields. No socket and no clock.

use http::header::{HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;
use http::{Method, Request, Uri, Version};
use httparse::Status;

use crate::body_end::BodyLength;
use crate::failure::Failure;

/// Browsers send some 20 fields.
pub(crate) const FIELDS_LIMIT: usize = 100;

/// What of a refused head is looked at: it decides about the policy and the fields of the answer.
const SALVAGED: [&str; 6] = [
    "host",
    "origin",
    "access-control-request-method",
    "access-control-request-headers",
    "x-forwarded-host",
    "x-forwarded-proto",
];

/// A line of a refused head that is longer is nothing that a browser asks with.
const SALVAGED_LINE_LIMIT: usize = 8 * 1024;

/// The length of the head at the beginning, its empty line included, once all of it is there. Empty lines before it belong
/// to it. Nothing before `from` is the end of the last line.
pub(crate) fn length(bytes: &[u8], from: usize) -> Option<usize> {
    let begin = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))?;
    let from = from.max(begin);
    let ends = bytes[from..].iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(index, _)| from + index + 1);
    ends.into_iter().find_map(|next| match bytes[next..] {
        [b'\n', ..] => Some(next + 1),
        [b'\r', b'\n', ..] => Some(next + 2),
        _ => None,
    })
}

/// The length of the first line, as far as it is there.
pub(crate) fn first_line(head: &[u8]) -> usize {
    let begin = head.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(head.len());
    head[begin..].iter().position(|&byte| byte == b'\n').unwrap_or(head.len() - begin)
}

/// Reads a whole head, whose target may have `target_limit` bytes.
///
/// # Errors
/// What the library that parses it next would refuse, as a failure that can carry CORS fields:
/// [`Failure::RequestMalformed`], [`Failure::RequestHeadTooLarge`], [`Failure::TargetTooLong`].
pub(crate) fn read(head: &[u8], target_limit: usize) -> Result<BodyLength, Failure> {
    let mut fields = [httparse::EMPTY_HEADER; FIELDS_LIMIT];
    let mut request = httparse::Request::new(&mut fields);
    match request.parse(head) {
        Ok(Status::Complete(_)) => {}
        Err(httparse::Error::TooManyHeaders) => return Err(Failure::RequestHeadTooLarge),
        Ok(Status::Partial) | Err(_) => return Err(Failure::RequestMalformed),
    }
    let (Some(method), Some(target), Some(version)) = (request.method, request.path, request.version) else {
        return Err(Failure::RequestMalformed);
    };
    if target.len() > target_limit {
        return Err(Failure::TargetTooLong);
    }
    if Method::from_bytes(method.as_bytes()).is_err() || target.parse::<Uri>().is_err() {
        return Err(Failure::RequestMalformed);
    }
    body_length(request.headers, version)
}

/// The head with `TE: trailers` as its first field: without it the library sends no trailers to the client, who may ignore
/// them. [`hop_by_hop::client_takes_trailers`](crate::hop_by_hop::client_takes_trailers) knows that it is not the client's.
pub(crate) fn with_own_te(head: &[u8]) -> Vec<u8> {
    let begin = head.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or_default();
    let line = head[begin..].iter().position(|&byte| byte == b'\n').map_or(head.len(), |end| begin + end + 1);
    [&head[begin..line], b"te: trailers\r\n", &head[line..]].concat()
}

/// How the body is framed ([RFC 9112, 6.3](https://www.rfc-editor.org/rfc/rfc9112#section-6.3)).
fn body_length(fields: &[httparse::Header<'_>], version: u8) -> Result<BodyLength, Failure> {
    let lines = |name: &'static str| fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name));
    let mut lengths = lines("content-length").map(|line| parse_length(line.value));
    let length = lengths.next().unwrap_or(Some(0)).ok_or(Failure::RequestMalformed)?;
    if !lengths.all(|other| other == Some(length)) {
        return Err(Failure::RequestMalformed);
    }
    if let Some(coding) = lines("transfer-encoding").next_back() {
        let last = coding.value.rsplit(|&byte| byte == b',').next().unwrap_or_default().trim_ascii();
        let is_chunked = version == 1 && last.eq_ignore_ascii_case(b"chunked");
        return if is_chunked { Ok(BodyLength::Chunked) } else { Err(Failure::RequestMalformed) };
    }
    Ok(BodyLength::Exactly(length))
}

/// The library keeps the two greatest numbers for itself.
const GREATEST_LENGTH: u64 = u64::MAX - 2;

/// Digits alone: no sign, no list.
pub(crate) fn parse_length(value: &[u8]) -> Option<u64> {
    let is_number = !value.is_empty() && value.iter().all(u8::is_ascii_digit);
    let length = std::str::from_utf8(value).ok().filter(|_| is_number)?.parse().ok();
    length.filter(|length| *length <= GREATEST_LENGTH)
}

/// What can be read of a head that is refused, or of the part of it that came: enough to find the policy and to answer by
/// it. What cannot be read is left out.
pub(crate) fn salvage(head: &[u8]) -> Parts {
    let mut lines = head.split(|&byte| byte == b'\n').skip_while(|line| line.trim_ascii().is_empty());
    let (mut parts, ()) = Request::new(()).into_parts();
    let mut words = lines.next().unwrap_or_default().trim_ascii().split(|&byte| byte == b' ');
    parts.method = words.next().and_then(|method| Method::from_bytes(method).ok()).unwrap_or_default();
    // The beginning of a target that is too long tells the route.
    let target = words.next().map(|target| &target[..target.len().min(SALVAGED_LINE_LIMIT)]);
    parts.uri = target.and_then(|target| Uri::try_from(target).ok()).unwrap_or_default();
    // A head without a version is one of HTTP/0.9, which knows no Host.
    parts.version = if words.next() == Some(b"HTTP/1.1") { Version::HTTP_11 } else { Version::HTTP_10 };
    parts.headers = lines
        .take_while(|line| !line.trim_ascii().is_empty())
        .filter_map(salvaged)
        .take(FIELDS_LIMIT)
        .fold(HeaderMap::new(), |mut fields, (name, value)| {
            fields.append(name, value);
            fields
        });
    parts
}

fn salvaged(line: &[u8]) -> Option<(HeaderName, HeaderValue)> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    let name = HeaderName::from_bytes(&line[..colon]).ok().filter(|name| SALVAGED.contains(&name.as_str()))?;
    Some((name, HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?))
}

/// A head that is longer than it may be, while the rest of it comes: of the lines that are whole only those stay that
/// [`salvage`] looks at. True once its end was among them.
pub(crate) fn shorten(head: &mut Vec<u8>) -> bool {
    let whole = head.iter().rposition(|&byte| byte == b'\n').map_or(0, |last| last + 1);
    let mut shortened = Vec::new();
    let mut ended = false;
    for (index, line) in head[..whole].split_inclusive(|&byte| byte == b'\n').enumerate() {
        ended |= index > 0 && line.trim_ascii().is_empty();
        if line.len() <= SALVAGED_LINE_LIMIT && (index == 0 || salvaged(line).is_some()) {
            shortened.extend_from_slice(line);
        } else if index == 0 {
            // Its beginning tells the route, and the fields still say who asks.
            shortened.extend_from_slice(&line[..SALVAGED_LINE_LIMIT / 2]);
            shortened.extend_from_slice(b" HTTP/1.1\r\n");
        }
    }
    let rest = &head[whole..];
    shortened.extend_from_slice(&rest[..rest.len().min(SALVAGED_LINE_LIMIT + 1)]);
    *head = shortened;
    ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_ends_at_its_empty_line() {
        for (bytes, expected) in [
            (&b"GET / HTTP/1.1\r\n\r\nrest"[..], Some(18)),
            (b"GET / HTTP/1.1\n\nrest", Some(16)),
            (b"\r\n\r\nGET / HTTP/1.1\r\nA: 1\r\n\r\n", Some(28)),
            (b"GET / HTTP/1.1\r\nA: 1\r\n", None),
            (b"GET / HTTP/1.1\r\nA: 1\r\n\r", None),
            (b"\r\n\r\n\r\n", None),
            (b"", None),
        ] {
            assert_eq!(length(bytes, 0), expected, "{}", bytes.escape_ascii());
        }
    }

    #[test]
    fn a_body_is_framed_in_one_way_or_refused() {
        use BodyLength::{Chunked, Exactly};
        let malformed = Err(Failure::RequestMalformed);
        for (line, fields, expected) in [
            ("GET / HTTP/1.1", "", Ok(Exactly(0))),
            ("POST / HTTP/1.1", "Content-Length: 5\r\n", Ok(Exactly(5))),
            ("POST / HTTP/1.1", "Content-Length: 5\r\ncontent-length: 5\r\n", Ok(Exactly(5))),
            ("POST / HTTP/1.1", "Content-Length: 5\r\nContent-Length: 6\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Content-Length: 5, 5\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Content-Length: +5\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Content-Length: \r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Content-Length: 99999999999999999999\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Content-Length: 18446744073709551615\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: x\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "Transfer-Encoding: gzip, Chunked\r\n", Ok(Chunked)),
            ("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", Ok(Chunked)),
            ("POST / HTTP/1.1", "Transfer-Encoding: chunked, gzip\r\n", malformed.clone()),
            ("POST / HTTP/1.0", "Transfer-Encoding: chunked\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "A : 1\r\n", malformed.clone()),
            ("POST / HTTP/1.1", "A: 1\r\n b\r\n", malformed.clone()),
            ("POST /", "", malformed.clone()),
            ("PRI * HTTP/2.0", "", malformed.clone()),
            ("GET /0123456789012345678901234567890 HTTP/1.1", "", Err(Failure::TargetTooLong)),
            ("GET / HTTP/1.1", &"A: 1\r\n".repeat(101), Err(Failure::RequestHeadTooLarge)),
        ] {
            assert_eq!(read(format!("{line}\r\n{fields}\r\n").as_bytes(), 24), expected, "{line} {fields}");
        }
    }

    #[test]
    fn who_asks_is_read_even_where_the_head_is_none() {
        let head = b"\r\nPUT /a%zz HTTP/1.1\r\nHost: a.test\r\nBad Name: 1\r\nOrigin : x\r\nORIGIN:https://b.test\r\n\
            Cookie: secret\r\nOrig\r\n\r\nOrigin: https://in.the.body\r\n";
        let found = salvage(head);
        assert_eq!((found.method, found.uri.path()), (Method::PUT, "/a%zz"));
        assert_eq!(found.headers.len(), 2);
        assert_eq!(
            (&found.headers["host"], &found.headers["origin"]),
            (&"a.test".parse().unwrap(), &"https://b.test".parse().unwrap())
        );
        assert_eq!(salvage(b"\xff\xff").uri.path(), "/");
    }

    #[test]
    fn of_a_head_that_is_too_long_only_what_matters_is_kept() {
        let mut head = b"GET /x HTTP/1.1\r\nHost: a\r\n".to_vec();
        let mut longest = 0;
        for index in 0..2000 {
            head.extend_from_slice(format!("X-{index}: {}\r\nX", "x".repeat(100)).as_bytes());
            assert!(!shorten(&mut head));
            head.truncate(head.len() - 1);
            longest = longest.max(head.len());
        }
        head.extend_from_slice("y".repeat(100_000).as_bytes());
        assert!(!shorten(&mut head));
        head.extend_from_slice(b"\r\nOrigin: https://b.test\r\n\r\nbody");
        assert!(shorten(&mut head));
        assert!(longest < 1000, "{longest}");
        let found = salvage(&head);
        assert_eq!(
            (found.uri.path(), &found.headers["origin"]),
            ("/x", &"https://b.test".parse::<HeaderValue>().unwrap())
        );
    }
}

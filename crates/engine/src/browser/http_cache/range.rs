//! A part of a response that was kept whole ([RFC 9110 section 14](https://www.rfc-editor.org/rfc/rfc9110#section-14)).

use crate::exchange::ResponseHead;

/// [206 (Partial Content)](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.7)
const PARTIAL_CONTENT: u16 = 206;

/// The head of the part that a `Range` asks for; none if it asks for several, for none, or for what is not there.
pub(super) fn part_of(response: &ResponseHead, range: &[u8]) -> Option<ResponseHead> {
    let length: u64 = parse(&response.headers.get(b"content-length")?)?;
    let (first, last) = bounds(range, length)?;
    let mut headers = response.headers.clone();
    headers.delete(b"content-length");
    headers.append("Content-Length", (last - first + 1).to_string());
    headers.append("Content-Range", format!("bytes {first}-{last}/{length}"));
    Some(ResponseHead { status: PARTIAL_CONTENT, headers })
}

/// The places of the first and the last byte of one range.
fn bounds(range: &[u8], length: u64) -> Option<(u64, u64)> {
    let end = length.checked_sub(1)?;
    let range = range.trim_ascii();
    let (unit, numbers) = range.split_at_checked(6)?;
    let dash = numbers.iter().position(|&byte| byte == b'-')?;
    let (first, last) = (numbers[..dash].trim_ascii(), numbers[dash + 1..].trim_ascii());
    let (first, last) = match (first, last) {
        (b"", suffix) => (length.saturating_sub(parse(suffix)?), end),
        (first, b"") => (parse(first)?, end),
        (first, last) => (parse(first)?, parse(last)?.min(end)),
    };
    (unit.eq_ignore_ascii_case(b"bytes=") && first <= last).then_some((first, last))
}

fn parse(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn one_range_that_is_there() {
        let table: [(&str, Option<(u64, u64)>); 8] = [
            ("bytes=0-4", Some((0, 4))),
            ("BYTES=5-", Some((5, 9))),
            ("bytes=-3", Some((7, 9))),
            ("bytes=-30", Some((0, 9))),
            ("bytes=8-99", Some((8, 9))),
            ("bytes=10-", None),
            ("bytes=0-1,3-4", None),
            ("items=0-1", None),
        ];
        for (range, expected) in table {
            assert_eq!(bounds(range.as_bytes(), 10), expected, "{range}");
        }
        assert_eq!(bounds(b"bytes=0-", 0), None);
    }
}

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

/// Whether a `Range` asks for one range of bytes, there or not.
pub(super) fn is_one(range: &[u8]) -> bool {
    only_range(range).is_some()
}

/// The places of the first and the last byte of one range.
fn bounds(range: &[u8], length: u64) -> Option<(u64, u64)> {
    let end = length.checked_sub(1)?;
    let (first, last) = match only_range(range)? {
        (Some(first), last) => (first, last.map_or(end, |last| last.min(end))),
        (None, suffix) => (length.saturating_sub(suffix?), end),
    };
    (first <= last).then_some((first, last))
}

/// The numbers of the only range.
fn only_range(range: &[u8]) -> Option<(Option<u64>, Option<u64>)> {
    let (unit, set) = range.trim_ascii().split_at_checked(6)?;
    let mut ranges = set.split(|&byte| byte == b',').map(<[u8]>::trim_ascii).filter(|range| !range.is_empty());
    let (only, None) = (ranges.next()?, ranges.next()) else { return None };
    let dash = only.iter().position(|&byte| byte == b'-')?;
    let [first, last] = [&only[..dash], &only[dash + 1..]].map(<[u8]>::trim_ascii);
    let (first, last) = match (first, last) {
        (b"", suffix) => (None, Some(parse(suffix).filter(|&count| count > 0)?)),
        (first, b"") => (Some(parse(first)?), None),
        (first, last) => (Some(parse(first)?), Some(parse(last)?)),
    };
    let is_ordered = last.is_none_or(|last| first.is_none_or(|first| first <= last));
    (unit.eq_ignore_ascii_case(b"bytes=") && is_ordered).then_some((first, last))
}

/// A number that is none beyond 63 bits.
fn parse(digits: &[u8]) -> Option<u64> {
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|&number| number <= i64::MAX as u64)
}

#[cfg(test)]
mod tests {
    use super::bounds;

    #[test]
    fn one_range_that_is_there() {
        let table: [(&str, Option<(u64, u64)>); 12] = [
            ("bytes=0-4", Some((0, 4))),
            ("BYTES=5-", Some((5, 9))),
            ("bytes=-3", Some((7, 9))),
            ("bytes=-30", Some((0, 9))),
            ("bytes=8-99", Some((8, 9))),
            ("bytes=10-", None),
            ("bytes=0-1,3-4", None),
            ("bytes=0-1,", Some((0, 1))),
            ("bytes=4-1", None),
            ("bytes=-0", None),
            ("bytes=0-9223372036854775808", None),
            ("items=0-1", None),
        ];
        for (range, expected) in table {
            assert_eq!(bounds(range.as_bytes(), 10), expected, "{range}");
        }
        assert_eq!(bounds(b"bytes=0-", 0), None);
    }
}

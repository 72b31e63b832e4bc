//! A `Range` value with one range
//! ([parse a single range header value](https://fetch.spec.whatwg.org/#simple-range-header-value), with
//! allowWhitespace false).

/// Whether `value` is `bytes=START-` or `bytes=START-END` with START not above END.
pub(super) fn is_single_range_with_start(value: &[u8]) -> bool {
    let Some(range) = value.strip_prefix(b"bytes=") else { return false };
    let Some(dash) = range.iter().position(|&byte| byte == b'-') else { return false };
    let (start, end) = (&range[..dash], &range[dash + 1..]);
    if start.is_empty() || !all_digits(start) || !all_digits(end) {
        return false;
    }
    end.is_empty() || at_most(start, end)
}

fn all_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

/// Compares decimal numbers of any length, so that no number is too large to be right about.
fn at_most(smaller: &[u8], larger: &[u8]) -> bool {
    let (smaller, larger) = (trim_zeros(smaller), trim_zeros(larger));
    (smaller.len(), smaller) <= (larger.len(), larger)
}

fn trim_zeros(mut digits: &[u8]) -> &[u8] {
    while let [b'0', rest @ ..] = digits {
        digits = rest;
    }
    digits
}

//! [`decoded`]: a body without its content coding, so that an error page can be read that came compressed.

use std::io::Read;

use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use preflight_engine::exchange::ResponseHead;

use crate::exchanged::{BodyEnd, ReceivedBody};

/// Takes off the coding that a browser asks for over plain http: `gzip` or `deflate`. Any other stays on, and what cannot be
/// read stays as it came. Of what it expands to, no more than `limit` bytes are kept, nor computed.
pub(crate) fn decoded(head: &ResponseHead, body: ReceivedBody, limit: usize) -> ReceivedBody {
    let coding = head.headers.get(b"content-encoding").unwrap_or_default().to_ascii_lowercase();
    let source = body.bytes.as_slice();
    let decoded = match coding.as_slice() {
        b"gzip" | b"x-gzip" if !has_gzip_head(source) => return ReceivedBody { end: end_of_lie(&body), ..body },
        b"gzip" | b"x-gzip" => expanded(GzDecoder::new(source), limit),
        b"deflate" if has_zlib_head(source) => expanded(ZlibDecoder::new(source), limit),
        // The coding is zlib's; servers that leave its head away are read by all browsers.
        b"deflate" => expanded(DeflateDecoder::new(source), limit),
        _ => return body,
    };
    match decoded {
        bytes if bytes.is_empty() => body,
        bytes if bytes.len() == limit => ReceivedBody { bytes, end: BodyEnd::CutAtLimit },
        bytes => ReceivedBody { bytes, end: body.end },
    }
}

/// What is not coded as its head says is not read by browsers, unless there is nothing to read.
fn end_of_lie(body: &ReceivedBody) -> BodyEnd {
    if body.bytes.is_empty() { body.end } else { BodyEnd::BrokenOff }
}

/// [RFC 1952 section 2.3.1](https://www.rfc-editor.org/rfc/rfc1952#section-2.3.1), as far as it came.
fn has_gzip_head(source: &[u8]) -> bool {
    const MAGIC: [u8; 2] = [0x1f, 0x8b];
    source.len() >= MAGIC.len() && source.starts_with(&MAGIC)
}

/// As much as can be read before the limit, or before the source breaks off.
fn expanded(decoder: impl Read, limit: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What came before an error is kept, and an error after a cut is no surprise.
    let _ = decoder.take(limit as u64).read_to_end(&mut bytes);
    bytes
}

/// [RFC 1950 section 2.2](https://www.rfc-editor.org/rfc/rfc1950#section-2.2)
fn has_zlib_head(source: &[u8]) -> bool {
    matches!(source, [first, second, ..] if first & 0x0f == 8 && (u16::from(*first) << 8 | u16::from(*second)) % 31 == 0)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const PAGE: &[u8] = b"<h1>You are about to visit a tunnel</h1>";

    fn read(coding: &str, bytes: Vec<u8>, limit: usize) -> ReceivedBody {
        let head = ResponseHead { status: 200, headers: [("Content-Encoding", coding)].into_iter().collect() };
        decoded(&head, ReceivedBody { bytes, end: BodyEnd::Complete }, limit)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes it")
    }

    #[test]
    fn codings_are_taken_off_as_far_as_they_can_be_read() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(PAGE).expect("memory takes it");
        raw.write_all(PAGE).expect("memory takes it");
        let cases: [(&str, &str, Vec<u8>, &[u8]); 8] = [
            ("gzip", "gzip", gzip(PAGE), PAGE),
            ("its older name, in capitals", "X-GZIP", gzip(PAGE), PAGE),
            ("deflate", "deflate", zlib.finish().expect("it ends"), PAGE),
            ("deflate without its head", "deflate", raw.finish().expect("it ends"), PAGE),
            ("none", "identity", PAGE.to_vec(), PAGE),
            ("one that is not asked for", "br", b"\x0b\x02\x80ab\x03".to_vec(), b"\x0b\x02\x80ab\x03"),
            ("two", "gzip, gzip", gzip(PAGE), &gzip(PAGE)),
            ("a lie", "gzip", PAGE.to_vec(), PAGE),
        ];
        assert_eq!(read("gzip", PAGE.to_vec(), 1024).end, BodyEnd::BrokenOff, "browsers do not read a lie");
        assert_eq!(read("gzip", Vec::new(), 1024).end, BodyEnd::Complete, "nothing is no lie");
        for (sentence, coding, bytes, expected) in cases {
            assert_eq!(read(coding, bytes, 1024).bytes, expected, "{sentence}");
        }
        let half = gzip(&PAGE.repeat(400))[..60].to_vec();
        assert!(read("gzip", half, 1024).bytes.starts_with(b"<h1>"), "the beginning of what broke off");
    }

    #[test]
    fn what_expands_is_cut() {
        let received = read("gzip", gzip(&vec![b'a'; 10_000_000]), 4096);
        assert_eq!((received.bytes.len(), received.end), (4096, BodyEnd::CutAtLimit));
    }
}

//! Whatever a server sends, it is read in bounds, and what is read of it does not depend on how the network cut it: heads,
//! interim heads, lengths, chunks.

#![no_main]

use std::io::{self, Read};

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use preflight_probe::{BodyEnd, Exchanged, ProbeOptions, read_response};

/// Small, so that the fuzzer meets them.
const MAX_HEAD_BYTES: usize = 1024;
const MAX_BODY_BYTES: usize = 64;

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    is_head_request: bool,
    /// How much each read brings, over and over.
    pieces: [u8; 4],
    bytes: &'a [u8],
}

/// Bytes as a network brings them.
struct InPieces<'a> {
    bytes: &'a [u8],
    pieces: std::iter::Cycle<std::array::IntoIter<u8, 4>>,
}

impl Read for InPieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let piece = usize::from(self.pieces.next().unwrap_or(0)) + 1;
        let length = piece.min(buffer.len()).min(self.bytes.len());
        let (now, later) = self.bytes.split_at(length);
        buffer[..length].copy_from_slice(now);
        self.bytes = later;
        Ok(length)
    }
}

fuzz_target!(|input: Input<'_>| {
    let options =
        ProbeOptions { max_head_bytes: MAX_HEAD_BYTES, max_body_bytes: MAX_BODY_BYTES, ..ProbeOptions::default() };
    let method: &[u8] = if input.is_head_request { b"HEAD" } else { b"GET" };
    let whole = read_response(&mut { input.bytes }, method, &options);
    check(&whole, &input);
    let mut source = InPieces { bytes: input.bytes, pieces: input.pieces.into_iter().cycle() };
    let pieces = read_response(&mut source, method, &options);
    check(&pieces, &input);
    assert_eq!(whole.answer, pieces.answer);
    if whole.answer.is_ok() {
        assert_eq!(whole.detail.response_head, pieces.detail.response_head);
        assert_eq!(whole.detail.body, pieces.detail.body);
    }
});

fn check(exchanged: &Exchanged, input: &Input<'_>) {
    let detail = &exchanged.detail;
    assert!(detail.body.bytes.len() <= MAX_BODY_BYTES);
    assert!(input.bytes.starts_with(detail.response_head.bytes_with_secrets()) || exchanged.answer.is_err());
    assert_eq!(exchanged.answer.is_err(), detail.explanation.is_some());
    match &exchanged.answer {
        Ok(head) => {
            assert!(detail.response_head.bytes_with_secrets().len() <= MAX_HEAD_BYTES);
            assert!(head.status <= 999 && (head.status == 101 || !(100..=199).contains(&head.status)));
            assert!(!input.is_head_request || detail.body.bytes.is_empty());
        }
        Err(_) => assert_eq!(detail.body.end, BodyEnd::NotRead),
    }
    let shown = format!("{exchanged:?}{}", detail.response_head);
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
}

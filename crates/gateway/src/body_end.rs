//! Where the body of a request ends on the wire, told without taking it apart: what comes after it is another request. No
//! socket and no clock.

/// How a body is framed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BodyLength {
    /// `Content-Length`, or none at all.
    Exactly(u64),
    /// `Transfer-Encoding: chunked`
    Chunked,
}

/// A body on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BodyEnd(Place);

/// Where in the body the next byte stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Data {
        left: u64,
    },
    ChunkSize {
        size: u64,
    },
    ChunkExtension {
        size: u64,
    },
    Chunk {
        left: u64,
    },
    ChunkEnd,
    /// Within a trailer line, or at its beginning.
    Trailer {
        is_empty: bool,
    },
    Over,
    /// It is no chunked coding, so nobody knows where it ends: whoever decodes it will say so.
    Unknown,
}

impl BodyEnd {
    pub(crate) fn new(length: BodyLength) -> Self {
        Self(match length {
            BodyLength::Exactly(left) => Place::data(left),
            BodyLength::Chunked => Place::ChunkSize { size: 0 },
        })
    }

    pub(crate) fn is_over(self) -> bool {
        self.0 == Place::Over
    }

    /// How many of these bytes, the next ones, belong to the body.
    pub(crate) fn advance(&mut self, bytes: &[u8]) -> usize {
        let mut index = 0;
        while index < bytes.len() && !self.is_over() {
            let rest = &bytes[index..];
            index += match &mut self.0 {
                Place::Data { left } | Place::Chunk { left } => {
                    let taken = usize::try_from(*left).unwrap_or(usize::MAX).min(rest.len());
                    *left -= taken as u64;
                    self.0 = match self.0 {
                        Place::Data { left } => Place::data(left),
                        Place::Chunk { left: 0 } => Place::ChunkEnd,
                        other => other,
                    };
                    taken
                }
                Place::Unknown => rest.len(),
                _ => {
                    self.0 = self.0.after(rest[0]);
                    1
                }
            };
        }
        index
    }
}

impl Place {
    fn data(left: u64) -> Self {
        if left == 0 { Self::Over } else { Self::Data { left } }
    }

    /// The place after one byte of what frames chunks.
    fn after(self, byte: u8) -> Self {
        match (self, byte) {
            (Self::ChunkSize { size } | Self::ChunkExtension { size }, b'\n') => match size {
                0 => Self::Trailer { is_empty: true },
                left => Self::Chunk { left },
            },
            (Self::ChunkSize { size }, digit) if digit.is_ascii_hexdigit() => {
                let digit = char::from(digit).to_digit(16).map_or(0, u64::from);
                size.checked_mul(16)
                    .and_then(|size| size.checked_add(digit))
                    .map_or(Self::Unknown, |size| Self::ChunkSize { size })
            }
            (Self::ChunkSize { size }, b'\r' | b';' | b' ' | b'\t') => Self::ChunkExtension { size },
            (Self::ChunkExtension { size }, _) => Self::ChunkExtension { size },
            (Self::ChunkEnd, b'\r') => Self::ChunkEnd,
            (Self::ChunkEnd, b'\n') => Self::ChunkSize { size: 0 },
            (Self::Trailer { is_empty: true }, b'\n') => Self::Over,
            (Self::Trailer { is_empty: true }, b'\r') => Self::Trailer { is_empty: true },
            (Self::Trailer { .. }, byte) => Self::Trailer { is_empty: byte == b'\n' },
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEXT: &[u8] = b"GET / HTTP/1.1\r\n";

    #[test]
    fn a_body_ends_where_it_says_however_it_is_cut() {
        use BodyLength::{Chunked, Exactly};
        for (length, body) in [
            (Exactly(0), &b""[..]),
            (Exactly(3), b"abc"),
            (Chunked, b"0\r\n\r\n"),
            (Chunked, b"3\r\nabc\r\n0\r\n\r\n"),
            (Chunked, b"a;x=\"y\"\r\n0123456789\r\n0\r\nTrailer: 1\r\nOther: 2\r\n\r\n"),
            (Chunked, b"1 \nx\n0\n\n"),
        ] {
            let bytes = [body, NEXT].concat();
            for cut in 0..=body.len() {
                let mut end = BodyEnd::new(length);
                let taken = end.advance(&bytes[..cut]) + end.advance(&bytes[cut..]);
                assert_eq!((taken, end.is_over()), (body.len(), true), "{} cut at {cut}", body.escape_ascii());
            }
        }
    }

    #[test]
    fn what_is_no_chunk_has_no_end() {
        for body in [&b"x\r\n"[..], b"1\r\nxy\r\n", b"-1\r\n", b"fffffffffffffffff\r\n"] {
            let mut end = BodyEnd::new(BodyLength::Chunked);
            let bytes = [body, NEXT].concat();
            assert_eq!((end.advance(&bytes), end.is_over()), (bytes.len(), false), "{}", body.escape_ascii());
        }
    }
}

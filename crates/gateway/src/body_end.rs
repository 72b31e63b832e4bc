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

/// Where in the body the next byte stands. Lines end in CR LF and in nothing else, as the library that decodes the body takes
/// it: whoever read a lone LF as an end would take a piece of the body for another request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Data {
        left: u64,
    },
    /// Before the first digit of a size.
    ChunkStart,
    ChunkSize {
        size: u64,
    },
    ChunkSpace {
        size: u64,
    },
    ChunkExtension {
        size: u64,
    },
    ChunkSizeEnd {
        size: u64,
    },
    Chunk {
        left: u64,
    },
    ChunkCr,
    ChunkLf,
    /// At the beginning of a line that is a trailer or the end.
    Line,
    Trailer,
    TrailerLf,
    EndLf,
    Over,
    /// It is no chunked coding, so nobody knows where it ends: whoever decodes it will say so.
    Unknown,
}

impl BodyEnd {
    pub(crate) fn new(length: BodyLength) -> Self {
        Self(match length {
            BodyLength::Exactly(left) => Place::data(left),
            BodyLength::Chunked => Place::ChunkStart,
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
                        Place::Chunk { left: 0 } => Place::ChunkCr,
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
            (Self::ChunkStart, digit) if digit.is_ascii_hexdigit() => Self::ChunkSize { size: hexadecimal(digit) },
            (Self::ChunkSize { size }, digit) if digit.is_ascii_hexdigit() => {
                let longer = size.checked_mul(16).and_then(|size| size.checked_add(hexadecimal(digit)));
                longer.map_or(Self::Unknown, |size| Self::ChunkSize { size })
            }
            (Self::ChunkSize { size } | Self::ChunkSpace { size }, b' ' | b'\t') => Self::ChunkSpace { size },
            (Self::ChunkSize { size } | Self::ChunkSpace { size }, b';') => Self::ChunkExtension { size },
            (Self::ChunkSize { size } | Self::ChunkSpace { size } | Self::ChunkExtension { size }, b'\r') => {
                Self::ChunkSizeEnd { size }
            }
            (Self::ChunkExtension { .. }, b'\n') => Self::Unknown,
            (Self::ChunkExtension { size }, _) => Self::ChunkExtension { size },
            (Self::ChunkSizeEnd { size: 0 }, b'\n') => Self::Line,
            (Self::ChunkSizeEnd { size }, b'\n') => Self::Chunk { left: size },
            (Self::ChunkCr, b'\r') => Self::ChunkLf,
            (Self::ChunkLf, b'\n') => Self::ChunkStart,
            (Self::Line, b'\r') => Self::EndLf,
            (Self::Trailer, b'\r') => Self::TrailerLf,
            (Self::Line | Self::Trailer, _) => Self::Trailer,
            (Self::TrailerLf, b'\n') => Self::Line,
            (Self::EndLf, b'\n') => Self::Over,
            _ => Self::Unknown,
        }
    }
}

fn hexadecimal(digit: u8) -> u64 {
    char::from(digit).to_digit(16).map_or(0, u64::from)
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
            (Chunked, b"1 \t;x\r\nx\r\n0\r\nA: b\n\nGET / HTTP/1.1\r\n\r\n"),
            (Chunked, b"0\r\n\nGET / HTTP/1.1\r\n\r\n"),
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
        for body in [
            &b"x\r\n"[..],
            b"1\nx\n0\n\n",
            b"1;a\nx",
            b"1\rx",
            b"0\r\n\rx",
            b"\r\n",
            b"1\r\nxy\r\n",
            b"-1\r\n",
            b"fffffffffffffffff\r\n",
        ] {
            let mut end = BodyEnd::new(BodyLength::Chunked);
            let bytes = [body, NEXT].concat();
            assert_eq!((end.advance(&bytes), end.is_over()), (bytes.len(), false), "{}", body.escape_ascii());
        }
    }
}

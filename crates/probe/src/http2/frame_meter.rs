//! [`FrameMeter`]: counts the frames of an HTTP/2 connection before anything is made of them.

use std::io;

use crate::allowance::exceeded;
use crate::limits::MAX_FRAMES;

/// Length, type, flags and stream ([RFC 9113 section 4.1](https://www.rfc-editor.org/rfc/rfc9113#section-4.1)).
const FRAME_HEADER_LENGTH: usize = 9;

/// Counts frames in the bytes that a server sends, however they are cut into reads.
#[derive(Debug, Default)]
pub(crate) struct FrameMeter {
    frames: usize,
    /// How many bytes of the current frame's header have passed, and its first three.
    header_bytes: usize,
    length: [u8; 3],
    /// How many bytes of the current frame's payload are still to pass.
    payload_left: usize,
}

impl FrameMeter {
    /// Lets these bytes pass.
    ///
    /// # Errors
    /// [`exceeded`] where they begin more frames than one exchange may bring.
    pub(crate) fn pass(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        loop {
            let skipped = self.payload_left.min(bytes.len());
            self.payload_left -= skipped;
            bytes = &bytes[skipped..];
            let Some((&byte, rest)) = bytes.split_first() else { return Ok(()) };
            self.pass_header_byte(byte)?;
            bytes = rest;
        }
    }

    fn pass_header_byte(&mut self, byte: u8) -> io::Result<()> {
        if self.header_bytes == 0 {
            self.frames += 1;
            if self.frames > MAX_FRAMES {
                return Err(exceeded(format!("more than {MAX_FRAMES} frames came, and the response was not whole")));
            }
        }
        if let Some(place) = self.length.get_mut(self.header_bytes) {
            *place = byte;
        }
        self.header_bytes += 1;
        if self.header_bytes == FRAME_HEADER_LENGTH {
            let [high, middle, low] = self.length.map(usize::from);
            self.payload_left = high << 16 | middle << 8 | low;
            self.header_bytes = 0;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_counted_however_they_are_cut() {
        let frames = [b"\0\0\x05\0\0\0\0\0\x01hello".as_slice(), b"\0\0\0\x04\0\0\0\0\0"].concat();
        let bytes = frames.repeat(MAX_FRAMES / 2);
        for size in [1, 7, 9, 4096, bytes.len()] {
            let mut meter = FrameMeter::default();
            bytes.chunks(size).for_each(|chunk| meter.pass(chunk).expect("no more than the limit"));
            assert!(meter.pass(b"\0").is_err(), "one more, in pieces of {size}");
        }
    }
}

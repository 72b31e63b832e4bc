//! [`HeadReceiver`]: reads from a connection until a whole response head is here.

use std::io::{ErrorKind, Read};
use std::time::Instant;

use preflight_engine::exchange::NetworkFailure;

use crate::failure::Failed;
use crate::limits::{MAX_INTERIM_HEADS, READ_BYTES};
use crate::raw_head::RawHead;
use crate::response::{MalformedHead, ParsedHead, head_end, parse_head, status_line_start};

/// The longest end of a head that may have come in half: LF CR, before the LF.
const HALF_HEAD_END: usize = 2;

/// Reads response heads, and keeps what it read whatever comes of it.
#[derive(Debug)]
pub(crate) struct HeadReceiver<'a, R> {
    connection: &'a mut R,
    max_head_bytes: usize,
    received: Vec<u8>,
    /// Where the current head begins: after the interim heads.
    head_start: usize,
    /// When the first byte came.
    pub(crate) first_byte: Option<Instant>,
}

impl<'a, R: Read> HeadReceiver<'a, R> {
    pub(crate) fn new(connection: &'a mut R, max_head_bytes: usize) -> Self {
        Self { connection, max_head_bytes, received: Vec::new(), head_start: 0, first_byte: None }
    }

    /// The first head that is not interim. A 101 is an error: nobody asked for another protocol, and nothing that HTTP knows
    /// follows it.
    pub(crate) fn receive(&mut self) -> Result<ParsedHead, Failed> {
        for _ in 0..=MAX_INTERIM_HEADS {
            let status_line = self.receive_status_line_start()?;
            let end = self.receive_head_end(status_line)?;
            let parsed = parse_head(&self.received[status_line..end]).map_err(invalid_response)?;
            self.head_start = end;
            match parsed.head.status {
                101 => return Err(invalid_response(MalformedHead::UnaskedUpgrade)),
                100..=199 => {}
                _ => return Ok(parsed),
            }
        }
        Err(Failed::too_many_interim_heads())
    }

    /// Everything up to the end of the head, and what came after it. If no head was understood, all is head.
    pub(crate) fn into_parts(mut self) -> (RawHead, Vec<u8>) {
        let rest = match self.head_start {
            0 => Vec::new(),
            head_end => self.received.split_off(head_end),
        };
        (RawHead::new(self.received), rest)
    }

    fn receive_status_line_start(&mut self) -> Result<usize, Failed> {
        loop {
            let current = &self.received[self.head_start..];
            match status_line_start(current).map_err(invalid_response)? {
                Some(start) => return Ok(self.head_start + start),
                None if self.read_more()? => {}
                None => return Err(self.ended_before_a_status_line()),
            }
        }
    }

    fn receive_head_end(&mut self, status_line: usize) -> Result<usize, Failed> {
        let mut from = status_line;
        loop {
            let end = head_end(&self.received, from);
            if end.unwrap_or(self.received.len()) > self.max_head_bytes {
                let explanation = format!("the response head is larger than {} bytes", self.max_head_bytes);
                return Err(Failed::too_large(explanation));
            }
            if let Some(end) = end {
                return Ok(end);
            }
            from = status_line.max(self.received.len().saturating_sub(HALF_HEAD_END));
            if !self.read_more()? {
                return Err(closed("the connection closed in the middle of the response head"));
            }
        }
    }

    fn ended_before_a_status_line(&self) -> Failed {
        match &self.received[self.head_start..] {
            [] if self.head_start > 0 => closed("the connection closed after an interim (1xx) response"),
            [] => closed("the connection closed without an answer"),
            other => invalid_response(MalformedHead::NotHttp(other.to_vec())),
        }
    }

    /// Reads what is there; false at the end of the connection.
    fn read_more(&mut self) -> Result<bool, Failed> {
        let mut buffer = [0; READ_BYTES];
        let length = loop {
            match self.connection.read(&mut buffer) {
                Ok(length) => break length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(Failed::transferring(&error)),
            }
        };
        if length > 0 {
            self.first_byte.get_or_insert_with(Instant::now);
        }
        self.received.extend_from_slice(&buffer[..length]);
        Ok(length > 0)
    }
}

fn invalid_response(malformed: MalformedHead) -> Failed {
    let failure = match malformed {
        MalformedHead::TooManyLines => NetworkFailure::ResponseTooLarge,
        MalformedHead::NotHttp(_)
        | MalformedHead::NoStatusCode(_)
        | MalformedHead::NulByte
        | MalformedHead::UnaskedUpgrade => NetworkFailure::InvalidResponse,
    };
    Failed::new(failure, malformed.to_string())
}

fn closed(explanation: &str) -> Failed {
    Failed::new(NetworkFailure::ConnectionClosed, explanation)
}

//! [`Deadline`]: the moment by which a phase must end, and a socket that keeps to it.

use std::io::{self, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use crate::allowance::Allowance;
use crate::limits::LONGEST_TIMEOUT;

/// The moment by which a phase must end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline(Instant);

/// A socket whose every read and write ends by a deadline with [`io::ErrorKind::TimedOut`], and whose reads end where more
/// has come than is allowed. Everything that a server sends passes here, whatever is spoken above.
#[derive(Debug)]
pub(crate) struct DeadlineStream {
    stream: TcpStream,
    pub(crate) deadline: Deadline,
    allowance: Allowance,
    /// Whether a read waits for bytes; otherwise it ends with [`io::ErrorKind::WouldBlock`] where none are there.
    pub(crate) waits: bool,
}

impl Deadline {
    pub(crate) fn after(timeout: Duration) -> Self {
        Self(Instant::now() + timeout.min(LONGEST_TIMEOUT))
    }

    /// The end of a phase that begins now, within one that ends here.
    pub(crate) fn within(self, timeout: Duration) -> Self {
        Self(self.0.min(Self::after(timeout).0))
    }

    /// The time that is left, never zero: sockets read a zero as "wait forever".
    pub(crate) fn remaining(self) -> io::Result<Duration> {
        let remaining = self.0.saturating_duration_since(Instant::now());
        if remaining.is_zero() { Err(io::ErrorKind::TimedOut.into()) } else { Ok(remaining) }
    }
}

impl DeadlineStream {
    pub(crate) fn new(stream: TcpStream, deadline: Deadline, allowance: Allowance) -> Self {
        Self { stream, deadline, allowance, waits: true }
    }

    /// The same socket, to wait on.
    pub(crate) fn try_clone(&self) -> io::Result<TcpStream> {
        self.stream.try_clone()
    }

    fn read_what_is_there(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.stream.set_nonblocking(true)?;
        let read = self.stream.read(buffer);
        self.stream.set_nonblocking(false)?;
        read
    }

    fn read_in_time(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        // Also where nothing is waited for: a server that sends without a pause never makes anybody wait.
        let remaining = self.deadline.remaining()?;
        if !self.waits {
            return self.read_what_is_there(buffer);
        }
        self.stream.set_read_timeout(Some(remaining))?;
        self.stream.read(buffer).map_err(would_block_is_timed_out)
    }
}

impl Read for DeadlineStream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.read_in_time(buffer)?;
        self.allowance.spend(length)?;
        Ok(length)
    }
}

impl Write for DeadlineStream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(self.deadline.remaining()?))?;
        self.stream.write(bytes).map_err(would_block_is_timed_out)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// Unix says `WouldBlock` where a socket's timeout passed, Windows says `TimedOut`.
fn would_block_is_timed_out(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::WouldBlock => io::ErrorKind::TimedOut.into(),
        _ => error,
    }
}

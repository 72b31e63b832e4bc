//! [`Transport`]: a TLS session as `h2` reads and writes it.

use std::cell::Cell;
use std::io::{self, ErrorKind, Read, Write};
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::frame_meter::FrameMeter;
use crate::connection::TlsStream;
use crate::deadline::Deadline;
use crate::limits::READ_BYTES;

/// A TLS session whose writes block and whose reads do not. `h2` reads for as long as something is there, so after every
/// read it is told once that nothing is: then whoever drives it looks at the time and at what has come.
pub(super) struct Transport {
    stream: TlsStream,
    /// That of the phase, which whoever drives the connection sets.
    deadline: Rc<Cell<Deadline>>,
    meter: FrameMeter,
    /// Whether the next read is the pause.
    pauses: bool,
}

impl Transport {
    pub(super) fn new(stream: TlsStream, deadline: Rc<Cell<Deadline>>) -> Self {
        Self { stream, deadline, meter: FrameMeter::default(), pauses: false }
    }

    /// The session, which keeps to the phase's deadline.
    fn stream(&mut self) -> &mut TlsStream {
        self.stream.sock.deadline = self.deadline.get();
        &mut self.stream
    }

    fn read_what_is_there(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let stream = self.stream();
        stream.sock.waits = false;
        let read = stream.read(buffer);
        stream.sock.waits = true;
        let length = match read {
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => 0,
            read => read?,
        };
        self.meter.pass(&buffer[..length])?;
        Ok(length)
    }
}

impl AsyncRead for Transport {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if std::mem::take(&mut self.pauses) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let room = buffer.remaining().min(READ_BYTES);
        match self.read_what_is_there(buffer.initialize_unfilled_to(room)) {
            Ok(length) => {
                buffer.advance(length);
                self.pauses = length > 0;
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Poll::Pending,
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.stream().write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.stream().flush())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream.conn.send_close_notify();
        Poll::Ready(self.stream().flush())
    }
}

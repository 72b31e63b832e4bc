//! The bytes of an upstream, as the HTTP library gets them: in pieces.
//!
//! The library reads as much at once as a head may be long, and holds several such pieces for a client that reads slowly.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBuf, ReadBufCursor, Write};
use hyper_util::client::legacy::connect::{Connected, Connection};

use crate::limits::ANSWER_PIECE;

/// The upstream's end of a connection.
#[derive(Debug)]
pub(crate) struct UpstreamStream<S>(S);

impl<S> UpstreamStream<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self(stream)
    }
}

impl<S: Read + Unpin> Read for UpstreamStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut piece = [MaybeUninit::uninit(); ANSWER_PIECE];
        let mut piece = ReadBuf::uninit(&mut piece[..buffer.remaining().min(ANSWER_PIECE)]);
        ready!(Pin::new(&mut self.0).poll_read(context, piece.unfilled()))?;
        buffer.put_slice(piece.filled());
        Poll::Ready(Ok(()))
    }
}

impl<S: Write + Unpin> Write for UpstreamStream<S> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, pieces)
    }
}

impl<S: Connection> Connection for UpstreamStream<S> {
    fn connected(&self) -> Connected {
        self.0.connected()
    }
}

#[cfg(test)]
mod tests {
    use std::task::Waker;

    use super::*;

    /// A stream that has as much as is asked for.
    struct Endless;

    impl Read for Endless {
        fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, mut buffer: ReadBufCursor<'_>) -> Poll<io::Result<()>> {
            buffer.put_slice(&vec![b'x'; buffer.remaining()]);
            Poll::Ready(Ok(()))
        }
    }

    #[test]
    fn nobody_reads_more_at_once_than_a_piece() {
        for (room, expected) in [(10, 10), (ANSWER_PIECE, ANSWER_PIECE), (64 * 1024, ANSWER_PIECE)] {
            let mut buffer = vec![0; room];
            let mut buffer = ReadBuf::new(&mut buffer);
            let mut context = Context::from_waker(Waker::noop());
            let read = Pin::new(&mut UpstreamStream::new(Endless)).poll_read(&mut context, buffer.unfilled());
            assert!(matches!(read, Poll::Ready(Ok(()))));
            assert_eq!(buffer.filled(), &b"x".repeat(expected)[..]);
        }
    }
}

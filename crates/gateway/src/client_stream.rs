//! The bytes of a client, as the HTTP library gets them: whole heads, one request at a time.
//!
//! What is no head, is too long or does not come in time never reaches the library, which would answer it by itself and
//! without CORS fields. The library sees the end of the connection instead, writes what it still has to write, and the
//! refusal is written behind that. Every phase has its limit: between requests, within a head, and while the client takes
//! nothing of its answer; that within a body is [`RequestBody`](crate::request_body::RequestBody)'s.

mod heads;

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes, BytesMut};
use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::Instant;

use crate::body_end::BodyEnd;
use crate::deadline::Deadline;
use crate::gateway::Shared;
use crate::inbound::Inbound;
use crate::limits::{LINGER_BYTES, LINGER_TIME, READ_PIECE};
use crate::turn::Turns;

/// The client's end of a connection.
pub(crate) struct ClientStream {
    stream: TcpStream,
    shared: Arc<Shared>,
    inbound: Inbound,
    turns: Turns,
    phase: Phase,
    /// What came and was not handed on.
    received: BytesMut,
    /// How much of `received` holds no end of a head.
    looked_at: usize,
    /// How much of a head came that is too long.
    excess: usize,
    /// Whether its target alone is.
    has_long_target: bool,
    /// Whether the client sends no more.
    ended: bool,
    /// Whether there are too many connections for this one to be served.
    is_surplus: bool,
    /// For the next request, or for the rest of its head.
    receiving: Deadline,
    /// For the client to take something.
    sending: Deadline,
}

/// What comes next from the client.
enum Phase {
    /// A head, or the rest of it.
    Head,
    /// A head that is whole and handed on as the library asks for it; behind it a body.
    HandingOn {
        left: usize,
        body: BodyEnd,
    },
    Body(BodyEnd),
    /// Nothing that is wanted. This is what is left to be written.
    Refused(Bytes),
    /// Everything is written; what still comes is thrown away, so that the client can read the answer before the system
    /// resets the connection.
    Lingering {
        left: usize,
    },
}

impl ClientStream {
    pub(crate) fn new(stream: TcpStream, shared: Arc<Shared>, inbound: Inbound, turns: Turns) -> Self {
        Self {
            is_surplus: inbound.is_surplus(),
            stream,
            shared,
            inbound,
            turns,
            phase: Phase::Head,
            received: BytesMut::new(),
            looked_at: 0,
            excess: 0,
            has_long_target: false,
            ended: false,
            receiving: Deadline::default(),
            sending: Deadline::default(),
        }
    }

    /// Reads until there is something to hand on, which is nothing once the connection ends.
    fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        loop {
            match &mut self.phase {
                Phase::Head => {
                    if !ready!(self.poll_head(context))? {
                        return Poll::Ready(Ok(0));
                    }
                }
                Phase::HandingOn { left, .. } => return Poll::Ready(Ok(*left)),
                Phase::Body(_) if self.received.is_empty() => {
                    if ready!(self.poll_receive(context))? == 0 {
                        return Poll::Ready(Ok(0));
                    }
                }
                Phase::Body(_) => return Poll::Ready(Ok(self.received.len())),
                Phase::Refused(_) | Phase::Lingering { .. } => return Poll::Ready(Ok(0)),
            }
        }
    }

    /// Hands on at most `room` bytes of what came.
    fn hand_on(&mut self, available: usize, room: usize) -> Bytes {
        let length = available.min(room);
        let (length, next) = match &mut self.phase {
            Phase::HandingOn { left, body } if *left == length => (length, Some(Phase::after_head(*body))),
            Phase::HandingOn { left, .. } => {
                *left -= length;
                (length, None)
            }
            Phase::Body(body) => {
                let length = body.advance(&self.received[..length]);
                (length, body.is_over().then_some(Phase::Head))
            }
            Phase::Head | Phase::Refused(_) | Phase::Lingering { .. } => (0, None),
        };
        if let Some(next) = next {
            self.phase = next;
        }
        let handed = self.received.split_to(length).freeze();
        if self.received.is_empty() {
            // An idle connection holds no buffer.
            self.received = BytesMut::new();
        }
        handed
    }

    /// Reads what the socket has; nothing once the client sends no more.
    fn poll_receive(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        if self.ended {
            return Poll::Ready(Ok(0));
        }
        let mut piece = [0; READ_PIECE];
        let mut buffer = ReadBuf::new(&mut piece);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer))?;
        self.received.extend_from_slice(buffer.filled());
        self.ended = buffer.filled().is_empty();
        Poll::Ready(Ok(buffer.filled().len()))
    }

    /// Writes, as long as the client takes something.
    fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        write: impl FnOnce(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        let written = write(Pin::new(&mut self.stream), context);
        if written.is_ready() {
            self.sending.stop();
            self.turns.unclog();
            return written;
        }
        self.turns.clog();
        self.sending.start(self.shared.configuration.load().limits().send_idle);
        if !self.sending.has_passed(context) {
            return Poll::Pending;
        }
        // What the system still holds for this client is thrown away too.
        self.stream.set_zero_linger().ok();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }

    /// Writes a refusal, says that nothing more will come, and lets the client read.
    fn poll_end(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        loop {
            match &mut self.phase {
                Phase::Refused(left) if left.has_remaining() => {
                    let answer = left.clone();
                    let written =
                        ready!(self.poll_send(context, |stream, context| stream.poll_write(context, &answer)))?;
                    if let Phase::Refused(left) = &mut self.phase {
                        left.advance(written);
                    }
                }
                Phase::Lingering { left } => {
                    let left = *left;
                    self.received = BytesMut::new();
                    return match self.poll_receive(context) {
                        Poll::Ready(Ok(read @ 1..)) if read < left => {
                            self.phase = Phase::Lingering { left: left - read };
                            continue;
                        }
                        Poll::Ready(_) => Poll::Ready(Ok(())),
                        Poll::Pending if self.receiving.has_passed(context) => Poll::Ready(Ok(())),
                        Poll::Pending => Poll::Pending,
                    };
                }
                _ => {
                    ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
                    if self.ended || matches!(self.phase, Phase::Head) && self.received.is_empty() {
                        return Poll::Ready(Ok(()));
                    }
                    self.receiving.restart(Instant::now() + LINGER_TIME);
                    self.phase = Phase::Lingering { left: LINGER_BYTES };
                }
            }
        }
    }
}

impl Phase {
    fn after_head(body: BodyEnd) -> Self {
        if body.is_over() { Self::Head } else { Self::Body(body) }
    }
}

impl Read for ClientStream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let stream = self.get_mut();
        let available = ready!(stream.poll_next(context))?;
        buffer.put_slice(&stream.hand_on(available, buffer.remaining()));
        Poll::Ready(Ok(()))
    }
}

impl Write for ClientStream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.get_mut().poll_send(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_end(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.get_mut().poll_send(context, |stream, context| stream.poll_write_vectored(context, pieces))
    }
}

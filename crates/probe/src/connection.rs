//! [`Connection`]: a stream to the server, with TLS or without.

use std::io::{self, ErrorKind, Read, Write};

use rustls::{ClientConnection, StreamOwned};

use crate::deadline::{Deadline, DeadlineStream};
use crate::failure::Failed;
use crate::http2;
use crate::request::OutgoingRequest;

/// A TLS session over a socket.
pub(crate) type TlsStream = Box<StreamOwned<ClientConnection, DeadlineStream>>;

/// A connection that stands.
#[derive(Debug)]
pub(crate) enum Connection {
    Plain(DeadlineStream),
    Tls(TlsStream),
}

impl Connection {
    /// The TLS session, if it agreed on HTTP/2.
    pub(crate) fn into_http2(self) -> Result<TlsStream, Self> {
        match self {
            Self::Tls(stream) if stream.conn.alpn_protocol() == Some(http2::ALPN) => Ok(stream),
            other => Err(other),
        }
    }

    pub(crate) fn set_deadline(&mut self, deadline: Deadline) {
        match self {
            Self::Plain(stream) => stream.deadline = deadline,
            Self::Tls(stream) => stream.sock.deadline = deadline,
        }
    }

    /// Sends the request. A server may answer and close before it has read everything, so a connection that closes
    /// here is left to the receiver: either the answer is there, or its end is.
    pub(crate) fn send(&mut self, request: &OutgoingRequest) -> Result<(), Failed> {
        let write = |stream: &mut Self| {
            stream.write_all(request.head.bytes_with_secrets())?;
            stream.write_all(request.body)?;
            stream.flush()
        };
        match write(self) {
            Ok(()) => Ok(()),
            Err(error) if is_closed_by_peer(&error) => Ok(()),
            Err(error) => Err(Failed::transferring(&error)),
        }
    }
}

fn is_closed_by_peer(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::BrokenPipe | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted)
}

impl Read for Connection {
    /// A TLS connection that ends without `close_notify` has ended all the same: many servers do so, and browsers
    /// accept it.
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => match stream.read(buffer) {
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(0),
                outcome => outcome,
            },
        }
    }
}

impl Write for Connection {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}

//! One exchange over HTTP/2, on a TLS session that agreed on it. The frames are the crate `h2`'s; what is written here
//! drives it on a socket that blocks, since a probe has one connection and nothing else to do.

use std::io::{self, ErrorKind, Read, Write};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Instant;

use bytes::Bytes;
use h2::client::{Builder, ResponseFuture, SendRequest};
use h2::{Reason, RecvStream};
use preflight_engine::exchange::{NetworkFailure, ResponseHead};
use preflight_engine::header_list::HeaderList;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::connection::TlsStream;
use crate::deadline::Deadline;
use crate::exchanged::{BodyEnd, ExchangeDetail, ReceivedBody};
use crate::failure::Failed;
use crate::probe::ProbeOptions;
use crate::raw_head::RawHead;
use crate::request::OutgoingRequest;

/// How ALPN calls it.
pub(crate) const ALPN: &[u8] = b"h2";

/// Sends the request and receives the response; what is learned on the way goes into `detail`.
pub(crate) fn exchange(
    stream: TlsStream,
    request: &OutgoingRequest,
    options: &ProbeOptions,
    detail: &mut ExchangeDetail,
) -> Result<ResponseHead, Failed> {
    let message = message(request)?;
    let mut driver = Driver::new(&stream, Deadline::after(options.head_timeout)).map_err(closed)?;
    let max_head_bytes = u32::try_from(options.max_head_bytes).unwrap_or(u32::MAX);
    let mut builder = Builder::new();
    builder.enable_push(false).max_header_list_size(max_head_bytes);
    let handshake = pin!(builder.handshake::<_, Bytes>(Blocking(stream)));
    let (client, connection) = driver.run(handshake).map_err(closed)?.map_err(failed)?;
    let mut connection = pin!(connection);

    let sent = Instant::now();
    let response = send(client, message, request.body)?;
    let mut exchange = Exchange { connection: connection.as_mut(), is_over: false };
    let response = driver.run(exchange.until(pin!(response))).map_err(closed)?.map_err(failed)?;
    detail.elapsed.first_byte = Some(sent.elapsed());
    detail.http_version = Some("2".to_owned());
    let (parts, mut body) = response.into_parts();
    let head = ResponseHead { status: parts.status.as_u16(), headers: fields(&parts.headers) };
    detail.response_head = raw(&head);

    driver.deadline = Deadline::after(options.body_timeout);
    detail.body = receive_body(&mut driver, &mut exchange, &mut body, options.max_body_bytes);
    Ok(head)
}

/// The request in the form of the crate: `Host` becomes the authority, and the fields of the connection go.
fn message(request: &OutgoingRequest) -> Result<http::Request<()>, Failed> {
    let unwritable =
        |error: http::Error| Failed::new(NetworkFailure::InvalidResponse, format!("no HTTP/2 request: {error}"));
    let mut authority = request.authority().to_owned();
    let mut builder = http::Request::builder().method(request.method).version(http::Version::HTTP_2);
    for (name, value) in request.fields() {
        if name.eq_ignore_ascii_case(b"host") {
            authority = String::from_utf8_lossy(value).into_owned();
        } else if !name.eq_ignore_ascii_case(b"connection") {
            builder = builder.header(name, value);
        }
    }
    builder.uri(format!("https://{authority}{}", request.target())).body(()).map_err(unwritable)
}

fn send(mut client: SendRequest<Bytes>, message: http::Request<()>, body: &[u8]) -> Result<ResponseFuture, Failed> {
    let (response, mut stream) = client.send_request(message, body.is_empty()).map_err(failed)?;
    if !body.is_empty() {
        stream.send_data(Bytes::copy_from_slice(body), true).map_err(failed)?;
    }
    Ok(response)
}

/// The fields in the order in which they came; lines of one name stand together.
fn fields(headers: &http::HeaderMap) -> HeaderList {
    headers.iter().map(|(name, value)| (name.as_str().as_bytes(), value.as_bytes())).collect()
}

/// The head as text, as HTTP/1.1 would write it: HTTP/2 has no lines.
fn raw(head: &ResponseHead) -> RawHead {
    let mut bytes = format!("HTTP/2 {}\r\n", head.status).into_bytes();
    for (name, value) in head.headers.iter() {
        bytes.extend([name, b": ", value, b"\r\n"].concat());
    }
    RawHead::new(bytes)
}

fn receive_body<C: Future<Output = Result<(), h2::Error>>>(
    driver: &mut Driver,
    exchange: &mut Exchange<'_, C>,
    body: &mut RecvStream,
    limit: usize,
) -> ReceivedBody {
    let mut received = ReceivedBody { bytes: Vec::new(), end: BodyEnd::NotRead };
    if limit == 0 {
        return received;
    }
    loop {
        let next = std::future::poll_fn(|context| body.poll_data(context));
        let chunk = match driver.run(exchange.until(pin!(next))) {
            Ok(Some(Ok(chunk))) => chunk,
            Ok(None) => return ReceivedBody { end: BodyEnd::Complete, ..received },
            Ok(Some(Err(_))) | Err(_) => return ReceivedBody { end: BodyEnd::BrokenOff, ..received },
        };
        let _ = body.flow_control().release_capacity(chunk.len());
        let room = limit - received.bytes.len();
        received.bytes.extend_from_slice(&chunk[..chunk.len().min(room)]);
        received.end = BodyEnd::BrokenOff;
        if chunk.len() > room || received.bytes.len() == limit && !body.is_end_stream() {
            return ReceivedBody { end: BodyEnd::CutAtLimit, ..received };
        }
    }
}

/// The connection, which has to be polled for anything to happen on its streams.
struct Exchange<'a, C> {
    connection: Pin<&'a mut C>,
    is_over: bool,
}

impl<C: Future<Output = Result<(), h2::Error>>> Exchange<'_, C> {
    /// Polls the connection until something on it is ready.
    fn until<F: Future>(&mut self, mut future: Pin<&mut F>) -> impl Future<Output = F::Output> {
        std::future::poll_fn(move |context| {
            // An error of the connection reaches its streams; polling it after its end would be a mistake.
            if !self.is_over && self.connection.as_mut().poll(context).is_ready() {
                self.is_over = true;
            }
            future.as_mut().poll(context)
        })
    }
}

/// Runs a future on this thread: polls it, and waits for the socket where it can do nothing.
struct Driver {
    socket: std::net::TcpStream,
    deadline: Deadline,
    woken: Arc<Woken>,
}

/// Whether something asked to be polled again.
#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Driver {
    fn new(stream: &TlsStream, deadline: Deadline) -> io::Result<Self> {
        Ok(Self { socket: stream.sock.try_clone()?, deadline, woken: Arc::default() })
    }

    /// # Errors
    /// If the time is up.
    fn run<F: Future>(&mut self, future: F) -> io::Result<F::Output> {
        let mut future = pin!(future);
        let waker = Waker::from(Arc::clone(&self.woken));
        let mut context = Context::from_waker(&waker);
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
                return Ok(output);
            }
            if !self.woken.0.swap(false, Ordering::Relaxed) {
                self.wait()?;
            }
        }
    }

    /// Waits until the socket has something to read, or has ended.
    fn wait(&self) -> io::Result<()> {
        self.socket.set_read_timeout(Some(self.deadline.remaining()?))?;
        match self.socket.peek(&mut [0]) {
            Ok(_) => Ok(()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => Err(ErrorKind::TimedOut.into()),
            // What it is, the next read finds out.
            Err(_) => self.deadline.remaining().map(drop),
        }
    }
}

/// A TLS session whose writes block and whose reads do not.
struct Blocking(TlsStream);

impl AsyncRead for Blocking {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.0.sock.waits = false;
        let read = self.0.read(buffer.initialize_unfilled());
        self.0.sock.waits = true;
        match read {
            Ok(length) => {
                buffer.advance(length);
                Poll::Ready(Ok(()))
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => Poll::Pending,
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Poll::Ready(Ok(())),
            Err(error) => Poll::Ready(Err(error)),
        }
    }
}

impl AsyncWrite for Blocking {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(self.0.write(bytes))
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.conn.send_close_notify();
        Poll::Ready(self.0.flush())
    }
}

fn closed(error: io::Error) -> Failed {
    Failed::transferring(&error)
}

/// Whose fault an error is: the transport's, the server's choice, or its frames.
fn failed(error: h2::Error) -> Failed {
    if let Some(error) = error.get_io() {
        return Failed::transferring(error);
    }
    let is_of_the_server = error.is_remote() || error.is_go_away();
    let failure = match error.reason() {
        Some(Reason::ENHANCE_YOUR_CALM | Reason::FRAME_SIZE_ERROR) if !is_of_the_server => {
            NetworkFailure::ResponseTooLarge
        }
        _ if is_of_the_server => NetworkFailure::ConnectionClosed,
        _ => NetworkFailure::InvalidResponse,
    };
    Failed::new(failure, format!("HTTP/2: {error}"))
}

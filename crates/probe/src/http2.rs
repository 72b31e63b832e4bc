//! One exchange over HTTP/2, on a TLS session that agreed on it. The frames are the crate `h2`'s; what is written here
//! drives it on a socket that blocks, since a probe has one connection and nothing else to do.

mod driver;
mod frame_meter;
mod interim;
mod transport;

use std::cell::Cell;
use std::io;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::time::Instant;

use bytes::Bytes;
use h2::client::{Builder, ResponseFuture, SendRequest};
use h2::{Reason, RecvStream};
use preflight_engine::exchange::{NetworkFailure, ResponseHead};
use preflight_engine::header_list::HeaderList;

use self::driver::Driver;
use self::interim::Response;
use self::transport::Transport;
use crate::allowance::is_exceeded;
use crate::connection::TlsStream;
use crate::content_coding::decoded;
use crate::deadline::Deadline;
use crate::exchanged::{BodyEnd, ExchangeDetail, ReceivedBody};
use crate::failure::Failed;
use crate::limits::MAX_HEAD_LINES;
use crate::probe::ProbeOptions;
use crate::raw_head::RawHead;
use crate::request::OutgoingRequest;

/// How ALPN calls it.
pub(crate) const ALPN: &[u8] = b"h2";

/// Sends the request and receives the response by `deadline`; what is learned on the way goes into `detail`.
pub(crate) fn exchange(
    stream: TlsStream,
    request: &OutgoingRequest,
    options: &ProbeOptions,
    deadline: Deadline,
    detail: &mut ExchangeDetail,
) -> Result<ResponseHead, Failed> {
    let message = message(request)?;
    let phase = Rc::new(Cell::new(deadline.within(options.head_timeout)));
    let mut driver = Driver::new(&stream, Rc::clone(&phase)).map_err(closed)?;
    let max_head_bytes = u32::try_from(options.max_head_bytes).unwrap_or(u32::MAX);
    let mut builder = Builder::new();
    builder.enable_push(false).max_header_list_size(max_head_bytes);
    let transport = Transport::new(stream, Rc::clone(&phase));
    let handshake = pin!(builder.handshake::<_, Bytes>(transport));
    let (client, connection) = driver.run(handshake).map_err(closed)?.map_err(failed)?;
    let mut connection = pin!(connection);

    let sent = Instant::now();
    let response = Response::new(send(client, message, request.body)?, options.max_head_bytes);
    let mut exchange = Exchange { connection: connection.as_mut(), is_over: false };
    let (response, interim_bytes) = driver.run(exchange.until(pin!(response))).map_err(closed)??;
    detail.elapsed.first_byte = Some(sent.elapsed());
    detail.http_version = Some("2".to_owned());
    let (parts, mut body) = response.into_parts();
    let head = ResponseHead { status: parts.status.as_u16(), headers: fields(&parts.headers) };
    detail.response_head = raw(&head);
    check_size(&head, interim_bytes, options.max_head_bytes)?;

    phase.set(deadline.within(options.body_timeout));
    let body = receive_body(&mut driver, &mut exchange, &mut body, options.max_body_bytes);
    detail.body = decoded(&head, body, options.max_body_bytes);
    Ok(head)
}

/// The limits of a head, for what `h2` let through.
fn check_size(head: &ResponseHead, interim_bytes: usize, max_head_bytes: usize) -> Result<(), Failed> {
    if head.headers.len() > MAX_HEAD_LINES {
        return Err(Failed::too_large(format!("the response head has more than {MAX_HEAD_LINES} fields")));
    }
    let bytes: usize = head.headers.iter().map(|(name, value)| name.len() + value.len()).sum();
    if bytes + interim_bytes > max_head_bytes {
        return Err(Failed::too_large(format!("the response head is larger than {max_head_bytes} bytes")));
    }
    Ok(())
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
            Ok(Some(Err(error))) if error.get_io().is_some_and(is_exceeded) => {
                return ReceivedBody { end: BodyEnd::CutAtLimit, ..received };
            }
            Ok(Some(Err(_))) => return ReceivedBody { end: BodyEnd::BrokenOff, ..received },
            Err(_) => return ReceivedBody { end: BodyEnd::NotInTime, ..received },
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

fn closed(error: io::Error) -> Failed {
    Failed::transferring(&error)
}

/// Whose fault an error is: the transport's, the server's choice, or its frames.
fn failed(error: h2::Error) -> Failed {
    if let Some(error) = error.get_io() {
        return Failed::transferring(error);
    }
    // What the crate itself takes for a mistake is told as GOAWAY as well.
    let is_of_the_server = error.is_remote();
    let failure = match error.reason() {
        Some(Reason::ENHANCE_YOUR_CALM | Reason::FRAME_SIZE_ERROR) if !is_of_the_server => {
            NetworkFailure::ResponseTooLarge
        }
        _ if is_of_the_server => NetworkFailure::ConnectionClosed,
        _ => NetworkFailure::InvalidResponse,
    };
    Failed::new(failure, format!("HTTP/2: {error}"))
}

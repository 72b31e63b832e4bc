//! [`Probe`]: performs one exchange at a time.

use std::io::Read;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use preflight_engine::exchange::{RequestHead, ResponseHead};
use url::Url;

use crate::allowance::Allowance;
use crate::body::receive_body;
use crate::connect::{connect, resolve};
use crate::connection::Connection;
use crate::content_coding::decoded;
use crate::deadline::{Deadline, DeadlineStream};
use crate::exchanged::{ExchangeDetail, Exchanged};
use crate::failure::Failed;
use crate::http2;
use crate::limits::{
    DEFAULT_BODY_TIMEOUT, DEFAULT_CONNECT_TIMEOUT, DEFAULT_EXCHANGE_TIMEOUT, DEFAULT_HEAD_TIMEOUT,
    DEFAULT_MAX_BODY_BYTES, DEFAULT_MAX_HEAD_BYTES, DEFAULT_MAX_RECEIVED_BYTES,
};
use crate::receive::HeadReceiver;
use crate::request::{InvalidRequest, OutgoingRequest};
use crate::roots::RootCertificates;
use crate::tls::Tls;

/// The limits and the identity of a [`Probe`]. Certificates are always verified; there is no option against it.
#[derive(Clone, Debug)]
pub struct ProbeOptions {
    /// The whole exchange, from the start until the kept part of the body is here. No phase goes on beyond it.
    pub exchange_timeout: Duration,
    /// From the start until a connection stands: resolving the name, TCP to every address in turn, TLS.
    pub connect_timeout: Duration,
    /// From then on until the whole response head is here: sending included, interim (1xx) heads too.
    pub head_timeout: Duration,
    /// From then on until the kept part of the body is here. A body that takes longer is kept as far as it came.
    pub body_timeout: Duration,
    /// How large the response head may be, interim (1xx) heads included; a larger one is
    /// [`ResponseTooLarge`](preflight_engine::exchange::NetworkFailure::ResponseTooLarge).
    pub max_head_bytes: usize,
    /// How much of the body is kept; with 0 it is not read at all.
    pub max_body_bytes: usize,
    /// How much a server may send over one connection, whatever it is: TLS, frames, chunks, heads, body. A head that is
    /// not whole by then is too large, a body is cut.
    pub max_received_bytes: usize,
    /// The value of `User-Agent`, unless the request's own headers have one.
    pub user_agent: String,
    /// Trusted besides the certificates of this system.
    pub extra_roots: RootCertificates,
}

impl Default for ProbeOptions {
    fn default() -> Self {
        Self {
            exchange_timeout: DEFAULT_EXCHANGE_TIMEOUT,
            connect_timeout: DEFAULT_CONNECT_TIMEOUT,
            head_timeout: DEFAULT_HEAD_TIMEOUT,
            body_timeout: DEFAULT_BODY_TIMEOUT,
            max_head_bytes: DEFAULT_MAX_HEAD_BYTES,
            max_body_bytes: DEFAULT_MAX_BODY_BYTES,
            max_received_bytes: DEFAULT_MAX_RECEIVED_BYTES,
            user_agent: concat!("preflight/", env!("CARGO_PKG_VERSION")).to_owned(),
            extra_roots: RootCertificates::new(),
        }
    }
}

/// Performs exchanges, each over a connection of its own.
///
/// The certificates of this system are read when the first `https` URL is probed, once.
#[derive(Debug)]
pub struct Probe {
    options: ProbeOptions,
    tls: Tls,
}

impl Probe {
    /// A probe with these limits.
    pub fn new(options: ProbeOptions) -> Self {
        let tls = Tls::new(options.extra_roots.clone());
        Self { options, tls }
    }

    /// Sends `request` and receives what answers. `body` goes along only where
    /// [`has_body`](RequestHead::has_body) says so: the same one can be given for a preflight and for what follows.
    ///
    /// The fields `Host`, `User-Agent`, `Content-Length` and `Connection: close` are added; the first two only if the
    /// request's own headers lack them. Everything else of a head is sent byte for byte; over HTTP/2, which the server of
    /// an `https` URL may choose, names are in lower case, and `Host` and `Connection` become what it has in their place.
    ///
    /// # Errors
    /// [`InvalidRequest`] if the request cannot be written as one HTTP request; then nothing was sent. What
    /// happens on the network is no error of the caller: see [`Exchanged::answer`].
    pub fn exchange(&self, request: &RequestHead, body: Option<&[u8]>) -> Result<Exchanged, InvalidRequest> {
        self.exchange_within(Duration::MAX, request, body)
    }

    /// [`exchange`](Self::exchange) for which no more than `time` is left.
    ///
    /// # Errors
    /// As there.
    pub fn exchange_within(
        &self,
        time: Duration,
        request: &RequestHead,
        body: Option<&[u8]>,
    ) -> Result<Exchanged, InvalidRequest> {
        let deadline = Deadline::after(self.options.exchange_timeout.min(time));
        let request = OutgoingRequest::new(request, body, &self.options.user_agent)?;
        let mut detail = ExchangeDetail::default();
        let answer = self.perform(&request, deadline, &mut detail).map_err(|failed| {
            detail.explanation = Some(failed.explanation);
            failed.failure
        });
        Ok(Exchanged { answer, detail })
    }

    /// The addresses of a URL's host, in the resolver's order, asked for as long as a connection may take and no longer
    /// than `time`. None if there is no address.
    pub fn addresses_within(&self, time: Duration, url: &Url) -> Vec<SocketAddr> {
        resolve(url, Deadline::after(self.options.connect_timeout.min(time))).unwrap_or_default()
    }

    fn perform(
        &self,
        request: &OutgoingRequest,
        deadline: Deadline,
        detail: &mut ExchangeDetail,
    ) -> Result<ResponseHead, Failed> {
        let mut connection = match self.connect(request, deadline, detail)?.into_http2() {
            Ok(stream) => {
                detail.request_head = request.head.clone();
                return http2::exchange(stream, request, &self.options, deadline, detail);
            }
            Err(connection) => connection,
        };
        connection.set_deadline(deadline.within(self.options.head_timeout));
        detail.request_head = request.head.clone();
        connection.send(request)?;
        let sent = Instant::now();

        let (head, rest) = receive_head(&mut connection, &self.options, sent, detail)?;
        connection.set_deadline(deadline.within(self.options.body_timeout));
        let limit = self.options.max_body_bytes;
        let body = receive_body(&head, request.is_head_request, rest, &mut connection, limit);
        detail.body = decoded(&head, body, limit);
        Ok(head)
    }

    fn connect(
        &self,
        request: &OutgoingRequest,
        deadline: Deadline,
        detail: &mut ExchangeDetail,
    ) -> Result<Connection, Failed> {
        let deadline = deadline.within(self.options.connect_timeout);
        let addresses = timed(&mut detail.elapsed.resolve, || resolve(request.url, deadline))?;
        let stream = timed(&mut detail.elapsed.connect, || connect(&addresses, deadline, &mut detail.addresses))?;
        let stream = DeadlineStream::new(stream, deadline, Allowance::of(self.options.max_received_bytes));
        if request.url.scheme() != "https" {
            return Ok(Connection::Plain(stream));
        }
        timed(&mut detail.elapsed.tls, || self.tls.handshake(request.url, stream)).map(Connection::Tls)
    }
}

/// Reads the HTTP/1.1 response to a request with this method from bytes that were recorded, as an exchange reads it from a
/// connection and in the same limits of size.
///
/// ```
/// use preflight_probe::{ProbeOptions, read_response};
///
/// let mut recorded = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi".as_slice();
/// let exchanged = read_response(&mut recorded, b"GET", &ProbeOptions::default());
/// assert_eq!(exchanged.answer.expect("it is a response").status, 200);
/// assert_eq!(exchanged.detail.body.bytes, b"hi");
/// ```
pub fn read_response(source: &mut impl Read, method: &[u8], options: &ProbeOptions) -> Exchanged {
    let mut detail = ExchangeDetail::default();
    let answer = match receive_head(source, options, Instant::now(), &mut detail) {
        Ok((head, rest)) => {
            let body = receive_body(&head, method == b"HEAD", rest, source, options.max_body_bytes);
            detail.body = decoded(&head, body, options.max_body_bytes);
            Ok(head)
        }
        Err(failed) => {
            detail.explanation = Some(failed.explanation);
            Err(failed.failure)
        }
    };
    Exchanged { answer, detail }
}

/// Receives the response head, and what came of the body together with it.
fn receive_head(
    connection: &mut impl Read,
    options: &ProbeOptions,
    sent: Instant,
    detail: &mut ExchangeDetail,
) -> Result<(ResponseHead, Vec<u8>), Failed> {
    let mut receiver = HeadReceiver::new(connection, options.max_head_bytes);
    let received = receiver.receive();
    detail.elapsed.first_byte = receiver.first_byte.map(|instant| instant.duration_since(sent));
    let (response_head, rest) = receiver.into_parts();
    detail.response_head = response_head;
    let parsed = received?;
    detail.http_version = Some(parsed.http_version);
    Ok((parsed.head, rest))
}

/// Runs one phase and notes how long it took, also when it fails: how long a timeout took is worth knowing.
fn timed<T>(elapsed: &mut Option<Duration>, phase: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let outcome = phase();
    *elapsed = Some(start.elapsed());
    outcome
}

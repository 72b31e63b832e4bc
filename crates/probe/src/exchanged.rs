//! [`Exchanged`]: what one exchange brought, and how it went.

use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;

use preflight_engine::exchange::{NetworkFailure, ResponseHead};

use crate::raw_head::RawHead;

/// The outcome of one exchange. Its `Debug` shows no secret value: of the answer only the status.
#[derive(Clone)]
pub struct Exchanged {
    /// The response head as it came, or why none came.
    pub answer: Result<ResponseHead, NetworkFailure>,
    /// How it went, for people and for the diagnosis.
    pub detail: ExchangeDetail,
}

/// How an exchange went, as far as it went.
#[derive(Clone, Debug, Default)]
pub struct ExchangeDetail {
    /// The addresses of the host in the resolver's order, with what became of each. `localhost` and the names below it
    /// always have both loopback addresses, as in browsers.
    pub addresses: Vec<AddressAttempt>,
    /// Why no response came, in the words of the operating system or of TLS. None if one came.
    pub explanation: Option<String>,
    /// The request head exactly as sent; empty if no connection stood.
    pub request_head: RawHead,
    /// What was received up to the end of the response head, interim (1xx) heads included, also if it is not HTTP.
    pub response_head: RawHead,
    /// The version in the status line, such as `1.1`, as the server spelled it.
    pub http_version: Option<String>,
    /// The beginning of the response body.
    pub body: ReceivedBody,
    /// How long each phase took.
    pub elapsed: Elapsed,
}

/// One address of the host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressAttempt {
    /// The address and port.
    pub address: SocketAddr,
    /// What became of it.
    pub outcome: AddressOutcome,
}

/// What became of one address. Closed: a connection attempt ends in no other way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AddressOutcome {
    /// The TCP connection stood; TLS is not part of this.
    Connected,
    /// No TCP connection: the fact, and the operating system's words for it.
    Failed(NetworkFailure, String),
    /// An earlier address connected.
    NotTried,
}

/// The beginning of a response body, with the transfer coding taken off, and the content codings gzip and deflate; any other is left on.
/// Its `Debug` shows the length only.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct ReceivedBody {
    /// The bytes, at most [`max_body_bytes`](crate::ProbeOptions::max_body_bytes).
    pub bytes: Vec<u8>,
    /// Whether that is all of it.
    pub end: BodyEnd,
}

/// Why a body ends where it does. Closed: these are the ways to stop reading.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BodyEnd {
    /// It was not read: no head came, or the limit is 0.
    #[default]
    NotRead,
    /// It ended, or there is none for this method and status.
    Complete,
    /// The limit was reached; the rest, if any, was not read.
    CutAtLimit,
    /// The connection broke, the chunks make no sense, or the content coding is not there: browsers cannot read it either.
    BrokenOff,
    /// The time was up before it was whole; a browser may wait longer.
    NotInTime,
}

/// How long each phase took; None for a phase that was not reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Elapsed {
    /// Resolving the host name.
    pub resolve: Option<Duration>,
    /// TCP, all addresses together.
    pub connect: Option<Duration>,
    /// The TLS handshake.
    pub tls: Option<Duration>,
    /// From the request's last byte sent to the first byte of the answer.
    pub first_byte: Option<Duration>,
}

impl fmt::Debug for Exchanged {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let status = self.answer.as_ref().map(|head| head.status);
        f.debug_struct("Exchanged").field("answer", &status).field("detail", &self.detail).finish()
    }
}

impl fmt::Debug for ReceivedBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ReceivedBody").field("length", &self.bytes.len()).field("end", &self.end).finish()
    }
}

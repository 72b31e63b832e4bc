//! How long the gateway waits, and how much it takes: every bound has its reason beside it. They stand in `docs/limits.md`.

use std::time::Duration;

use preflight_policy_file::PolicyFile;

/// Servers behind the gateway take heads of 8 to 32 KiB by default; what is longer than this is a cookie gone wrong.
const REQUEST_HEAD: usize = 32 * 1024;

/// A target that alone is as long is data that belongs in a body; most servers stop at 8 KiB.
const REQUEST_TARGET: usize = 32 * 1024;

/// So much of a head that is too long is read, and mostly thrown away, to learn who asks.
pub(crate) const REFUSED_HEAD: usize = 256 * 1024;

/// The head of an answer, in bytes, and the most of its body that waits to be written to a client that reads slowly.
pub(crate) const ANSWER_HEAD: usize = 64 * 1024;

/// What is read from an upstream at once. The library doubles its buffer when a read fills it, up to the length of a head, and
/// a client that takes nothing would hold several such buffers; one byte less than a power of two leaves it at that.
pub(crate) const ANSWER_PIECE: usize = 16 * 1024 - 1;

/// What is read from a client at once.
pub(crate) const READ_PIECE: usize = 8 * 1024;

/// The system's buffer for what an upstream sends, in bytes: more would only be waited for by slow clients.
pub(crate) const UPSTREAM_RECEIVE_BUFFER: usize = 256 * 1024;

/// What the system holds of what was written and could not be sent yet, in bytes: enough to send on while the gateway is
/// woken. Without it that is up to 4 MiB for every peer that takes nothing.
pub(crate) const UNSENT: u32 = 128 * 1024;

/// How long a client may go on sending after its answer was written. Without that the system resets the connection, and the
/// answer may be lost.
pub(crate) const LINGER_TIME: Duration = Duration::from_secs(2);

/// How much it may send in that time, in bytes.
pub(crate) const LINGER_BYTES: usize = 1024 * 1024;

/// Longer than a lost SYN takes to be sent again three times, shorter than a person waits.
const CONNECT: Duration = Duration::from_secs(5);

/// What most proxies grant; slower answers are jobs and should be started, not awaited.
const RESPONSE_HEAD: Duration = Duration::from_secs(60);

/// A browser sends a head at once; who takes longer holds the connection on purpose.
const REQUEST_HEAD_TIME: Duration = Duration::from_secs(30);

/// A client that sends nothing of its body for so long is gone, or holds the upstream on purpose.
const REQUEST_IDLE: Duration = Duration::from_secs(30);

/// An upstream that sends nothing of a body that it began is stuck.
const ANSWER_IDLE: Duration = Duration::from_secs(60);

/// Event streams are silent as long as nothing happens; the usual advice is a comment every 15 s.
pub(crate) const EVENT_STREAM_IDLE: Duration = Duration::from_secs(10 * 60);

/// A client that takes nothing for so long is gone, or holds memory on purpose.
const SEND_IDLE: Duration = Duration::from_secs(30);

/// Longer than browsers keep an idle connection, so that mostly they are the ones who close it.
const IDLE: Duration = Duration::from_secs(75);

/// Whoever drips along within the other limits is stopped by this one. Event streams are not: they are meant to stay.
const TOTAL: Duration = Duration::from_secs(60 * 60);

/// Node closes idle connections after 5 s. Whoever reuses one at that moment sees a reset, so the gateway leaves first.
const UPSTREAM_IDLE: Duration = Duration::from_secs(4);

/// Idle connections that are kept to one upstream; more are closed at once.
pub(crate) const UPSTREAM_IDLE_CONNECTIONS: usize = 64;

/// Container runtimes kill after 10 s (Docker) or 30 s (Kubernetes).
const STOP: Duration = Duration::from_secs(8);

/// Clients that are connected at once; each costs some kilobytes while it is idle, and one or two sockets.
const CONNECTIONS: usize = 10_000;

/// One address may not take all of them. Trusted proxies speak for many and are not counted so.
const CONNECTIONS_PER_ADDRESS: usize = 5_000;

/// Exchanges that go on at once; each holds some 80 KiB while its client takes nothing.
const REQUESTS: usize = 4_096;

/// One address may not take all of them.
const REQUESTS_PER_ADDRESS: usize = 2_048;

/// Connections beyond the limit that are told so at once. The ones after them are closed without a word.
pub(crate) const TURNED_AWAY: usize = 64;

/// How long one of them has to say what it wanted.
pub(crate) const TURNED_AWAY_TIME: Duration = Duration::from_secs(1);

/// The bounds of a gateway. A policy file may set most of them, and goes first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a request's head, in bytes. Beyond it: 431.
    pub request_head: usize,
    /// The size of a request's target, in bytes. Beyond it: 414.
    pub request_target: usize,
    /// From the first byte of a request's head to its last. Then: 408.
    pub request_head_time: Duration,
    /// Between two requests of a connection. Then it is closed.
    pub idle: Duration,
    /// Between two pieces of a request's body. Then: 408.
    pub request_idle: Duration,
    /// From the name of an upstream to a connection: resolving, connecting, TLS. Then: 504.
    pub connect: Duration,
    /// From the last progress of the request to the head of the response. A slow upload is progress. Then: 504.
    pub response_head: Duration,
    /// Between two pieces of the body of an answer; for event streams ten minutes, if that is longer. Then the connection
    /// is closed.
    pub answer_idle: Duration,
    /// As long as the client takes nothing of its answer. Then the connection is reset.
    pub send_idle: Duration,
    /// A whole exchange, unless its answer is an event stream. Then: 504, or the connection is closed.
    pub total: Duration,
    /// How long an idle connection to an upstream is kept.
    pub upstream_idle: Duration,
    /// How long exchanges in flight may go on when the gateway stops.
    pub stop: Duration,
    /// The connections of all clients. Beyond it: 503, and what no answer is worth is closed.
    pub connections: usize,
    /// The connections of one address that is no trusted proxy.
    pub connections_per_address: usize,
    /// The exchanges of all clients. Beyond it: 503.
    pub requests: usize,
    /// The exchanges of one address that is no trusted proxy.
    pub requests_per_address: usize,
}

impl Limits {
    /// These, but for what a policy file says.
    pub(crate) fn with(&self, file: &PolicyFile) -> Self {
        let (timeouts, capacity) = (&file.timeouts, &file.capacity);
        Self {
            request_head_time: timeouts.request_head.unwrap_or(self.request_head_time),
            idle: timeouts.idle.unwrap_or(self.idle),
            request_idle: timeouts.request_idle.unwrap_or(self.request_idle),
            connect: timeouts.connect.unwrap_or(self.connect),
            response_head: file.upstream_timeout.unwrap_or(self.response_head),
            answer_idle: timeouts.answer_idle.unwrap_or(self.answer_idle),
            send_idle: timeouts.send_idle.unwrap_or(self.send_idle),
            total: timeouts.total.unwrap_or(self.total),
            connections: capacity.connections.unwrap_or(self.connections),
            connections_per_address: capacity.connections_per_address.unwrap_or(self.connections_per_address),
            requests: capacity.requests.unwrap_or(self.requests),
            requests_per_address: capacity.requests_per_address.unwrap_or(self.requests_per_address),
            ..self.clone()
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_head: REQUEST_HEAD,
            request_target: REQUEST_TARGET,
            request_head_time: REQUEST_HEAD_TIME,
            idle: IDLE,
            request_idle: REQUEST_IDLE,
            connect: CONNECT,
            response_head: RESPONSE_HEAD,
            answer_idle: ANSWER_IDLE,
            send_idle: SEND_IDLE,
            total: TOTAL,
            upstream_idle: UPSTREAM_IDLE,
            stop: STOP,
            connections: CONNECTIONS,
            connections_per_address: CONNECTIONS_PER_ADDRESS,
            requests: REQUESTS,
            requests_per_address: REQUESTS_PER_ADDRESS,
        }
    }
}

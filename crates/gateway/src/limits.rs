//! How long the gateway waits, and how much it takes: every bound has its reason beside it.

use std::time::Duration;

/// The most that hyper buffers of a request's head, in bytes. Beyond it hyper answers 431 by itself, without CORS fields,
/// since there is no request yet.
pub const HEAD_BUFFER: usize = 128 * 1024;

/// A head that servers behind the gateway take by default is 8 to 32 KiB; more is a cookie gone wrong.
const REQUEST_HEAD: usize = 32 * 1024;

/// Longer than a lost SYN takes to be sent again three times, shorter than a person waits.
const CONNECT: Duration = Duration::from_secs(5);

/// What most proxies grant; slower answers are jobs and should be started, not awaited.
const RESPONSE_HEAD: Duration = Duration::from_secs(60);

/// A browser sends a head at once; who takes longer holds the connection on purpose.
const REQUEST_HEAD_TIME: Duration = Duration::from_secs(30);

/// Node closes idle connections after 5 s. Whoever reuses one at that moment sees a reset, so the gateway leaves first.
const UPSTREAM_IDLE: Duration = Duration::from_secs(4);

/// Container runtimes kill after 10 s (Docker) or 30 s (Kubernetes).
const STOP: Duration = Duration::from_secs(8);

/// The bounds of a gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The size of a request's head, in bytes: its target and its fields. At most [`HEAD_BUFFER`] has an effect.
    pub request_head: usize,
    /// From the first byte of a request's head to its last; also how long a client may keep an idle connection.
    pub request_head_time: Duration,
    /// From the name of an upstream to a connection: resolving, connecting, TLS.
    pub connect: Duration,
    /// From the last progress of the request to the head of the response. A slow upload is progress.
    pub response_head: Duration,
    /// How long an idle connection to an upstream is kept.
    pub upstream_idle: Duration,
    /// How long exchanges in flight may go on when the gateway stops.
    pub stop: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_head: REQUEST_HEAD,
            request_head_time: REQUEST_HEAD_TIME,
            connect: CONNECT,
            response_head: RESPONSE_HEAD,
            upstream_idle: UPSTREAM_IDLE,
            stop: STOP,
        }
    }
}

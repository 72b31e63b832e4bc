//! What a stranger's server can make a probe spend at most. Sizes of what is kept, and times, are [`ProbeOptions`]'
//! defaults; the others hold for every probe.
//!
//! [`ProbeOptions`]: crate::ProbeOptions

use std::time::Duration;

/// What [`ProbeOptions::exchange_timeout`](crate::ProbeOptions::exchange_timeout) is unless said otherwise: what people
/// wait for a page before they give up, and more than a server needs that will still answer.
pub const DEFAULT_EXCHANGE_TIMEOUT: Duration = Duration::from_secs(30);

/// What [`ProbeOptions::connect_timeout`](crate::ProbeOptions::connect_timeout) is unless said otherwise: three lost SYNs
/// and their repetitions, after 1, 2 and 4 seconds.
pub const DEFAULT_CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// What [`ProbeOptions::head_timeout`](crate::ProbeOptions::head_timeout) is unless said otherwise: as long as the
/// exchange, since a slow handler is no fault of the connection.
pub const DEFAULT_HEAD_TIMEOUT: Duration = Duration::from_secs(30);

/// What [`ProbeOptions::body_timeout`](crate::ProbeOptions::body_timeout) is unless said otherwise: no verdict depends on
/// a body, and a stream of events never ends.
pub const DEFAULT_BODY_TIMEOUT: Duration = Duration::from_secs(3);

/// What [`ProbeOptions::max_head_bytes`](crate::ProbeOptions::max_head_bytes) is unless said otherwise: 256 KiB, the limit
/// of Chromium (`kMaxHeaderBufSize`) and below the 384 KiB of Firefox, so that what fits here fits in every browser.
pub const DEFAULT_MAX_HEAD_BYTES: usize = 256 * 1024;

/// What [`ProbeOptions::max_body_bytes`](crate::ProbeOptions::max_body_bytes) is unless said otherwise: 64 KiB, enough
/// for any error page that explains itself.
pub const DEFAULT_MAX_BODY_BYTES: usize = 64 * 1024;

/// What [`ProbeOptions::max_received_bytes`](crate::ProbeOptions::max_received_bytes) is unless said otherwise: 1 MiB, for
/// the largest head and body, a TLS handshake, and as much again for what frames, records and chunks add.
pub const DEFAULT_MAX_RECEIVED_BYTES: usize = 1024 * 1024;

/// How many lines a head may have; over HTTP/2, fields. Each costs more memory than its bytes; servers send dozens, and
/// the strictest of them, HAProxy and Apache, let no more than about a hundred through.
pub(crate) const MAX_HEAD_LINES: usize = 2048;

/// How many interim (1xx) heads may come before the response. Early hints are one or two; a 102 every second for as long
/// as an exchange lasts is thirty.
pub(crate) const MAX_INTERIM_HEADS: usize = 64;

/// How many HTTP/2 frames one exchange may bring: a whole body in frames of 16 bytes. Frames that carry nothing cost the
/// sender nine bytes and the receiver much more.
pub(crate) const MAX_FRAMES: usize = 4096;

/// How much of a connection is read before time and interim heads are looked at again: less than `h2` would read.
pub(crate) const READ_BYTES: usize = 8 * 1024;

/// How long the line with the size of a chunk may be: no extension of a chunk needs more.
pub(crate) const MAX_CHUNK_LINE_BYTES: u64 = 4096;

/// How many addresses of one name are tried: a stranger's DNS decides how many there are.
pub(crate) const MAX_ADDRESSES: usize = 8;

/// No phase lasts longer, whatever the caller asks: an [`Instant`](std::time::Instant) cannot be moved without end.
pub(crate) const LONGEST_TIMEOUT: Duration = Duration::from_secs(24 * 60 * 60);

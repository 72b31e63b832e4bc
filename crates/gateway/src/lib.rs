//! The reverse proxy of `preflight serve`: preflights answered at the edge, everything else streamed to its upstream.
//!
//! A request goes one way, and no step reaches back:
//!
//! ```text
//! listener → head (whole, well-formed) → arrival (who calls, and by which name) → route (upstream and policy)
//!          → CorsRequest::classify → Policy::decide → answered here
//!                                                   ↘ forwarded, or a Failure → HeaderEdits applied, once
//!          → body streamed → Observer (access log, metrics, live page)
//! ```
//!
//! Whatever answers — the policy, the upstream, or a [`Failure`] — passes the same edits, so a crashed upstream does not
//! look like a CORS bug. [`Failure`] lists every answer that the gateway makes itself.
//!
//! # Which requests are taken
//!
//! Those that call by a known name: that of `public-url`, of a route, of `hosts`, or of this machine where the listener is of
//! loopback. Any other `Host` is answered 421 before routing, so that a page whose name leads here (DNS rebinding) reaches
//! nothing, and only a known name counts as the gateway's own origin. A listener that is not of loopback and knows no name takes
//! every one and has no own origin.
//!
//! Routes are found by the canonical path: decoded, slashes merged, `\` a slash, dot segments resolved. Where another reading
//! (the path as it came, without `;x=1`, decoded once more) takes another route, the answer is 400 with the fields of the
//! strictest of their policies. Where all readings take one route, the path is forwarded as it came.
//!
//! # What an upstream sees
//!
//! * The path and query byte for byte, after the base path of the upstream.
//! * `Host` names the upstream. The name that the browser used is in `X-Forwarded-Host`, its scheme in
//!   `X-Forwarded-Proto`, the peer's address at the end of `X-Forwarded-For`, and `Via` says who forwarded: a request that
//!   comes round again is answered 508.
//! * `X-Forwarded-*`, `X-Real-IP`, `X-Original-URL` and their kind are believed, and passed on, only if the client's address is
//!   in `trusted-proxies`. `Forwarded` (RFC 7239) is always removed: a second account of the same facts could disagree.
//! * No field whose name has other characters than letters, digits and hyphens, unless `keep-underscore-headers` lets
//!   them pass: CGI, WSGI and PHP take `X_Real_IP` for `X-Real-IP`.
//! * No hop-by-hop fields. Trailers pass, both ways, where `Trailer` announces them. `Expect: 100-continue` is answered here,
//!   once the upstream takes the body.
//!
//! # What a peer can prolong
//!
//! Nothing without end: every phase, size and count has a limit, which `docs/limits.md` lists. Heads are read whole before
//! hyper sees them, so what is malformed, too long or too late is refused with the CORS fields of its policy as well.
//!
//! What this crate never does: it buffers no body, reads no environment, and passes no protocol upgrade unchecked.

#![forbid(unsafe_code)]

mod canonical_path;
mod configuration;
mod destination;
mod gateway;
mod limits;
mod router;

mod admission;
mod bound;
mod connection;
mod inbound;
mod turn;
mod unsent;

mod body_end;
mod client_stream;
mod deadline;
mod request_head;

mod answer_head;
mod arrival;
mod exchange;
mod failure;
mod forward;
mod forwarded_headers;
mod framing;
mod hop_by_hop;
mod instance;
mod known_names;

mod connector;
mod request_body;
mod response_body;
mod upstream_stream;
#[cfg(feature = "tls")]
mod tls;
mod upstreams;

mod access_log;
mod changes;
mod observer;
mod source;
mod watch;
mod watched_files;

pub use access_log::AccessLog;
pub use bound::{BindError, Bound, Stopped};
pub use changes::ConfigurationChange;
pub use configuration::{ConfigurationError, ConfigurationErrors};
pub use failure::{Failure, Unreachable};
pub use gateway::{Gateway, Options, PolicyNotFound};
pub use limits::Limits;
pub use observer::{AnswerHead, Ending, ExchangeRecord, Observer};
pub use source::{PolicyPath, Source};
pub use watch::{Reload, Watch, WatchError};

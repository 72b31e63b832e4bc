//! The reverse proxy of `preflight serve`: preflights answered at the edge, everything else streamed to its upstream.
//!
//! A request goes one way, and no step reaches back:
//!
//! ```text
//! listener → arrival (who calls, and by which public name) → route (upstream and policy)
//!          → CorsRequest::classify → Policy::decide → answered here
//!                                                   ↘ forwarded, or a Failure → HeaderEdits applied, once
//!          → body streamed → Observer (access log, metrics, live page)
//! ```
//!
//! Whatever answers — the policy, the upstream, or a [`Failure`] — passes the same edits, so a crashed upstream does not
//! look like a CORS bug. [`Failure`] lists every answer that the gateway makes itself.
//!
//! # What an upstream sees
//!
//! * The path and query byte for byte, after the base path of the upstream.
//! * `Host` names the upstream. The name that the browser used is in `X-Forwarded-Host`, its scheme in
//!   `X-Forwarded-Proto`, the peer's address at the end of `X-Forwarded-For`, and `Via` says who forwarded.
//! * `X-Forwarded-*` and `X-Real-IP` of a client are believed, and passed on, only if its address is in
//!   `trusted-proxies`. `Forwarded` (RFC 7239) is always removed: a second account of the same facts could disagree.
//! * No hop-by-hop fields. `Expect: 100-continue` is answered here, once the upstream takes the body.
//!
//! # What hyper answers by itself
//!
//! A head that is no HTTP or has two lengths (400), that has more than 100 fields or is larger than [`HEAD_BUFFER`] (431),
//! never becomes a request, so no policy can be asked and those answers carry no CORS fields. Heads up to there but above
//! [`Limits::request_head`] are answered here, with them.
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
pub use changes::Change;
pub use configuration::{ConfigurationError, ConfigurationErrors};
pub use failure::{Failure, Unreachable};
pub use gateway::{Gateway, Options, PolicyNotFound};
pub use limits::Limits;
pub use observer::{AnswerHead, Ending, ExchangeRecord, Observer};
pub use source::{PolicyPath, Source};
pub use watch::{Reload, Watch, WatchError};

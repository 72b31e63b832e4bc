//! Both halves of the CORS protocol in one pure crate, so that each half tests the other.
//!
//! * [`server`] decides what a server answers: [`PolicyConfig`] → [`Policy`] → [`Decision`].
//! * [`browser`] decides what a browser does: [`FetchRequest`] → [`Fetch`] → [`Verdict`].
//!
//! ```text
//!  FetchRequest ──► Fetch ──► Step::Send(request head) ──────────────►┐
//!                    ▲                                                 │  the edge: a socket, a HAR,
//!                    │                                                 │  or the other half of this crate
//!      Verdict ◄─────┴────── receive(response head, now) ◄─────────────┤
//!                                                                      ▼
//!                              CorsRequest::classify ──► Policy::decide ──► Decision
//! ```
//!
//! What this crate never does: it opens no socket and no file, reads no clock and no environment, starts no
//! thread, keeps no global state, prints nothing, and knows no serialization format. Time is an argument,
//! limits are named constants, and decisions are values that the caller performs.
//!
//! The words are those of the [Fetch standard](https://fetch.spec.whatwg.org/) and of
//! [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110).

#![forbid(unsafe_code)]

pub mod origin;
pub mod origin_pattern;
mod public_suffix;

pub mod method;
pub mod request_header;
pub mod response_header;

mod token;

#[cfg(feature = "browser")]
mod field_name;
#[cfg(feature = "browser")]
mod hexadecimal;
#[cfg(feature = "browser")]
mod site;

#[cfg(feature = "browser")]
pub mod header_list;
#[cfg(feature = "browser")]
pub mod exchange;

#[cfg(feature = "server")]
pub mod server;
#[cfg(feature = "browser")]
pub mod browser;
#[cfg(feature = "browser")]
pub mod page_call;
#[cfg(all(feature = "browser", feature = "server"))]
mod pair;

pub use origin::Origin;
pub use origin_pattern::OriginPattern;
pub use public_suffix::PublicSuffix;

#[cfg(feature = "browser")]
pub use browser::{Browser, Fetch, FetchRequest, Step, UserAgent, Verdict};
#[cfg(feature = "server")]
pub use server::{CorsRequest, Decision, Policy, PolicyConfig};

//! The browser lab: real browsers, started and asked. What they do is written down, held against what they did before, and
//! against what the engine predicts.
//!
//! A case is run by a page, a worker of it or a frame in it, over HTTP/1.1, TLS or HTTP/2, in a network and under names that are
//! nobody else's ([`world`]).
//!
//! ```text
//!  cases ──► Driver ──► pages ◄── Browser ◄── Remote: DevTools, Marionette, what it prints
//!              │                    │           └──► console ─────┐
//!              └──► Script ──► Server (TCP, TLS, h2) ──► wire ────┤
//!                                   results of the pages ─────────┴──► observed ──► differences ◄── judge
//! ```
//!
//! The demo's page needs no driver: it runs by itself and reports to the server that it came from ([`Demo`]).
//!
//! What this crate never does: it uses no profile of a person, reaches nothing but loopback, and leaves nothing running.

#![forbid(unsafe_code)]

mod browser;
pub mod namespace;

mod demo;
mod report;

pub mod corpus;
pub mod world;
pub mod clock;
mod driver;
mod server;
mod remote;
mod observe;
mod trusting;
mod led;

pub mod record;
mod scoring;
pub mod compare;
pub mod prediction;
pub mod draw;
pub mod minimize;

pub use browser::{Browser, Engine, LaunchError, ThirdPartyCookies};
pub use demo::{Demo, DemoError, binary, binary_with};
pub use led::LedBrowser;
pub use observe::{ObserveError, observe};
pub use report::{Disagreement, Outcome, Prediction, Report, ScenarioResult, Visible};
pub use scoring::{Kind, differences};
pub use server::{Request, answer_bytes};
pub use trusting::TrustingBrowser;

/// The variable that says to go without browsers. Set to anything but the empty string, it skips what needs one.
pub const SKIP_VARIABLE: &str = "PREFLIGHT_SKIP_BROWSERS";

/// Whether somebody asked to go without browsers.
pub fn browsers_are_skipped() -> bool {
    std::env::var_os(SKIP_VARIABLE).is_some_and(|value| !value.is_empty())
}

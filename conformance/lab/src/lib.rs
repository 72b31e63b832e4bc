//! The browser lab: starts real browsers, lets them make calls, and compares what they did with what was predicted.
//!
//! ```text
//!  Demo (the built binary, free ports) ◄── page ── Browser (headless, a profile of its own)
//!    └── GET /results ──► Report ──► Disagreement: prediction and outcome of each call, side by side
//! ```
//!
//! No driver protocol is needed: the page runs by itself and reports to the server that it came from. A browser is
//! one module that knows how to start it; [`Browser`] does the rest and kills it when dropped.
//!
//! What this crate never does: it uses no profile of a person, reaches nothing but loopback, and leaves nothing running.

#![forbid(unsafe_code)]

mod browser;
mod demo;
mod report;

pub use browser::{Browser, Engine, LaunchError};
pub use demo::{Demo, DemoError};
pub use report::{Disagreement, Outcome, Prediction, Report, ScenarioResult, Visible};

/// The variable that says to go without browsers. Set to anything but the empty string, it skips what needs one.
pub const SKIP_VARIABLE: &str = "PREFLIGHT_SKIP_BROWSERS";

/// Whether somebody asked to go without browsers.
pub fn browsers_are_skipped() -> bool {
    std::env::var_os(SKIP_VARIABLE).is_some_and(|value| !value.is_empty())
}

//! Turns a browser's verdict into findings: a cause with a stable code, how sure it is, the line that shows it, and the
//! smallest change that mends it.
//!
//! ```text
//!  Verdict (engine) ──► diagnose ──► Finding { cause, certainty, message, evidence, fix }, most important first
//! ```
//!
//! What this crate never does: it sends nothing, reads no file and prints nothing. [`Cause`] is the one registry; the
//! table in `docs/causes.md` is generated from it.

#![forbid(unsafe_code)]

mod cause;
mod finding;

mod diagnose;
mod allow_origin;
mod missing_allow_origin;
mod preflight_answer;
mod before_cors;

pub use cause::Cause;
pub use diagnose::diagnose;
pub use finding::{Certainty, Evidence, Finding, Side};

//! Turns a browser's verdict into findings: a cause with a stable code, how sure it is, the line that shows it, and the
//! smallest change that mends it. Console text becomes the same causes, with less certainty.
//!
//! ```text
//!  Verdict (engine) ──► diagnose ──► Finding { cause, certainty, message, evidence, fix }, most important first
//!  Case ──► investigate ◄──► Network (the edge's) ──► Investigation { findings, probes, notes }
//!  URL ──► survey ◄──► Network ──► Survey { origins, methods, request_headers, … }
//!  console text ──► read_console ──► Message ──► explain ──► Explanation { meaning, causes, fixes }
//! ```
//!
//! What this crate never does: it sends nothing, reads no file and prints nothing. [`Cause`] is the one registry; the
//! table in `docs/causes.md` is generated from it.

#![forbid(unsafe_code)]

mod cause;
mod finding;
mod text;

mod diagnose;
mod allow_origin;
mod missing_allow_origin;
mod preflight_answer;
mod before_cors;
mod mixed_content;
mod misspelled;
mod redirect_target;
mod intermediary;

mod investigate;
mod survey;

mod case;
mod judge;
mod network;

mod console;
mod explain;
mod explain_old;
mod fixes;

pub use case::{Case, Deciding, Judgement, ReadSource, SourceSays};
pub use console::{ConsoleReason, Engine, MESSAGE_LIMIT, Message, NetError, NetErrorClass, TEXT_LIMIT, read_console};
pub use explain::{CANDIDATE_LIMIT, Candidate, Explanation, explain};
pub use fixes::{Framework, Grant, Observed, PLACEHOLDER_ORIGIN, header_lines, remedy, snippet};
pub use judge::{is_fixed_by_headers, judge};
pub use network::{Answer, Network, NoNetwork, PolicyNetwork, Probe, RecordedNetwork, ScriptedNetwork};
pub use intermediary::{Interference, Intermediary, Sign, recognise};
pub use survey::{Allowed, Survey, Told, survey};
pub use text::text_of;

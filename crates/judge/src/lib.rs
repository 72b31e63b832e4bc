//! The offline browser behind `preflight judge`: a page's requests, a scripted server and the world around them in, what a
//! browser does out.
//!
//! ```text
//!  a line ──► Case ──► page request ──► Fetch (engine) ⇄ scripted server ──► Judged: results, wire, console
//! ```
//!
//! What this crate never does: it opens no socket, waits for nothing (time is what the case says has passed), and holds
//! no rule of a browser; those are the engine's.

#![forbid(unsafe_code)]

mod case;
mod script;
mod page;
mod world;
mod server;
mod integrity;
mod run;
mod json_error;
mod line;

pub use case::{HostSpace, JarCookie, PageBody, PageRequest, ScriptedCase, World};
pub use json_error::describe;
pub use line::{Line, LineError, judge_line, read_and_judge};
pub use page::UnreadableCase;
pub use run::{Judged, judge};
pub use script::{Asked, Response, Script, ScriptedAnswer, bytes, text};

//! The loop: a page's call is blocked in a real browser, its console is pasted, the printed command is run as it stands, the
//! advice is followed, and the browser is asked again.
//!
//! ```text
//!  corpus/loop/*.toml ──► Situation ──► Bench: server, page, folder
//!                                         │
//!  browser: call, console ──► read ──► hand-over ──► remedy ──► browser: call    agreement
//!                                         └── preflight, as a person runs it ──┘
//! ```
//!
//! What this crate never does: it looks at nothing but what the program prints, and reaches nothing but loopback.

#![forbid(unsafe_code)]

pub mod situation;
mod ports;

pub mod program;
mod scripted_server;
pub mod page_server;
mod script;
pub mod server;
pub mod bench;

mod steps;
pub mod run;
pub mod score;

//! What a command found, as one [`Report`], and the ways to write it: for people, as JSON, JSON lines, annotations of GitHub,
//! JUnit and SARIF.
//!
//! ```text
//!  command ──► Report { entries, page } ──► render(format) ──► one document
//! ```
//!
//! Nothing here prints, and nothing here decides what may be shown: what a user or a server said is redacted once, by whoever
//! makes the report, and is [`Outside`] from then on. Only a renderer takes it out again, escaped as its format needs.

#![forbid(unsafe_code)]

mod escape;
mod shell;
mod theme;
mod wrap;
mod shortened;
mod page;

mod exit;
mod finding;
mod exchange;
mod wire;
mod report;

mod format;
mod json;
mod jsonl;
mod github;
mod junit;
mod sarif;

pub use anstyle::Style;
pub use escape::{Outside, printable};
pub use exchange::{ShownExchange, ShownHead};
pub use exit::Exit;
pub use finding::{ShownEvidence, ShownFinding};
pub use format::{Format, render};
pub use json::to_line;
pub use page::{Page, Span};
pub use report::{Entry, Report, Shape};
pub use shell::{command_line, is_quotable, quoted};
pub use theme::Role;
pub use wire::{Extent, write_exchange};
pub use wrap::wrapped;

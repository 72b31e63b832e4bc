//! Words for a shell.

pub use preflight_report::{command_line, is_quotable, quoted};

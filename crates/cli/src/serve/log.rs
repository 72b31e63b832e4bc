//! Log lines on stderr.

use std::io::{self, IsTerminal};

/// Writes what happens to stderr, one line an event.
pub fn to_stderr() {
    let colors = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
    tracing_subscriber::fmt().with_writer(io::stderr).with_ansi(colors).with_target(false).without_time().init();
}

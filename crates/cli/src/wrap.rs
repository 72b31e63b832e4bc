//! Lines no wider than the terminal.

use std::io::IsTerminal;

/// A line of text is never narrower, however narrow the terminal.
const NARROWEST: usize = 40;

/// Where nobody says how wide it is.
const DEFAULT: usize = 100;

/// How wide lines may be: what `COLUMNS` says, or the terminal; on a pipe they are not broken.
pub fn width() -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let known = said.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
    known.or_else(|| std::io::stdout().is_terminal().then_some(DEFAULT)).map(|width| width.max(NARROWEST))
}

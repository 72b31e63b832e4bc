//! Lines no wider than the terminal.

use std::io::IsTerminal;

use anstyle::Style;
use preflight_report::wrapped;

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

/// The text after a label, its further lines under its first; words are not broken.
pub fn labelled(label: &str, style: Style, text: &str, width: Option<usize>) -> String {
    let indent = label.chars().count().max(5) + 1;
    let body = wrapped(text, width.map(|width| width.saturating_sub(indent)), indent);
    format!("{style}{label:5}{style:#} {body}\n")
}

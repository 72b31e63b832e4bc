//! Lines no wider than the terminal.

use std::io::IsTerminal;

use anstyle::Style;

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

/// The text in lines of this width, all but the first indented.
pub fn wrapped(text: &str, width: Option<usize>, indent: usize) -> String {
    let Some(width) = width else { return text.to_owned() };
    let (mut out, mut column) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(indent));
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole() {
        assert_eq!(wrapped("one two three", Some(7), 2), "one two\n  three");
        assert_eq!(wrapped("a-word-that-is-too-long b", Some(5), 0), "a-word-that-is-too-long\nb");
        assert_eq!(wrapped("as it is", None, 2), "as it is");
    }
}

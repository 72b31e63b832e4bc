//! Diagnostics as text: one plain line, or with the line of the source and what is meant marked below it.

use std::fmt::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::{Color, Diagnostic, DiagnosticSeverity, Excerpt, Place};
use crate::bounded;
use crate::unseen::is_unseen;

const BOLD: &str = "\u{1b}[1m";
const RED: &str = "\u{1b}[1;31m";
const YELLOW: &str = "\u{1b}[1;33m";
const BLUE: &str = "\u{1b}[1;34m";
const RESET: &str = "\u{1b}[0m";

impl Diagnostic {
    /// The diagnostic with its line of the source. It ends with a line break.
    ///
    /// ```
    /// use preflight_policy_file::{Color, Context, parse_toml};
    ///
    /// let text = "upstream = \"localhost:5000\"\n[policy.app]\norigins = \"any\"\n";
    /// let diagnostics = parse_toml(text, "preflight.toml", &Context::default()).unwrap_err();
    /// let expected = "\
    /// error[PF134]: `localhost:5000` is not an upstream: an upstream begins with http:// or https://
    ///  --> preflight.toml:1:12
    ///   |
    /// 1 | upstream = \"localhost:5000\"
    ///   |            ^^^^^^^^^^^^^^^^
    ///   = help: write `http://localhost:5000`
    /// ";
    /// assert_eq!(diagnostics.render(Color::Never), expected);
    /// ```
    pub fn render(&self, color: Color) -> String {
        let mut out = String::new();
        self.write_to(&mut out, color).expect("a String takes everything");
        out
    }

    fn write_to(&self, out: &mut String, color: Color) -> fmt::Result {
        let accent = match self.severity {
            DiagnosticSeverity::Error => RED,
            DiagnosticSeverity::Warning => YELLOW,
        };
        let paint = |style, text: &str| match color {
            Color::Never => text.to_owned(),
            Color::Always => format!("{style}{text}{RESET}"),
        };
        let message = paint(BOLD, &format!(": {}", escape(&self.message)));
        writeln!(out, "{}{message}", paint(accent, &self.label()))?;
        let line = self.line_and_column().map(|(line, _)| line.to_string()).unwrap_or_default();
        let margin = " ".repeat(line.len());
        writeln!(out, "{margin}{} {}", paint(BLUE, "-->"), escape(&self.place.to_string()))?;
        if let Place::Text { excerpt: Some(excerpt), .. } = &self.place {
            let (text, indent, marks) = marked(excerpt);
            writeln!(out, "{margin} {}", paint(BLUE, "|"))?;
            writeln!(out, "{} {text}", paint(BLUE, &format!("{line} |")))?;
            writeln!(out, "{margin} {} {indent}{}", paint(BLUE, "|"), paint(accent, &marks))?;
        }
        if let Some(help) = &self.help {
            writeln!(out, "{margin} {} help: {}", paint(BLUE, "="), escape(help))?;
        }
        Ok(())
    }
}

/// One line: `preflight.toml:4:12: error[PF103]: …`.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", escape(&self.place.to_string()), self.label(), escape(&self.message))?;
        match &self.help {
            Some(help) => write!(f, "; {}", escape(help)),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { file, line, column, .. } => write!(f, "{file}:{line}:{column}"),
            Self::File(name) => f.write_str(name),
            Self::Variable(name) | Self::Key(name) => f.write_str(&bounded::value(name)),
            Self::Flag(name) => f.write_str(name),
        }
    }
}

/// The text, the space before the marks, and the marks.
fn marked(excerpt: &Excerpt) -> (String, String, String) {
    let part = |range: std::ops::Range<usize>| escape(excerpt.text.get(range).unwrap_or_default());
    let width = |text: &str| " ".repeat(text.width());
    let before = part(0..excerpt.marked.start);
    let meant = part(excerpt.marked.clone());
    (escape(&excerpt.text), width(&before), "^".repeat(meant.width().max(1)))
}

/// The text with a tab as a space, and what nobody sees or what acts on a terminal escaped.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => escaped.push(' '),
            _ if is_unseen(character) => escaped.extend(character.escape_default()),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn diagnostic(text: &str, marked: std::ops::Range<usize>) -> Diagnostic {
        let excerpt = Some(Excerpt { text: text.to_owned(), marked: marked.clone() });
        Diagnostic {
            rule: None,
            severity: DiagnosticSeverity::Warning,
            message: "a \u{1b}[2J message".to_owned(),
            place: Place::Text { file: "f\n.toml".to_owned(), line: 12, column: 3, span: marked, excerpt },
            help: Some("do it".to_owned()),
        }
    }

    #[test]
    fn nothing_from_outside_reaches_the_terminal_raw() {
        let line = diagnostic("a\u{1b}[31m\u{202e}\tb", 0..1);
        assert_eq!(line.to_string(), r"f\n.toml:12:3: warning: a \u{1b}[2J message; do it");
        let rendered = line.render(Color::Never);
        assert!(rendered.contains(r"12 | a\u{1b}[31m\u{202e} b"), "{rendered}");
        assert!(!rendered.contains('\u{1b}'), "{rendered:?}");
    }

    #[test]
    fn what_nobody_sees_is_escaped_in_a_message_and_in_an_excerpt() {
        for unseen in ['\u{ad}', '\u{61c}', '\u{180e}', '\u{206a}', '\u{fe0f}', '\u{fff9}', '\u{e0041}', '\u{9b}', '\r']
        {
            let mut line = diagnostic(&format!("a{unseen}b"), 0..1);
            line.message = format!("c{unseen}d");
            for shown in [line.render(Color::Never), line.to_string()] {
                assert!(!shown.contains(unseen), "{shown:?}");
            }
        }
    }

    #[test]
    fn carets_stand_below_what_is_meant() {
        let cases = [
            ("after wide characters", "世界 = x", 9..10, "12 | 世界 = x\n   |        ^\n"),
            ("after an escaped character", "\u{7}x", 1..2, "12 | \\u{7}x\n   |      ^\n"),
            ("where nothing is left to mark", "ab", 2..2, "12 | ab\n   |   ^\n"),
        ];
        for (sentence, text, marked, expected) in cases {
            let rendered = diagnostic(text, marked).render(Color::Never);
            assert!(rendered.contains(expected), "{sentence}: {rendered}");
        }
    }

    #[test]
    fn colour_is_only_there_when_asked_for() {
        assert!(diagnostic("ab", 0..1).render(Color::Always).starts_with("\u{1b}[1;33mwarning\u{1b}[0m"));
    }
}

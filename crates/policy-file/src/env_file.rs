//! Files of variables, such as `.env`: `NAME=value`, one a line.
//!
//! ```text
//! # a comment
//! NAME=value              # white space and # begin a comment after a value without quotes
//! export NAME=value       # as in a shell
//! NAME='taken as it is'
//! NAME="with \n, \t, \\, \" and \$"
//! ```
//!
//! Deliberately absent: values over several lines, and the expansion of variables in values. A value is never shown.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use preflight_rules::policies;

use crate::diagnostic::{Diagnostic, DiagnosticSeverity, Diagnostics, Place};
use crate::expand::is_name;
use crate::load::Load;
use crate::read_file::read_text;
use crate::report::DIAGNOSTICS_LIMIT;
use crate::source::Source;

/// The variables of an env-file.
#[derive(Clone, Default)]
pub struct EnvFile(BTreeMap<String, String>);

impl EnvFile {
    /// Parses the text of an env-file. Of a name that stands twice the last value holds.
    ///
    /// # Errors
    /// [`Diagnostics`] with every line that is not an assignment. They do not hold the line, which may hold a secret.
    ///
    /// ```
    /// use preflight_policy_file::EnvFile;
    ///
    /// assert!(EnvFile::parse("# production\nORIGINS=https://app.example.com\n", ".env").is_ok());
    /// let errors = EnvFile::parse("ORIGINS https://app.example.com", ".env").unwrap_err();
    /// assert_eq!(errors.to_string(), ".env:1:1: error[PF143]: this line is not an assignment; write NAME=value");
    /// ```
    pub fn parse(text: &str, file_name: &str) -> Result<Self, Diagnostics> {
        let mut variables = BTreeMap::new();
        let mut errors = Vec::new();
        let mut next_line = 0;
        for line in text.split_inclusive('\n') {
            let start = next_line + line.len() - line.trim_start().len();
            next_line += line.len();
            match assignment(line.trim_start_matches('\u{feff}')) {
                Ok(Some((name, value))) => drop(variables.insert(name.to_owned(), value)),
                Ok(None) => {}
                Err((message, help)) => errors.push((start, message, help)),
            }
        }
        if errors.is_empty() {
            return Ok(Self(variables));
        }
        errors.truncate(DIAGNOSTICS_LIMIT);
        let source = Source::new(file_name, text);
        let diagnostics = errors.into_iter().map(|(start, message, help)| Diagnostic {
            rule: Some(&policies::INVALID_ENV_FILE),
            severity: DiagnosticSeverity::Error,
            message: message.to_owned(),
            place: without_excerpt(source.place(start..start)),
            help: Some(help.to_owned()),
        });
        Err(Diagnostics::new(diagnostics.collect()))
    }

    /// Reads an env-file, at a start or at a reload.
    ///
    /// # Errors
    /// [`Diagnostics`] as with [`EnvFile::parse`], and where the file cannot be read.
    pub fn read(path: &Path, load: &Load) -> Result<Self, Diagnostics> {
        Self::parse(&read_text(path, load.streams())?, &path.display().to_string())
    }

    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Names only: a value may be a secret.
impl fmt::Debug for EnvFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("EnvFile").field(&self.0.keys()).finish()
    }
}

/// The rule that a line breaks, and the remedy.
type LineError = (&'static str, &'static str);

/// The name and the value of a line; none of an empty line or a comment.
fn assignment(line: &str) -> Result<Option<(&str, String)>, LineError> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let exported = line.strip_prefix("export").and_then(|rest| rest.strip_prefix([' ', '\t']));
    let Some((name, value)) = exported.unwrap_or(line).split_once('=') else {
        return Err(("this line is not an assignment", "write NAME=value"));
    };
    let name = name.trim();
    if !is_name(name) {
        return Err(("what stands before = is not a name of a variable", "use letters, digits and _, no digit first"));
    }
    Ok(Some((name, value_of(value.trim_start())?)))
}

fn value_of(text: &str) -> Result<String, LineError> {
    let (value, rest) = if let Some(text) = text.strip_prefix('\'') {
        let (value, rest) = text.split_once('\'').ok_or(UNCLOSED)?;
        (value.to_owned(), rest)
    } else if let Some(text) = text.strip_prefix('"') {
        double_quoted(text)?
    } else {
        return Ok(unquoted(text).to_owned());
    };
    match rest.trim_start() {
        "" => Ok(value),
        rest if rest.starts_with('#') => Ok(value),
        _ => Err(("something follows the closing quote", "put all of the value into one pair of quotes")),
    }
}

const UNCLOSED: LineError = ("a quote is not closed on its line", "close it; a value cannot have several lines");

/// The value, and what follows the closing quote.
fn double_quoted(text: &str) -> Result<(String, &str), LineError> {
    let mut value = String::new();
    let mut characters = text.chars();
    loop {
        match characters.next().ok_or(UNCLOSED)? {
            '"' => return Ok((value, characters.as_str())),
            '\\' => match characters.next().ok_or(UNCLOSED)? {
                'n' => value.push('\n'),
                't' => value.push('\t'),
                literal @ ('\\' | '"' | '$') => value.push(literal),
                _ => return Err((r"after \ in double quotes stands n, t, \, double quote or $", "use single quotes")),
            },
            character => value.push(character),
        }
    }
}

/// A `#` is a part of the value unless white space stands before it.
fn unquoted(text: &str) -> &str {
    let comment = text.match_indices('#').find(|(at, _)| text[..*at].is_empty() || text[..*at].ends_with([' ', '\t']));
    text[..comment.map_or(text.len(), |(at, _)| at)].trim_end()
}

fn without_excerpt(place: Place) -> Place {
    match place {
        Place::Text { file, line, column, span, excerpt: _ } => Place::Text { file, line, column, span, excerpt: None },
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assignments_are_read() {
        let cases = [
            ("a value", "A=b", Some("b")),
            ("an empty value", "A=", Some("")),
            ("white space around", "  A = b c \t", Some("b c")),
            ("exported", "export A=b", Some("b")),
            ("a comment after a value", "A=b # c", Some("b")),
            ("a # inside a value", "A=b#c", Some("b#c")),
            ("a comment in the place of a value", "A= # c", Some("")),
            ("single quotes", r"A='b # \n'", Some(r"b # \n")),
            ("double quotes", r#"A="b \"c\" \\ \$d # \t" # e"#, Some("b \"c\" \\ $d # \t")),
            ("a variable is not expanded", "A=${B}", Some("${B}")),
            ("a list", "A=https://a.example,https://b.example", Some("https://a.example,https://b.example")),
            ("the last of two", "A=1\r\nA=2\r\n", Some("2")),
            ("a comment", "# A=b", None),
            ("nothing", "", None),
            ("a byte-order mark", "\u{feff}A=b", Some("b")),
        ];
        for (sentence, text, expected) in cases {
            let env_file = EnvFile::parse(text, ".env").expect(sentence);
            assert_eq!(env_file.variable("A"), expected, "{sentence}");
        }
    }

    #[test]
    fn a_line_that_is_no_assignment_is_an_error_with_its_place_and_without_its_text() {
        let cases = [
            ("no =", "A=b\n\n  secret", "3:3: error[PF143]: this line is not an assignment"),
            ("no name", "=secret", "1:1: error[PF143]: what stands before = is not a name"),
            ("a name with a dash", "A-B=secret", "1:1: error[PF143]: what stands before = is not a name"),
            ("an open single quote", "A='secret", "1:1: error[PF143]: a quote is not closed"),
            ("an open double quote", "A=\"secret", "1:1: error[PF143]: a quote is not closed"),
            ("a lone backslash at the end", "A=\"secret\\", "1:1: error[PF143]: a quote is not closed"),
            ("an unknown escape", r#"A="secret\x""#, "1:1: error[PF143]: after \\ in double quotes"),
            ("more after the quotes", "A='secret' secret", "1:1: error[PF143]: something follows the closing quote"),
        ];
        for (sentence, text, expected) in cases {
            let errors = EnvFile::parse(text, ".env").expect_err(sentence);
            assert!(errors.to_string().contains(expected), "{sentence}: {errors}");
            assert!(!format!("{errors:?}").contains("secret"), "{sentence}: {errors:?}");
        }
    }

    #[test]
    fn all_lines_are_checked_at_once() {
        assert_eq!(EnvFile::parse("a\nb\nc=d\n", ".env").unwrap_err().len(), 2);
    }
}

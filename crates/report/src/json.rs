//! JSON as every command writes it: the escaping is that of JSON alone, and nothing that nobody sees stands in it raw.

use std::io::{self, Write};

use preflight_policy_file::is_unseen;
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

use crate::report::{Report, Shape};

/// The document of the command.
pub fn document(report: &Report) -> String {
    let objects = report.entries.iter().map(|entry| Value::Object(entry.object.clone()));
    let value = match report.shape {
        Shape::Object => objects.into_iter().next().unwrap_or_default(),
        Shape::List => Value::Array(objects.collect()),
    };
    to_line(&value) + "\n"
}

/// A value as one line of JSON.
pub fn to_line(value: &impl Serialize) -> String {
    let mut line = Vec::new();
    let written = value.serialize(&mut Serializer::with_formatter(&mut line, Visible(CompactFormatter)));
    debug_assert!(written.is_ok(), "a value of strings, numbers and lists can always be written: {written:?}");
    // What serde writes is UTF-8.
    String::from_utf8(line).unwrap_or_default()
}

/// Writes what nobody sees as `\u` escapes; in everything else JSON without white space.
struct Visible(CompactFormatter);

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        // Most text is plain, and `decide` and `judge` write a lot of it.
        if fragment.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return self.0.write_string_fragment(writer, fragment);
        }
        let mut rest = fragment;
        while let Some((at, unseen)) = rest.char_indices().find(|&(_, c)| is_unseen(c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in unseen.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + unseen.len_utf8()..];
        }
        self.0.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_nobody_sees_is_escaped_and_parses_back() {
        for text in [
            "plain, \"quoted\" \\ / é 漢 😀",
            "\u{0}\t\n\u{1b}[31m\u{7f}\u{85}\u{9b}",
            "\u{61c}\u{200b}\u{200e}\u{202e}\u{2028}\u{2066}\u{2069}\u{feff}",
            "\u{e0041}\u{e007f}\u{fe0f}",
        ] {
            let line = to_line(&json!({ text: [text] }));
            assert!(!line.chars().any(is_unseen), "{line:?}");
            let parsed: Value = serde_json::from_str(&line).expect("it is JSON");
            assert_eq!(parsed, json!({ text: [text] }));
        }
        assert_eq!(to_line(&json!("\u{e0041}")), "\"\\udb40\\udc41\"");
    }
}

//! Lists of origins, one a line, for `--allow-origins-file`.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use crate::diagnostic::Diagnostics;
use crate::load::Load;
use crate::read_file::read_text;

/// A list of origins, one a line. A `#` at the beginning of a line or after white space begins a comment.
///
/// ```
/// use preflight_policy_file::{Context, OriginsFile, Overrides, without_file};
///
/// let origins_file = OriginsFile::new("origins.txt", "# staging\nhttps://app.example.com\nhttps://App.example.org\n");
/// let overrides = Overrides {
///     upstream: Some("http://127.0.0.1:5000".to_owned()),
///     origins_file: Some(origins_file),
///     ..Overrides::default()
/// };
/// let errors = without_file(&Context { overrides, ..Context::default() }).unwrap_err();
/// assert!(errors.to_string().starts_with("origins.txt:3:1: error[PF103]: `https://App.example.org` is not an origin pattern"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct OriginsFile {
    name: String,
    text: String,
}

impl OriginsFile {
    /// A list that was read already, with the name that diagnostics show.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self { name: name.into(), text: text.into() }
    }

    /// Reads a list, at a start or at a reload. What is wrong with its origins shows when a policy is made of them.
    ///
    /// # Errors
    /// [`Diagnostics`] where it cannot be read.
    pub fn read(path: &Path, load: &Load) -> Result<Self, Diagnostics> {
        Ok(Self::new(path.display().to_string(), read_text(path, load.streams())?))
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The origins and where they stand.
    pub(crate) fn origins(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        origins_in(&self.text)
    }
}

/// The origins of such a text and where they stand.
pub(crate) fn origins_in(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut next_line = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let line_start = next_line;
        next_line += line.len();
        let origin = without_comment(line.trim_start_matches('\u{feff}')).trim();
        let indent = line.find(origin).unwrap_or(0);
        let start = line_start + indent;
        (!origin.is_empty()).then_some((origin, start..start + origin.len()))
    })
}

/// How many bytes rather than which: there may be a million lines.
impl fmt::Debug for OriginsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OriginsFile").field("name", &self.name).field("bytes", &self.text.len()).finish()
    }
}

fn without_comment(line: &str) -> &str {
    let mut marks = line.match_indices('#').map(|(at, _)| &line[..at]);
    marks.find(|before| before.is_empty() || before.ends_with(char::is_whitespace)).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_found_with_their_places() {
        let text = "\u{feff}https://a.example\r\n\n# no\n  https://b.example # yes\nhttps://c.example#d";
        let file = OriginsFile::new("o", text);
        let found: Vec<_> = file.origins().map(|(origin, span)| (origin, &text[span])).collect();
        let expected = ["https://a.example", "https://b.example", "https://c.example#d"];
        assert_eq!(found, expected.map(|origin| (origin, origin)));
    }
}

//! Where a value comes from, small enough to be kept for each of a million origins.

use std::ops::Range;

/// Where a value comes from. The order is that of the diagnostics.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Site {
    /// Bytes of a text.
    Text { text: Text, start: u32, end: u32 },
    /// A variable that overrides the file.
    Variable(&'static str),
    /// Any other variable.
    OtherVariable(Box<str>),
    /// A flag that overrides both.
    Flag(&'static str),
    /// A path of keys in a value without a text.
    Key(Box<str>),
    /// The policy file as a whole.
    File,
}

/// Which of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Text {
    /// The policy file.
    Policy,
    /// The file of `--allow-origins-file`.
    Origins,
}

impl Site {
    /// Bytes of a text. Texts are far smaller than 4 GiB; see [`FILE_LIMIT`](crate::read_file::FILE_LIMIT).
    pub(crate) fn span(text: Text, span: Range<usize>) -> Self {
        let [start, end] = [span.start, span.end].map(|byte| u32::try_from(byte).unwrap_or(u32::MAX));
        Self::Text { text, start, end }
    }
}

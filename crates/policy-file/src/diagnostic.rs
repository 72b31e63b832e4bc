//! One thing to tell the author of a policy: what, where, and what to do about it.

mod render;

use std::fmt;
use std::ops::Range;

use preflight_rules::Rule;

use crate::bounded;

/// One error or warning.
///
/// Its [`Display`](fmt::Display) is one plain line, `preflight.toml:4:12: error[PF103]: …`; [`Diagnostic::render`] shows the
/// line of the source too. Both escape control characters; the fields are raw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule found it; none where a file could not be read, and for the line that counts what is not shown.
    pub rule: Option<&'static Rule>,
    /// Whether it stands in the way.
    pub severity: DiagnosticSeverity,
    /// The value, the rule and often the remedy; lower case, without a full stop.
    pub message: String,
    /// Where it stands.
    pub place: Place,
    /// The smallest change that repairs it, where the message does not say so already.
    pub help: Option<String>,
}

/// Whether a diagnostic stands in the way. Closed: there is nothing between the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DiagnosticSeverity {
    /// Nothing is loaded.
    Error,
    /// Everything works, but probably not as meant.
    Warning,
}

/// Where a diagnostic stands.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Place {
    /// In a text.
    Text {
        /// The name of the file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The column in characters, from 1.
        column: usize,
        /// The bytes of the text that are meant.
        span: Range<usize>,
        /// The line itself, or what of a long line is around the column; none where it may hold secrets.
        excerpt: Option<Excerpt>,
    },
    /// In a file as a whole, or in one that could not be read.
    File(String),
    /// In the environment or an env-file, under this name.
    Variable(String),
    /// In a command-line flag.
    Flag(&'static str),
    /// In a value without a text: the path of keys, such as `origins[2]`.
    Key(String),
}

/// What is shown of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// A part of one line of the source, raw.
    pub text: String,
    /// The bytes of `text` that are meant.
    pub marked: Range<usize>,
}

/// Whether colour is wanted. Closed: the edge has decided.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// Plain text.
    #[default]
    Never,
    /// ANSI escape sequences.
    Always,
}

/// All errors, in the order of the file, and then the warnings; at least one of them is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostic {
    /// The line and the column, from 1, where it stands in a text.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        match self.place {
            Place::Text { line, column, .. } => Some((line, column)),
            Place::File(_) | Place::Variable(_) | Place::Flag(_) | Place::Key(_) => None,
        }
    }
}

impl Diagnostic {
    /// The same with its texts and the names of files as an edge shows them, which knows what of a value is a secret.
    #[must_use]
    pub fn shown_as(&self, shown: impl Fn(&str) -> String, shown_name: impl Fn(&str) -> String) -> Self {
        let place = match self.place.clone() {
            Place::Text { file, line, column, span, excerpt } => Place::Text {
                file: shown_name(&file),
                line,
                column,
                span,
                excerpt: excerpt.map(|excerpt| excerpt.shown_as(&shown)),
            },
            Place::File(name) => Place::File(shown_name(&name)),
            Place::Key(path) => Place::Key(shown(&path)),
            Place::Variable(name) => Place::Variable(shown(&name)),
            flag @ Place::Flag(_) => flag,
        };
        Self {
            rule: self.rule,
            severity: self.severity,
            message: shown(&self.message),
            place,
            help: self.help.as_deref().map(shown),
        }
    }
}

impl Excerpt {
    /// What is marked stays marked; where that is but a part of what is hidden, all is marked.
    fn shown_as(&self, shown: impl Fn(&str) -> String) -> Self {
        let whole = shown(&self.text);
        let (Some(before), Some(meant), Some(after)) =
            (self.text.get(..self.marked.start), self.text.get(self.marked.clone()), self.text.get(self.marked.end..))
        else {
            return Self { marked: 0..whole.len(), text: whole };
        };
        let (before, meant, after) = (shown(before), shown(meant), shown(after));
        let marked = if format!("{before}{meant}{after}") == whole {
            before.len()..before.len() + meant.len()
        } else {
            0..whole.len()
        };
        Self { text: whole, marked }
    }
}

impl Diagnostics {
    /// The same with their texts and the names of files as an edge shows them.
    #[must_use]
    pub fn shown_as(&self, shown: impl Fn(&str) -> String, shown_name: impl Fn(&str) -> String) -> Self {
        Self(self.0.iter().map(|diagnostic| diagnostic.shown_as(&shown, &shown_name)).collect())
    }

    pub(crate) fn new(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }

    /// One error.
    pub(crate) fn one(place: Place, message: impl Into<String>, help: Option<String>) -> Self {
        let (message, help) = (bounded::message(message.into()), help.map(bounded::message));
        Self(vec![Diagnostic { rule: None, severity: DiagnosticSeverity::Error, message, place, help }])
    }

    /// The diagnostics, the errors first.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// How many there are.
    #[allow(clippy::len_without_is_empty, reason = "it is never empty")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The diagnostics, to keep.
    pub fn into_vec(self) -> Vec<Diagnostic> {
        self.0
    }

    /// Every diagnostic with its line of the source, an empty line between them, and a line break at the end.
    pub fn render(&self, color: Color) -> String {
        let rendered: Vec<_> = self.iter().map(|diagnostic| diagnostic.render(color)).collect();
        rendered.join("\n")
    }
}

impl Diagnostic {
    /// `error[PF103]`: how bad it is, and the code of its page.
    pub(crate) fn label(&self) -> String {
        let code = self.rule.map(|rule| format!("[{}]", rule.code)).unwrap_or_default();
        format!("{}{code}", self.severity.as_str())
    }
}

impl DiagnosticSeverity {
    /// The word in a message.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// One line each.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

//! From a source text to policies and notes.

use std::fmt;
use std::path::Path;

use crate::note::{LetIn, Notes, Site};
use crate::{ConfigurationNote, Dialect, RoutePolicy, aspnet, django, express, flask, node};

/// A source may be this long. Configurations are written by people.
pub const SOURCE_LIMIT: usize = 1 << 20;

/// What a source says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// The policies in the order of the source; never none.
    pub policies: Vec<RoutePolicy>,
    /// Every difference between the policies and what the source does, in the order of the source.
    pub notes: Vec<ConfigurationNote>,
}

/// Why a source holds no policy. The caller is at fault.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportError {
    /// The name of the file is not one of this dialect.
    WrongFileKind {
        /// The name.
        file_name: String,
        /// The dialect that was asked for.
        dialect: Dialect,
    },
    /// More than [`SOURCE_LIMIT`] bytes.
    TooLong {
        /// How many there are.
        length: usize,
    },
    /// The text is not of the language.
    Syntax {
        /// The language.
        language: &'static str,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// The text is most likely not of the language: it takes too long to parse.
    TooHard {
        /// The language.
        language: &'static str,
    },
    /// The text is of the language, but configures no CORS in this dialect.
    NoCors {
        /// The dialect that was asked for.
        dialect: Dialect,
        /// What was looked for.
        sought: &'static str,
    },
}

/// What a dialect reads from a source.
pub(crate) type Read = Result<Vec<RoutePolicy>, ImportError>;

/// Reads the policies of a source text. `file_name` only tells whether the file is of the right kind.
///
/// # Errors
/// [`ImportError`] if the text is not of the dialect's language or configures no CORS.
///
/// ```
/// use preflight_dialects::{Code, Dialect, import};
///
/// let imported = import(Dialect::Django, "CORS_ALLOWED_ORIGINS = ['https://app.example.com/']", "settings.py")?;
/// assert_eq!(imported.policies[0].config.origins.entries(), ["https://app.example.com"]);
/// assert!(imported.notes.iter().any(|note| note.code == Code::TrailingSlash && note.line == 1));
/// # Ok::<(), preflight_dialects::ImportError>(())
/// ```
pub fn import(dialect: Dialect, source: &str, file_name: &str) -> Result<Imported, ImportError> {
    check_file_kind(dialect, file_name)?;
    read(dialect, source).map(|whole| whole.imported)
}

/// What a source says, and whom it lets in besides.
#[derive(Default)]
pub(crate) struct Whole {
    pub(crate) imported: Imported,
    pub(crate) let_in: Vec<LetIn>,
}

/// Reads all that a source text says, whatever its file is called.
pub(crate) fn read(dialect: Dialect, source: &str) -> Result<Whole, ImportError> {
    // Some editors begin a file with a mark.
    let source = source.strip_prefix('\u{feff}').unwrap_or(source);
    if source.len() > SOURCE_LIMIT {
        return Err(ImportError::TooLong { length: source.len() });
    }
    let mut notes = Notes::default();
    let policies = match dialect {
        Dialect::Express => express::read(source, &mut notes),
        Dialect::Node => node::read(source, &mut notes),
        Dialect::Flask => flask::read(source, &mut notes),
        Dialect::Django => django::read(source, &mut notes),
        Dialect::AspNet => aspnet::read(source, &mut notes),
    }?;
    let let_in = notes.let_in().to_vec();
    Ok(Whole { imported: Imported { policies, notes: notes.into_sorted() }, let_in })
}

/// A name without an ending, such as `-`, is any kind of file.
pub(crate) fn check_file_kind(dialect: Dialect, file_name: &str) -> Result<(), ImportError> {
    let ending = Path::new(file_name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending {
        Some(ending) if !dialect.file_endings().contains(&ending.as_str()) => {
            Err(ImportError::WrongFileKind { file_name: file_name.to_owned(), dialect })
        }
        Some(_) | None => Ok(()),
    }
}

impl ImportError {
    pub(crate) fn syntax(language: &'static str, site: Site) -> Self {
        Self::Syntax { language, line: site.line, column: site.column }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongFileKind { file_name, dialect } => write!(
                f,
                "`{}` is not the kind of file that configures {dialect}: that ends in .{}",
                file_name,
                dialect.file_endings().join(", .")
            ),
            Self::TooLong { length } => {
                write!(
                    f,
                    "{length} bytes are more than the {SOURCE_LIMIT} that are read; hand over the file that configures CORS"
                )
            }
            Self::Syntax { language, line, column } => {
                write!(f, "line {line}, column {column}: this is not {language}")
            }
            Self::TooHard { language } => {
                write!(
                    f,
                    "this takes too long to read as {language}, as what is not {language} may; hand over the source in which the server is set up"
                )
            }
            Self::NoCors { dialect, sought } => {
                write!(f, "nothing in this file configures CORS for {dialect}; {sought} was looked for")
            }
        }
    }
}

impl std::error::Error for ImportError {}

//! Why a line cannot be read.

use std::fmt;

/// Why a line cannot be read as a call. Its text quotes nothing of the line but an option: all else may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Longer than [`TEXT_LIMIT`](crate::TEXT_LIMIT).
    TooLong,
    /// A quote is opened and not closed.
    OpenQuote,
    /// A bracket or a string of `fetch(…)` is opened and not closed.
    OpenBracket,
    /// There is no URL.
    NoUrl,
    /// A client is made, and nothing is called with it.
    NoCall,
    /// More than one URL.
    SeveralUrls,
    /// The last option of a command misses its value.
    NoValue(String),
    /// A header ends after its colon, and a word follows that is no URL: the quotes around both are missing.
    UnquotedHeader,
    /// What stands in the URL's place is a single word.
    SingleWord,
    /// The host of the URL is not in the line: a variable or an expression, by its name where it has one.
    UrlIsExpression(Option<String>),
    /// The URL is relative, and nothing says to what.
    RelativeUrl(String),
    /// The URL cannot be parsed; the second is the parser's word.
    InvalidUrl(String, url::ParseError),
}

impl Unreadable {
    /// What to do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::TooLong => "leave the body out, it does not matter to CORS",
            Self::OpenQuote | Self::OpenBracket => "copy the whole line, to its last character",
            Self::NoUrl => "add the URL that is called",
            Self::NoCall => "add the line that calls it, as in `api.get('/todos')`",
            Self::SeveralUrls => "check one URL at a time; what is no URL belongs in quotes",
            Self::NoValue(_) => "copy the whole line, to its last character",
            Self::UnquotedHeader => "put the header into quotes: `-H 'Name: value'`",
            Self::SingleWord => "write the whole URL, its scheme too",
            Self::UrlIsExpression(_) => "write the whole URL in its place, as the Network tab shows it",
            Self::RelativeUrl(_) => {
                "name the page with `--origin`, or write the whole URL in its place, as the Network tab shows it"
            }
            Self::InvalidUrl(..) => "a URL looks like http://localhost:5000/api/todos",
        }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => write!(f, "the line is longer than {} KiB", crate::TEXT_LIMIT / 1024),
            Self::OpenQuote => f.write_str("a quote is opened and never closed"),
            Self::OpenBracket => f.write_str("a bracket or a string is opened and not closed"),
            Self::NoUrl => f.write_str("the line does not say which URL it calls"),
            Self::NoCall => f.write_str("the text makes a client, and no call with it"),
            Self::SeveralUrls => f.write_str("the line calls more than one URL"),
            Self::NoValue(option) => write!(f, "`{option}` misses its value"),
            Self::UnquotedHeader => f.write_str("the value of a header stands outside of its quotes"),
            Self::SingleWord => f.write_str("what is given as the URL is a single word"),
            Self::UrlIsExpression(None) => f.write_str("the URL is an expression, whose value is not in the line"),
            Self::UrlIsExpression(Some(name)) => {
                write!(f, "the URL needs the value of `{name}`, which is not in the line")
            }
            Self::RelativeUrl(_) => f.write_str("the URL is relative to a page that the line does not name"),
            Self::InvalidUrl(_, error) => write!(f, "what is given as the URL is not a URL: {error}"),
        }
    }
}

impl std::error::Error for Unreadable {}

//! What a source answers to one call, followed as the program is reached: in its order, through its branches and guards, with
//! every writer of a header. What is not understood and could matter is said to be not read, with its line.
//!
//! An edit is planned elsewhere; here the file before it and after it is judged, so that "refuses" and "allows" are said of
//! what was followed to its end only.

mod answer;
mod choices;
mod expression;
mod javascript;
mod request;

pub(crate) use self::expression::{From, matches};
use crate::Dialect;
use crate::edit::Wanted;
use crate::note::Site;

/// What becomes of a call, as far as the file says it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reached {
    /// The page reads the response, whatever the parts that were not understood do.
    Allowed,
    /// A browser blocks the call.
    Refused(Place),
    /// It depends on what was not understood.
    NotRead(Place),
    /// The file is of a kind that is not followed.
    NotFollowed,
}

/// What the running server was seen to do, which outranks what the file reads as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Seen {
    /// It was not asked, or what it said decides nothing.
    #[default]
    Nothing,
    /// It allowed the preflight of the call; the call itself was not sent.
    PreflightAllowed,
}

/// A place of a source, and what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1; 0 where it is about no place.
    pub line: usize,
    /// The column, in characters, from 1; 0 where it is about no place.
    pub column: usize,
    /// What stands there, or what is not known of it.
    pub what: String,
}

impl Place {
    pub(crate) fn new(site: Site, what: impl Into<String>) -> Self {
        Self { line: site.line, column: site.column, what: what.into() }
    }
}

/// Follows a call through a source.
pub(crate) fn reached(dialect: Dialect, text: &str, wanted: &Wanted, seen: Seen) -> Reached {
    match dialect {
        Dialect::Express | Dialect::Node => javascript::reached(text, wanted, seen),
        Dialect::Flask | Dialect::Django | Dialect::AspNet => Reached::NotFollowed,
    }
}

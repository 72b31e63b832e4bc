//! One thing that is wrong, with what shows it.

use crate::cause::Cause;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which of the known causes.
    pub cause: Cause,
    /// How sure that is.
    pub certainty: Certainty,
    /// What happened, in one sentence. It may hold text of the server as it came, and whole URLs:
    /// whoever shows it escapes and redacts.
    pub message: String,
    /// The line on the wire that shows it.
    pub evidence: Option<Evidence>,
    /// The smallest change that mends it.
    pub fix: String,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// The exchanges prove it.
    Certain,
    /// Nothing else explains them as well.
    Likely,
    /// One of several explanations.
    Possible,
}

/// A line of an exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence {
    /// Which exchange, an index into the verdict's.
    pub exchange: usize,
    /// Whose head.
    pub side: Side,
    /// The field, in lower case; none for the status line, or where the field is missing.
    pub field: Option<&'static str>,
    /// What to say below the line.
    pub note: String,
}

/// A side of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What the browser sent.
    Request,
    /// What the server answered.
    Response,
}

impl Certainty {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

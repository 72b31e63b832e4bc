//! What shows that a finding is true: a line of an exchange, of a source, of a console, or a key of a policy.

/// Which exchange of a recording, counted from 0 in the order in which they took place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ExchangeId(pub usize);

/// What shows that a finding is true.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// A line of an exchange.
    Exchange {
        /// Which exchange of the report's recording.
        exchange: ExchangeId,
        /// Whose head.
        side: Side,
        /// The field, in lower case; none for the first line, or where the field is missing.
        field: Option<&'static str>,
        /// What to say below the line.
        note: String,
    },
    /// A place in a source.
    Source {
        /// The file, as the user named it.
        file: String,
        /// Where it begins.
        from: Position,
        /// Where it ends; none where only the beginning is known.
        to: Option<Position>,
        /// What to say below the line.
        note: String,
    },
    /// A line that a console or another program printed.
    Console {
        /// The line, as it was read.
        line: String,
        /// What to say below the line.
        note: String,
    },
    /// A key of a policy.
    Policy {
        /// The key, with the tables that it stands in: `policy.app.origins`.
        key: String,
        /// What to say below the line.
        note: String,
    },
}

/// A place in a text: line and column, both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A side of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Side {
    /// What the browser sent.
    Request,
    /// What the server answered.
    Response,
}

impl Side {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Response => "response",
        }
    }
}

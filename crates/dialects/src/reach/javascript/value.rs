//! What an expression of a program comes to for one request.

use std::ops::Range;

use crate::value::Expression;

/// A value while a program is followed.
#[derive(Clone, Debug)]
pub(super) enum Val {
    Undefined,
    Bool(bool),
    Number(f64),
    Text(String),
    Regex(Expression),
    List(Vec<Val>),
    Table(Vec<(String, Val)>),
    /// A function, by its bytes in the source.
    Function(Range<usize>),
    /// The value of a variable of the environment, with what stands in for it.
    Variable(String, Option<Box<Val>>),
    Request,
    Response,
    /// The headers of the request.
    RequestHeaders,
    /// `new URL(req.url, …)`, and what `url.parse` gives.
    Url,
    /// What hands the request on.
    Next,
    /// What a function of `origin`, or one that chooses the options, answers with.
    Callback,
    /// What was made to be thrown.
    Error,
    /// It is there and counts as true; what it holds is not known.
    Something,
    Unknown,
}

impl Val {
    /// Whether it counts as true.
    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Undefined => Some(false),
            Self::Bool(holds) => Some(*holds),
            Self::Number(number) => Some(*number != 0.0),
            Self::Text(text) => Some(!text.is_empty()),
            // Set to anything, or not set and something stands in for it.
            Self::Variable(_, Some(default)) if default.truth() == Some(true) => Some(true),
            Self::Variable(..) | Self::Unknown => None,
            _ => Some(true),
        }
    }

    pub(super) fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn entry(&self, name: &str) -> Option<&Val> {
        let Self::Table(entries) = self else { return None };
        entries.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    /// As a header is written; none where that is not known.
    pub(super) fn written(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Bool(holds) => Some(holds.to_string()),
            Self::Number(number) => Some(number.to_string()),
            Self::List(items) => {
                items.iter().map(Self::written).collect::<Option<Vec<_>>>().map(|items| items.join(", "))
            }
            _ => None,
        }
    }

    /// Whether two values are the same; none where that is not known.
    pub(super) fn same(&self, other: &Self) -> Option<bool> {
        match (self, other) {
            (Self::Unknown | Self::Variable(..), _) | (_, Self::Unknown | Self::Variable(..)) => None,
            (Self::Something, Self::Undefined) | (Self::Undefined, Self::Something) => Some(false),
            (Self::Something, _) | (_, Self::Something) => None,
            (Self::Text(one), Self::Text(two)) => Some(one == two),
            (Self::Number(one), Self::Number(two)) => Some(one == two),
            (Self::Bool(one), Self::Bool(two)) => Some(one == two),
            (Self::Undefined, Self::Undefined) => Some(true),
            (Self::List(_) | Self::Table(_), _) | (_, Self::List(_) | Self::Table(_)) => None,
            _ => Some(false),
        }
    }
}

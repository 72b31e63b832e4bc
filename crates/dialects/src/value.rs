//! What an expression of a source is, as far as it is a literal.

use std::ops::Range;

use crate::note::Site;

/// A value and where it was written.
#[derive(Clone, Debug)]
pub(crate) struct Located {
    pub(crate) value: Value,
    pub(crate) site: Site,
}

/// A literal of any of the languages.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Boolean(bool),
    /// `null`, `undefined`, `None`.
    Nothing,
    List(Vec<Located>),
    Table(Vec<(Located, Located)>),
    /// A compiled regular expression.
    Expression(Expression),
    /// A variable of the environment, with what stands in for it.
    Variable {
        name: String,
        default: Option<String>,
    },
    /// What the request asks for: `req.headers['access-control-request-method']`.
    Asked(Asked),
    /// A function, by its bytes in the source.
    Function(Range<usize>),
    /// Nothing that can be read without running the source.
    Dynamic,
}

/// What a preflight asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    Method,
    Headers,
}

impl Asked {
    /// The field of this name, if it is one of the two.
    pub(crate) fn field(name: &str) -> Option<Self> {
        match name.to_ascii_lowercase().as_str() {
            "access-control-request-method" => Some(Self::Method),
            "access-control-request-headers" => Some(Self::Headers),
            _ => None,
        }
    }
}

/// A regular expression as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Expression {
    pub(crate) source: String,
    pub(crate) ignores_case: bool,
    /// JavaScript's `g` and `y`, which make `test` begin where it stopped last.
    pub(crate) is_stateful: bool,
}

impl Located {
    pub(crate) fn new(value: Value, site: Site) -> Self {
        Self { value, site }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn boolean(&self) -> Option<bool> {
        match self.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// The elements of a list; a value alone is a list of one.
    pub(crate) fn elements(&self) -> &[Self] {
        match &self.value {
            Value::List(elements) => elements,
            _ => std::slice::from_ref(self),
        }
    }

    /// The value of a key, the last one if there are several.
    pub(crate) fn entry(&self, key: &str) -> Option<&Self> {
        let Value::Table(entries) = &self.value else { return None };
        entries.iter().rev().find(|(name, _)| name.text() == Some(key)).map(|(_, value)| value)
    }
}

impl Value {
    /// `${NAME}` or `${NAME:-default}` of a policy file; none where its syntax cannot hold the default.
    pub(crate) fn reference(name: &str, default: Option<&str>) -> Option<String> {
        let is_name = !name.is_empty()
            && !name.starts_with(|first: char| first.is_ascii_digit())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        match default {
            _ if !is_name => None,
            None => Some(format!("${{{name}}}")),
            Some(default) if default.contains(['}', '\n']) => None,
            Some(default) => Some(format!("${{{name}:-{default}}}")),
        }
    }
}

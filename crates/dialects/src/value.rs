//! What an expression of a source is, as far as it is a literal.

use std::ops::Range;

use tree_sitter::Node;

use crate::document::children;
use crate::note::Site;

/// A text that is put together is at most this long.
const JOINED_LIMIT: usize = 1 << 16;

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
    /// A number as a language writes it, without its separators and suffixes.
    pub(crate) fn number(text: &str, suffixes: &[char]) -> Self {
        let digits: String = text.trim().chars().filter(|c| *c != '_' && !suffixes.contains(c)).collect();
        digits.parse().ok().filter(|number: &f64| number.is_finite()).map_or(Self::Dynamic, Self::Number)
    }

    /// A text that is put together, unless it is too long to be one that a person wrote.
    pub(crate) fn joined(text: String) -> Self {
        if text.len() <= JOINED_LIMIT { Self::Text(text) } else { Self::Dynamic }
    }

    /// The elements of a list; what is spread into it stands among them.
    pub(crate) fn list<'n>(list: Node<'n>, spread: &str, value: impl Fn(Node<'n>) -> Located) -> Self {
        let mut elements = Vec::new();
        for child in children(list) {
            if child.kind() == spread {
                let inner = children(child).last().map(&value);
                elements.extend(inner.iter().flat_map(Located::elements).cloned());
            } else {
                elements.push(value(child));
            }
        }
        Self::List(elements)
    }

    /// The parts of a text between separators.
    pub(crate) fn split(text: &str, separator: &str, site: Site) -> Self {
        Self::List(text.split(separator).map(|part| Located::new(Self::Text(part.to_owned()), site)).collect())
    }

    /// What `+` and `*` make of two values.
    pub(crate) fn combined(operator: &str, left: Self, right: Self) -> Self {
        match (operator, left, right) {
            ("+", Self::Text(left), Self::Text(right)) => Self::joined(left + &right),
            ("+", Self::Number(left), Self::Number(right)) => Self::Number(left + right),
            ("*", Self::Number(left), Self::Number(right)) => Self::Number(left * right),
            _ => Self::Dynamic,
        }
    }

    /// A variable of the environment with what stands in for it.
    pub(crate) fn with_default(name: String, default: Self) -> Self {
        match default {
            Self::Text(default) => Self::Variable { name, default: Some(default) },
            Self::List(elements) => {
                let texts: Option<Vec<_>> = elements.iter().map(Located::text).collect();
                texts.map_or(Self::Dynamic, |texts| Self::Variable { name, default: Some(texts.join(",")) })
            }
            _ => Self::Dynamic,
        }
    }

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

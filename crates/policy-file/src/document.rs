//! A policy file between its syntax and its meaning: keys and values, each with its site. TOML, JSON, variables and flags
//! all end up here, so that there is one reader with one set of messages.

use std::borrow::Cow;

use crate::site::Site;

/// Values are kept to this depth. The deepest that means anything is an entry of a list of a policy, at 4.
pub(crate) const DEPTH_LIMIT: usize = 8;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Node<'a> {
    pub(crate) value: Value<'a>,
    pub(crate) site: Site,
}

#[derive(Clone, Debug)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>, TextKind),
    /// None where it does not fit.
    Integer(Option<i64>),
    Boolean(bool),
    List(Vec<Node<'a>>),
    Table(Table<'a>),
    /// What no key takes, in words.
    Other(&'static str),
}

/// How a text is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextKind {
    /// A string of a policy file, in which `${…}` expands.
    Template,
    /// A string that is taken as it is.
    Literal,
    /// From a variable or a flag, where everything is text: `true` and `204` count as what they say.
    Untyped,
}

/// Keys and values, each key once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table<'a>(Vec<Entry<'a>>);

#[derive(Clone, Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Cow<'a, str>,
    pub(crate) key_site: Site,
    pub(crate) node: Node<'a>,
}

impl<'a> Node<'a> {
    pub(crate) fn untyped(text: impl Into<Cow<'a, str>>, site: Site) -> Self {
        Self { value: Value::Text(text.into(), TextKind::Untyped), site }
    }

    /// Whether it is a list or a table with nothing in it, which says no more than to leave it out.
    pub(crate) fn is_empty(&self) -> bool {
        match &self.value {
            Value::List(nodes) => nodes.is_empty(),
            Value::Table(table) => table.entries().is_empty(),
            _ => false,
        }
    }

    /// What it is, in words, with its article.
    pub(crate) fn kind(&self) -> &'static str {
        match self.value {
            Value::Text(..) => "a string",
            Value::Integer(_) => "an integer",
            Value::Boolean(_) => "a boolean",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
            Value::Other(kind) => kind,
        }
    }
}

impl<'a> Table<'a> {
    /// Adds an entry whose key is known to be new.
    pub(crate) fn push(&mut self, entry: Entry<'a>) {
        self.0.push(entry);
    }

    /// Puts a value in the place of another, or adds it; its site becomes that of the key too.
    pub(crate) fn set(&mut self, key: &'static str, node: Node<'a>) {
        self.0.retain(|entry| entry.key != key);
        self.0.push(Entry { key: key.into(), key_site: node.site.clone(), node });
    }

    pub(crate) fn entries(&self) -> &[Entry<'a>] {
        &self.0
    }

    pub(crate) fn entries_mut(&mut self) -> &mut [Entry<'a>] {
        &mut self.0
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node<'a>> {
        self.0.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut Node<'a>> {
        self.0.iter_mut().find(|entry| entry.key == key).map(|entry| &mut entry.node)
    }
}

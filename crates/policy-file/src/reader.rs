//! Reading single values of a document: strings with their variables, booleans, numbers, durations, lists.

mod phrase;

use std::fmt;
use std::time::Duration;

pub(crate) use phrase::Phrase;

use preflight_rules::policies;

use crate::document::{Node, Table, Value};
use crate::duration;
use crate::environment::Environment;
use crate::quotable::{self, HIDDEN};
use crate::report::Report;
use crate::suggestion::nearest;

/// What values are read with: the variables, and the report that takes the errors. A method returns none where it
/// reported an error.
pub(crate) struct Reader<'e> {
    pub(crate) environment: &'e Environment,
    pub(crate) report: Report,
}

/// What a value is of, in messages.
#[derive(Clone, Copy, Debug)]
pub(crate) enum What<'k> {
    Key(&'k str),
    EntryOf(&'k str),
}

impl Reader<'_> {
    /// Reports the keys that are not among these.
    pub(crate) fn check_keys(&mut self, table: &Table<'_>, known: &[&str], elsewhere: impl Fn(&str) -> Option<String>) {
        for entry in table.entries().iter().filter(|entry| !known.contains(&&*entry.key)) {
            let meant = nearest(&entry.key, known.iter().copied());
            let help = elsewhere(&entry.key).or_else(|| meant.map(|meant| format!("did you mean `{meant}`?")));
            let help = help.unwrap_or_else(|| format!("the keys here are {}", listed(known)));
            self.report.error_with_help(
                &policies::UNKNOWN_KEY,
                &entry.key_site,
                format_args!("unknown key `{}`", quotable::key(&entry.key)),
                Some(help),
            );
        }
    }

    pub(crate) fn boolean(&mut self, key: &str, node: &Node<'_>) -> Option<bool> {
        const EXPECTED: &str = "true or false";
        if let Value::Boolean(boolean) = node.value {
            return Some(boolean);
        }
        let Value::Text(..) = node.value else {
            self.wrong_type(What::Key(key), node, EXPECTED, None);
            return None;
        };
        let phrase = self.phrase(key, node)?;
        match &*phrase.text {
            "true" if phrase.is_untyped() => return Some(true),
            "false" if phrase.is_untyped() => return Some(false),
            "true" | "false" => {
                let help = format!("write `{key} = {}`, without quotes", phrase.text);
                self.wrong_type(What::Key(key), node, EXPECTED, Some(help));
            }
            _ if phrase.is_untyped() => {
                self.report.error(
                    &policies::WRONG_TYPE,
                    &node.site,
                    format_args!("{} is neither `true` nor `false`", phrase.shown()),
                );
            }
            _ => self.wrong_type(What::Key(key), node, EXPECTED, None),
        }
        None
    }

    /// A status code. Whether it makes sense is the policy's to say.
    pub(crate) fn status(&mut self, key: &str, node: &Node<'_>) -> Option<u16> {
        const EXPECTED: &str = "a status such as 204";
        let number = match &node.value {
            Value::Integer(number) => number.and_then(|number| u16::try_from(number).ok()),
            Value::Text(..) => {
                let phrase = self.phrase(key, node)?;
                if !phrase.is_untyped() {
                    let help = phrase.text.parse::<u16>().ok().map(|status| format!("write `{key} = {status}`"));
                    self.wrong_type(What::Key(key), node, EXPECTED, help);
                    return None;
                }
                phrase.text.parse().ok()
            }
            _ => {
                self.wrong_type(What::Key(key), node, EXPECTED, None);
                return None;
            }
        };
        if number.is_none() {
            self.report.error_with_help(
                &policies::WRONG_TYPE,
                &node.site,
                "this is not a status",
                Some(format!("write `{key} = 204`")),
            );
        }
        number
    }

    pub(crate) fn duration(&mut self, key: &str, node: &Node<'_>) -> Option<Duration> {
        let Value::Text(..) = node.value else {
            let help = match node.value {
                Value::Integer(Some(number @ 0..)) => Some(format!("write `{key} = \"{number}s\"`")),
                _ => None,
            };
            self.wrong_type(What::Key(key), node, "a string with a unit, such as \"2h\"", help);
            return None;
        };
        let phrase = self.phrase(key, node)?;
        let parsed = duration::parse(&phrase.text);
        if let Err(error) = &parsed {
            let help = error.suggestion.as_ref().filter(|_| phrase.shown_as.is_none());
            let help = help.map(|suggestion| format!("write `{suggestion}`"));
            self.report.error_with_help(
                &policies::INVALID_VALUE,
                &node.site,
                format_args!("{} is not a duration: {}", phrase.shown(), error.rule),
                help,
            );
        }
        parsed.ok()
    }

    /// The entries of a list, or none where the value is not a list.
    pub(crate) fn list<'n, 'a>(&mut self, key: &str, expected: &str, node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
        if let Value::List(entries) = &node.value {
            return Some(entries);
        }
        let help = match &node.value {
            Value::Text(text, _) if quotable::in_place_of(text).is_none() => {
                Some(format!("write `{key} = {}`", list_of(text)))
            }
            Value::Text(..) => Some(format!("write `{key} = [\"{HIDDEN}\"]`, each entry between quotes")),
            _ => None,
        };
        self.wrong_type(What::Key(key), node, expected, help);
        None
    }

    pub(crate) fn table<'n, 'a>(&mut self, key: &str, node: &'n Node<'a>, help: &str) -> Option<&'n Table<'a>> {
        if let Value::Table(table) = &node.value {
            return Some(table);
        }
        self.wrong_type(What::Key(key), node, "a table", Some(help.to_owned()));
        None
    }

    pub(crate) fn wrong_type(&mut self, what: What<'_>, node: &Node<'_>, expected: &str, help: Option<String>) {
        let message = format!("{what} is {}, but has to be {expected}", node.kind());
        self.report.error_with_help(&policies::WRONG_TYPE, &node.site, message, help);
    }
}

impl fmt::Display for What<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => write!(f, "`{key}`"),
            Self::EntryOf(key) => write!(f, "an entry of `{key}`"),
        }
    }
}

/// The names in words.
pub(crate) fn listed(names: &[&str]) -> String {
    let quoted: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// The list that was meant by a string.
fn list_of(text: &str) -> String {
    let entries: Vec<_> = text.split(',').map(|entry| format!("{:?}", entry.trim())).collect();
    format!("[{}]", entries.join(", "))
}

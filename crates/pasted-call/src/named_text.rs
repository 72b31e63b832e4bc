//! The texts that names stand for: once they are put together with others, nothing tells any more what was a secret.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use crate::value::{Piece, Value};

/// A text of what was pasted that has a name there, such as the value of a variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedText {
    /// The names of variables and members, each with its path: `config.secret`.
    pub names: Vec<String>,
    /// The text, as it stands there.
    pub text: String,
}

/// Objects that stand deeper in one another are not looked into.
const DEPTH_LIMIT: usize = 8;

/// So many values of one object are looked at: it may hold another one many times.
const VALUES_LIMIT: usize = 4096;

/// The texts whose names were seen, each with all of them.
#[derive(Clone, Debug, Default)]
pub(crate) struct NamedTexts {
    /// By the place of the text, which is kept beside it.
    texts: HashMap<usize, (Rc<str>, BTreeSet<String>)>,
}

impl NamedTexts {
    /// Notes that a value has this name.
    pub(crate) fn learn(&mut self, name: &str, value: &Value) {
        match value {
            Value::Text(text) | Value::Json(Some(text)) | Value::Form(Some(text)) => self.add(name, text),
            Value::Literal(number) if number.starts_with(|c: char| c.is_ascii_digit()) => self.add(name, number),
            Value::Template(pieces) | Value::OpenForm(pieces) => pieces.iter().for_each(|piece| match piece {
                Piece::Text(text) => self.add(name, text),
                Piece::Missing(_) => {}
            }),
            _ => {}
        }
    }

    /// Notes the names of a value and of all that is in it.
    pub(crate) fn learn_all(&mut self, name: &str, value: &Value) {
        let mut left = VALUES_LIMIT;
        self.learn_to(name, value, 0, &mut left);
    }

    fn learn_to(&mut self, name: &str, value: &Value, depth: usize, left: &mut usize) {
        self.learn(name, value);
        if depth >= DEPTH_LIMIT {
            return;
        }
        for (member, value) in value.members() {
            let Some(fewer) = left.checked_sub(1) else { return };
            *left = fewer;
            self.learn_to(&format!("{name}.{member}"), value, depth + 1, left);
        }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }

    /// Notes that a text was made of another one, whose names it has then.
    pub(crate) fn learn_made(&mut self, of: &str, made: &str) {
        let is_in_it = |(text, _): &&(Rc<str>, BTreeSet<String>)| !text.is_empty() && of.contains(&**text);
        let names: Vec<_> = self.texts.values().filter(is_in_it).flat_map(|(_, names)| names).cloned().collect();
        let made = made.into();
        names.iter().for_each(|name| self.add(name, &made));
    }

    fn add(&mut self, name: &str, text: &Rc<str>) {
        if text.is_empty() || name.is_empty() {
            return;
        }
        let (_, names) = self.texts.entry(Rc::as_ptr(text).addr()).or_insert_with(|| (text.clone(), BTreeSet::new()));
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }

    /// All of them, in the order of the texts.
    pub(crate) fn into_list(self) -> Vec<NamedText> {
        let named = |(text, names): (Rc<str>, BTreeSet<String>)| NamedText {
            names: names.into_iter().collect(),
            text: text.to_string(),
        };
        let mut list: Vec<_> = self.texts.into_values().map(named).collect();
        list.sort_by(|a, b| (&a.text, &a.names).cmp(&(&b.text, &b.names)));
        list.dedup();
        list
    }
}

/// What variables of a text hold.
pub(crate) fn of_variables<'v>(variables: impl IntoIterator<Item = (&'v str, &'v str)>) -> Vec<NamedText> {
    let named = |(name, text): (&str, &str)| NamedText { names: vec![name.to_owned()], text: text.to_owned() };
    let mut list: Vec<_> = variables.into_iter().filter(|(_, text)| !text.is_empty()).map(named).collect();
    list.sort_by(|a, b| (&a.text, &a.names).cmp(&(&b.text, &b.names)));
    list
}

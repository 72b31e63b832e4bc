//! [`Report`]: everything that a command found, whatever it is written as.

use serde_json::{Map, Value};

use crate::escape::Outside;
use crate::exit::Exit;
use crate::finding::ShownFinding;
use crate::page::Page;

/// What a command found.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// The command, by its name.
    pub command: &'static str,
    /// How its JSON is built.
    pub shape: Shape,
    /// What it looked at, one entry each: calls, messages, files.
    pub entries: Vec<Entry>,
    /// The same for people.
    pub page: Page,
}

/// How the JSON of a command is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One object, that of the only entry.
    Object,
    /// A list with an object for each entry.
    List,
}

/// One thing that a command looked at.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is, in a line: a call, a message, a file.
    pub title: Outside,
    /// Where it is, if that is a URL or a file.
    pub place: Option<Outside>,
    /// What became of it, in one word.
    pub verdict: &'static str,
    /// What was found, the most important first.
    pub findings: Vec<ShownFinding>,
    /// The command's own JSON object, as `docs/schema` has it.
    pub object: Map<String, Value>,
    /// How a command ends that looked at this alone.
    pub exit: Exit,
}

impl Report {
    /// How the command ends: with the worst of what it looked at.
    pub fn exit(&self) -> Exit {
        self.entries.iter().fold(Exit::Good, |exit, entry| exit.or_worse(entry.exit))
    }

    /// Every finding, with the entry that it is of.
    pub fn findings(&self) -> impl Iterator<Item = (&Entry, &ShownFinding)> {
        self.entries.iter().flat_map(|entry| entry.findings.iter().map(move |finding| (entry, finding)))
    }
}

impl Entry {
    /// What is no finding, and worth knowing: why nothing was found out, for example.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Outside> {
        let notes = self.object.get("notes").and_then(Value::as_array);
        notes.into_iter().flatten().filter_map(Value::as_str).map(Outside::from)
    }
}

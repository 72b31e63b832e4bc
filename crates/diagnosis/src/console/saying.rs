//! What others than browsers say of a failed call, and what browsers say of other mechanisms: one row a text, with its rules.

mod read;

mod scripts;
mod connections;
mod development;
mod node;
mod dotnet;
mod java;
mod python;
mod go;
mod ruby_and_php;
mod rust;
mod gateways;
pub(super) mod look_alikes;
mod legacy_browsers;
mod access_log;

use std::fmt;

use preflight_rules::{Certainty, Rule};

use super::message::Message;
use super::window::Window;

/// How a row takes what stands around its phrase.
type Read = fn(&Window<'_>, &mut Message) -> Option<usize>;

/// A text of a server, a library, a tool or a browser, and what it means.
pub struct Saying {
    /// A stable name, in kebab case.
    pub id: &'static str,
    /// Who says it.
    pub source: &'static str,
    /// What it can come from, the likeliest first; none where nothing failed.
    pub rules: &'static [&'static Rule],
    /// How sure the first of them is.
    pub certain: Certainty,
    /// What happened, in a sentence.
    pub meaning: &'static str,
    /// Why it happened.
    pub why: &'static str,
    /// What to do; `{value}`, `{url}` and `{origin}` stand for what the text names.
    pub fix: &'static str,
    /// Whose voice it is.
    voice: Voice,
    /// The phrases that tell it, without white space, in lower case, with straight quotes.
    says: &'static [&'static str],
    read: Read,
}

/// Whose voice a text is: a script only repeats that a call failed, and what another line says of the call counts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// The script that made the call.
    Script,
    /// Anybody who knows why.
    Witness,
}

impl PartialEq for Saying {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Saying {}

impl fmt::Debug for Saying {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Saying").field(&self.id).finish()
    }
}

impl Saying {
    const fn new(
        id: &'static str,
        source: &'static str,
        says: &'static [&'static str],
        rules: &'static [&'static Rule],
    ) -> Self {
        Self {
            id,
            source,
            rules,
            certain: Certainty::Certain,
            meaning: "",
            why: "",
            fix: "",
            voice: Voice::Witness,
            says,
            read: read::nothing,
        }
    }

    const fn tells(self, meaning: &'static str, why: &'static str, fix: &'static str) -> Self {
        Self { meaning, why, fix, ..self }
    }

    const fn likely(self) -> Self {
        Self { certain: Certainty::Likely, ..self }
    }

    const fn possible(self) -> Self {
        Self { certain: Certainty::Possible, ..self }
    }

    const fn of_script(self) -> Self {
        Self { certain: Certainty::Possible, voice: Voice::Script, ..self }
    }

    const fn certain(self) -> Self {
        Self { certain: Certainty::Certain, ..self }
    }

    const fn reads(self, read: Read) -> Self {
        Self { read, ..self }
    }

    /// What happened, with what the text names.
    pub fn meaning_of(&self, message: &Message) -> String {
        filled(self.meaning, message)
    }

    /// Why it happened, with what the text names.
    pub fn why_of(&self, message: &Message) -> String {
        filled(self.why, message)
    }

    /// What to do, with what the text names.
    pub fn fix_of(&self, message: &Message) -> String {
        filled(self.fix, message)
    }

    /// Whether the script that made the call says it, which is told least of all.
    pub(super) fn is_of_script(&self) -> bool {
        self.voice == Voice::Script
    }

    /// Whether a browser says it, of a call that it made.
    pub(super) fn is_of_browser(&self) -> bool {
        [legacy_browsers::EDGE, look_alikes::ISSUES].contains(&self.source)
    }

    /// Whether the other row is of the same voice: one source, scripts all alike, and what a proxy of Node.js goes on to say.
    pub(super) fn is_one_voice_with(&self, later: &Self) -> bool {
        self.source == later.source
            || self.is_of_script() && later.is_of_script()
            || self.source == development::PROXY && later.source == connections::PROGRAM
    }

    /// How much it tells: a note nothing, a row that is certain most.
    pub(super) fn weight(&self) -> (bool, bool, bool) {
        (!self.rules.is_empty(), self.voice == Voice::Witness, self.certain == Certainty::Certain)
    }

    /// The phrases that tell it.
    pub(super) fn phrases(&self) -> &'static [&'static str] {
        self.says
    }

    /// The message at this phrase, and where it ends; none where what stands around the phrase does not fit.
    pub(super) fn read(&'static self, window: &Window<'_>) -> Option<(Message, usize)> {
        let mut message =
            Message { reason: Some(super::ConsoleReason::Said(self)), status: window.status(), ..Message::default() };
        let end = (self.read)(window, &mut message)?;
        Some((message, end))
    }
}

/// Every row.
pub(super) fn all() -> impl Iterator<Item = &'static Saying> {
    TABLES.iter().copied().flatten()
}

static TABLES: [&[Saying]; 14] = [
    scripts::ROWS,
    connections::ROWS,
    development::ROWS,
    node::ROWS,
    dotnet::ROWS,
    java::ROWS,
    python::ROWS,
    go::ROWS,
    ruby_and_php::ROWS,
    rust::ROWS,
    gateways::ROWS,
    look_alikes::ROWS,
    legacy_browsers::ROWS,
    access_log::ROWS,
];

/// A sentence with the values that a text names; what it does not name is called by its kind.
fn filled(sentence: &'static str, message: &Message) -> String {
    let mut filled = sentence.to_owned();
    for (mark, value, otherwise) in [
        ("{value}", &message.named, "the value"),
        ("{url}", &message.url, "the URL"),
        ("{origin}", &message.origin, "the page's origin"),
    ] {
        if sentence.contains(mark) {
            let value = value.as_deref().map_or_else(|| otherwise.to_owned(), |value| format!("`{value}`"));
            filled = filled.replace(mark, &value);
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_row_has_a_name_of_its_own_and_says_what_to_do() {
        let mut seen = HashSet::new();
        for saying in all() {
            assert!(seen.insert(saying.id), "{} twice", saying.id);
            for sentence in [saying.meaning, saying.why, saying.fix] {
                assert!(!sentence.is_empty() && !sentence.ends_with('.'), "{}: {sentence:?}", saying.id);
            }
        }
    }

    #[test]
    fn a_phrase_is_folded_and_long_enough() {
        for (saying, says) in all().flat_map(|saying| saying.says.iter().map(move |says| (saying, says))) {
            let is_folded =
                !says.contains(|c: char| c.is_whitespace() || c.is_ascii_uppercase() || "\"`’“".contains(c));
            assert!(is_folded && says.len() >= 6, "{}: {says:?}", saying.id);
        }
    }
}

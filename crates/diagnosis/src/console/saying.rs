//! What others than browsers say of a failed call, and what browsers say of other mechanisms: its rules and its texts.

use std::fmt;

use preflight_rules::{Certainty, Rule};

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
    voice: Voice,
}

/// Whose voice a text is: a script only repeats that a call failed, and what another line says of the call counts more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Voice {
    /// The script that made the call.
    Script,
    /// The same, of an error that it could read.
    Reader,
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
    pub(super) const fn new(id: &'static str, source: &'static str, rules: &'static [&'static Rule]) -> Self {
        let (meaning, why, fix) = ("", "", "");
        Self { id, source, rules, certain: Certainty::Certain, meaning, why, fix, voice: Voice::Witness }
    }

    pub(super) const fn tells(self, meaning: &'static str, why: &'static str, fix: &'static str) -> Self {
        Self { meaning, why, fix, ..self }
    }

    pub(super) const fn of_certainty(self, certain: Certainty) -> Self {
        Self { certain, ..self }
    }

    pub(super) const fn of_script(self) -> Self {
        Self { certain: Certainty::Possible, voice: Voice::Script, ..self }
    }

    pub(super) const fn of_reader(self) -> Self {
        Self { certain: Certainty::Likely, voice: Voice::Reader, ..self }
    }

    pub(super) const fn likely(self) -> Self {
        self.of_certainty(Certainty::Likely)
    }

    pub(super) const fn possible(self) -> Self {
        self.of_certainty(Certainty::Possible)
    }

    /// Whether the script that made the call says it, which is told least of all.
    pub(crate) fn is_of_script(&self) -> bool {
        matches!(self.voice, Voice::Script | Voice::Reader)
    }

    /// Whether a script says it of an error that it could read, so that nothing blocked the call.
    pub(super) fn came_through(&self) -> bool {
        self.voice == Voice::Reader
    }

    /// How much it tells: a note nothing, a row that is certain most, and a script that could read an error more than others.
    pub(super) fn weight(&self) -> (bool, bool, bool) {
        let is_sure = self.certain == Certainty::Certain || self.came_through();
        (!self.rules.is_empty(), self.voice == Voice::Witness, is_sure)
    }
}

//! Who says what: a row a text, with the phrases that tell it, how to read what stands around them, and what it means.

mod read;
pub(super) mod null_origin;

pub(super) mod scripts;
pub(super) mod connections;
pub(super) mod development;
mod host_lists;
mod node;
mod dotnet;
mod java;
mod python;
mod go;
mod ruby_and_php;
mod rust;
mod haskell;
mod gateways;
mod tunnels;
pub(super) mod look_alikes;
pub(super) mod legacy_browsers;
mod access_log;

use preflight_rules::Rule;

use super::message::Message;
use super::reason::ConsoleReason;
use super::saying::Saying;
use super::window::Window;

/// How a row takes what stands around its phrase.
type Read = fn(&Window<'_>, &mut Message) -> Option<usize>;

/// A text, and how it is read.
pub(super) struct Row {
    /// What it means.
    pub(super) saying: Saying,
    /// The phrases that tell it, without white space, in lower case, with straight quotes.
    says: &'static [&'static str],
    read: Read,
    /// What it means instead, where the text says that the page's origin is `null`.
    of_null: Option<&'static Saying>,
}

impl Row {
    const fn new(
        id: &'static str,
        source: &'static str,
        says: &'static [&'static str],
        rules: &'static [&'static Rule],
    ) -> Self {
        Self { saying: Saying::new(id, source, rules), says, read: read::nothing, of_null: None }
    }

    const fn tells(self, meaning: &'static str, why: &'static str, fix: &'static str) -> Self {
        Self { saying: self.saying.tells(meaning, why, fix), ..self }
    }

    const fn likely(self) -> Self {
        Self { saying: self.saying.likely(), ..self }
    }

    const fn possible(self) -> Self {
        Self { saying: self.saying.possible(), ..self }
    }

    const fn of_script(self) -> Self {
        Self { saying: self.saying.of_script(), ..self }
    }

    const fn of_reader(self) -> Self {
        Self { saying: self.saying.of_reader(), ..self }
    }

    const fn reads(self, read: Read) -> Self {
        Self { read, ..self }
    }

    const fn means_of_null(self, saying: &'static Saying) -> Self {
        Self { of_null: Some(saying), ..self }
    }

    /// The phrases that tell it.
    pub(super) fn phrases(&self) -> &'static [&'static str] {
        self.says
    }

    /// The message at this phrase, and where it ends; none where what stands around the phrase does not fit.
    pub(super) fn read(&'static self, window: &Window<'_>) -> Option<(Message, usize)> {
        let reason = Some(ConsoleReason::Said(&self.saying));
        let is_warning = read::is_warning(window);
        let mut message = Message { reason, status: window.status(), is_warning, ..Message::default() };
        let end = (self.read)(window, &mut message)?;
        let own = self.of_null.filter(|_| message.origin.as_deref() == Some("null"));
        if let Some(ConsoleReason::Said(said)) = message.reason {
            let saying = own.unwrap_or_else(|| null_origin::of_null(said, &message));
            message.reason = Some(ConsoleReason::Said(saying));
        }
        Some((message, end))
    }
}

impl Saying {
    /// What happened, with what the text names.
    pub fn meaning_of(&self, message: &Message) -> String {
        // What is written as a warning stopped nothing.
        match self.meaning.strip_prefix("the server does not start: ").filter(|_| message.is_warning) {
            Some(meaning) => format!("the server warns: {}", filled(meaning, message)),
            None => filled(self.meaning, message),
        }
    }

    /// Why it happened, with what the text names.
    pub fn why_of(&self, message: &Message) -> String {
        filled(self.why, message)
    }

    /// What to do, with what the text names.
    pub fn fix_of(&self, message: &Message) -> String {
        filled(self.fix, message)
    }

    /// Whether a browser says it, of a call that it made.
    pub(super) fn is_of_browser(&self) -> bool {
        [legacy_browsers::EDGE, look_alikes::ISSUES].contains(&self.source)
    }

    /// Whether the other text is of the same voice: one source, scripts all alike, and what a proxy of Node.js goes on to say.
    pub(super) fn is_one_voice_with(&self, later: &Self) -> bool {
        self.source == later.source
            || self.is_of_script() && later.is_of_script()
            || self.source == development::PROXY && later.source == connections::PROGRAM
    }
}

/// Every row.
pub(super) fn all() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}

/// The row with this very phrase.
pub(super) fn by_phrase(phrase: &str) -> Option<&'static Saying> {
    all().find(|row| row.says.contains(&phrase)).map(|row| &row.saying)
}

/// What a Network panel's label says with which a text begins, and the label.
pub(super) fn by_label(text: &str) -> Option<(&'static Saying, &'static str)> {
    let labels = all().filter(|row| row.saying.source == look_alikes::PANEL);
    labels.flat_map(|row| row.says.iter().map(|label| (&row.saying, *label))).find(|(_, label)| text.starts_with(label))
}

static TABLES: [&[Row]; 17] = [
    scripts::ROWS,
    connections::ROWS,
    development::ROWS,
    host_lists::ROWS,
    node::ROWS,
    dotnet::ROWS,
    java::ROWS,
    python::ROWS,
    go::ROWS,
    ruby_and_php::ROWS,
    rust::ROWS,
    haskell::ROWS,
    gateways::ROWS,
    tunnels::ROWS,
    look_alikes::ROWS,
    legacy_browsers::ROWS,
    access_log::ROWS,
];

/// A sentence with the values that a text names; what it does not name is called by its kind.
fn filled(sentence: &'static str, message: &Message) -> String {
    let mut filled = sentence.to_owned();
    if sentence.contains("{call}") {
        let path = message.named.as_deref().map(|path| format!(" `{path}`")).unwrap_or_default();
        filled = filled.replace("{call}", &format!("the page's call{path}"));
    }
    if sentence.contains("{host}") {
        let name = message.named.as_deref().map(|host| format!(" `{host}`")).unwrap_or_default();
        filled = filled.replace("{host}", &format!("the host name{name}"));
    }
    for (mark, value, otherwise) in [
        ("{value}", &message.named, "the value"),
        ("{address}", &message.named, "the address that was called"),
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
        for Row { saying, .. } in all() {
            assert!(seen.insert(saying.id), "{} twice", saying.id);
            for sentence in [saying.meaning, saying.why, saying.fix] {
                assert!(!sentence.is_empty() && !sentence.ends_with('.'), "{}: {sentence:?}", saying.id);
            }
        }
    }

    #[test]
    fn a_phrase_is_folded_and_long_enough() {
        for (saying, says) in all().flat_map(|row| row.says.iter().map(move |says| (&row.saying, says))) {
            let is_folded =
                !says.contains(|c: char| c.is_whitespace() || c.is_ascii_uppercase() || "\"`’“".contains(c));
            assert!(is_folded && says.len() >= 6, "{}: {says:?}", saying.id);
        }
    }
}

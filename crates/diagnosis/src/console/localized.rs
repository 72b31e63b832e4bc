//! Firefox speaks the language of its user: about a hundred, each in its own words.
//!
//! ```text
//!  transcript ──► letters ──► finder: runs of the table ──► lines ──► sentence: URL, reason, value, status
//! ```
//!
//! The table comes from Firefox's language packs. Of a line that it does not have the URL and the header names can be read.

mod letter;
mod letters;
mod finder;
mod table;
mod line;
mod told;
mod sentence;

use self::letters::Letters;
use self::sentence::Reader;
pub(super) use self::sentence::Sentence;
use self::table::Table;
use super::documentation::is_documentation;
use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::window::Window;

/// Header names, which hardly a language translates, and their letters; the most telling first.
const HEADERS: [(&str, &str); 4] = [
    ("access-control-allow-methods", "accesscontrolallowmethods"),
    ("access-control-allow-headers", "accesscontrolallowheaders"),
    ("access-control-allow-credentials", "accesscontrolallowcredentials"),
    ("access-control-allow-origin", "accesscontrolalloworigin"),
];

/// What Firefox says in the languages of its packs, in the order of the text.
pub(super) fn sentences(transcript: &Transcript) -> Vec<Sentence> {
    let letters = Letters::of(transcript.folded());
    let table = Table::get();
    let reader = Reader { transcript, letters: &letters, table };
    line::lines(&letters, table).iter().filter_map(|line| reader.read(line)).collect()
}

/// One message for each line that speaks of CORS and has a URL.
pub(super) fn messages(transcript: &Transcript) -> Vec<Message> {
    let mut messages: Vec<Message> = Vec::new();
    for line in transcript.lines() {
        let line = Transcript::new(line);
        if let Some(message) = message(&line)
            && !messages.iter().any(|earlier| earlier.url == message.url)
        {
            messages.push(message);
        }
    }
    if messages.is_empty() {
        // Wrapped: no line has both.
        messages.extend(message(transcript));
    }
    messages
}

fn message(text: &Transcript) -> Option<Message> {
    let folded = text.folded();
    let speaks_of_cors =
        ["cors", "access-control-allow-", "cross-origin", "sameorigin"].iter().any(|word| folded.contains(word));
    if !speaks_of_cors || !has_translation(folded) {
        return None;
    }
    let url = Window { transcript: text, floor: 0, start: 0, end: 0, ceiling: folded.len() }.url_after()?;
    let status = folded.rsplit(|c: char| !c.is_ascii_digit()).find(|digits| digits.len() == 3);
    let header = HEADERS.into_iter().map(|(name, _)| name).find(|name| folded.contains(name));
    (!is_documentation(&url)).then(|| Message {
        reason: Some(ConsoleReason::Translated { header }),
        url: Some(url),
        status: status.and_then(|digits| digits.parse().ok()),
        ..Message::of(Engine::Firefox)
    })
}

/// Whether it looks like a sentence of another language: letters beyond ASCII, or a word that translations have.
fn has_translation(folded: &str) -> bool {
    const WORDS: [&str; 12] = [
        "grund:",
        "raison:",
        "razón:",
        "motivo:",
        "reden:",
        "powód:",
        "orsak:",
        "anledning:",
        "neden:",
        "motiv:",
        "alasan:",
        "syy:",
    ];
    folded.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) || WORDS.iter().any(|word| folded.contains(word))
}

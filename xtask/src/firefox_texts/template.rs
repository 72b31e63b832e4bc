//! One text of a language pack: what it says, and where the URL and the value go.

use super::words::{letters, words};

/// The sentence that the reader of English knows.
const ENGLISH: &str = "thesameoriginpolicydisallowsreadingtheremoteresourceat";
const ENGLISH_WARNING: &str = "thesameoriginpolicywilldisallowreadingtheremoteresourceat";

/// What stands for the URL, and for the status or the value.
const URL: &str = "%1$S";
const VALUE: &str = "%2$S";

/// A text of one reason in one language.
pub struct Template {
    /// The language, as Firefox names it.
    pub language: String,
    /// The reason: the name of the property, without the number that says how often it changed.
    pub key: String,
    /// The text as the pack has it.
    pub text: String,
    /// The letters of the whole, with a mark where something is filled in.
    pub letters: String,
}

impl Template {
    pub fn new(language: &str, key: &str, text: &str) -> Self {
        let filled = text.replace(URL, "\u{1}").replace(VALUE, "\u{1}");
        let letters = filled.split('\u{1}').map(letters).collect::<Vec<_>>().join("\u{1}");
        let key = key.trim_end_matches(|c: char| c.is_ascii_digit());
        Self { language: language.to_owned(), key: key.to_owned(), text: text.to_owned(), letters }
    }

    /// Whether the sentence around the reason is the English one.
    pub fn is_english(&self) -> bool {
        self.letters.contains(ENGLISH) || self.letters.contains(ENGLISH_WARNING)
    }

    /// Whether `%2$S` is a status.
    pub fn has_status(&self) -> bool {
        matches!(self.key.as_str(), "CORSDidNotSucceed" | "CORSMissingAllowOrigin" | "CORSPreflightDidNotSucceed")
    }

    /// The text before the URL, and the text after it up to the value or the end.
    pub fn around_url(&self) -> (&str, &str) {
        let (before, after) = self.text.split_once(URL).unwrap_or(("", &self.text));
        (before, after.split(VALUE).next().unwrap_or_default())
    }

    /// The text between URL and value, and the text after the value.
    pub fn around_value(&self) -> Option<(&str, &str)> {
        let (_, after_url) = self.text.split_once(URL)?;
        after_url.split_once(VALUE)
    }

    /// What stands after the URL, piece by piece: the reason is told there. The words for a status are not part of it, since
    /// older versions have none.
    pub fn pieces_after_url(&self) -> Vec<Vec<String>> {
        let after = self.text.split_once(URL).map_or(self.text.as_str(), |(_, after)| after);
        let pieces = if self.has_status() { vec![without_status(after)] } else { after.split(VALUE).collect() };
        pieces.into_iter().map(words).filter(|words| !words.is_empty()).collect()
    }

    /// The text with its places filled in.
    pub fn filled(&self, url: &str, value: &str) -> String {
        self.text.replace(URL, url).replace(VALUE, value)
    }
}

/// A text up to the end of the sentence before the status.
fn without_status(text: &str) -> &str {
    let reason = text.split(VALUE).next().unwrap_or_default();
    let end = reason.rfind([')', '）', '.', '。', '।']).unwrap_or(reason.len());
    if words(&reason[..end]).is_empty() { reason } else { &reason[..end] }
}

//! The shortest run of words that one reason has and no other, in any language.

use super::template::Template;
use super::words::weight;

/// A run has so many letters, that it stands in no other text by accident.
const RUN_WEIGHT: usize = 12;
/// So many of them are in words of the language itself.
const OWN_WEIGHT: usize = 4;
/// Of two runs each has so many.
const PART_WEIGHT: usize = 5;

/// Words that all languages have in such texts, and that other tools print too.
const COMMON: [&str; 17] = [
    "access",
    "control",
    "allow",
    "origin",
    "methods",
    "headers",
    "credentials",
    "authorization",
    "cors",
    "cross",
    "http",
    "request",
    "header",
    "true",
    "token",
    "preflight",
    "same",
];

/// What tells a text apart.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Run {
    /// One or two runs of letters, in this order, with anything between them.
    pub parts: Vec<String>,
    /// Whether another reason has them too, with more words around them.
    pub is_faint: bool,
}

impl Run {
    /// The shortest for a template that `console`, what browsers say in English, does not have either; what is not told apart by one
    /// run may be by two.
    pub fn of(template: &Template, all: &[Template], console: &[String]) -> Self {
        let pieces = template.pieces_after_url();
        let singles = by_length(pieces.iter().flat_map(|words| runs(words, RUN_WEIGHT)).collect());
        // English has a reader of its own, which must not find the line of another language in its own.
        let rivals: Vec<&Template> =
            all.iter().filter(|other| other.key != template.key || other.is_english()).collect();
        let letters = rivals.iter().map(|rival| &rival.letters).chain(console);
        let letters: Vec<&String> = letters.collect();
        let is_own = |parts: &[String]| says_something(parts) && !letters.iter().any(|letters| has(letters, parts));
        if let Some(run) = singles.iter().find(|run| is_own(std::slice::from_ref(*run))) {
            return Self { parts: vec![run.clone()], is_faint: false };
        }
        let pairs = by_length(pairs(&pieces));
        match pairs.into_iter().find(|pair| is_own(pair)) {
            Some(parts) => Self { parts, is_faint: false },
            None => Self { parts: pieces.iter().map(|words| words.concat()).collect(), is_faint: true },
        }
    }
}

/// Whether a text has all parts, in their order.
fn has(letters: &str, parts: &[String]) -> bool {
    let mut rest = letters;
    parts.iter().all(|part| match rest.find(part.as_str()) {
        Some(at) => {
            rest = &rest[at + part.len()..];
            true
        }
        None => false,
    })
}

/// Every run of these words that has the weight.
fn runs(words: &[String], least: usize) -> Vec<String> {
    let mut runs = Vec::new();
    for start in 0..words.len() {
        for end in start + 1..=words.len() {
            runs.push(words[start..end].concat());
        }
    }
    runs.retain(|run| weight(run) >= least);
    runs
}

/// Every two runs that have the weight together.
fn pairs(pieces: &[Vec<String>]) -> Vec<Vec<String>> {
    let mut pairs = Vec::new();
    for (number, words) in pieces.iter().enumerate() {
        for middle in 1..=words.len() {
            let later = std::iter::once(&words[middle..]).chain(pieces[number + 1..].iter().map(Vec::as_slice));
            let seconds: Vec<String> = later.flat_map(|words| runs(words, PART_WEIGHT)).collect();
            let firsts = runs(&words[..middle], PART_WEIGHT);
            // Only those that end where the second half begins; the others come with another middle.
            let end = words[..middle].concat();
            for first in firsts.iter().filter(|first| end.ends_with(first.as_str())) {
                pairs.extend(seconds.iter().map(|second| vec![first.clone(), second.clone()]));
            }
        }
    }
    pairs.retain(|pair| weight(&pair.concat()) >= RUN_WEIGHT);
    pairs
}

/// Whether enough of it is in words of the language itself.
fn says_something(parts: &[String]) -> bool {
    let mut letters = parts.concat();
    for word in COMMON {
        letters = letters.replace(word, "");
    }
    weight(&letters) >= OWN_WEIGHT
}

/// The shortest first.
fn by_length<T: Length + Ord>(mut all: Vec<T>) -> Vec<T> {
    all.sort_by(|one, other| (one.length(), one).cmp(&(other.length(), other)));
    all.dedup();
    all
}

trait Length {
    fn length(&self) -> usize;
}

impl Length for String {
    fn length(&self) -> usize {
        self.len()
    }
}

impl Length for Vec<String> {
    fn length(&self) -> usize {
        self.iter().map(String::len).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn runs_of(texts: &[(&str, &str)]) -> Vec<(String, bool)> {
        let templates: Vec<_> = texts.iter().map(|(key, text)| Template::new("xx", key, text)).collect();
        let runs = templates.iter().map(|template| Run::of(template, &templates, &[]));
        runs.map(|run| (run.parts.join("…"), run.is_faint)).collect()
    }

    #[test]
    fn a_run_is_short_and_tells_its_reason() {
        let found = runs_of(&[
            ("CORSDisabled", "Gesperrt auf %1$S. (Grund: CORS deaktiviert)."),
            ("CORSInvalidAllowMethod", "Gesperrt auf %1$S. (Grund: Kürzel '%2$S' in 'Access-Control-Allow-Methods')."),
            ("CORSInvalidAllowHeader", "Gesperrt auf %1$S. (Grund: Kürzel '%2$S' in 'Access-Control-Allow-Headers')."),
            ("CORSMethodNotFound", "Gesperrt auf %1$S. (Grund: nicht in 'Access-Control-Allow-Methods')."),
            ("CORSHeaderNotFound", "Gesperrt auf %1$S. (Grund: nicht in 'Access-Control-Allow-Headers')."),
        ]);
        assert_eq!(
            found[0],
            ("corsdeaktiviert".to_owned(), false),
            "the reason's own word, with what makes it long enough"
        );
        assert_eq!(
            found[1],
            ("kurzel…methods".to_owned(), false),
            "a word of the language, and what tells the two apart"
        );
        assert_eq!(found[2], ("kurzel…headers".to_owned(), false));
    }

    #[test]
    fn one_text_for_two_reasons_is_faint() {
        let text = "Gesperrt auf %1$S. (Grund: CORS geht nicht).";
        let found = runs_of(&[("CORSDisabled", text), ("CORSRequestNotHttp", text)]);
        assert!(found.iter().all(|(_, is_faint)| *is_faint), "{found:?}");
    }
}

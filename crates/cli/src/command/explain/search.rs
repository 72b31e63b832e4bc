//! The rules that words are about: by their names, their titles and what is seen of them.

use preflight_rules::{Rule, all, named};

use crate::exit::Failure;

/// So many rules are offered.
const OFFERED_LIMIT: usize = 8;

/// A text of more words is no search.
const WORDS_LIMIT: usize = 5;

/// The rules of which a name was written with spaces.
pub fn named_in_words(text: &str) -> Vec<&'static Rule> {
    named(&text.split_whitespace().collect::<Vec<_>>().join("-"))
}

/// The rules that most of these words are about, offered; none where the text is no few words, or no rule is about them.
pub fn offered(text: &str) -> Option<Failure> {
    let found = found(text);
    if found.is_empty() {
        return None;
    }
    let more = found.len().saturating_sub(OFFERED_LIMIT);
    let rest = if more > 0 { format!(" ({more} more are in docs/rules.md)") } else { String::new() };
    let failure = Failure::usage("this is no message of a browser, and no code or name of a rule")
        .with_help(format!("these rules speak of it, the nearest first; `preflight explain CODE` shows one{rest}"));
    let line = |rule: &Rule| format!("{} {}: {}", rule.code, rule.name, rule.title);
    Some(failure.with_notes(found.iter().take(OFFERED_LIMIT).map(|rule| line(rule))))
}

/// The other rules that the words of a rule's name are about.
pub fn related(text: &str, known: &[&'static Rule]) -> Vec<&'static Rule> {
    let is_other = |rule: &&'static Rule| !known.iter().any(|known| known.code == rule.code);
    found(text).into_iter().filter(is_other).take(OFFERED_LIMIT).collect()
}

/// The rules that at least half of the words are about, those that most are about first.
fn found(text: &str) -> Vec<&'static Rule> {
    let Some(words) = words(text) else { return Vec::new() };
    let mut found: Vec<_> = all().map(|rule| (score(rule, &words), rule)).collect();
    found.retain(|((matched, _), _)| matched * 2 >= words.len());
    found.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    found.into_iter().map(|(_, rule)| rule).collect()
}

/// The words of a search, in lower case.
fn words(text: &str) -> Option<Vec<String>> {
    let is_of_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' ');
    let words: Vec<_> = text.to_ascii_lowercase().split([' ', '-', '_']).map(str::to_owned).collect();
    let words: Vec<_> = words.into_iter().filter(|word| word.len() > 2).collect();
    let is_search = text.chars().all(is_of_word) && (1..=WORDS_LIMIT).contains(&words.len());
    is_search.then_some(words)
}

/// How many of the words a rule is about, and how much those in its name and title tell: a rare word tells more.
fn score(rule: &Rule, words: &[String]) -> (usize, usize) {
    let is_named = |rule: &Rule, word: &str| title_of(rule).contains(word);
    let seen = rule.page.split("\n## ").find(|part| part.starts_with("What you see")).unwrap_or_default();
    let seen = seen.to_ascii_lowercase();
    let matched = words.iter().filter(|word| is_named(rule, word) || seen.contains(word.as_str())).count();
    let named = words.iter().filter(|word| is_named(rule, word));
    let rarity = named.map(|word| RARITY / all().filter(|other| is_named(other, word)).count().max(1)).sum();
    (matched, rarity)
}

/// How much a word tells that one rule alone has in its name.
const RARITY: usize = 1000;

fn title_of(rule: &Rule) -> String {
    format!("{} {}", rule.name, rule.title).to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{found, named_in_words};

    #[test]
    fn words_find_the_rules_that_are_about_them() {
        for (text, first) in [
            ("trailing slash", "PF208"),
            ("missing vary", "PF027"),
            ("mixed content", "PF030"),
            ("duplicated", "PF012"),
        ] {
            assert_eq!(found(text).first().map(|rule| rule.code), Some(first), "{text}");
        }
        assert!(found("trailing slash").iter().any(|rule| rule.code == "PF005"));
        for text in ["", "hello", "Authorization: Bearer s3cret", "a b c", "one two three four five six seven"] {
            assert!(found(text).is_empty(), "{text}");
        }
        assert_eq!(named_in_words("mixed  content").first().map(|rule| rule.code), Some("PF030"));
    }
}

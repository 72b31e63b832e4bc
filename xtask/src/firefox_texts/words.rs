//! The words of a text, by their letters.

use super::letter::letter;

/// All letters of a text.
pub fn letters(text: &str) -> String {
    text.chars().filter_map(letter).collect()
}

/// The letters, word by word; in a script without spaces each letter is one.
pub fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        if is_between_words(c) || is_without_spaces(c) {
            words.push(String::new());
        }
        words.last_mut().expect("there is one from the start").extend(letter(c));
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The last words of a text that have so many letters together, or all of them.
pub fn tail(text: &str, letters: usize) -> String {
    let mut tail = String::new();
    for word in words(text).iter().rev() {
        tail.insert_str(0, word);
        if weight(&tail) >= letters {
            break;
        }
    }
    tail
}

/// The first words of a text that have so many letters together, or all of them.
pub fn head(text: &str, letters: usize) -> String {
    let mut head = String::new();
    for word in words(text) {
        head.push_str(&word);
        if weight(&head) >= letters {
            break;
        }
    }
    head
}

/// How much a run of letters tells: a syllable or an ideograph as much as three letters of an alphabet.
pub fn weight(letters: &str) -> usize {
    letters.chars().map(|c| if is_without_spaces(c) || is_hangul(c) { 3 } else { 1 }).sum()
}

fn is_between_words(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_punctuation()
        || matches!(c, '\u{2000}'..='\u{206f}' | '\u{3000}'..='\u{303f}' | '\u{ff00}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff1f}' | '«' | '»')
}

/// Chinese, Japanese, Thai, Lao, Burmese, Khmer.
fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{ac00}'..='\u{d7a3}')
}

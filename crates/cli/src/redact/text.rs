//! What is shown of a sentence: of the URLs in it as much as of any URL.

use super::url;

/// What may stand after a URL in a sentence.
const CLOSING: [char; 15] = ['`', '\'', '"', '’', '”', ')', ']', '>', ',', '.', ';', ':', '!', '…', '»'];

/// What may stand before one that has no scheme.
const OPENING: [char; 8] = ['`', '\'', '"', '‘', '“', '(', '<', '«'];

/// A sentence with its URLs redacted. They end with white space: no URL holds any.
pub(super) fn shown(text: &str, own_tails: &[String]) -> String {
    text.split_inclusive(char::is_whitespace).map(|word| of_word(word, own_tails)).collect()
}

fn of_word(word: &str, own_tails: &[String]) -> String {
    let body = word.trim_end().trim_end_matches(CLOSING);
    let closing = &word[body.len()..];
    let Some(begin) = beginning(body) else { return word.to_owned() };
    // Where the user's own URL ends with such a character, it is repeated all the same.
    format!("{}{}{closing}", &body[..begin], url::shown(&body[begin..], own_tails))
}

/// Where a URL begins in a word, if one does.
fn beginning(word: &str) -> Option<usize> {
    if let Some(colon) = word.find("://") {
        let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
        return Some(
            word[..colon]
                .rfind(|c| !is_of_scheme(c))
                .map_or(0, |at| at + word[at..].chars().next().map_or(1, char::len_utf8)),
        );
    }
    let start = word.len() - word.trim_start_matches(OPENING).len();
    let is_relative = word[start..].find(['?', '#', ';']).is_some_and(|at| word[start..][..at].contains('/'));
    is_relative.then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_in_a_sentence_are_cut_and_the_rest_stays() {
        let own = ["?q=1".to_owned()];
        for (text, expected) in [
            ("no URL, what? a=b", "no URL, what? a=b"),
            ("call https://a.example/x?q=1, or not", "call https://a.example/x?q=1, or not"),
            ("call `https://a.example/x?s=s3cret`, or not", "call `https://a.example/x?…`, or not"),
            ("at 'https://u:p@a.example/x?s=`s3'cret`' from", "at 'https://…@a.example/x?…`' from"),
            ("to `/login?state=s3cret`\n", "to `/login?…`\n"),
            ("two‘https://a.example/’ and http://b.example", "two‘https://a.example/’ and http://b.example"),
        ] {
            assert_eq!(shown(text, &own), expected);
        }
    }
}

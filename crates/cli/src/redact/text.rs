//! What is shown of a sentence: of the URLs in it as much as of any URL.

use super::url::scheme_alone;
use super::userinfo::scheme;

/// What may stand after a URL in a sentence.
const CLOSING: [char; 15] = ['`', '\'', '"', '’', '”', ')', ']', '>', ',', '.', ';', ':', '!', '…', '»'];

/// What may stand before one that has no scheme.
const OPENING: [char; 8] = ['`', '\'', '"', '‘', '“', '(', '<', '«'];

/// The schemes that are known without `//` behind them.
const SCHEMES: [&str; 8] = ["http", "https", "ws", "wss", "data", "javascript", "mailto", "blob"];

/// A sentence with its URLs redacted. They end with white space: no URL holds any.
pub(super) fn shown(text: &str, of_url: &dyn Fn(&str) -> String) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest
            .find(char::is_whitespace)
            .map_or(rest.len(), |at| at + rest[at..].chars().next().map_or(0, char::len_utf8));
        let (word, after) = rest.split_at(end);
        let word_shown = of_word(word, of_url);
        let is_cut = word_shown.trim_end().ends_with(PASSWORD_BEGINS) && word_shown != word;
        rest = after;
        match after[..after.find("://").unwrap_or(after.len())].rfind('@').filter(|_| is_cut) {
            // Only a password can hold blanks: it ends where the host begins.
            Some(at) => {
                shown.push_str(word_shown.trim_end());
                rest = &after[at..];
            }
            None => shown.push_str(&word_shown),
        }
    }
    shown
}

/// How a word ends that is a URL as far as into its password.
const PASSWORD_BEGINS: &str = ":…";

fn of_word(word: &str, of_url: &dyn Fn(&str) -> String) -> String {
    let body = word.trim_end().trim_end_matches(CLOSING);
    let closing = &word[body.len()..];
    let Some(begin) = beginning(body) else { return word.to_owned() };
    if let Some(scheme) = scheme_alone(&body[begin..]).filter(|_| !body[begin..].contains("://")) {
        return format!("{}{scheme}{closing}", &body[..begin]);
    }
    // Where the user's own URL ends with such a character, it is repeated all the same.
    format!("{}{}{closing}", &body[..begin], of_url(&body[begin..]))
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
    let text = &word[start..];
    let has_before = |mark: &[char], before: &[char]| text.rfind(mark).is_some_and(|at| text[..at].contains(before));
    let is_relative = text.find(['?', '#', ';']).is_some_and(|at| text[..at].contains('/'));
    let has_authority = text.starts_with(['/', '\\']) && text[1..].starts_with(['/', '\\']);
    (is_relative || has_authority || has_before(&['@'], &['/', '\\', ':']) || is_of_scheme(text, start > 0))
        .then_some(start)
}

/// Whether a word without `://` is a URL: by a scheme that needs none, or because it is quoted as one.
fn is_of_scheme(word: &str, is_quoted: bool) -> bool {
    let Some((name, rest)) = scheme(word) else { return false };
    let is_port = word[rest..].starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '$' | ':'));
    word.len() > rest && !is_port && (is_quoted || SCHEMES.contains(&name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::super::url;
    use super::*;

    #[test]
    fn urls_in_a_sentence_are_cut_and_the_rest_stays() {
        let own = ["?q=1".to_owned()];
        for (text, expected) in [
            ("no URL, what? a=b", "no URL, what? a=b"),
            ("call https://a.example/x?q=1, or not", "call https://a.example/x?q=1, or not"),
            ("call `https://a.example/x?s=s3cret`, or not", "call `https://a.example/x?…`, or not"),
            ("at 'https://u:p@a.example/x?s=`s3'cret`' from", "at 'https://…@a.example/x?…`' from"),
            ("at '//u:s3cret@h/' from", "at '//…@h/' from"),
            ("1.1 http:/u:s3cret@h", "1.1 http:/…@h"),
            ("to 'data:text/plain,s3cret' from", "to 'data:…' from"),
            ("to 'foo:s3cret' from", "to 'foo:…' from"),
            ("https://u:s3cret\t@h", "https://u:…@h"),
            ("of http://u:a b s3cret@h/ or http://v:c@i", "of http://u:…@h/ or http://…@i"),
            ("`//u:s3cret`", "`//u:…`"),
            ("a 'localhost:5173', 'https:' and 10:30", "a 'localhost:5173', 'https:' and 10:30"),
            ("mail me@a.example, npm@1.2 of http://localhost:*", "mail me@a.example, npm@1.2 of http://localhost:*"),
            ("to `/login?state=s3cret`\n", "to `/login?…`\n"),
            ("two‘https://a.example/’ and http://b.example", "two‘https://a.example/’ and http://b.example"),
        ] {
            assert_eq!(shown(text, &|url| url::shown(url, &own)), expected);
        }
    }
}

//! What is shown of a text that a user wrote in a file or a variable, and of a sentence about it.

use preflight_engine::request_header::is_name;

use super::hidden::HIDDEN;
use super::url::without_userinfo_and_secrets;

/// What this program itself says of the form of an address.
const FORMS: [&str; 2] = ["ip:port", "host:port"];

/// What strings and quotations stand between.
const QUOTES: [char; 3] = ['\'', '"', '`'];

/// What a user wrote in a file or a variable: its URLs are repeated but for their secrets, and what looks like the line of
/// a header shows its name.
pub fn own_text(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (unit, after) = rest.split_at(unit_end(rest, first));
        match unit.strip_prefix(first).filter(|_| QUOTES.contains(&first)) {
            Some(quoted) => {
                let content = quoted.strip_suffix(first).unwrap_or(quoted);
                shown.push(first);
                shown.push_str(&of_content(content));
                shown.push_str(&quoted[content.len()..]);
            }
            None if first.is_whitespace() => shown.push_str(unit),
            None => shown.push_str(&of_word(unit)),
        }
        rest = after;
    }
    shown
}

/// Where a quotation, a run of white space or a word ends.
fn unit_end(text: &str, first: char) -> usize {
    let length = first.len_utf8();
    if QUOTES.contains(&first) {
        // A quote that is not closed is an apostrophe, or the line was cut.
        return closing(&text[length..], first).map_or(length, |at| length + at + length);
    }
    let is_end = |c: char| c.is_whitespace() != first.is_whitespace() || QUOTES.contains(&c);
    text.find(is_end).unwrap_or(text.len())
}

fn closing(text: &str, quote: char) -> Option<usize> {
    let mut is_escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let is_end = c == quote && !is_escaped;
        is_escaped = quote == '"' && c == '\\' && !is_escaped;
        is_end.then_some(at)
    })
}

/// What stands between quotes: a value, or by accident what stands between two of them.
fn of_content(content: &str) -> String {
    if let Some((name, _)) =
        content.split_once(": ").filter(|(name, value)| is_name(name.as_bytes()) && !value.is_empty())
    {
        return format!("{name}: {HIDDEN}");
    }
    // A password that was not encoded may hold blanks.
    let is_whole = content.contains("://") && content.contains(['@', '?', '#']) && starts(content).len() == 1;
    if is_whole {
        return of_word(content);
    }
    if content.contains(QUOTES) {
        return own_text(content);
    }
    content.split_inclusive(char::is_whitespace).map(of_word).collect()
}

/// Each URL by itself; it begins with its scheme.
fn of_word(word: &str) -> String {
    let starts = starts(word);
    let ends = starts.iter().skip(1).copied().chain([word.len()]);
    let first = starts.first().copied().unwrap_or(word.len());
    let urls = starts.iter().zip(ends).map(|(start, end)| without_userinfo_and_secrets(&word[*start..end]));
    std::iter::once(of_rest(&word[..first])).chain(urls).collect()
}

fn starts(word: &str) -> Vec<usize> {
    let is_of_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let start = |(at, _)| at - word[..at].chars().rev().take_while(|c| is_of_scheme(*c)).count();
    // The mark by itself is a word about URLs, as in "a scheme and ://".
    let begins = |(at, mark): &(usize, &str)| {
        let after = &word[at + mark.len()..];
        word[..*at].ends_with(is_of_scheme) || !after.trim_matches(|c: char| c.is_ascii_punctuation()).is_empty()
    };
    word.match_indices("://").filter(begins).map(start).collect()
}

/// What stands before the first URL, or is none.
fn of_rest(text: &str) -> String {
    let begin = text.len() - text.trim_start_matches(['(', '[', '{', '<', ',']).len();
    let text_before = &text[..begin];
    let text = &text[begin..];
    if !text.contains(char::is_alphanumeric) {
        return format!("{text_before}{text}");
    }
    if let Some(at) = text.rfind('@') {
        return format!("{text_before}{HIDDEN}{}", without_userinfo_and_secrets(&text[at..]));
    }
    if FORMS.contains(&text.trim_end_matches([',', ';', '.'])) {
        return format!("{text_before}{text}");
    }
    match text.split_once(':') {
        Some((name, value)) if is_name(name.as_bytes()) && is_no_port(value) => format!("{text_before}{name}:{HIDDEN}"),
        _ if text.contains(['?', '#', ';', '=']) => format!("{text_before}{}", without_userinfo_and_secrets(text)),
        _ => format!("{text_before}{text}"),
    }
}

/// Whether what follows a colon is neither a port nor a part of an address nor the default of a variable.
fn is_no_port(value: &str) -> bool {
    value.chars().any(char::is_alphanumeric)
        && !value.starts_with(|c: char| c.is_ascii_digit() || matches!(c, ':' | '-' | '*' | '$' | '/'))
        && !value.contains("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_what_a_user_wrote_the_secrets_are_hidden() {
        for (text, expected) in [
            ("upstream = 'http://u:C,p@h/'", "upstream = 'http://…@h/'"),
            ("upstream = 'http://u:C[p@h/'", "upstream = 'http://…@h/'"),
            ("upstream = \"http://u:C'{<p@h/\" # x", "upstream = \"http://…@h/\" # x"),
            ("upstream = \"http://u:C\\\"p@h/\"", "upstream = \"http://…@h/\""),
            ("upstream = 'http://u:C p@h/'", "upstream = 'http://…@h/'"),
            ("upstream = 'http://h/?token=a,C'", "upstream = 'http://h/?token=…'"),
            ("origins = ['https://a.test', 'https://u:C@b.test']", "origins = ['https://a.test', 'https://…@b.test']"),
            ("'https://a.test,https://u:C,p@b.test'", "'https://a.test,https://…@b.test'"),
            ("`http://u:C`x@h` is no upstream", "`http://u:…`…@h` is no upstream"),
            ("`Authorization: Bearer C` is no upstream", "`Authorization: …` is no upstream"),
            ("`Authorization:C` is no upstream", "`Authorization:…` is no upstream"),
            ("`u:C@h` is no host", "`…@h` is no host"),
            ("https://u:C p@h/ x", "https://u:… …@h/ x"),
            ("http://u:CCCC…", "http://u:…"),
            ("://u:C@h", ":…"),
        ] {
            assert_eq!(own_text(text), expected);
        }
    }

    #[test]
    fn everything_else_stays() {
        for text in [
            "the file's `origins` and the file's 'x', a list of 2",
            "write `listen = \"127.0.0.1:8080\"`",
            "write `${NAME:-default}`, or `https://*.example.com:*`",
            "`fd00::/8`, `::1`, `[::1]:80` and `localhost:5000` in preflight.toml:4:12: error: no",
            "a policy file is an object: { … }",
            "{\"upstream\":\"http://h\",\"policy\":{\"a\":{\"origins\":[\"https://a.test\"]}}}",
            "an address is ip:port, such as 127.0.0.1:8080",
            "did you mean `max-age`?",
            "an origin begins with its scheme and ://; write `https://app.example.com`",
            "a scheme and `://`, such as https://",
        ] {
            assert_eq!(own_text(text), text);
        }
    }
}

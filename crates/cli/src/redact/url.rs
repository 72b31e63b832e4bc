//! What is shown of a URL: that of the user but for userinfo and secrets, any other without its query.

#[cfg(feature = "dialects")]
use std::path::Path;

use url::Url;

use super::HIDDEN;
use super::parameter::without_secrets;
#[cfg(feature = "dialects")]
use crate::json::text_of;

/// The query and the fragment of a URL, with the mark that begins them, and the query alone.
pub(super) fn tails(url: &str) -> impl Iterator<Item = &str> {
    let tail = url.find(['?', '#']).map(|at| &url[at..]);
    let query = tail.and_then(|tail| tail.split('#').next());
    tail.into_iter().chain(query).filter(|tail| !tail.is_empty())
}

/// As much of a URL as is shown.
pub(super) fn shown(url: &str, own_tails: &[String]) -> String {
    let url = without_userinfo(url);
    let is_own = |tail: &str| own_tails.iter().any(|own| own == tail);
    match url.find(['?', '#']) {
        // The mark alone says nothing.
        Some(at) if url.len() > at + 1 && !is_own(&url[at..]) => {
            format!("{}{}{HIDDEN}", without_secrets(&url[..at]), &url[at..=at])
        }
        _ => without_secrets(&url),
    }
}

/// As much of a `Location` as is shown: where it is no URL there is no origin and no path to show.
pub(super) fn location(value: &str, own_tails: &[String]) -> String {
    let base = Url::parse("http://localhost/").ok();
    match Url::options().base_url(base.as_ref()).parse(value) {
        Ok(_) => shown(value.trim(), own_tails),
        Err(_) => HIDDEN.to_owned(),
    }
}

/// What an argument was, for a message that says what is wrong with it: a URL or a part of one, perhaps misspelt. A text
/// of several words is none, nor is a single one, and may be anything.
pub fn given(text: &str) -> String {
    let is_part_of_url = |text: &str| text.contains(['.', ':', '/']) || matches!(text, "localhost" | "null" | "*");
    if !is_part_of_url(text) || text.contains(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | '{' | '\\'))
    {
        return HIDDEN.to_owned();
    }
    without_userinfo_and_secrets(text)
}

/// What a user wrote in a file or a variable: its URLs are repeated but for their secrets.
pub fn own_text(text: &str) -> String {
    let is_end = |c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | ',' | '[' | ']' | '{' | '}' | '<' | '>');
    let of_piece = |piece: &str| {
        if piece.contains(['@', '?', '#']) { without_userinfo_and_secrets(piece) } else { piece.to_owned() }
    };
    text.split_inclusive(is_end).map(of_piece).collect()
}

fn without_userinfo_and_secrets(text: &str) -> String {
    // Misspelt, a password may hold anything, a slash too.
    let begin = text.find("://").map_or(0, |at| at + 3);
    let text = match text.rfind('@').filter(|&at| at >= begin) {
        Some(at) => format!("{}{HIDDEN}{}", &text[..begin], &text[at..]),
        None => text.to_owned(),
    };
    without_secrets(&text)
}

/// The name of a file for a message. What names none may be a value in the wrong place.
#[cfg(feature = "dialects")]
pub fn given_path(path: &Path) -> String {
    let name = text_of(path.as_os_str().as_encoded_bytes());
    let is_path = |name: &str| name.contains(['.', '/']) && !name.contains([':', '=', ' ', '\n']);
    if path.exists() || is_path(&name) { name } else { HIDDEN.to_owned() }
}

fn without_userinfo(url: &str) -> String {
    let begin = url.find("://").map_or(0, |at| at + 3);
    let end = url[begin..].find(['/', '?', '#', '\\']).map_or(url.len(), |at| begin + at);
    match url[begin..end].rfind('@') {
        Some(at) => format!("{}{HIDDEN}{}", &url[..begin], &url[begin + at..]),
        None => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_users_url_is_repeated_and_that_of_a_server_is_cut() {
        let own: Vec<String> = tails("http://a.example/x?q=1&token=s#f").map(str::to_owned).collect();
        for (url, expected) in [
            ("http://a.example/x?q=1&token=s#f", "http://a.example/x?q=1&token=…#f"),
            ("https://a.example/x/?q=1&token=s", "https://a.example/x/?q=1&token=…"),
            ("http://b.example/y?q=2", "http://b.example/y?…"),
            ("http://b.example/y#secret", "http://b.example/y#…"),
            ("http://u:p@b.example/@me", "http://…@b.example/@me"),
            ("http://b.example/y;jsessionid=1", "http://b.example/y;jsessionid=…"),
            ("/login?next=1", "/login?…"),
            ("/login?", "/login?"),
        ] {
            assert_eq!(shown(url, &own), expected);
        }
    }

    #[test]
    fn of_a_misspelt_url_no_password_is_shown() {
        for (text, expected) in [
            ("htps://u:p@a.example/x?a=1", "htps://…@a.example/x?a=1"),
            ("http://u:p/q@a.example:99999/", "http://…@a.example:99999/"),
            ("https//u:p@a.example", "…@a.example"),
            ("a.example/x?token=s", "a.example/x?token=…"),
            ("crul http://a.example -b s", "…"),
            ("s3cret", "…"),
            ("", "…"),
        ] {
            assert_eq!(given(text), expected);
        }
    }
}

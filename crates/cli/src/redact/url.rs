//! What is shown of a URL: that of the user but for userinfo and secrets, any other without its query.

use std::path::Path;

use url::Url;

use super::hidden::HIDDEN;
use super::parameter::without_secrets;
use super::userinfo::{scheme, without_userinfo};
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

/// As much of a `Location` as is shown: where it is no URL there is no origin and no path to show, and where it does not lead
/// to a server only the scheme says anything.
pub(super) fn location(value: &str, own_tails: &[String]) -> String {
    let base = Url::parse("http://localhost/").ok();
    match Url::options().base_url(base.as_ref()).parse(value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => shown(value.trim(), own_tails),
        Ok(_) => scheme_alone(value.trim()).unwrap_or_else(|| HIDDEN.to_owned()),
        Err(_) => HIDDEN.to_owned(),
    }
}

/// Of a URL that leads to no server, the scheme.
pub(super) fn scheme_alone(url: &str) -> Option<String> {
    let (name, rest) = scheme(url)?;
    let is_hidden = !matches!(name.as_str(), "http" | "https" | "ws" | "wss") && url.len() > rest;
    is_hidden.then(|| format!("{}{HIDDEN}", &url[..rest]))
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

/// A URL of the user's that may be misspelt, but for userinfo and secrets.
pub(super) fn without_userinfo_and_secrets(text: &str) -> String {
    // Without a host, what stands in the place of a port and is no number may be anything.
    if text.strip_prefix(':').is_some_and(|port| !port.starts_with(|c: char| c.is_ascii_digit())) {
        return format!(":{HIDDEN}");
    }
    without_secrets(&without_userinfo(text))
}

/// An extension is no longer; that of a token is.
const EXTENSION: usize = 12;

/// The name of a file for a message. What names none may be a value in the wrong place.
pub fn given_path(path: &Path) -> String {
    let name = text_of(path.as_os_str().as_encoded_bytes());
    let is_path = |name: &str| name.contains(['.', '/']) && !name.contains([':', '=', '@', ' ', '\n']);
    let has_extension = path.extension().is_none_or(|extension| extension.len() <= EXTENSION);
    if path.exists() || is_path(&name) && has_extension { name } else { HIDDEN.to_owned() }
}

/// The same where the name is text already, and may stand for what is no file.
pub fn given_name(name: &str) -> String {
    if matches!(name, "command line" | "stdin") { name.to_owned() } else { given_path(Path::new(name)) }
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
            (
                "vscode-webview://10kbrrqvl8foiqadlf2vq1l9snpjtar16g1350ud9j16se4j4bj9/x",
                "vscode-webview://10kbrrqvl8foiqadlf2vq1l9snpjtar16g1350ud9j16se4j4bj9/x",
            ),
            (
                "https://a-5kq2x9d8z0a1b2c3d4e5f6-t.vercel.app:8443/x",
                "https://a-5kq2x9d8z0a1b2c3d4e5f6-t.vercel.app:8443/x",
            ),
            (
                "https://a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6.s3.amazonaws.com",
                "https://a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6.s3.amazonaws.com",
            ),
            ("https://k3j9x0q2m4v8z1b7n5c6t2w9/x", "https://…/x"),
            ("https://sk-k3j9x0q2m4v8z1b7n5c6t2w9.example/x", "https://…/x"),
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
            ("http:/u:s3cret@127.0.0.1:99999/?n=http://b/", "http:/…@127.0.0.1:99999/?n=http://b/"),
            ("http://user:s3cret/x", "http://user:…"),
            ("user:s3cret", "user:…"),
            ("s3cret", "…"),
            ("", "…"),
        ] {
            assert_eq!(given(text), expected);
        }
    }
    #[test]
    fn a_location_that_leads_to_no_server_is_its_scheme() {
        for (value, expected) in [
            ("//u:s3cret@h/x?a", "//…@h/x?…"),
            ("data:text/plain,s3cret", "data:…"),
            ("foo:s3cret", "foo:…"),
            ("mailto:s3cret@h", "mailto:…"),
            ("java\tscript:s3cret", "java\tscript:…"),
            ("foo://s3cret/x", "foo:…"),
            ("http://[s3cret", "…"),
            ("//u:s3cret@h:99999/x", "…"),
            ("/a:b", "/a:b"),
        ] {
            assert_eq!(location(value, &[]), expected);
        }
    }
}

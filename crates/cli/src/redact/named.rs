//! The texts that a pasted call has by a name, such as the values of variables: those that a name tells to be secrets are hidden
//! in every URL, wherever they stand in it.

use preflight_pasted_call::NamedText;
use url::Url;
use url::form_urlencoded::byte_serialize;

use super::hidden::HIDDEN;
use super::parameter::{is_of_secret, last_word};

/// A shorter text is in many others: it counts only between the marks of a URL.
const ALONE: usize = 4;

/// What stands between the parts of a URL.
const MARKS: [char; 8] = ['/', '?', '&', '=', '#', ';', ',', '\\'];

/// How the names of parts of a URL end, which hold no secret of their own.
const OF_URLS: [&str; 7] = ["url", "uri", "path", "endpoint", "route", "base", "host"];

/// A text that is hidden, in each way in which a URL may have it.
pub(super) fn spellings(named: &[NamedText]) -> Vec<String> {
    let secrets = named.iter().filter(|named| holds_secret(named)).map(|named| named.text.trim());
    let mut all: Vec<String> = secrets.flat_map(spellings_of).filter(|text| !text.is_empty()).collect();
    // The longest first: what is left of it would be shown.
    all.sort_by_key(|text| std::cmp::Reverse(text.len()));
    all.dedup();
    all
}

fn spellings_of(text: &str) -> Vec<String> {
    const START: &str = "http://h/";
    let behind =
        |start: &str| Url::parse(&format!("{start}{text}")).ok().map(|url| url.as_str()[start.len()..].to_owned());
    let encoded: String = byte_serialize(text.as_bytes()).collect();
    let of_component = encoded.replace('+', "%20");
    let of_url = [START, "http://h/?", "http://h/?#"].into_iter().filter_map(behind);
    [text.to_owned(), encoded, of_component].into_iter().chain(of_url).collect()
}

fn holds_secret(named: &NamedText) -> bool {
    const SCHEMES: [&str; 4] = ["http://", "https://", "ws://", "wss://"];
    // What is in a URL is told by its own parameters.
    !SCHEMES.iter().any(|scheme| named.text.trim_start().starts_with(scheme))
        && named.names.iter().any(|name| is_of_secret(name) && !(named.text.starts_with('/') && is_of_url(name)))
}

fn is_of_url(name: &str) -> bool {
    let last = last_word(name).to_ascii_lowercase();
    OF_URLS.contains(&last.as_str())
}

/// A URL, of which secrets are hidden already, without these texts behind its host.
pub(super) fn without(url: &str, spellings: &[String]) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let start = if start == 0 { 0 } else { url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at) };
    let (host, rest) = url.split_at(start);
    let hidden = spellings.iter().fold(rest.to_owned(), |rest, text| match text.chars().count() < ALONE {
        true => without_alone(&rest, text),
        false => rest.replace(text.as_str(), HIDDEN),
    });
    format!("{host}{hidden}")
}

/// Whether a value holds a secret, or is a short one.
pub(super) fn is_in(value: &str, secret: &str) -> bool {
    value == secret || secret.chars().count() >= ALONE && value.contains(secret)
}

/// The same for a short text, which stands for itself.
fn without_alone(url: &str, text: &str) -> String {
    let of_part = |part: &str| {
        let body = part.trim_end_matches(MARKS);
        if body == text { format!("{HIDDEN}{}", &part[body.len()..]) } else { part.to_owned() }
    };
    url.split_inclusive(MARKS).map(of_part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str, text: &str, url: &str) -> String {
        without(url, &spellings(&[NamedText { names: vec![name.to_owned()], text: text.to_owned() }]))
    }

    #[test]
    fn the_name_of_a_text_tells_whether_it_is_a_secret() {
        let url = "https://abcd.test/x/abcd?t=abcd";
        for name in
            ["token", "apiKey", "API_KEY", "config.secret", "secrets.stripe", "stripeKey", "userPin", "JWT", "DB_PASS"]
        {
            assert_eq!(shown(name, "abcd", url), "https://abcd.test/x/…?t=…", "{name}");
        }
        for name in ["base", "id", "page", "userName", "keyboard", "author"] {
            assert_eq!(shown(name, "abcd", url), url, "{name}");
        }
        assert_eq!(shown("tokenUrl", "https://a.test/token", "https://a.test/token"), "https://a.test/token");
        assert_eq!(shown("tokenPath", "/oauth", "https://a.test/oauth"), "https://a.test/oauth");
    }

    #[test]
    fn a_secret_is_hidden_however_it_is_encoded() {
        for (text, url, expected) in [
            ("a/b+c==", "https://a.test/a/b+c==/x", "https://a.test/…/x"),
            ("a/b+c==", "https://a.test/?t=a%2Fb%2Bc%3D%3D", "https://a.test/?t=…"),
            ("s3 cret", "https://a.test/s3%20cret?t=s3+cret&u=s3%20cret", "https://a.test/…?t=…&u=…"),
            ("ö{x}", "https://a.test/%C3%B6%7Bx%7D?t=%C3%B6{x}", "https://a.test/…?t=…"),
            ("12", "https://a.test/12/x12?t=12&u=123", "https://a.test/…/x12?t=…&u=123"),
            ("abcd", "/x?t=abcd", "/x?t=…"),
        ] {
            assert_eq!(shown("secret", text, url), expected);
        }
    }
}

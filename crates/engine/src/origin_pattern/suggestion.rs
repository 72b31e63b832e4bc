//! The right spelling of an origin that was written wrong: what a person typed into an address bar, read as a browser
//! would read it.

use std::net::Ipv6Addr;

use super::{OriginPattern, scheme};
use crate::origin::default_port;

/// The valid pattern that `text` was probably meant to be; none where that would be a guess.
pub(super) fn right_spelling(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['"', '\'', '`']);
    let text = scheme::inherited(text).unwrap_or(text);
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None if looks_like_host(text) => (guess_scheme(text).to_owned(), text),
        None => return None,
    };
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let authority = authority.rsplit('@').next()?;
    let scheme = if scheme::is_web_socket(&scheme) { guess_scheme(authority).to_owned() } else { scheme };
    let (host, port) = split_port(authority);
    let spelling = format!("{scheme}://{}{}", right_host(host)?, right_port(&scheme, port)?);
    OriginPattern::parse_strictly(&spelling).is_ok().then_some(spelling)
}

/// A bare word is not a host, but `localhost` and anything with a dot may be.
fn looks_like_host(text: &str) -> bool {
    let host = text.split(['/', ':']).next().unwrap_or(text);
    host == "localhost" || host.contains('.') && !host.contains(char::is_whitespace)
}

fn guess_scheme(text: &str) -> &'static str {
    let host = text.split(['/', ':']).next().unwrap_or(text);
    if crate::origin::is_loopback_host(host) { "http" } else { "https" }
}

fn split_port(authority: &str) -> (&str, Option<&str>) {
    match authority.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    }
}

fn right_host(host: &str) -> Option<String> {
    if let Some(address) = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')) {
        return Some(format!("[{}]", address.parse::<Ipv6Addr>().ok()?));
    }
    let (wildcard, base) = match host.strip_prefix("*.") {
        Some(base) => ("*.", base),
        None => ("", host),
    };
    Some(format!("{wildcard}{}", idna::domain_to_ascii(base).ok()?))
}

/// The port with its colon; nothing where it is the default.
fn right_port(scheme: &str, port: Option<&str>) -> Option<String> {
    match port {
        None | Some("") => Some(String::new()),
        Some("*") => Some(":*".to_owned()),
        Some(port) => {
            let number = port.parse::<u16>().ok()?;
            let is_default = default_port(scheme) == Some(number);
            Some(if is_default { String::new() } else { format!(":{number}") })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::right_spelling;

    #[test]
    fn the_right_spelling_is_what_a_browser_would_send() {
        for (written, right) in [
            ("https://app.example.com/", Some("https://app.example.com")),
            ("https://App.Example.com:443", Some("https://app.example.com")),
            ("http://localhost:80/", Some("http://localhost")),
            ("https://bücher.example", Some("https://xn--bcher-kva.example")),
            ("app.example.com", Some("https://app.example.com")),
            ("localhost:3000", Some("http://localhost:3000")),
            ("https://user:secret@example.com/x?y#z", Some("https://example.com")),
            (" 'https://example.com' ", Some("https://example.com")),
            ("https://[2001:db8:0:0:0:0:0:1]:8443", Some("https://[2001:db8::1]:8443")),
            ("https://*.Example.com/", Some("https://*.example.com")),
            ("wss://app.example.com/socket", Some("https://app.example.com")),
            ("ws://localhost:3000", Some("http://localhost:3000")),
            ("blob:https://app.example.com/8d7b-4f", Some("https://app.example.com")),
            ("https://exa mple.com", None),
            ("ftp://app.example.com", None),
            ("https://my_app.example.com", None),
            ("null", None),
            ("everything", None),
            ("https://*example.com", None),
        ] {
            assert_eq!(right_spelling(written).as_deref(), right, "{written}");
        }
    }
}

//! A line of `Set-Cookie`, and what it lacks to cross sites.

use preflight_engine::browser::SameSite;
use url::{Host, Url};

/// Whether a line takes a cookie away, which may fail.
pub(crate) fn is_removal(line: &[u8]) -> bool {
    let line = String::from_utf8_lossy(line).to_ascii_lowercase();
    let value = line.split(';').next().and_then(|pair| pair.split_once('=')).map_or("", |(_, value)| value.trim());
    let attributes = line.split(';').skip(1).filter_map(|attribute| attribute.trim().split_once('='));
    let is_over = |(name, age): (&str, &str)| match name {
        "max-age" => age.starts_with('-') || age == "0",
        "expires" => age.contains("1970") || value.is_empty() && age.contains("2000"),
        _ => false,
    };
    attributes.into_iter().any(is_over)
}

/// What a cookie lacks to cross sites.
pub(crate) fn lack(line: &[u8], url: &Url) -> Option<&'static str> {
    let mut attributes = line.split(|&byte| byte == b';').skip(1).map(|attribute| {
        let mut halves = attribute.splitn(2, |&byte| byte == b'=');
        let name = halves.next().unwrap_or_default().trim_ascii().to_ascii_lowercase();
        (name, halves.next().unwrap_or_default().trim_ascii().to_ascii_lowercase())
    });
    let (mut same_site, mut is_secure) = (None, false);
    for (name, value) in attributes.by_ref() {
        match (name.as_slice(), value.as_slice()) {
            (b"samesite", b"none") => same_site = Some(SameSite::None),
            (b"samesite", b"lax") => same_site = Some(SameSite::Lax),
            (b"samesite", b"strict") => same_site = Some(SameSite::Strict),
            (b"secure", _) => is_secure = true,
            _ => {}
        }
    }
    match same_site {
        None => Some("it says no SameSite, which means Lax"),
        Some(SameSite::Lax) => Some("it is SameSite=Lax"),
        Some(SameSite::Strict) => Some("it is SameSite=Strict"),
        Some(SameSite::None) if !is_secure => Some("it is SameSite=None without Secure"),
        Some(SameSite::None) if url.scheme() == "http" && !is_loopback(url) => Some("it is Secure, and came over http"),
        Some(SameSite::None) => None,
    }
}

/// Whether the URL is one of this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_none_with_secure_crosses_sites() {
        let url = "https://api.example/".parse().unwrap();
        for (cookie, crosses) in [
            ("a=1", false),
            ("a=1; Path=/; HttpOnly", false),
            ("a=1; SameSite=Lax", false),
            ("a=1; samesite=STRICT; Secure", false),
            ("a=1; SameSite=None", false),
            ("a=SameSite=None; Secure", false),
            ("a=1;secure;samesite=none", true),
            ("a=1; SameSite=None; Secure; Partitioned", true),
        ] {
            assert_eq!(lack(cookie.as_bytes(), &url).is_none(), crosses, "{cookie}");
        }
        assert!(is_removal(b"a=; Max-Age=0; Path=/"));
        assert!(is_removal(b"a=x; Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
        assert!(!is_removal(b"a=1; Max-Age=3600"));
        assert!(lack(b"a=1; SameSite=None; Secure", &"http://api.example/".parse().unwrap()).is_some());
        assert!(lack(b"a=1; SameSite=None; Secure", &"http://127.0.0.1/".parse().unwrap()).is_none());
    }
}

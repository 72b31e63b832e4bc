//! What of a URL may be a user's name and password. It is read as browsers read it, who take far more than `scheme://`
//! for the beginning of an authority; where it is no URL, or may not be meant as it stands, more is hidden.

use url::Url;

use super::hidden::HIDDEN;

/// The schemes whose URLs have an authority whatever slashes are written
/// ([special schemes](https://url.spec.whatwg.org/#special-scheme)).
const SPECIAL: [&str; 5] = ["http", "https", "ws", "wss", "ftp"];

/// A URL without its userinfo.
pub(super) fn without_userinfo(url: &str) -> String {
    let start = authority_start(url);
    let (before, after) = url.split_at(start);
    match userinfo_end(before, after) {
        Some(at) => format!("{before}{HIDDEN}{}", without_password(&after[at..])),
        // A path has no port.
        None if scheme(url).is_none() && before.trim_start().len() < 2 => url.to_owned(),
        None => format!("{before}{}", without_password(after)),
    }
}

/// The scheme, in lower case and without what browsers leave out, and where the rest begins.
pub(super) fn scheme(url: &str) -> Option<(String, usize)> {
    let trimmed = url.trim_start_matches(is_left_out_before);
    let colon = trimmed.find(':')?;
    let name: String = trimmed[..colon].chars().filter(|c| !is_left_out(*c)).collect();
    let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    is_name.then(|| (name.to_ascii_lowercase(), url.len() - trimmed.len() + colon + 1))
}

/// Tabs and line breaks, which a browser's parser removes wherever they stand.
fn is_left_out(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r')
}

fn is_left_out_before(c: char) -> bool {
    c <= ' ' || c.is_whitespace()
}

/// Where the authority would begin, or the path where there can be none.
fn authority_start(url: &str) -> usize {
    let is_slash = |c: char| matches!(c, '/' | '\\') || is_left_out(c);
    let behind_slashes = |from: usize| url.len() - url[from..].trim_start_matches(is_slash).len();
    match scheme(url) {
        Some((scheme, rest)) if SPECIAL.contains(&scheme.as_str()) => behind_slashes(rest),
        Some((_, rest)) if url[rest..].starts_with("//") => behind_slashes(rest),
        // Rather a user's name than a scheme.
        Some(_) => 0,
        None => behind_slashes(url.len() - url.trim_start_matches(is_left_out_before).len()),
    }
}

/// Where in what follows the slashes the userinfo ends, if there is any.
fn userinfo_end(before: &str, after: &str) -> Option<usize> {
    if !is_plain(before, after) {
        // A password that was not encoded may hold anything, slashes and question marks too.
        return after.rfind('@');
    }
    if before.is_empty() {
        // A path, or a URL whose scheme is misspelt.
        return after.rfind('@').filter(|at| after[..*at].contains(':'));
    }
    let path_end = after.find(['?', '#']).unwrap_or(after.len());
    let has_authority = before.ends_with("//");
    let authority_end = if has_authority { after.find('/').map_or(path_end, |at| at.min(path_end)) } else { 0 };
    let in_path = after[authority_end..path_end].rfind('@').filter(|at| after[authority_end..][..*at].contains(':'));
    in_path.map(|at| authority_end + at).or_else(|| after[..authority_end].rfind('@'))
}

/// Whether it is a URL as people write them, so that it is clear where its authority ends.
fn is_plain(before: &str, after: &str) -> bool {
    let slashes = before.trim_start_matches(|c: char| !matches!(c, '/' | '\\'));
    let begins_well = match scheme(before) {
        Some(_) => slashes == "//",
        None => matches!(slashes, "" | "/" | "//") && before == slashes && scheme(after).is_none(),
    };
    let base = Url::parse("http://localhost/").ok();
    let parses = || Url::options().base_url(base.as_ref()).parse(&format!("{before}{after}")).is_ok();
    // An empty port is rather the beginning of a password.
    let authority = &after[..after.find(['/', '?', '#']).unwrap_or(after.len())];
    begins_well && !authority.ends_with(':') && !after.contains(['\\', '\t', '\n', '\r']) && parses()
}

/// What stands in a port's place and is none is probably a password whose `@` is missing.
fn without_password(after: &str) -> String {
    let end = after.find(['/', '?', '#', '\\']).unwrap_or(after.len());
    let is_port = |text: &str| {
        let text = text.trim_end_matches(|c: char| c.is_whitespace() || c.is_ascii_punctuation());
        text.chars().all(|c| c.is_ascii_digit()) || text.starts_with(['$', '…'])
    };
    let host = &after[..end];
    let bracket = host.len() - host.trim_start_matches('@').len();
    let begin = match (host[bracket..].starts_with('['), bracketed(&host[bracket..])) {
        (true, Some(length)) => bracket + length,
        (true, None) => return format!("{}[{HIDDEN}", &host[..bracket]),
        (false, _) => 0,
    };
    match host[begin..].find(':').map(|at| begin + at) {
        Some(colon) if !is_port(&host[colon + 1..]) && !is_address(host) => format!("{}{HIDDEN}", &after[..=colon]),
        _ => after.to_owned(),
    }
}

/// How long `[::1]` is, at the beginning of a text.
fn bracketed(text: &str) -> Option<usize> {
    let (address, _) = text.strip_prefix('[')?.split_once(']')?;
    // A zone is no part of an address that parses.
    let digits = address.split('%').next()?;
    digits.parse::<std::net::Ipv6Addr>().ok().map(|_| address.len() + 2)
}

/// `::1`, `fd00::/8`: an address that should be in brackets, or stands where no URL does.
fn is_address(host: &str) -> bool {
    host.parse::<std::net::Ipv6Addr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn userinfo_is_hidden_however_a_browser_would_find_it() {
        for (url, expected) in [
            ("http://u:C@h/x", "http://…@h/x"),
            ("HTTP://u:C@h/x", "HTTP://…@h/x"),
            ("http://u@C@h/x", "http://…@h/x"),
            ("//u:C@h/x", "//…@h/x"),
            (" //u:C@h/", " //…@h/"),
            ("///u:C@h", "///…@h"),
            ("/\\u:C@h", "/\\…@h"),
            ("\\\\u:C@h", "\\\\…@h"),
            ("/\t/u:C@h", "/\t/…@h"),
            ("http:\\\\u:C@h", "http:\\\\…@h"),
            ("http:u:C@h", "http:…@h"),
            ("http:/u:C@h", "http:/…@h"),
            ("ht\ttp://u:C@h/", "ht\ttp://…@h/"),
            ("http://u:\tC@h/", "http://…@h/"),
            ("http://u:C\\x@h/", "http://…@h/"),
            ("foo://u:C@h/", "foo://…@h/"),
            ("u:C@h/", "…@h/"),
            ("https//u:C@h", "…@h"),
            ("/x/u:C@h", "/…@h"),
            ("http://us/er:C@127.0.0.1:1/", "http://…@127.0.0.1:1/"),
            ("http://u:C/x@h/", "http://…@h/"),
            ("http://u:C?x@h/", "http://…@h/"),
            ("http:/u:C@127.0.0.1:99999/?n=http://b/", "http:/…@127.0.0.1:99999/?n=http://b/"),
            ("http://localhost:1@user:C", "http://…@user:…"),
            ("http://u:/C@h/", "http://…@h/"),
            ("http://u:?C@h/", "http://…@h/"),
            ("http://u:#C@h/", "http://…@h/"),
            ("https//u:C?@h/", "…@h/"),
            ("http://user:C", "http://user:…"),
            ("http://user:C/x", "http://user:…"),
            ("http://user:C?x", "http://user:…"),
            ("user:C", "user:…"),
            ("http://[C", "http://[…"),
            ("http://u:C@[D]/", "http://…@[…"),
        ] {
            assert_eq!(without_userinfo(url), expected, "{url}");
        }
    }

    #[test]
    fn what_is_no_userinfo_stays() {
        for url in [
            "http://localhost:5173/@vite/client",
            "http://h/@me?x=a:b@c",
            "http://h/foo@2.0/x",
            "http://[::1]:5173/x",
            "http://localhost:*",
            "http://localhost:${PORT}/",
            "https://*.example.com",
            "localhost:5000/x",
            "/login?next=1",
            "/@me",
            "a@b",
            "::1",
            "",
        ] {
            assert_eq!(without_userinfo(url), url);
        }
    }
}

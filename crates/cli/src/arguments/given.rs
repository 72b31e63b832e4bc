//! URLs and origins as people write them. What can mean one thing only is read as that, and said; what may mean several is an
//! error.

use preflight_engine::Origin;
use url::{Host, Url};

use crate::exit::Failure;
use crate::printable::printable;
use crate::redact::{HIDDEN, given};

/// What was given, and what had to be corrected in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    pub value: T,
    /// A sentence about the correction, if there was one. What it repeats is redacted, and not escaped yet.
    pub note: Option<String>,
}

/// Extensions and native shells have origins of their own; what browsers load from a file has none.
const FILE: &str = "file:";

/// What people write where a scheme belongs, and what they mean.
const SCHEMES: [&str; 2] = ["https", "http"];

/// What stands around a URL that was copied out of a source.
const QUOTES: [char; 4] = ['\'', '"', '`', ','];

/// The URL that a page calls.
pub fn url(text: &str) -> Result<Given<Url>, Failure> {
    let whole = text.trim();
    let is_quoted = whole.starts_with(|c: char| QUOTES.contains(&c));
    // Copied out of a source or of a sentence: what is quoted ends before its quote, and of anything else each character counts.
    let text = if is_quoted { whole.trim_matches(|c: char| c.is_whitespace() || QUOTES.contains(&c)) } else { whole };
    refuse_placeholder(text, "the URL that the page calls", "write the URL in its place, as the Network tab shows it")?;
    if let Some(part) = open_host(text) {
        return Err(Failure::usage(format!("`{part}` stands for the server in the URL, which is not known"))
            .with_help("write the whole URL, as the Network tab shows it"));
    }
    if text.contains(HIDDEN) {
        // As it stands it is another call.
        return Err(Failure::usage(format!(
            "`{HIDDEN}` in the URL stands for what was left out of it, which is not known"
        ))
        .with_help("put your own value in its place, or run `preflight explain --show-values` on the text, which prints the whole URL; the Network tab shows it too"));
    }
    let is_bracketed = text.starts_with('<');
    let text = if is_bracketed { text.trim_matches(['<', '>']) } else { text };
    if let Some(rest) = text.strip_prefix(':').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit())) {
        // Documented, and so no correction.
        return Ok(Given { value: parse_url(&format!("http://localhost:{rest}"))?, note: None });
    }
    if has_scheme(text) {
        let value = parse_url(text)?;
        let note = (is_quoted || is_bracketed).then(|| format!("what stands around `{}` was left out", given(text)));
        return Ok(Given { value, note });
    }
    let meant = meant(text).ok_or_else(|| no_url(text))?;
    let value = parse_url(&meant)?;
    let note = Some(format!("`{}` was read as `{}`", given(text), given(&meant)));
    Ok(Given { value, note })
}

/// `<BASE>` before a path, or in the place of a host: this program prints it where the server is a variable.
fn open_host(text: &str) -> Option<&str> {
    const SCHEMES: [&str; 2] = ["http://", "https://"];
    let text = SCHEMES.iter().find_map(|scheme| text.strip_prefix(scheme)).unwrap_or(text);
    let (name, _) = text.strip_prefix('<')?.split_once('>').filter(|(_, rest)| !rest.is_empty())?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '(' | ')' | '$'));
    (is_name && !name.contains("..") && !text.contains("://")).then(|| &text[..name.len() + 2])
}

/// The origin of the page that calls.
pub fn origin(text: &str) -> Result<Given<Origin>, Failure> {
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\'' | '"' | '`' | ','));
    refuse_placeholder(
        text,
        "the origin of the page",
        "write the beginning of the page's address in its place, as in `--origin https://app.example.com`",
    )?;
    let rule = match Origin::parse(text) {
        Ok(value) => return Ok(Given { value, note: None }),
        Err(rule) => rule,
    };
    if text.get(..FILE.len()).is_some_and(|start| start.eq_ignore_ascii_case(FILE)) {
        let note = Some("a page from a file has the origin `null`, and was taken for that".to_owned());
        return Ok(Given { value: Origin::Null, note });
    }
    let corrected = meant_origin(text);
    let Some(value) = corrected else {
        let shown = printable(given(text).as_bytes());
        return Err(Failure::usage(format!("`{shown}` is not an origin: {rule}"))
            .with_help("an origin looks like https://app.example.com or http://localhost:5173"));
    };
    let note = Some(format!("`{}` was read as the origin `{value}`", given(text)));
    Ok(Given { value, note })
}

/// `<page>` and the like: this program prints them where it does not know better.
fn refuse_placeholder(text: &str, stands_for: &str, help: &str) -> Result<(), Failure> {
    let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
    if inside.is_some_and(|word| !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-')) {
        return Err(Failure::usage(format!("`{text}` stands for {stands_for}, which is not known")).with_help(help));
    }
    if text.chars().all(|c| matches!(c, '…' | '.')) && !text.is_empty() {
        return Err(Failure::usage(format!("`{text}` stands in the place of {stands_for}")).with_help(help));
    }
    Ok(())
}

fn has_scheme(text: &str) -> bool {
    text.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn parse_url(text: &str) -> Result<Url, Failure> {
    let shown = printable(given(text).as_bytes());
    let url = Url::parse(text).map_err(|error| {
        Failure::usage(format!("`{shown}` is not a URL: {error}"))
            .with_help("a URL looks like http://localhost:5000/api/todos")
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Failure::usage(format!(
            "`{shown}` has the scheme {}, and only http and https can be checked",
            url.scheme()
        ))
        .with_help("check the http or https URL that the page calls"));
    }
    Ok(url)
}

/// Whether a text is a URL whose scheme is misspelt, as in `http//host` and `https:/host`.
pub fn is_misspelt_url(text: &str) -> bool {
    !text.contains(char::is_whitespace) && with_scheme_spelt(text).is_some_and(|meant| Url::parse(&meant).is_ok())
}

/// `http//host` as `http://host`.
fn with_scheme_spelt(text: &str) -> Option<String> {
    SCHEMES.iter().find_map(|scheme| {
        let rest = strip_prefix_in_any_case(text, scheme)?;
        let host = rest.trim_start_matches([':', '/']);
        (host.len() < rest.len() && !host.is_empty()).then(|| format!("{scheme}://{host}"))
    })
}

/// What was meant by a URL without a scheme, where that is sure.
fn meant(text: &str) -> Option<String> {
    if given(text) == HIDDEN || text.starts_with(['/', '.', '?', '#']) && !text.starts_with("//") {
        return None;
    }
    let misspelt = with_scheme_spelt(text);
    let rest = text.trim_start_matches('/');
    misspelt.or_else(|| Some(format!("{}://{rest}", likely_scheme(rest)?)))
}

fn strip_prefix_in_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix)).map(|_| &text[prefix.len()..])
}

/// `http` for what is no name of the internet, `https` for what is; none where there is no host at all.
fn likely_scheme(rest: &str) -> Option<&'static str> {
    let url = Url::parse(&format!("http://{rest}")).ok()?;
    let is_https = match url.host()? {
        Host::Domain(name) => name.contains('.') && !name.ends_with(".localhost") && !name.ends_with(".local"),
        Host::Ipv4(address) => !(address.is_loopback() || address.is_private() || address.is_unspecified()),
        Host::Ipv6(_) => false,
    };
    Some(if is_https && url.port().is_none_or(|port| port == 443) { "https" } else { "http" })
}

/// The origin that was meant: of a URL, of a host, of a port alone.
fn meant_origin(text: &str) -> Option<Origin> {
    let whole = if has_scheme(text) {
        text.to_owned()
    } else if let Some(port) = text.strip_prefix(':').filter(|port| port.starts_with(|c: char| c.is_ascii_digit())) {
        format!("http://localhost:{port}")
    } else {
        meant(text)?
    };
    let url = Url::parse(&whole).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    Origin::parse(Origin::of_url(&url).as_str()).ok().filter(|origin| *origin != Origin::Null)
}

/// What a page makes of such a URL, and what to write.
fn no_url(text: &str) -> Failure {
    let shown = given(text);
    if shown == HIDDEN {
        return Failure::usage("what is given as the URL is not a URL").with_help(
            "a URL looks like http://localhost:5000/api/todos; a pasted curl or fetch line goes into quotes",
        );
    }
    let shown = printable(shown.as_bytes());
    if text.starts_with(['/', '.', '?', '#']) {
        return Failure::usage(format!(
            "`{shown}` is relative: it goes to the page's own server, where CORS has no part"
        ))
        .with_help(
            "if it fails there, look at its status; otherwise write the whole URL, as the Network tab shows it",
        );
    }
    Failure::usage(format!("`{shown}` is not a URL")).with_help("a URL looks like http://localhost:5000/api/todos")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_without_a_scheme_is_read_as_what_it_can_only_mean() {
        for (text, expected, is_said) in [
            ("http://a.example/x", "http://a.example/x", false),
            (":5000/x", "http://localhost:5000/x", false),
            ("localhost:5000/x", "http://localhost:5000/x", true),
            ("127.0.0.1:5000", "http://127.0.0.1:5000/", true),
            ("backend:8080/x", "http://backend:8080/x", true),
            ("api.example.com/todos", "https://api.example.com/todos", true),
            ("//api.example.com/todos", "https://api.example.com/todos", true),
            ("http:/localhost:5000/x", "http://localhost:5000/x", true),
            ("https//api.example.com", "https://api.example.com/", true),
            ("'http://a.example/x',", "http://a.example/x", true),
            ("<http://a.example/x>", "http://a.example/x", true),
            ("http://a.example/x,", "http://a.example/x,", false),
            ("http://a.example/x'", "http://a.example/x'", false),
            ("http://a.example/x?a=\"", "http://a.example/x?a=%22", false),
            ("http://a.example/x`", "http://a.example/x%60", false),
            ("http://a.example/x>", "http://a.example/x%3E", false),
        ] {
            let given = url(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
            assert_eq!((given.value.as_str(), given.note.is_some()), (expected, is_said), "{text}");
        }
    }

    #[test]
    fn an_origin_is_corrected_where_only_one_can_be_meant() {
        for (text, expected, is_said) in [
            ("http://localhost:5173", "http://localhost:5173", false),
            ("null", "null", false),
            ("http://localhost:5173/", "http://localhost:5173", true),
            ("HTTPS://App.example.com:443/login?x=1", "https://app.example.com", true),
            ("localhost:5173", "http://localhost:5173", true),
            (":5173", "http://localhost:5173", true),
            ("app.example.com", "https://app.example.com", true),
            ("file:///home/me/index.html", "null", true),
            ("file://", "null", true),
            ("capacitor://localhost", "capacitor://localhost", false),
        ] {
            let given = origin(text).unwrap_or_else(|failure| panic!("{text}: {failure:?}"));
            assert_eq!((given.value.as_str(), given.note.is_some()), (expected, is_said), "{text}");
        }
    }

    #[test]
    fn what_may_mean_anything_is_an_error_that_names_it() {
        for (text, says, help) in [
            ("<url>", "`<url>` stands for the URL", "Network tab"),
            ("<BASE>/api/x?a=1", "`<BASE>` stands for the server", "Network tab"),
            ("https://<host>/api", "`<host>` stands for the server", "Network tab"),
            ("…", "stands in the place of the URL", "Network tab"),
            ("http://a.example/x?token=…", "`…` in the URL stands for", "Network tab"),
            ("/api/todos", "is relative", "whole URL"),
            ("ftp://a.example/", "only http and https", "check the http"),
            ("http://[", "is not a URL", "looks like"),
            ("s3cret", "what is given as the URL", "looks like"),
        ] {
            let failure = url(text).expect_err(text);
            let whole = format!("{} {}", failure.message, failure.help.unwrap_or_default());
            assert!(whole.contains(says) && whole.contains(help) && !whole.contains("s3cret"), "{text}: {whole}");
        }
        for (text, says) in [
            ("<page>", "`<page>` stands for the origin of the page"),
            ("http://user:s3cret@a.example", "is not an origin"),
            ("*", "is not an origin"),
            ("hello", "is not an origin"),
        ] {
            let failure = origin(text).expect_err(text);
            assert!(failure.message.contains(says) && !failure.message.contains("s3cret"), "{text}: {failure:?}");
        }
    }
}

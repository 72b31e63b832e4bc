//! What a command sends, as it sends it: with its own `Origin`, and a preflight as the OPTIONS that it is.

use preflight_engine::browser::CredentialsMode;
use url::Url;

use crate::of_command;
use crate::said::{MediaType, Said};
use crate::shell;

/// The request of a command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Where it goes, if the line says it.
    pub url: Option<Url>,
    /// Its method.
    pub method: String,
    /// Its headers, those of the tool left out; a value that is not in the line is empty.
    pub headers: Vec<(String, String)>,
}

/// What stands in a line before a command that a sentence introduces.
const BEGINNINGS: [&str; 7] =
    ["curl -", "curl http", "curl 'http", "curl \"http", "curl localhost", "curl.exe -", "curl.exe http"];

/// What the command sends with which the first line of a text begins, or which that line introduces: `Test: curl -i …`.
///
/// ```
/// let sent = preflight_pasted_call::sent_by_command("$ curl -i -XOPTIONS -H'Origin: http://a.test' localhost:8000").unwrap();
/// assert_eq!((sent.method.as_str(), sent.url.unwrap().as_str()), ("OPTIONS", "http://localhost:8000/"));
/// assert_eq!(sent.headers, [("Origin".to_owned(), "http://a.test".to_owned())]);
/// ```
pub fn sent_by_command(text: &str) -> Option<Sent> {
    let end = text.find('\n').unwrap_or(text.len());
    let line = &text[..end];
    if !["curl", "http", "xh", "wget"].iter().any(|name| line.contains(name)) {
        return None;
    }
    if let Some(span) = line.split('`').skip(1).step_by(2).find(|span| begins(span)) {
        return of_text(span);
    }
    if begins(line) {
        return of_text(text);
    }
    let introduced = BEGINNINGS.iter().filter_map(|start| line.find(start)).min()?;
    // A sentence that goes on behind its command is told from the command nowhere.
    of_text(&text[introduced..]).filter(|sent| sent.url.is_some())
}

fn begins(line: &str) -> bool {
    shell::find(line).is_some()
}

fn of_text(text: &str) -> Option<Sent> {
    let straight = crate::wrapping::straightened(text);
    let command = shell::find(&straight)?;
    of_command(command).ok().map(Sent::of)
}

impl Sent {
    fn of(said: Said) -> Self {
        let url = said.whole_url().ok().filter(|_| !said.is_url_implied);
        let implied = if said.body.is_some() { "POST" } else { "GET" };
        let method = said.method.value().map_or(implied, String::as_str).to_ascii_uppercase();
        let media_type = said.body.as_ref().filter(|_| !said.has_header("content-type")).map(|body| &body.media_type);
        let media_type = match media_type {
            Some(MediaType::OfClient(name)) => Some(("Content-Type".to_owned(), name.clone())),
            _ => None,
        };
        let has_cookies = said.credentials.value() == Some(&CredentialsMode::Include) && !said.has_header("cookie");
        let cookies = has_cookies.then(|| ("Cookie".to_owned(), String::new()));
        let headers = said.headers.into_iter().map(|(name, value)| (name, value.value().cloned().unwrap_or_default()));
        Self { url, method, headers: headers.chain(media_type).chain(cookies).collect() }
    }
}

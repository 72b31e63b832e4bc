//! The call that stands beside a message without a URL: a line of source (`fetch('https://…', { method: 'POST' })`), or the
//! lines of a client's log (`URL: …`, `METHOD: …`, `HEADERS: { … }`).

use super::message::Message;
use super::reason::ConsoleReason;
use super::transcript::Transcript;
use super::voices::connections;
use super::voices::scripts::NATIVE_APP;
use super::window::Window;

/// How sources call, and the method that the name tells.
const CALLS: [(&str, Option<&str>); 21] = [
    ("fetch('", None),
    ("axios('", None),
    ("axios.get('", Some("GET")),
    ("axios.head('", Some("HEAD")),
    ("axios.post('", Some("POST")),
    ("axios.put('", Some("PUT")),
    ("axios.patch('", Some("PATCH")),
    ("axios.delete('", Some("DELETE")),
    ("http.get('", Some("GET")),
    ("http.post('", Some("POST")),
    ("http.put('", Some("PUT")),
    ("http.delete('", Some("DELETE")),
    ("dio.get('", Some("GET")),
    ("dio.post('", Some("POST")),
    ("ky.get('", Some("GET")),
    ("ky.post('", Some("POST")),
    ("$.get('", Some("GET")),
    ("$.getjson('", Some("GET")),
    ("$.post('", Some("POST")),
    ("http.get(uri.parse('", Some("GET")),
    ("http.post(uri.parse('", Some("POST")),
];

/// As far behind the URL the options of a call are looked at.
const OPTIONS_REACH: usize = 256;

/// As many headers of a log are taken.
const HEADERS_LIMIT: usize = 32;

/// Headers that the client or the browser adds, not the page.
const OF_THE_CLIENT: [&str; 9] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "accept-charset",
    "connection",
    "content-length",
    "content-type",
    "host",
    "user-agent",
];

/// As many lines with a URL are tried as calls, and none that is longer.
const LINES_LIMIT: usize = 64;
const LINE_LIMIT: usize = 2048;

const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/// What the text has of a call.
#[derive(Default, PartialEq, Eq)]
struct Call {
    url: Option<String>,
    method: Option<String>,
    headers: Vec<String>,
}

/// Gives the one message of a script or of a program the one call that stands beside it.
pub(super) fn complete(messages: &mut [Message], transcript: &Transcript) {
    let [message] = messages else { return };
    let is_of_caller = matches!(
        message.reason,
        Some(ConsoleReason::Said(saying)) if saying.is_of_script() || *saying == NATIVE_APP || saying.source == connections::PROGRAM
    );
    if !is_of_caller || message.engine.is_some() {
        return;
    }
    let own = own_headers(transcript);
    let Some(call) = in_log(transcript).or_else(|| in_source(transcript)).or_else(|| in_line(transcript)) else {
        message.headers.extend(own);
        return;
    };
    let headers = call.headers.into_iter();
    let call = Call {
        headers: headers
            .clone()
            .chain(own.into_iter().filter(|name| !headers.clone().any(|known| known == *name)))
            .collect(),
        ..call
    };
    let is_same = message.url.is_none() || message.url == call.url;
    if is_same {
        message.url = message.url.take().or(call.url);
        message.method = message.method.take().or(call.method);
        if message.headers.is_empty() {
            message.headers = call.headers;
        }
    }
}

/// How clients' sources begin a call whose headers follow or stand before.
const CLIENTS: [&str; 10] = [
    "axios",
    "fetch(",
    "$.ajax(",
    "$.post(",
    "xmlhttprequest()",
    "setrequestheader(",
    "superagent",
    "http.post(",
    "http.get(",
    "dio",
];

/// What stands in a server's source, where such headers belong.
const SERVERS: [&str; 8] = [
    "statuscode:",
    "'statuscode'",
    "res.set",
    "res.header",
    "response.set",
    "module.exports",
    "add_header",
    "devserver",
];

/// The headers of a response that a client's source sends with its request.
fn own_headers(transcript: &Transcript) -> Vec<String> {
    let folded = transcript.folded();
    let has = |signs: &[&str]| signs.iter().any(|sign| folded.contains(sign));
    if !has(&CLIENTS) || has(&SERVERS) {
        return Vec::new();
    }
    let names = [
        "Access-Control-Allow-Origin",
        "Access-Control-Allow-Headers",
        "Access-Control-Allow-Methods",
        "Access-Control-Allow-Credentials",
    ];
    let is_sent = |name: &&str| {
        let name = name.to_ascii_lowercase();
        folded.contains(&format!("'{name}':'")) || folded.contains(&format!("setrequestheader('{name}'"))
    };
    names.into_iter().filter(is_sent).map(str::to_owned).collect()
}

/// The one URL that sources in the text call.
fn in_source(transcript: &Transcript) -> Option<Call> {
    let folded = transcript.folded();
    let mut found: Option<Call> = None;
    for (phrase, method) in CALLS {
        for (start, _) in folded.match_indices(phrase) {
            let window = Window { transcript, floor: 0, start, end: start + phrase.len(), ceiling: folded.len() };
            let Some(url) = window.word_until(&["'"]).filter(|url| is_url(url)) else { continue };
            let behind = Window { end: window.end + url.len(), ..window }.near(OPTIONS_REACH);
            let method = method.map(str::to_owned).or_else(|| method_of_options(&behind));
            match &found {
                Some(earlier) if earlier.url.as_deref() != Some(&url) => return None,
                _ => found = Some(Call { url: Some(url), method, headers: Vec::new() }),
            }
        }
    }
    found
}

/// The one call that stands in a line of its own, in any form in which people paste one: `await Dio().get('https://…');`.
fn in_line(transcript: &Transcript) -> Option<Call> {
    let has_call = |line: &&str| line.contains("://") && line.contains('(') && line.len() <= LINE_LIMIT;
    let mut found: Option<Call> = None;
    for line in transcript.lines().filter(has_call).take(LINES_LIMIT) {
        // Somebody set it off as code.
        let line = line.trim();
        let line = line.strip_prefix('\'').map_or(line, |line| line.strip_suffix('\'').unwrap_or(line));
        let Some(Ok(pasted)) = preflight_pasted_call::read(line) else { continue };
        let url = pasted.call.url.value().map(ToString::to_string);
        match &found {
            // Of two calls in one line only the first is read.
            _ if line.matches("://").count() > 1 => return None,
            Some(earlier) if earlier.url != url => return None,
            None if url.is_some() => {
                let headers = pasted.call.headers.iter().map(|header| header.name.clone());
                let headers = headers.filter(|name| !OF_THE_CLIENT.contains(&name.to_ascii_lowercase().as_str()));
                let method = pasted.call.method.value().cloned();
                found = Some(Call { url, method, headers: headers.take(HEADERS_LIMIT).collect() });
            }
            _ => {}
        }
    }
    found
}

/// `, { method: 'POST' })`, or nothing at all.
fn method_of_options(behind: &Window<'_>) -> Option<String> {
    if behind.rest().starts_with("')") {
        return Some("GET".to_owned());
    }
    let key = behind.find_first(&["method:'", "'method':'"])?;
    let word = behind.at(key).word_until(&["'"])?.to_ascii_uppercase();
    METHODS.contains(&word.as_str()).then_some(word)
}

/// The one URL that labelled lines name, with their method and the names of their headers.
fn in_log(transcript: &Transcript) -> Option<Call> {
    let mut call = Call::default();
    let mut in_headers = false;
    for line in transcript.lines() {
        let line = undecorated(line);
        let Some((label, value)) = line.split_once(':') else {
            in_headers &= line == "{" || line.is_empty();
            continue;
        };
        let is_quoted = label.starts_with(['"', '\'']);
        let label = label.trim().trim_matches(['"', '\'']);
        let value = value.trim().trim_matches(['"', '\'', ',']);
        match label.to_ascii_lowercase().as_str() {
            "url" | "uri" | "request url" | "endpoint" if is_url(value) => {
                if call.url.as_deref().is_some_and(|url| url != value) {
                    return None;
                }
                call.url = Some(value.to_owned());
                in_headers = false;
            }
            "request path" => {
                let Some((method, url)) = value.split_once(']') else { continue };
                let url = url.trim().trim_matches(['"', '\'']);
                if is_url(url) {
                    call.url = Some(url.to_owned());
                    call.method = METHODS.iter().find(|name| method.ends_with(*name)).map(|name| (*name).to_owned());
                }
            }
            "method" | "request method" => {
                call.method =
                    METHODS.iter().find(|name| value.eq_ignore_ascii_case(name)).map(|name| (*name).to_owned());
                in_headers = false;
            }
            // Printed objects have those of the response under a quoted name, or behind the name of a class.
            "header" | "headers" | "request headers" if !is_quoted && (value.is_empty() || value.starts_with('{')) => {
                in_headers = !value.ends_with('}');
                let inside = value.trim_matches(['{', '}', ' ']);
                inside.split(',').filter_map(|pair| pair.split_once(':')).for_each(|(name, _)| add(&mut call, name));
            }
            _ if in_headers => {
                add(&mut call, label.trim_start_matches(['{', ' ']));
                // `'User-Agent': 'axios/0.15.2' },` closes them.
                in_headers = !value.trim_end().ends_with('}');
            }
            _ => {}
        }
    }
    call.url.is_some().then_some(call)
}

fn add(call: &mut Call, name: &str) {
    let name = name.trim().trim_matches(['"', '\'']);
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let is_of_page = !OF_THE_CLIENT.contains(&name.to_ascii_lowercase().as_str());
    if is_name && is_of_page && call.headers.len() < HEADERS_LIMIT && !call.headers.iter().any(|known| known == name) {
        call.headers.push(name.to_owned());
    }
}

/// A line without the frames and bullets of loggers.
fn undecorated(line: &str) -> &str {
    let is_decoration = |c: char| !c.is_ascii_alphanumeric() && !matches!(c, '{' | '}' | '"' | '\'');
    line.trim_start_matches(is_decoration).trim_end()
}

fn is_url(text: &str) -> bool {
    let is_http = text.starts_with("http://") || text.starts_with("https://");
    is_http && !text.contains([' ', '$', '{', '<'])
}

//! Chromium speaks English only, and people and pages translate what it says. The URL and the origin keep their quotes then,
//! and header names stay what they are.

use super::cut_url::is_cut_mark;
use super::message::{Engine, Message};
use super::reason::ConsoleReason;
use super::transcript::Transcript;

/// As many quoted values of a line are looked at.
const QUOTED_LIMIT: usize = 16;

/// How languages call a preflight.
const PREFLIGHT: [&str; 6] = ["preflight", "プリフライト", "预检", "預檢", "предварительн", "사전"];

/// How languages call an origin, before its quote.
const ORIGIN: [&str; 12] = [
    "origin'",
    "オリジン'",
    "源'",
    "来源'",
    "來源'",
    "ursprung'",
    "origine'",
    "origen'",
    "origem'",
    "источника'",
    "출처'",
    "kaynağından'",
];

/// One message for each line that speaks of CORS and has a URL and an origin in quotes.
pub(super) fn messages(transcript: &Transcript) -> Vec<Message> {
    if !transcript.folded().contains("access-control-allow-") {
        return Vec::new();
    }
    let mut messages: Vec<Message> = transcript.lines().filter_map(|line| message(&Transcript::new(line))).collect();
    if messages.is_empty() {
        // Wrapped: no line has all.
        messages.extend(message(transcript));
    }
    messages
}

fn message(text: &Transcript) -> Option<Message> {
    let folded = text.folded();
    let has_header = folded.contains("access-control-allow-");
    let is_other_language = folded.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) || !folded.contains("blockedby");
    if !folded.contains("cors") || !has_header || !is_other_language {
        return None;
    }
    let quoted = quoted(text);
    let urls: Vec<_> = quoted.iter().filter(|(_, value)| is_url(value) || value == "null").collect();
    let [first, second, rest @ ..] = urls.as_slice() else { return None };
    let is_origin_first =
        is_bare(&first.1) && (!is_bare(&second.1) || ORIGIN.iter().any(|word| folded[..first.0].ends_with(word)));
    let (url, origin) = if is_origin_first { (second, first) } else { (first, second) };
    Some(Message {
        reason: Some(reason(folded, &quoted, rest)),
        url: Some(url.1.clone()),
        origin: Some(origin.1.trim_end_matches('/').to_owned()),
        is_preflight: PREFLIGHT.iter().any(|word| folded.contains(word)),
        ..Message::of(Engine::Chromium)
    })
}

fn reason(folded: &str, quoted: &[(usize, String)], further_urls: &[&(usize, String)]) -> ConsoleReason {
    let has = |header: &str| folded.contains(header);
    match further_urls {
        _ if has("access-control-allow-headers") => {
            let name = quoted
                .iter()
                .map(|(_, value)| value)
                .find(|value| !value.contains(':') && !value.to_ascii_lowercase().starts_with("access-control"));
            ConsoleReason::HeaderNotAllowed { name: name.cloned().unwrap_or_default() }
        }
        _ if has("access-control-allow-methods") => ConsoleReason::MethodNotAllowed { method: None },
        _ if has("access-control-allow-credentials") => ConsoleReason::AllowCredentialsNotTrue { value: None },
        _ if quoted.iter().any(|(_, value)| value == "*") => ConsoleReason::WildcardOriginWithCredentials,
        [(_, value), ..] => ConsoleReason::AllowOriginMismatch { value: value.clone() },
        [] => ConsoleReason::MissingAllowOrigin,
    }
}

/// What stands in quotes, with the place after the opening quote.
fn quoted(text: &Transcript) -> Vec<(usize, String)> {
    let folded = text.folded();
    let marks: Vec<_> = folded.match_indices('\'').map(|(place, _)| place).take(2 * QUOTED_LIMIT).collect();
    marks.chunks_exact(2).map(|pair| (pair[0] + 1, text.word(pair[0] + 1..pair[1]))).collect()
}

/// Whether the URL has no path, as origins have none.
fn is_bare(url: &str) -> bool {
    url == "null" || url.matches('/').count() == 2
}

/// Whether it begins as a URL does, and is in ASCII as consoles print them: between the quotes of two sentences stands a third.
fn is_url(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once("://") else { return false };
    let is_scheme =
        !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme && !rest.is_empty() && rest.chars().all(|c| c.is_ascii() || is_cut_mark(c))
}

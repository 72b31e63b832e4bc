//! The scripted server: which answer a request gets, and what its bytes are to a browser.

use std::borrow::Cow;

use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::request_header;

use serde_json::Value;

use crate::case::ScriptedCase;
use crate::script::{Asked, ScriptedAnswer, bytes};

/// Answers a request of a case.
pub fn answer(case: &ScriptedCase, request: &RequestHead) -> Result<ResponseHead, NetworkFailure> {
    let port = request.url.port_or_known_default().unwrap_or_default();
    if case.world.listening.as_ref().is_some_and(|ports| !ports.contains(&port)) {
        return Err(NetworkFailure::ConnectionRefused);
    }
    // A world that says nothing of TLS speaks it wherever it is asked to.
    let knows_tls = !case.world.tls.is_empty();
    if knows_tls && case.world.tls.contains(&port) != (request.url.scheme() == "https") {
        return Err(NetworkFailure::TlsHandshake);
    }
    let answer = scripted(case, request);
    if answer.close {
        return Err(NetworkFailure::ConnectionClosed);
    }
    let mut head = head(&answer)?;
    if case.world.http2.contains(&port) {
        // There a name has no upper case, and what is not a name cannot be sent.
        let fields = head.headers.iter().filter(|(name, _)| request_header::is_name(name));
        head.headers = fields.map(|(name, value)| (name.to_ascii_lowercase(), value.to_vec())).collect();
    }
    Ok(head)
}

/// Whether a request is one of the case's own: others are not looked at.
pub fn is_of_case(case: &ScriptedCase, request: &RequestHead) -> bool {
    let Some(rest) = request.url.path().strip_prefix("/c/") else { return false };
    let rest = match &case.id {
        Value::String(id) => rest.strip_prefix(id.as_str()),
        id => rest.strip_prefix(&id.to_string()),
    };
    rest.is_some_and(|rest| rest.starts_with('/'))
}

/// The body that came with the answer to a request.
pub fn body(case: &ScriptedCase, request: &RequestHead) -> Vec<u8> {
    let answer = scripted(case, request);
    match answer.status {
        Some(204 | 205 | 304) => Vec::new(),
        _ => bytes(answer.body.as_deref().unwrap_or("ok")),
    }
}

fn scripted<'a>(case: &'a ScriptedCase, request: &RequestHead) -> Cow<'a, ScriptedAnswer> {
    if !is_of_case(case, request) {
        return Cow::Owned(ScriptedAnswer::not_found());
    }
    let is_preflight = request.method == b"OPTIONS" && request.headers.contains(b"access-control-request-method");
    let asked = Asked { hop: hop(request), is_preflight, has_origin: request.headers.contains(b"origin") };
    let world = &case.world;
    let unscripted = if is_preflight { &world.unscripted_preflight } else { &world.unscripted };
    let answer = case.script.answer(asked).or(unscripted.as_ref());
    answer.map_or_else(|| Cow::Owned(ScriptedAnswer::not_found()), Cow::Borrowed)
}

/// The path segment after the case's id; not a number is 0.
fn hop(request: &RequestHead) -> usize {
    request.url.path().split('/').nth(3).and_then(|segment| segment.parse().ok()).unwrap_or(0)
}

fn head(answer: &ScriptedAnswer) -> Result<ResponseHead, NetworkFailure> {
    let status = answer.status.unwrap_or(200);
    let mut headers = HeaderList::new();
    for (name, value) in &answer.headers {
        append(&mut headers, &bytes(name), &bytes(value))?;
    }
    for line in unfolded(&answer.raw_lines.join("\r\n")) {
        let (name, value) = line.split_once(':').unwrap_or((&line, ""));
        append(&mut headers, &bytes(name), &bytes(value))?;
    }
    if !matches!(status, 204 | 304) && !headers.contains(b"content-length") {
        let length = if status == 205 { 0 } else { answer.body.as_deref().map_or(2, |body| bytes(body).len()) };
        headers.append("Content-Length", length.to_string());
    }
    Ok(ResponseHead { status, headers })
}

/// The field lines of a text. A line that begins with white space goes on where the one before it ended.
fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)) {
        match lines.last_mut() {
            Some(last) if line.starts_with([' ', '\t']) => {
                last.push(' ');
                last.push_str(line.trim_start_matches([' ', '\t']));
            }
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn append(headers: &mut HeaderList, name: &[u8], value: &[u8]) -> Result<(), NetworkFailure> {
    if value.contains(&0) {
        return Err(NetworkFailure::InvalidResponse);
    }
    headers.append(name, value.to_vec());
    Ok(())
}

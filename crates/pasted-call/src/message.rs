//! The head of a request as it is sent, or as files for REST clients and `hurl` have it: `PUT /api HTTP/1.1`, headers, a body.

mod labels;

use std::collections::HashMap;

use preflight_engine::page_call::Part;
use preflight_engine::request_header::is_name;

use crate::named_text::of_variables;
use crate::pasted::Note;
use crate::prompt::without_prompt;
use crate::said::{Body, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::url_of;
use crate::value::Value;

/// Methods of requests that people write down.
const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The request of a text. `None` where it begins with none.
pub(crate) fn read(text: &str) -> Option<Result<Said, Unreadable>> {
    let mut variables = HashMap::new();
    let mut lines = text.lines().enumerate().peekable();
    let mut pseudo = HashMap::new();
    let line = loop {
        let (number, line) = lines.next()?;
        let line = line.trim();
        // `###` begins a request, `#` and `//` a comment, `@name = value` a variable.
        if line.is_empty() || line.starts_with(['#', '/']) && !line.starts_with("/api") {
            continue;
        }
        if let Some((name, value)) = line.strip_prefix('@').and_then(|line| line.split_once('=')) {
            variables.insert(name.trim(), without_comment(value).trim());
            continue;
        }
        if let Some((name, value)) = line.strip_prefix(':').and_then(|line| line.split_once(':'))
            && matches!(name, "method" | "authority" | "path" | "scheme")
        {
            pseudo.insert(name, value.trim());
            if lines.peek().is_some_and(|(_, next)| next.trim_start().starts_with(':')) {
                continue;
            }
            return Some(of_pseudo(&pseudo, &remainder(text, number + 1), &variables));
        }
        break (number, without_prompt(line).trim_start_matches("> "));
    };
    let (number, line) = line;
    // `{{ base }}` is one word.
    let line = without_comment(line).replace("{{ ", "{{").replace(" }}", "}}");
    let (method, target, version) = request_line(&line).or_else(|| request_line(without_description(&line)?))?;
    let rest = remainder(text, number + 1);
    // Pages that show a request put an empty line behind its first.
    let unbroken = rest.trim_start();
    let is_broken = version.is_some() && unbroken.lines().next().is_some_and(|line| header(line).is_some());
    let rest = if is_broken { unbroken.to_owned() } else { rest };
    // What a console prints begins like a request, and has no headers.
    let is_message = rest.lines().next().is_none_or(|next| {
        let next = next.trim();
        next.is_empty()
            || version.is_some()
            || header(next).is_some()
            || next.starts_with(['?', '&', '[', '{', '#', '`'])
            || next.starts_with("HTTP")
    });
    is_message.then(|| of_lines(method, target, version, &rest, &variables))
}

/// Whether a line is that of a request.
pub(crate) fn is_request_line(line: &str) -> bool {
    request_line(line).is_some()
}

/// Whether a line is that of a header.
pub(crate) fn is_header(line: &str) -> bool {
    header(line).is_some()
}

/// A line of a file for REST clients without the note at its end: no URL holds a blank.
fn without_comment(line: &str) -> &str {
    let end = [" //", " #", "\t//", "\t#"].into_iter().filter_map(|mark| line.find(mark)).min();
    end.map_or(line, |end| &line[..end])
}

/// `POST http://localhost/x - what it does`: the line without the words of a list behind a whole URL, in any language. A dash or
/// the like is between them.
fn without_description(line: &str) -> Option<&str> {
    let (method, rest) = line.split_once(char::is_whitespace)?;
    let rest = rest.trim_start();
    let target = rest.split_whitespace().next().filter(|target| target.contains("://"))?;
    let behind = rest[target.len()..].trim_start();
    let is_described =
        ["- ", "-- ", "– ", "— ", "-> ", "=> ", "→ ", ": ", "| "].iter().any(|mark| behind.starts_with(mark));
    let end = line.len() - rest.len() + target.len();
    (is_described && METHODS.contains(&method)).then(|| &line[..end])
}

/// The lines from this one on.
fn remainder(text: &str, number: usize) -> String {
    text.lines().skip(number).collect::<Vec<_>>().join("\n")
}

/// `PUT /api HTTP/1.1`, `PUT http://localhost:5000/api`; nothing else may stand in the line.
fn request_line(line: &str) -> Option<(&str, &str, Option<&str>)> {
    let mut words = line.split_whitespace();
    let method = words.next().filter(|method| METHODS.contains(method))?;
    let target = words.next()?.trim_matches(['\'', '"', '`', '<', '>']);
    let version = words.next();
    if words.next().is_some() || version.is_some_and(|version| !version.starts_with("HTTP/")) {
        return None;
    }
    let is_target = target.contains("://")
        || target.contains("{{")
        || target.starts_with(':') && target[1..].starts_with(|c: char| c.is_ascii_digit())
        || target.starts_with('/') && !target.starts_with("//")
        || target.starts_with("localhost")
        || target.contains('.') && target.contains(['/', ':']);
    is_target.then_some((method, target, version))
}

fn of_pseudo(pseudo: &HashMap<&str, &str>, rest: &str, variables: &HashMap<&str, &str>) -> Result<Said, Unreadable> {
    let get = |name| pseudo.get(name).copied();
    let host = get("authority").ok_or(Unreadable::NoUrl)?;
    let url = format!("{}://{host}{}", get("scheme").unwrap_or("https"), get("path").unwrap_or("/"));
    of_lines(get("method").unwrap_or("GET"), &url, None, rest, variables)
}

fn of_lines(
    method: &str,
    target: &str,
    version: Option<&str>,
    rest: &str,
    variables: &HashMap<&str, &str>,
) -> Result<Said, Unreadable> {
    let plain = labels::without_labels(rest);
    let mut lines = plain.as_deref().unwrap_or(rest).lines().peekable();
    let mut target = expanded(target, variables);
    // REST clients take a query on further lines.
    while let Some(line) = lines.next_if(|line| line.trim_start().starts_with(['?', '&'])) {
        target.push_str(&expanded(line.trim(), variables));
    }
    let mut headers = Vec::new();
    while let Some(line) = lines.peek() {
        let line = line.trim().trim_start_matches("> ");
        if line.starts_with('#') || line.starts_with("//") {
            lines.next();
            continue;
        }
        let Some((name, value)) = header(line) else { break };
        let value = expanded(value, variables);
        let part = if value.contains("{{") { Part::Unknown } else { Part::Known(value) };
        headers.push((name.to_owned(), part));
        lines.next();
    }
    let host = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
    let host = host.and_then(|(_, value)| value.value()).cloned();
    let mut said = to(&target, host.as_deref(), version, &headers)?;
    said.method = Part::Known(method.to_owned());
    for (name, _) in headers.iter().filter(|(_, value)| value.is_unknown()) {
        said.note(Note::Expression(name.clone()));
    }
    // Every head has a host, and every REST client an agent: not worth a word.
    headers.retain(|(name, _)| !["host", "content-length"].iter().any(|own| name.eq_ignore_ascii_case(own)));
    said.headers = headers;
    said.named = of_variables(variables.iter().map(|(name, value)| (*name, *value)));
    said.body = body(lines.collect(), &said);
    Ok(said)
}

/// `Name: value`
fn header(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.split_once(':')?;
    let is_url = value.starts_with("//");
    (is_name(name.as_bytes()) && !is_url && !name.is_empty()).then(|| (name, value.trim()))
}

/// The text with the values of `{{name}}` that the file sets, which may hold others.
fn expanded(text: &str, variables: &HashMap<&str, &str>) -> String {
    const NESTING_LIMIT: usize = 4;
    // A variable may hold another one many times.
    const NESTED_LIMIT: usize = 128;
    let mut whole = expanded_once(text, variables, usize::MAX);
    for _ in 0..NESTING_LIMIT {
        if !whole.contains("{{") || whole.len() > NESTED_LIMIT {
            break;
        }
        whole = expanded_once(&whole, variables, NESTED_LIMIT);
    }
    whole
}

fn expanded_once(text: &str, variables: &HashMap<&str, &str>, longest: usize) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, behind)) = after.split_once("}}") else { break };
        whole.push_str(before);
        match variables.get(name.trim()).filter(|value| value.len() <= longest) {
            Some(value) => whole.push_str(value),
            None => {
                whole.push_str("{{");
                whole.push_str(name);
                whole.push_str("}}");
            }
        }
        rest = behind;
    }
    whole.push_str(rest);
    whole
}

fn to(
    target: &str,
    host: Option<&str>,
    version: Option<&str>,
    headers: &[(String, Part<String>)],
) -> Result<Said, Unreadable> {
    if target.contains("://") {
        return url_of(&Value::text_of(target));
    }
    let (host, path) = match (target.strip_prefix('/'), host) {
        (Some(_), Some(host)) => (host, target),
        (Some(_), None) => return Err(Unreadable::RelativeUrl(target.to_owned())),
        (None, _) => ("", target),
    };
    let scheme = scheme(if host.is_empty() { path } else { host }, version, headers);
    let path = if path.starts_with(':') { format!("localhost{path}") } else { path.to_owned() };
    let mut said = url_of(&Value::text_of(&format!("{scheme}://{host}{path}")))?;
    if said.lacks_url.is_some() {
        // Of a URL whose host is not known no scheme is taken.
        let added = format!("{scheme}://");
        let pattern = said.pattern.take();
        said.pattern = pattern.map(|pattern| pattern.strip_prefix(&added).map(str::to_owned).unwrap_or(pattern));
        return Ok(said);
    }
    said.is_url_implied = true;
    said.note(Note::SchemeTaken(scheme));
    Ok(said)
}

/// What a head says of its scheme: browsers speak HTTP/2 over TLS only, and a secure page calls nothing else but this machine.
fn scheme(host: &str, version: Option<&str>, headers: &[(String, Part<String>)]) -> &'static str {
    let is_http_2 = version.is_some_and(|version| version.starts_with("HTTP/2") || version.starts_with("HTTP/3"));
    let host = host.split('/').next().unwrap_or_default();
    let is_here =
        host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]") || host.starts_with(':');
    let page_is_secure = headers.iter().any(|(name, value)| {
        let is_of_page = name.eq_ignore_ascii_case("origin") || name.eq_ignore_ascii_case("referer");
        is_of_page && value.value().is_some_and(|value| value.starts_with("https:"))
    });
    match is_http_2 || host.ends_with(":443") || page_is_secure && !is_here {
        true => "https",
        false => "http",
    }
}

/// What follows the headers, up to the next request or the response that is expected.
fn body(lines: Vec<&str>, said: &Said) -> Option<Body> {
    let ends = |line: &&&str| {
        let line = line.trim();
        line.starts_with("###")
            || line.starts_with("HTTP")
            || line.starts_with("[Asserts]")
            || line.starts_with("> {%")
            || line == "```"
    };
    let lines = lines.iter().take_while(|line| !ends(line)).filter(|line| !line.trim().starts_with("```"));
    let text = lines.copied().collect::<Vec<_>>().join("\n");
    let text = text.trim();
    if text.starts_with('[') && text[1..].starts_with(|c: char| c.is_ascii_uppercase()) {
        let is_multipart = text.starts_with("[Multipart");
        let is_form = text.starts_with("[Form");
        let media_type = if is_multipart { MediaType::multipart() } else { MediaType::form() };
        return (is_multipart || is_form).then(|| Body::new(None, media_type));
    }
    if text.is_empty() {
        return None;
    }
    // `hurl` says the type of a body that is JSON by itself.
    let is_json = text.starts_with(['{', '[']) && !said.has_header("content-type");
    let media_type = if is_json { MediaType::json() } else { MediaType::Unsaid };
    let is_known = !text.contains("{{") && !text.starts_with("< ");
    let body = Body::new(is_known.then(|| text.to_owned()), media_type);
    Some(if text.starts_with("< ") { body } else { body.in_part() })
}

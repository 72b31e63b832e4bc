//! A URL of which a script or a command holds some parts: what is known of it, and what is missing.

use std::rc::Rc;

use crate::pasted::Note;
use crate::placeholder;
use crate::said::Said;
use crate::unreadable::Unreadable;
use crate::value::{Piece, Value};

/// A longer name is no name of a variable.
const NAME_LIMIT: usize = 48;

/// What stands in the place of an expression that has no name.
pub(crate) const UNNAMED: &str = "value";

/// A string is put together of no more pieces, some of which are missing.
pub(crate) const PIECES_LIMIT: usize = 64;

/// The name of a variable, where it is one beyond doubt: a token that lost its quotes has digits.
pub(crate) fn shown_name(name: &str) -> Option<String> {
    let is_of_names = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '$' | '?' | '!' | '(' | ')');
    let is_name = !name.is_empty() && name.len() <= NAME_LIMIT && name.chars().all(is_of_names);
    (is_name && name.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '$'))).then(|| name.to_owned())
}

/// The URL of a value: all of it, or with the names of what is missing in its path and query.
pub(crate) fn url_of(value: &Value) -> Result<Said, Unreadable> {
    match value {
        Value::Text(text) if is_without_scheme(text) => url_with_scheme(&[Piece::Text(text.clone())]),
        Value::Text(text) => Ok(with_placeholders(text)?),
        Value::Template(pieces) if matches!(pieces.first(), Some(Piece::Text(text)) if is_without_scheme(text)) => {
            url_with_scheme(pieces)
        }
        Value::Template(pieces) => of_pieces(pieces),
        Value::Missing(name) => Ok(lacking(name)),
        _ => Err(Unreadable::NoUrl),
    }
}

/// `localhost:3000/x`, of which a browser takes `localhost:` for a scheme.
fn is_without_scheme(text: &str) -> bool {
    ["localhost:", "127.0.0.1:"]
        .iter()
        .filter_map(|host| text.trim_start().strip_prefix(host))
        .any(|port| port.starts_with(|c: char| c.is_ascii_digit()))
}

fn url_with_scheme(pieces: &[Piece]) -> Result<Said, Unreadable> {
    let mut said = of_pieces(&[&[Piece::Text("http://".into())], pieces].concat())?;
    said.is_url_implied = true;
    said.note(Note::LacksScheme);
    Ok(said)
}

/// A call whose URL needs the value of this name.
pub(crate) fn lacking(name: &str) -> Said {
    Said::without_url(Unreadable::UrlIsExpression(shown_name(name)))
}

/// `{{host}}` of Postman and REST clients, and `<host>` of manuals, are parts that are missing.
fn with_placeholders(text: &str) -> Result<Said, Unreadable> {
    let Some(start) = text.find("{{") else { return Ok(as_written(text)) };
    let name = text[start + 2..].split("}}").next().unwrap_or_default().trim();
    if !has_host(&text[..start]) {
        return Ok(lacking(name).with_pattern(pattern_of_braces(text)));
    }
    let mut said = Said::to(text.replace("{{", "").replace("}}", ""));
    said.is_url_implied = true;
    said.note(Note::PartOfUrl(shown_name(name)));
    Ok(said)
}

/// A URL as it stands there: what is a placeholder in its path is no value, and one in its host leaves none to call.
fn as_written(text: &str) -> Said {
    let text = text.trim();
    let Some(placeholder) = placeholder::first(text) else { return Said::to(text) };
    if !is_behind_host(&text[..placeholder.at]) {
        let written = format!("<{}>", placeholder.name());
        return lacking(placeholder.name()).with_pattern(text.replacen(placeholder.written, &written, 1));
    }
    let mut said = Said::to(text);
    said.is_url_implied = true;
    said.note(Note::Placeholder(placeholder.written.to_owned()));
    said
}

/// Whether what follows this text is of the path.
fn is_behind_host(text: &str) -> bool {
    match text.split_once("://") {
        Some((_, rest)) => rest.contains('/'),
        None => text.starts_with('/') && !text.starts_with("//"),
    }
}

fn of_pieces(pieces: &[Piece]) -> Result<Said, Unreadable> {
    let mut text = String::new();
    let mut notes = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        match piece {
            Piece::Text(piece) => text.push_str(piece),
            Piece::Missing(name) if !has_host(&text) || goes_on_with_host(&text, pieces.get(at + 1)) => {
                return Ok(lacking(name).with_pattern(pattern_of(pieces)));
            }
            Piece::Missing(name) => {
                if text.split("://").nth(1).is_some_and(|rest| !rest.contains(['/', '?'])) {
                    text.push('/');
                }
                let (stand_in, note) = stand_in(name);
                text.push_str(&stand_in);
                notes.push(note);
            }
        }
    }
    let mut said = Said::to(text);
    said.is_url_implied = true;
    notes.into_iter().for_each(|note| said.note(note));
    Ok(said)
}

/// A URL with `<name>` in the place of each part of its host and path that is missing.
fn pattern_of(pieces: &[Piece]) -> String {
    let mut pattern = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => pattern.push_str(text),
            Piece::Missing(name) => pattern.push_str(&part_of_pattern(&pattern, name)),
        }
    }
    pattern
}

/// What stands for a part that is missing behind this much of a pattern: in a query its name alone, as in a URL that is known.
fn part_of_pattern(pattern: &str, name: &str) -> String {
    if pattern.contains('?') { stand_in(name).0 } else { open_part(name) }
}

/// The same of a text with `{{name}}` in it.
pub(crate) fn pattern_of_braces(text: &str) -> String {
    let mut parts = text.split("{{");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |pattern, part| match part.split_once("}}") {
        Some((name, rest)) => {
            let part = part_of_pattern(&pattern, name.trim());
            pattern + &part + rest
        }
        None => pattern,
    })
}

/// What stands for a part of a URL that is missing.
pub(crate) fn open_part(name: &str) -> String {
    format!("<{}>", shown_name(name).as_deref().unwrap_or(UNNAMED))
}

/// What stands in the place of an expression in a URL: the last part of its name; and the note that says so.
pub(crate) fn stand_in(name: &str) -> (String, Note) {
    let name = shown_name(name);
    let last = name.as_deref().and_then(|name| name.rsplit('.').next()).unwrap_or(UNNAMED);
    (last.trim_end_matches(['(', ')', '?', '!']).to_owned(), Note::PartOfUrl(name))
}

/// Whether a value begins as a URL with its host.
pub(crate) fn is_whole(url: &Value) -> bool {
    let begins = |text: &str| text.starts_with("http://") || text.starts_with("https://");
    match url {
        Value::Text(text) => begins(text),
        Value::Template(pieces) => matches!(pieces.first(), Some(Piece::Text(text)) if begins(text)),
        _ => false,
    }
}

/// Whether what is missing after a text is within its host: `https://api${number}.example.com`.
fn goes_on_with_host(text: &str, next: Option<&Piece>) -> bool {
    let is_open = text.split_once("://").is_some_and(|(_, rest)| !rest.contains(['/', '?', '#']));
    is_open && matches!(next, Some(Piece::Text(next)) if next.starts_with(['.', ':', '-']))
}

/// Whether a text, after which something is missing, names the whole host already, or is relative to one.
fn has_host(text: &str) -> bool {
    match text.split_once("://") {
        Some((_, rest)) => rest.contains(['/', '?', '#']) || !rest.is_empty() && !rest.ends_with([':', '.', '-', '@']),
        None => text.starts_with('/') && !text.starts_with("//"),
    }
}

/// A path after a base, as the clients with a base URL join them.
pub(crate) fn joined(base: &Value, path: &Value) -> Value {
    let is_absolute = |text: &str| text.contains("://") || text.starts_with("//");
    match path {
        Value::Text(path) if is_absolute(path) => return Value::Text(path.clone()),
        Value::Template(pieces) if matches!(pieces.first(), Some(Piece::Text(text)) if is_absolute(text)) => {
            return path.clone();
        }
        // `${API_URL}/todos` brings its host along, and that one is not known.
        Value::Template(pieces) if matches!(pieces.first(), Some(Piece::Missing(name)) if names_host(name)) => {
            return path.clone();
        }
        _ => {}
    }
    let (mut pieces, rest) = (pieces_of(base), pieces_of(path));
    if let (Some(Piece::Text(base)), Some(first)) = (pieces.last_mut(), rest.first()) {
        let base_text = base.trim_end_matches('/').to_owned();
        let is_joined = matches!(first, Piece::Text(path) if path.starts_with(['/', '?']) || path.is_empty());
        let separator = if is_joined { "" } else { "/" };
        *base = format!("{base_text}{separator}").into();
    }
    pieces.extend(rest);
    whole(pieces)
}

/// Whether a variable of this name holds a URL with its host, and no part of a path.
fn names_host(name: &str) -> bool {
    const OF_HOSTS: [&str; 7] = ["apiurl", "baseurl", "serverurl", "backendurl", "host", "origin", "domain"];
    let last = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().replace(['_', '$'], "");
    OF_HOSTS.iter().any(|end| last.ends_with(end))
}

/// How much is copied where a value is put into a string.
pub(crate) fn weight(value: &Value) -> usize {
    match value {
        Value::Template(pieces) | Value::OpenForm(pieces) => pieces.len() * size_of::<Piece>(),
        value => value.text().map_or(0, str::len) + size_of::<Piece>(),
    }
}

/// The pieces of a value in a string.
pub(crate) fn pieces_of(value: &Value) -> Vec<Piece> {
    match value {
        Value::Text(text) | Value::Literal(text) | Value::Json(Some(text)) | Value::Form(Some(text)) => {
            vec![Piece::Text(text.clone())]
        }
        Value::Template(pieces) | Value::OpenForm(pieces) => pieces.to_vec(),
        Value::Missing(name) => vec![Piece::Missing(name.clone())],
        _ => vec![Piece::Missing("".into())],
    }
}

/// The string of these pieces.
pub(crate) fn whole(pieces: Vec<Piece>) -> Value {
    let pieces = with_whole_texts(pieces);
    match &pieces[..] {
        [] => Value::text_of(""),
        [Piece::Text(text)] => Value::Text(text.clone()),
        _ => Value::Template(Rc::new(pieces)),
    }
}

/// The pieces with the texts that stand side by side put together: what a string begins with is its first piece.
fn with_whole_texts(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut merged = Vec::with_capacity(pieces.len());
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Text(next) => text.push_str(&next),
            missing @ Piece::Missing(_) => {
                if !text.is_empty() {
                    merged.push(Piece::Text(std::mem::take(&mut text).into()));
                }
                merged.push(missing);
            }
        }
    }
    if !text.is_empty() {
        merged.push(Piece::Text(text.into()));
    }
    merged
}

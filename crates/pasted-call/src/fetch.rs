//! A `fetch(…)` line, as the call that it makes.

use url::Url;

use crate::UNKNOWN;
use crate::browser_headers::{origin_of, take_over};
use crate::call::{Call, Credentials, Mode, Note};
use crate::literal::{Value, arguments};
use crate::unreadable::Unreadable;

/// Whether the text begins with a call of `fetch`, perhaps after `await` or as the value of a variable.
pub(crate) fn is_fetch(text: &str) -> bool {
    call_of_fetch(text).is_some()
}

/// Reads a `fetch(…)` line; what follows the call is not looked at.
pub(crate) fn read(text: &str) -> Result<Call, Unreadable> {
    let source = call_of_fetch(text).ok_or(Unreadable::NoUrl)?;
    let mut arguments = arguments(source)?.into_iter();
    let url = arguments.next().ok_or(Unreadable::NoUrl)?;
    let (members, whole) = match arguments.next() {
        None => (Vec::new(), None),
        Some(Value::Object(members)) => (members, None),
        Some(_) => (Vec::new(), Some(Note::Expression("the second argument".to_owned()))),
    };
    let mut call = Call::to(parse_url(&url, &members)?);
    call.notes.extend(whole);
    for (name, value) in members {
        apply(&name, value, &mut call);
    }
    Ok(call)
}

/// The source from the opening bracket of the call on.
fn call_of_fetch(text: &str) -> Option<&str> {
    let (before, after) = text.split_once("fetch")?;
    let words = before.trim().trim_end_matches(['.', '?']);
    let is_call = words.split_whitespace().all(|word| {
        matches!(word, "await" | "return" | "const" | "let" | "var" | "=" | "window" | "globalThis" | "self")
            || before.contains('=') && word.chars().all(|c| c.is_alphanumeric() || "_${},:".contains(c))
    });
    let is_name = before.is_empty() || before.ends_with(|c: char| c.is_whitespace() || c == '.' || c == '=');
    let after = after.trim_start();
    (is_call && is_name && after.starts_with('(')).then_some(after)
}

fn parse_url(value: &Value, members: &[(String, Value)]) -> Result<Url, Unreadable> {
    let text = value.text().ok_or_else(|| Unreadable::UrlIsExpression(source_of(value)))?;
    let referrer = members.iter().find(|(name, _)| name == "referrer").and_then(|(_, value)| value.text());
    let base = referrer.and_then(|referrer| Url::parse(referrer).ok());
    match Url::options().base_url(base.as_ref()).parse(text) {
        Ok(url) => Ok(url),
        Err(url::ParseError::RelativeUrlWithoutBase) => Err(Unreadable::RelativeUrl(text.to_owned())),
        Err(error) => Err(Unreadable::InvalidUrl(text.to_owned(), error)),
    }
}

/// A member of the second argument ([RequestInit](https://fetch.spec.whatwg.org/#requestinit)).
fn apply(name: &str, value: Value, call: &mut Call) {
    match (name, &value) {
        ("method", Value::Text(method)) => call.method = Some(method.clone()),
        ("mode", Value::Text(mode)) => call.mode = mode_of(mode),
        ("credentials", Value::Text(credentials)) => call.credentials = credentials_of(credentials),
        ("referrer", Value::Text(referrer)) => call.origin = origin_of(referrer),
        ("headers", Value::Object(_) | Value::List(_)) => take_over(headers(value, call), call),
        ("body", Value::Text(body)) => call.body = Some(body.clone()),
        ("body", Value::Expression(source)) if matches!(source.as_str(), "null" | "undefined") => {}
        ("body", _) => {
            call.body = Some(String::new());
            call.notes.push(Note::BodyElsewhere);
        }
        ("method" | "mode" | "credentials" | "headers" | "referrer", _) => {
            call.notes.push(Note::Expression(name.to_owned()));
        }
        // A spread: `...defaults`.
        ("", _) => call.notes.push(Note::Expression("...".to_owned())),
        _ => {}
    }
}

fn mode_of(text: &str) -> Option<Mode> {
    match text {
        "cors" => Some(Mode::Cors),
        "no-cors" => Some(Mode::NoCors),
        "same-origin" => Some(Mode::SameOrigin),
        _ => None,
    }
}

fn credentials_of(text: &str) -> Option<Credentials> {
    match text {
        "omit" => Some(Credentials::Omit),
        "same-origin" => Some(Credentials::SameOrigin),
        "include" => Some(Credentials::Include),
        _ => None,
    }
}

/// The headers of an object, or of a list of pairs. Of a value that is an expression only the name is known: it is
/// what a preflight asks for.
fn headers(value: Value, call: &mut Call) -> Vec<(String, String)> {
    let pairs: Vec<(String, Value)> = match value {
        Value::Object(members) => members,
        Value::List(pairs) => pairs.into_iter().filter_map(pair).collect(),
        _ => Vec::new(),
    };
    let named = pairs.into_iter().filter(|(name, _)| !name.is_empty());
    named
        .map(|(name, value)| match value {
            Value::Text(text) => (name, text),
            Value::Expression(number) if number.parse::<f64>().is_ok() => (name, number),
            _ => {
                call.notes.push(Note::Expression(name.clone()));
                (name, UNKNOWN.to_owned())
            }
        })
        .collect()
}

fn pair(value: Value) -> Option<(String, Value)> {
    let Value::List(pair) = value else { return None };
    let [name, value] = <[Value; 2]>::try_from(pair).ok()?;
    Some((name.text()?.to_owned(), value))
}

/// What stands in the line.
fn source_of(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Expression(text) => text.clone(),
        Value::Object(_) => "{…}".to_owned(),
        Value::List(_) => "[…]".to_owned(),
    }
}

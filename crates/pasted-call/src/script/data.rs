//! The bodies that scripts send.

use super::DEPTH_LIMIT;
use crate::json::quoted;
use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};
use crate::value::{Value, computed};

/// No longer text is made of a value: an object may hold another one many times.
const JSON_LIMIT: usize = 256 * 1024;

/// What `JSON.stringify` makes of a value; `None` where a part of it is missing.
pub(crate) fn json_of(value: &Value) -> Option<String> {
    let mut text = String::new();
    write_json(value, &mut text, 0)?;
    Some(text)
}

/// The same as a value.
pub(crate) fn json_value(value: &Value) -> Value {
    match json_of(value) {
        Some(text) => Value::Json(Some(text.into())),
        None if matches!(value, Value::Object(_) | Value::List(_)) => Value::OpenJson,
        None => Value::Json(None),
    }
}

fn write_json(value: &Value, text: &mut String, depth: usize) -> Option<()> {
    if depth > DEPTH_LIMIT || text.len() > JSON_LIMIT {
        return None;
    }
    match value {
        Value::Text(string) => text.push_str(&quoted(string)),
        Value::Literal(literal) => text.push_str(match &**literal {
            "True" | "$true" => "true",
            "False" | "$false" => "false",
            "None" | "undefined" | "$null" => "null",
            literal => literal,
        }),
        Value::Object(members) => {
            text.push('{');
            for (index, (name, value)) in members.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                if computed(name).is_some() {
                    return None;
                }
                text.push_str(&quoted(name));
                text.push(':');
                write_json(value, text, depth + 1)?;
            }
            text.push('}');
        }
        Value::List(values) => {
            text.push('[');
            for (index, value) in values.iter().enumerate() {
                if index > 0 {
                    text.push(',');
                }
                write_json(value, text, depth + 1)?;
            }
            text.push(']');
        }
        _ => return None,
    }
    Some(())
}

/// What `fetch()` sends: an object that is not made a text is sent as `[object Object]`.
pub(super) fn of_fetch(value: &Value) -> Option<Body> {
    let media_type = match value {
        _ if value.is_nothing() => return None,
        Value::Text(_)
        | Value::Json(_)
        | Value::OpenJson
        | Value::Literal(_)
        | Value::Object(_)
        | Value::Template(_) => MediaType::text(),
        Value::Form(_) | Value::OpenForm(_) => {
            MediaType::OfBrowser("application/x-www-form-urlencoded;charset=UTF-8".to_owned())
        }
        Value::Multipart => MediaType::multipart(),
        Value::Blob(Some(media_type)) => MediaType::OfBrowser(media_type.to_string()),
        Value::Missing(name) => match kind_of_name(name) {
            Some(Kind::Form) => MediaType::multipart(),
            Some(Kind::Json) => MediaType::text(),
            None => MediaType::Unsaid,
        },
        _ => MediaType::Unsaid,
    };
    let body = Body::new(value.text().map(str::to_owned), media_type);
    Some(if holds_part(value) { body.in_part() } else { body })
}

/// Whether a value that is not known has parts that are.
pub(crate) fn holds_part(value: &Value) -> bool {
    matches!(value, Value::Template(_) | Value::OpenForm(_) | Value::OpenJson | Value::Object(_) | Value::List(_))
}

/// What `axios`, Angular and their kind send: objects as JSON.
pub(super) fn of_library(value: &Value, said: &mut Said) -> Option<Body> {
    match value {
        Value::Object(_) | Value::List(_) => Some(Body::new(json_of(value), MediaType::json()).in_part()),
        // A name tells nothing here: `formData` is the state of a form as often as a `FormData`.
        Value::Missing(_) => {
            said.note(Note::BodyTakenForJson);
            Some(Body::new(None, MediaType::json()))
        }
        other => of_fetch(other),
    }
}

enum Kind {
    Form,
    Json,
}

/// What the name of a variable says of it.
fn kind_of_name(name: &str) -> Option<Kind> {
    let name = name.to_ascii_lowercase();
    if name.contains("formdata") || name == "form" || name == "fd" {
        return Some(Kind::Form);
    }
    name.contains("json").then_some(Kind::Json)
}

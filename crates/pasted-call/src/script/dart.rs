//! Dart's `package:http` and `Dio`, as pages of Flutter call: arguments have names, and strings hold `$name`.

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::Part;

use super::data::of_library;
use super::expression::KEYWORD;
use super::options::{add_query, set_header, set_headers, set_method};
use crate::pasted::Note;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::{joined, url_of, whole};
use crate::value::{Piece, Value};

/// A string has no more names in it that are looked at.
const NAMES_LIMIT: usize = 16;

/// Whether a text is written in Dart: by what no script of JavaScript has.
pub(super) fn is_dart(text: &str) -> bool {
    ["Dio(", "package:", "Uri.parse(", "Uri.http", "jsonEncode(", " Options(", "BaseOptions("]
        .iter()
        .any(|mark| text.contains(mark))
        || text.contains("dio.") && text.contains("data:")
}

/// A string with the values of its `$name` and `${expression}` left open.
pub(super) fn interpolated(text: &str) -> Value {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('$').filter(|_| pieces.len() < NAMES_LIMIT) {
        let (name, behind) = match after.strip_prefix('{').and_then(|inner| inner.split_once('}')) {
            Some(found) => found,
            None => {
                after.split_at(after.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(after.len()))
            }
        };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.into()));
        }
        pieces.push(Piece::Missing(name.into()));
        rest = behind;
    }
    if !rest.is_empty() || pieces.is_empty() {
        pieces.push(Piece::Text(rest.into()));
    }
    whole(pieces)
}

/// The argument of this name.
fn named<'v>(arguments: &'v [Value], name: &str) -> Option<&'v Value> {
    arguments.iter().filter(|value| has_name(value)).find_map(|value| value.member(name))
}

/// Whether an argument has a name.
pub(super) fn has_name(value: &Value) -> bool {
    value.members().first().is_some_and(|(first, _)| &**first == KEYWORD)
}

/// `dio.post(path, data: …, queryParameters: …, options: Options(headers: …))`, with the options of its `Dio`.
pub(super) fn dio(method: &str, arguments: &[Value], client: Option<&Value>) -> Result<Said, Unreadable> {
    let defaults = client.and_then(|client| client.member("options")).cloned().unwrap_or_else(Value::empty_object);
    let options = named(arguments, "options").cloned().unwrap_or_else(Value::empty_object);
    let mut said = to(arguments, defaults.member("baseUrl"))?;
    if method != "request" {
        said.method = Part::Known(method.to_ascii_uppercase());
    }
    for options in [&defaults, &options] {
        apply(options, method == "request", &mut said);
    }
    if let Some(query) = named(arguments, "queryParameters") {
        add_query(query, &mut said);
    }
    if let Some(data) = named(arguments, "data").filter(|data| !data.is_nothing()) {
        said.body = match data {
            Value::Text(_) | Value::Json(_) => Some(Body::new(data.text().map(str::to_owned), MediaType::json())),
            data => of_library(data, &mut said),
        };
    }
    if said.method.is_unknown() && !said.is_method_missing {
        said.method = Part::Implied("GET".to_owned());
    }
    Ok(said)
}

/// `http.post(Uri.parse(url), headers: …, body: …)`
pub(super) fn http(method: &str, arguments: &[Value]) -> Result<Said, Unreadable> {
    let mut said = to(arguments, None)?;
    said.method = Part::Known(method.to_ascii_uppercase());
    if let Some(headers) = named(arguments, "headers") {
        set_headers(headers, &mut said);
    }
    if let Some(body) = named(arguments, "body").filter(|body| !body.is_nothing()) {
        let media_type = match body {
            Value::Object(_) => MediaType::form(),
            Value::Text(_) | Value::Json(_) | Value::Template(_) => MediaType::text(),
            _ => MediaType::Unsaid,
        };
        said.body = Some(Body::new(body.text().map(str::to_owned), media_type));
    }
    Ok(said)
}

fn to(arguments: &[Value], base: Option<&Value>) -> Result<Said, Unreadable> {
    let url = arguments.iter().find(|value| !has_name(value)).ok_or(Unreadable::NoUrl)?;
    let mut said = url_of(&base.map_or_else(|| url.clone(), |base| joined(base, url)))?;
    said.client = Client::Script;
    said.credentials = Part::Implied(CredentialsMode::SameOrigin);
    said.mode = Part::Implied(RequestMode::Cors);
    Ok(said)
}

/// The members of `Options` and of `BaseOptions`.
fn apply(options: &Value, takes_method: bool, said: &mut Said) {
    if matches!(options, Value::Missing(_)) {
        said.note(Note::Expression("options".to_owned()));
    }
    for (name, value) in options.members() {
        match &**name {
            "method" if takes_method => set_method(value, str::to_ascii_uppercase, said),
            "headers" => set_headers(value, said),
            "contentType" => set_header("Content-Type", &media_type(value), said),
            "extra" if value.member("withCredentials").is_some_and(Value::is_true) => {
                said.credentials = Part::Known(CredentialsMode::Include);
            }
            _ => {}
        }
    }
}

/// A media type by Dio's name of it.
fn media_type(value: &Value) -> Value {
    match value {
        Value::Missing(name) if name.ends_with("jsonContentType") => Value::text_of("application/json"),
        Value::Missing(name) if name.ends_with("formUrlEncodedContentType") => {
            Value::text_of("application/x-www-form-urlencoded")
        }
        Value::Missing(name) if name.ends_with("multipartFormDataContentType") => Value::text_of("multipart/form-data"),
        value => value.clone(),
    }
}

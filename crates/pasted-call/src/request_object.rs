//! A request as an object of JSON: an entry of a HAR, an item of a Postman collection.

use preflight_engine::page_call::Part;

use crate::pasted::Note;
use crate::said::{Body, MediaType, Said};
use crate::script::{set_header, value_of};
use crate::unreadable::Unreadable;
use crate::url_text::url_of;
use crate::value::Value;

/// Items stand in items no deeper.
const DEPTH_LIMIT: usize = 8;

/// The request of a text of JSON. A whole HAR is none.
pub(crate) fn read(text: &str) -> Option<Result<Said, Unreadable>> {
    let has_request = text.contains("\"method\"") && text.contains("\"url\"");
    if !text.starts_with('{') || !has_request || text.contains("\"log\"") && text.contains("\"entries\"") {
        return None;
    }
    let value = value_of(text)?;
    let request = request_of(&value, 0)?;
    Some(said(request))
}

/// The request in an item, or in the first item of a collection.
fn request_of(value: &Value, depth: usize) -> Option<&Value> {
    if depth > DEPTH_LIMIT {
        return None;
    }
    if let Some(request) = value.member("request").filter(|request| request.member("url").is_some()) {
        return Some(request);
    }
    if let Some(Value::List(items)) = value.member("item") {
        return items.iter().find_map(|item| request_of(item, depth + 1));
    }
    let is_request = value.member("method").is_some() && value.member("url").is_some();
    is_request.then_some(value)
}

/// The request that Postman's `pm.sendRequest` sends: the URL alone, or an object as its collections have them.
pub(crate) fn of_postman(request: &Value) -> Result<Said, Unreadable> {
    let mut said = match request {
        Value::Object(_) => said(request)?,
        url => url_of(url)?,
    };
    said.note(Note::OutsideOfBrowsers("Postman"));
    Ok(said)
}

fn said(request: &Value) -> Result<Said, Unreadable> {
    let url = request.member("url").ok_or(Unreadable::NoUrl)?;
    let mut said = url_of(url.member("raw").unwrap_or(url))?;
    if let Some(method) = request.member("method").and_then(Value::text) {
        said.method = Part::Known(method.to_owned());
    }
    let headers = request.member("headers").or_else(|| request.member("header"));
    match headers {
        Some(Value::List(headers)) => headers.iter().for_each(|header| push_header(header, &mut said)),
        Some(Value::Text(line)) => push_line(line, &mut said),
        Some(Value::Missing(_) | Value::Template(_)) => said.lack_headers("header"),
        _ => {}
    }
    for (name, value) in headers.iter().flat_map(|headers| headers.members()) {
        set_header(name, value, &mut said);
    }
    if request.member("auth").is_some_and(|auth| auth.member("type").is_some_and(|kind| kind.text() != Some("noauth")))
    {
        said.headers.push(("Authorization".to_owned(), Part::Unknown));
        said.note(Note::Expression("Authorization".to_owned()));
    }
    said.body = body(request);
    Ok(said)
}

/// `Name: value`
fn push_line(line: &str, said: &mut Said) {
    if let Some((name, value)) = line.split_once(':') {
        set_header(name.trim(), &Value::text_of(value.trim()), said);
    }
}

fn push_header(header: &Value, said: &mut Said) {
    if let Some(line) = header.text() {
        return push_line(line, said);
    }
    let name = header.member("name").or_else(|| header.member("key")).and_then(Value::text);
    let Some(name) = name.filter(|_| !header.member("disabled").is_some_and(Value::is_true)) else { return };
    let value = header.member("value").and_then(Value::text).filter(|value| !value.contains("{{"));
    said.headers.push((name.to_owned(), value.map_or(Part::Unknown, |value| Part::Known(value.to_owned()))));
}

fn body(request: &Value) -> Option<Body> {
    if let Some(data) = request.member("postData") {
        let media_type = data.member("mimeType").and_then(Value::text).unwrap_or_default();
        let text = data.member("text").and_then(Value::text).map(str::to_owned);
        return Some(Body::new(text, MediaType::OfClient(media_type.to_owned())));
    }
    let body = request.member("body").filter(|body| !body.is_nothing())?;
    match body.member("mode").and_then(Value::text) {
        Some("raw") => {
            let raw = body.member("raw")?;
            let language = body.member("options").and_then(|options| options.member("raw"));
            let language = language.and_then(|raw| raw.member("language")).and_then(Value::text);
            let media_type = if language == Some("json") { MediaType::json() } else { MediaType::text() };
            Some(Body::new(raw.text().map(str::to_owned), media_type))
        }
        Some("urlencoded") => Some(Body::new(None, MediaType::form())),
        Some("formdata") => Some(Body::new(None, MediaType::multipart())),
        Some("graphql") => Some(Body::new(None, MediaType::json())),
        _ => body.text().map(|text| Body::new(Some(text.to_owned()), MediaType::Unsaid)),
    }
}

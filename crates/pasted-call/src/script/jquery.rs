//! `$.ajax()` and its short forms.

use preflight_engine::browser::RequestMode;
use preflight_engine::page_call::Part;

use super::data::holds_part;
use super::keys::JQUERY;
use super::options::{add_query, note_unknown_keys, set_headers, set_method, with_credentials};
use crate::authorization::basic;
use crate::pasted::Note;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::url_of;
use crate::value::{Value, computed};

/// `$.ajax(settings)` and `$.ajax(url, settings)`.
pub(super) fn ajax(arguments: &[Value]) -> Result<Said, Unreadable> {
    let nothing = Value::empty_object();
    let (url, settings) = match arguments {
        [settings @ Value::Object(_)] => (settings.member("url"), settings),
        [url, rest @ ..] => (Some(url), rest.first().unwrap_or(&nothing)),
        [] => return Err(Unreadable::NoUrl),
    };
    let mut said = to(url)?;
    for (name, value) in settings.members() {
        match &**name {
            "type" | "method" => set_method(value, str::to_ascii_uppercase, &mut said),
            "headers" => set_headers(value, &mut said),
            "xhrFields" => {
                if let Some(value) = value.member("withCredentials") {
                    said.set_credentials("withCredentials", with_credentials(value));
                }
            }
            "dataType" if value.text() == Some("jsonp") => said.note(Note::ScriptElement),
            "username" => {
                let password = settings.member("password").and_then(Value::text).unwrap_or_default();
                let part = value.text().map_or(Part::Unknown, |user| Part::Known(basic(&format!("{user}:{password}"))));
                said.set_header("Authorization".to_owned(), part);
            }
            "" => said.lack_options("..."),
            _ => {}
        }
    }
    note_unknown_keys(settings, &JQUERY, &mut said);
    put_data(settings.member("data"), settings.member("contentType"), &mut said);
    Ok(said)
}

/// `$.get(url, data)`, `$.getJSON(url, data)`, `$.post(url, data)`; a function may stand in place of the data.
pub(super) fn short(name: &str, arguments: &[Value]) -> Result<Said, Unreadable> {
    if matches!(arguments, [Value::Object(_)]) {
        let mut said = ajax(arguments)?;
        said.method = Part::Known(method_of(name).to_owned());
        return Ok(said);
    }
    let mut said = to(arguments.first())?;
    said.method = Part::Known(method_of(name).to_owned());
    // Of a query a name alone does not tell: it is a function's as often.
    let is_function =
        |value: &&Value| matches!(value, Value::Missing(value) if value.is_empty() || method_of(name) == "GET");
    put_data(arguments.get(1).filter(|value| !is_function(value)), None, &mut said);
    Ok(said)
}

fn method_of(name: &str) -> &'static str {
    if name == "post" { "POST" } else { "GET" }
}

fn to(url: Option<&Value>) -> Result<Said, Unreadable> {
    let mut said = url_of(url.ok_or(Unreadable::NoUrl)?)?;
    said.client = Client::Script;
    said.imply_credentials();
    said.mode = Part::Implied(RequestMode::Cors);
    Ok(said)
}

/// The data is a query where the method has no body; `contentType` is a header even then.
fn put_data(data: Option<&Value>, content_type: Option<&Value>, said: &mut Said) {
    let has_body =
        said.is_method_missing || !matches!(said.method.value().map(String::as_str), None | Some("GET" | "HEAD"));
    if let Some(content_type) = content_type.and_then(Value::text).filter(|text| !matches!(*text, "false" | "true")) {
        said.set_header("Content-Type".to_owned(), Part::Known(content_type.to_owned()));
    }
    let Some(data) = data.filter(|data| !data.is_nothing()) else { return };
    if !has_body {
        return add_query(data, said);
    }
    let media_type = match data {
        Value::Multipart => MediaType::multipart(),
        // `contentType: false` is how a form with files is sent.
        _ if content_type.is_some_and(Value::is_nothing) => MediaType::multipart(),
        _ => MediaType::OfClient("application/x-www-form-urlencoded; charset=UTF-8".to_owned()),
    };
    let text = match data {
        Value::Object(members) => {
            let mut text = url::form_urlencoded::Serializer::new(String::new());
            let is_whole = members.iter().all(|(name, value)| {
                text.append_pair(name, value.text().unwrap_or_default());
                value.text().is_some() && computed(name).is_none()
            });
            is_whole.then(|| text.finish())
        }
        data => data.text().map(str::to_owned),
    };
    let body = Body::new(text, media_type);
    said.body = Some(if holds_part(data) { body.in_part() } else { body });
}

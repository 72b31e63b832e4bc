//! `axios`, AngularJS' `$http`, Angular's `HttpClient`, Python's `requests`: a URL, perhaps a body, and a configuration.

use std::rc::Rc;

use preflight_engine::browser::{CredentialsMode, RequestMode};
use preflight_engine::page_call::Part;

use super::data::of_library;
use super::expression::KEYWORD;
use super::keys::AXIOS;
use super::options::{GROUPS, add_query, note_unknown_keys, set_headers, set_method, with_credentials};
use crate::authorization::basic;
use crate::pasted::Note;
use crate::said::{Body, Client, MediaType, Said};
use crate::unreadable::Unreadable;
use crate::url_text::{joined, url_of};
use crate::value::Value;

/// What a library sends a text as, where no header says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Texts {
    /// As `axios` does.
    Form,
    /// As some library does that takes its arguments: nothing is said of their names.
    Unsaid,
    /// As AngularJS does.
    Json,
    /// As Angular does.
    Plain,
}

/// A call by a method: `axios.post(url, data, config)`, or `get(url, config)`.
pub(super) fn by_method(method: &str, arguments: &[Value], defaults: &Value, texts: Texts) -> Result<Said, Unreadable> {
    let url = arguments.first().ok_or(Unreadable::NoUrl)?;
    let has_data = matches!(method, "post" | "put" | "patch" | "postForm" | "putForm" | "patchForm");
    let (data, configuration) = if has_data { (arguments.get(1), arguments.get(2)) } else { (None, arguments.get(1)) };
    let defaults = &for_method(method.trim_end_matches("Form"), defaults);
    let mut said = call(Some(url), configuration, defaults, texts)?;
    if let Some(data) = data.filter(|data| !data.is_nothing()) {
        note_configuration_in(data, texts, &mut said);
        said.body = data_of(data, texts, &mut said);
    }
    let is_form = method.ends_with("Form");
    if is_form {
        said.body = Some(Body::new(None, MediaType::multipart()));
    }
    said.method = Part::Known(method.trim_end_matches("Form").to_ascii_uppercase());
    Ok(said)
}

/// The defaults without the headers that are those of other methods: `axios.defaults.headers.post`.
fn for_method(method: &str, defaults: &Value) -> Value {
    let of_others = |name: &str| GROUPS.contains(&name) && name != "common" && name != method;
    let Some(Value::Object(headers)) = defaults.member("headers") else { return defaults.clone() };
    if !headers.iter().any(|(name, value)| of_others(name) && matches!(value, Value::Object(_))) {
        return defaults.clone();
    }
    let kept = headers.iter().filter(|(name, _)| !of_others(name)).cloned().collect();
    let mut defaults = defaults.clone();
    defaults.set(&["headers"], Value::Object(Rc::new(kept)));
    defaults
}

/// A configuration in the place of the data is a frequent mistake.
fn note_configuration_in(data: &Value, texts: Texts, said: &mut Said) {
    const OF_CONFIGURATIONS: [&str; 3] = ["headers", "withCredentials", "params"];
    let names = data.members().iter().map(|(name, _)| &**name).filter(|name| OF_CONFIGURATIONS.contains(name));
    let names: Vec<_> = names.map(str::to_owned).collect();
    if texts == Texts::Form && !names.is_empty() {
        said.note(Note::ConfigurationInData(names));
    }
}

/// `axios(config)`, `axios(url, config)`
pub(super) fn by_configuration(arguments: &[Value], defaults: &Value, texts: Texts) -> Result<Said, Unreadable> {
    match arguments {
        [] => Err(Unreadable::NoUrl),
        [configuration @ Value::Object(_), ..] => call(None, Some(configuration), defaults, texts),
        [url, rest @ ..] => call(Some(url), rest.first(), defaults, texts),
    }
    .map(|said| match said.is_method_missing {
        true => said,
        // Without a method these libraries GET, whatever the data.
        false => Said { method: said.method.or(Part::Implied("GET".to_owned())), ..said },
    })
}

/// Angular's `request('POST', url, {body})`.
pub(super) fn by_name_of_method(arguments: &[Value], defaults: &Value) -> Result<Said, Unreadable> {
    let [method, rest @ ..] = arguments else { return Err(Unreadable::NoUrl) };
    let mut said = call(rest.first(), rest.get(1), defaults, Texts::Plain)?;
    set_method(method, str::to_ascii_uppercase, &mut said);
    Ok(said)
}

fn call(
    url: Option<&Value>,
    configuration: Option<&Value>,
    defaults: &Value,
    texts: Texts,
) -> Result<Said, Unreadable> {
    let nothing = Value::empty_object();
    let configuration = configuration.unwrap_or(&nothing);
    let url = url.or_else(|| configuration.member("url")).or_else(|| configuration.member("uri"));
    let base = ["baseURL", "baseUrl"]
        .into_iter()
        .find_map(|name| configuration.member(name).or_else(|| defaults.member(name)));
    let mut said = match (base, url) {
        (Some(base), Some(url)) => url_of(&joined(base, url))?,
        (Some(base), None) => url_of(base)?,
        (None, Some(url)) => url_of(url)?,
        (None, None) => return Err(Unreadable::NoUrl),
    };
    // Angular sends the type that a header says, whether there is a body or not.
    said.client = if texts == Texts::Plain { Client::Script } else { Client::WithoutTypeOfNothing };
    for configuration in [defaults, configuration] {
        apply(configuration, texts, &mut said);
    }
    if texts == Texts::Form {
        note_unknown_keys(configuration, &AXIOS, &mut said);
    }
    said.imply_credentials();
    said.mode = said.mode.or(Part::Implied(RequestMode::Cors));
    Ok(said)
}

fn apply(configuration: &Value, texts: Texts, said: &mut Said) {
    if matches!(configuration, Value::Missing(_)) {
        said.lack_options("the configuration");
    }
    for (name, value) in configuration.members() {
        match &**name {
            "method" => {
                set_method(value, str::to_ascii_uppercase, said);
            }
            "headers" => set_headers(value, said),
            "header" if texts != Texts::Form => set_headers(value, said),
            "body" if texts == Texts::Form => {}
            "data" | "body" => said.body = data_of(value, texts, said),
            "params" => add_query(value, said),
            "withCredentials" => said.set_credentials(name, with_credentials(value)),
            "auth" => set_user(value, said),
            "" => said.lack_options("..."),
            _ => {}
        }
    }
}

fn data_of(value: &Value, texts: Texts, said: &mut Said) -> Option<Body> {
    let of_text = match texts {
        Texts::Form | Texts::Unsaid => MediaType::form(),
        Texts::Json => MediaType::json(),
        Texts::Plain => MediaType::text(),
    };
    match value {
        _ if value.is_nothing() => None,
        Value::Text(_) | Value::Json(_) => Some(Body::new(value.text().map(str::to_owned), of_text)),
        Value::OpenJson => Some(Body::new(None, of_text).in_part()),
        value => of_library(value, said),
    }
}

fn set_user(value: &Value, said: &mut Said) {
    let member = |name| value.member(name).and_then(Value::text);
    let part = match (member("username"), member("password")) {
        (Some(user), Some(password)) => Part::Known(basic(&format!("{user}:{password}"))),
        _ => Part::Unknown,
    };
    said.set_header("Authorization".to_owned(), part);
}

/// Python's `requests.post(url, json={…}, headers={…})`, which runs outside of browsers.
pub(super) fn of_python(method: &str, arguments: &[Value], library: &'static str) -> Result<Said, Unreadable> {
    let named = |name: &str| {
        let is_named = |value: &&Value| value.members().first().is_some_and(|(first, _)| &**first == KEYWORD);
        arguments.iter().filter(is_named).find_map(|value| value.member(name))
    };
    let mut plain = arguments.iter().filter(|value| value.members().first().is_none_or(|(name, _)| &**name != KEYWORD));
    let method = match method {
        "request" => named("method").or_else(|| plain.next()).and_then(Value::text).unwrap_or("GET").to_owned(),
        method => method.to_owned(),
    };
    let url = named("url").or_else(|| plain.next()).ok_or(Unreadable::NoUrl)?;
    let mut said = url_of(url)?;
    said.method = Part::Known(method.to_ascii_uppercase());
    if let Some(headers) = named("headers") {
        set_headers(headers, &mut said);
    }
    if let Some(query) = named("params") {
        add_query(query, &mut said);
    }
    if let Some(json) = named("json") {
        said.body = of_library(json, &mut said);
    } else if named("files").is_some() {
        said.body = Some(Body::new(None, MediaType::multipart()));
    } else if let Some(data) = named("data").or_else(|| plain.next()) {
        let media_type = if matches!(data, Value::Object(_)) { MediaType::form() } else { MediaType::Unsaid };
        said.body = Some(Body::new(data.text().map(str::to_owned), media_type));
    }
    if let Some(Value::List(user)) = named("auth")
        && let [user, password] = &user[..]
        && let (Some(user), Some(password)) = (user.text(), password.text())
    {
        said.set_header("Authorization".to_owned(), Part::Known(basic(&format!("{user}:{password}"))));
    } else if named("auth").is_some() {
        said.set_header("Authorization".to_owned(), Part::Unknown);
    }
    if named("cookies").is_some() {
        said.credentials = Part::Implied(CredentialsMode::Include);
        said.note(Note::Cookies);
    }
    said.note(Note::OutsideOfBrowsers(library));
    Ok(said)
}

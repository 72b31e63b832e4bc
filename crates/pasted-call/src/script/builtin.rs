//! What the functions and classes of browsers make of their arguments, as far as calls need it.

use std::rc::Rc;

use url::Url;

use super::data::json_value;
use super::form::{self, as_object};
use super::scope::Scope;
use crate::authorization::base64_of;
use crate::url_text::{PIECES_LIMIT, joined, pieces_of, weight, whole};
use crate::value::{Library, Piece, Value, name_of};

/// `new X(…)`
pub(super) fn construct(class: &str, arguments: &[Value], scope: &Scope) -> Value {
    let first = arguments.first();
    match class {
        "Headers" | "HttpHeaders" | "AxiosHeaders" | "Map" => first.map_or_else(Value::empty_object, as_object),
        "HttpParams" => {
            let member = |name| first.and_then(|options| options.member(name)).cloned();
            let of_text = || member("fromString").map(|text| form::of(&text, scope));
            member("fromObject").or_else(of_text).unwrap_or_else(Value::empty_object)
        }
        // Angular's `RequestOptions`, and what others name so: an object that is handed over.
        _ if is_of_options(class) => first.map_or_else(Value::empty_object, as_object),
        "URL" => url(arguments),
        "URLSearchParams" => first.map_or(Value::Form(Some("".into())), |first| form::of(first, scope)),
        "FormData" => Value::Multipart,
        "Blob" | "File" => {
            let options = arguments.last().and_then(|options| options.member("type"));
            Value::Blob(options.and_then(Value::text).map(Rc::from))
        }
        "Request" => Value::Request(Rc::new(arguments.to_vec())),
        "XMLHttpRequest" => Value::empty_object(),
        "Date" | "AbortController" => Value::missing(""),
        _ => Value::missing(class),
    }
}

/// Whether a class holds the options of a call: of its one argument it is made.
fn is_of_options(class: &str) -> bool {
    ["Options", "Config", "RequestInit", "Headers"].iter().any(|end| class.ends_with(end))
}

/// A function that is called by its name.
pub(super) fn function(callee: &Value, arguments: &[Value], scope: &Scope) -> Value {
    let Value::Missing(name) = callee else { return Value::missing("") };
    match (&**name, arguments) {
        ("encodeURIComponent" | "encodeURI" | "String" | "unref" | "toValue", [value, ..]) => value.clone(),
        ("btoa", [value, ..]) => match value.text() {
            Some(text) => {
                let encoded = base64_of(text);
                scope.learn_made(text, &encoded);
                Value::text_of(&encoded)
            }
            None => Value::missing(""),
        },
        ("jsonEncode", [value, ..]) => json_value(value),
        ("Dio", _) => {
            let mut client = Value::empty_object();
            client.add("options", arguments.first().cloned().unwrap_or_else(Value::empty_object));
            client
        }
        ("dict" | "Options" | "BaseOptions", _) => {
            arguments.iter().fold(Value::empty_object(), |object, value| scope.merged(&[&object, value]))
        }
        ("", _) => Value::missing(""),
        _ => Value::Missing(format!("{name}()").into()),
    }
}

/// A method that is called.
pub(super) fn method(receiver: Value, name: &str, arguments: &[Value], scope: &Scope) -> Value {
    let first = arguments.first();
    match (&receiver, name) {
        (Value::Missing(path), _) => of_missing(path, name, arguments, scope),
        (Value::Text(_) | Value::Template(_), "toString" | "trim" | "toLowerCase" | "valueOf") => receiver,
        (Value::Text(_) | Value::Template(_), "concat") => {
            let parts = || [&receiver].into_iter().chain(arguments);
            match parts().all(|part| scope.may_join(weight(part))) && arguments.len() < PIECES_LIMIT {
                true => whole(parts().flat_map(pieces_of).collect()),
                false => Value::missing(""),
            }
        }
        (Value::Form(_) | Value::OpenForm(_), "append" | "set") => match arguments {
            [name, value, ..] => form::with(&receiver, &name_of(name), value, scope),
            _ => receiver,
        },
        (Value::Form(_) | Value::OpenForm(_) | Value::Multipart, "toString" | "append" | "set") => receiver,
        (Value::Object(_), "set" | "append") => {
            let mut object = receiver.clone();
            if let [name, value] = arguments {
                object.add(&name_of(name), value.clone());
            } else if let Some(first) = first {
                object = scope.merged(&[&receiver, first]);
            }
            object
        }
        (Value::Instance(library, defaults), "create" | "extend") => {
            let defaults = scope.merged(&[defaults, first.unwrap_or(&Value::empty_object())]);
            Value::Instance(*library, Box::new(defaults))
        }
        _ => Value::missing(""),
    }
}

fn of_missing(path: &str, name: &str, arguments: &[Value], scope: &Scope) -> Value {
    let first = arguments.first();
    match (path, name) {
        ("JSON", "stringify") | ("json", "dumps") => first.map_or(Value::Json(None), json_value),
        ("json", "encode") | ("convert", "jsonEncode") => first.map_or(Value::Json(None), json_value),
        ("Uri", "parse") | ("utf8", "encode") => first.cloned().unwrap_or_else(|| Value::missing("")),
        ("Uri", "https" | "http") => of_uri(name, arguments),
        ("FormData", "fromMap") => Value::Multipart,
        ("Object", "assign") => scope.merged(&arguments.iter().collect::<Vec<_>>()),
        ("Object", "fromEntries") => first.map_or_else(Value::empty_object, as_object),
        ("qs" | "Qs" | "querystring" | "queryString" | "$" | "jQuery", "stringify" | "param") => {
            first.map_or(Value::Form(None), |first| form::of(first, scope))
        }
        ("axios" | "Axios" | "$axios", "create") => instance(Library::Axios, first),
        ("ky" | "ofetch" | "$fetch", "create" | "extend") => instance(Library::Ky, first),
        ("Buffer", "from") => first.cloned().unwrap_or_else(|| Value::missing("")),
        ("", _) => Value::missing(""),
        _ => Value::Missing(format!("{path}.{name}()").into()),
    }
}

/// Dart's `Uri.https('host', '/path')`; its query changes nothing for CORS.
fn of_uri(scheme: &str, arguments: &[Value]) -> Value {
    let Some(host) = arguments.first() else { return Value::missing("") };
    let mut pieces = pieces_of(&Value::text_of(&format!("{scheme}://")));
    pieces.extend(pieces_of(host));
    if let Some(path) = arguments.get(1) {
        if !path.text().is_some_and(|path| path.starts_with('/')) {
            pieces.extend(pieces_of(&Value::text_of("/")));
        }
        pieces.extend(pieces_of(path));
    }
    whole(pieces)
}

fn instance(library: Library, defaults: Option<&Value>) -> Value {
    let defaults = defaults.filter(|defaults| matches!(defaults, Value::Object(_)));
    Value::Instance(library, Box::new(defaults.cloned().unwrap_or_else(Value::empty_object)))
}

/// What a path is put behind: a base without its last part, and without its path where the path begins with `/`.
fn base_for(path: &Value, base: &Value) -> Value {
    let Some(Ok(mut base)) = base.text().map(Url::parse) else { return base.clone() };
    let is_whole_path = matches!(pieces_of(path).first(), Some(Piece::Text(start)) if start.starts_with('/'));
    let folder = base.path().rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    base.set_path(if is_whole_path { "" } else { &folder });
    base.set_query(None);
    base.set_fragment(None);
    Value::text_of(base.as_str())
}

/// Whether a value is the page's own address.
fn is_of_page(base: &Value) -> bool {
    let Value::Missing(name) = base else { return false };
    ["location", "window.", "document.", "self.", "import.meta.url"].iter().any(|start| name.starts_with(start))
}

fn url(arguments: &[Value]) -> Value {
    match arguments {
        [Value::Text(path), Value::Text(base), ..] => {
            let url = Url::parse(base).and_then(|base| base.join(path));
            url.map_or_else(|_| Value::Text(path.clone()), |url| Value::text_of(url.as_str()))
        }
        [path @ (Value::Text(_) | Value::Template(_)), base, ..] if !is_of_page(base) => {
            joined(&base_for(path, base), path)
        }
        [first, ..] => first.clone(),
        [] => Value::missing("URL"),
    }
}

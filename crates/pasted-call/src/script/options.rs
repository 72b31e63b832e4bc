//! The options of a call: an object with headers, credentials and the rest.

use preflight_engine::browser::CredentialsMode;
use preflight_engine::page_call::Part;
use preflight_engine::request_header::is_forbidden;

use super::form::as_object;
use super::keys::Library;
use crate::media_type::essence_before;
use crate::pasted::Note;
use crate::said::Said;
use crate::url_text::{pieces_of, shown_name, stand_in};
use crate::value::{Piece, Value, computed, name_of};

/// Names of groups of headers in the defaults of `axios`.
pub(super) const GROUPS: [&str; 7] = ["common", "get", "post", "put", "patch", "delete", "head"];

/// Sets the headers of an object, or of a list of pairs. Of a value that is an expression only the name is known: it is what a
/// preflight asks for.
pub(super) fn set_headers(value: &Value, said: &mut Said) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter() {
                match value {
                    _ if name.is_empty() => said.lack_headers("..."),
                    Value::Object(_) if GROUPS.contains(&&**name) => set_headers(value, said),
                    _ => set_header(name, value, said),
                }
            }
        }
        Value::List(pairs) => {
            for pair in pairs.iter() {
                if let Value::List(pair) = pair
                    && let [name, value] = &pair[..]
                {
                    set_header(&name_of(name), value, said);
                }
            }
        }
        _ if value.is_nothing() => {}
        _ => said.lack_headers("headers"),
    }
}

/// Sets one header; one whose name is computed is noted.
pub(crate) fn set_header(name: &str, value: &Value, said: &mut Said) {
    if value.is_nothing() {
        return;
    }
    if let Some(variable) = computed(name) {
        return said.lack_name_of_header(variable);
    }
    if let Some(essence) = essence_in(name, value) {
        said.note(Note::PartOfValue(name.to_owned()));
        return said.set_header(name.to_owned(), Part::Implied(essence));
    }
    let part = value.text().map_or(Part::Unknown, |text| Part::Known(text.to_owned()));
    // What no page may set is left out in any case.
    if part.is_unknown() && !is_forbidden(name.as_bytes(), b"") {
        said.note(Note::Expression(name.to_owned()));
    }
    said.set_header(name.to_owned(), part);
}

/// The media type in a value of which only its parameters are missing.
fn essence_in(name: &str, value: &Value) -> Option<String> {
    match value {
        Value::Template(pieces) => match pieces.first() {
            Some(Piece::Text(start)) => essence_before(name, start),
            _ => None,
        },
        _ => None,
    }
}

/// A text of an option; where it is an expression, a note says so.
pub(super) fn text_option(value: &Value, name: &str, said: &mut Said) -> Option<String> {
    let text = value.text().filter(|_| !value.is_nothing());
    if text.is_none() && !value.is_nothing() {
        said.note(Note::Expression(name.to_owned()));
    }
    text.map(str::to_owned)
}

/// The method of an option, as the library writes it.
pub(super) fn set_method(value: &Value, written: impl Fn(&str) -> String, said: &mut Said) {
    if value.is_nothing() {
        return;
    }
    said.is_method_missing = value.text().is_none();
    said.method = value.text().map_or(Part::Unknown, |method| Part::Known(written(method)));
}

/// Notes the names that are none of a library's, where it is plain what was meant: a misspelt one, or another library's.
pub(super) fn note_unknown_keys(options: &Value, library: &Library, said: &mut Said) {
    for (name, _) in options.members() {
        let is_key = name.is_empty() || computed(name).is_some() || library.keys.contains(&&**name);
        if let Some(meant) = library.meant(name).filter(|meant| !is_key && !has_meant(options, meant)) {
            said.note(Note::UnknownKey(name.to_string(), library.name, meant));
        }
    }
}

/// Whether what was meant is there already: `` `data` ``, `` `credentials: 'include'` ``, or a member of a member.
fn has_meant(options: &Value, meant: &str) -> bool {
    let mut keys = meant.trim_matches('`').split(": {").map(|part| part.split(':').next().unwrap_or_default());
    keys.try_fold(options, |object, key| object.member(key)).is_some()
}

/// `withCredentials`, for which any value goes that a script takes for `true`.
pub(super) fn with_credentials(value: &Value) -> Part<CredentialsMode> {
    match value.truth() {
        Some(true) => Part::Known(CredentialsMode::Include),
        Some(false) => Part::Known(CredentialsMode::SameOrigin),
        None => Part::Unknown,
    }
}

/// `credentials`
pub(super) fn credentials_of(text: &str) -> Option<CredentialsMode> {
    match text {
        "omit" => Some(CredentialsMode::Omit),
        "same-origin" => Some(CredentialsMode::SameOrigin),
        "include" => Some(CredentialsMode::Include),
        _ => None,
    }
}

/// What is added to the query; where it is an expression, a note says so.
pub(super) fn add_query(value: &Value, said: &mut Said) {
    match value {
        Value::Form(Some(text)) | Value::Text(text) if text.is_empty() => {}
        Value::Form(Some(text)) | Value::Text(text) => said.query.push(text.trim_start_matches('?').to_owned()),
        // What stands for parameters and not for the value of one.
        Value::Template(pieces) | Value::OpenForm(pieces) if matches!(pieces.first(), Some(Piece::Missing(_))) => {
            said.note(Note::QueryElsewhere);
        }
        Value::Template(pieces) | Value::OpenForm(pieces) => {
            let text: String = pieces.iter().map(|piece| of_piece(piece, "", said)).collect();
            said.query.push(text.trim_start_matches('?').to_owned());
        }
        Value::Object(_) | Value::List(_) => {
            let object = as_object(value);
            let mut text = url::form_urlencoded::Serializer::new(String::new());
            for (name, value) in object.members() {
                if name.is_empty() || computed(name).is_some() {
                    said.note(Note::QueryElsewhere);
                    continue;
                }
                let value: String = match value.text() {
                    Some(text) => text.to_owned(),
                    None => pieces_of(value).iter().map(|piece| of_piece(piece, name, said)).collect(),
                };
                text.append_pair(name, &value);
            }
            let text = text.finish();
            if !text.is_empty() {
                said.query.push(text);
            }
        }
        Value::Form(None) | Value::Missing(_) => said.note(Note::QueryElsewhere),
        _ => {}
    }
}

/// A piece of the query; one that is not in the text has its name there, or that of its parameter.
fn of_piece(piece: &Piece, parameter: &str, said: &mut Said) -> String {
    match piece {
        Piece::Text(text) => text.to_string(),
        Piece::Missing(name) => {
            let (stand_in, note) = stand_in(if shown_name(name).is_some() { name } else { parameter });
            said.is_url_implied = true;
            said.note(note);
            stand_in
        }
    }
}

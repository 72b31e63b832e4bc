//! Queries and forms of parameters, of which some values may be missing: their names stand in their place.

use std::rc::Rc;

use url::form_urlencoded::byte_serialize;

use super::scope::Scope;
use crate::url_text::{PIECES_LIMIT, pieces_of, whole};
use crate::value::{Piece, Value, computed, name_of};

/// `new URLSearchParams(value)`
pub(super) fn of(value: &Value, scope: &Scope) -> Value {
    let pieces = match value {
        Value::Text(text) => vec![Piece::Text(text.trim_start_matches('?').into())],
        Value::Object(_) | Value::List(_) => {
            let object = as_object(value);
            object.members().iter().fold(Vec::new(), |pieces, (name, value)| joined(pieces, parameter(name, value)))
        }
        value => pieces_of(value),
    };
    made(pieces, scope)
}

/// A form with one more parameter.
pub(super) fn with(form: &Value, name: &str, value: &Value, scope: &Scope) -> Value {
    made(joined(pieces_of(form), parameter(name, value)), scope)
}

fn joined(mut pieces: Vec<Piece>, parameter: Vec<Piece>) -> Vec<Piece> {
    let is_empty = |piece: &Piece| matches!(piece, Piece::Text(text) if text.is_empty());
    if !pieces.iter().all(is_empty) {
        pieces.push(Piece::Text("&".into()));
    }
    pieces.extend(parameter);
    pieces
}

/// An object, or a list of pairs as one.
pub(super) fn as_object(value: &Value) -> Value {
    let Value::List(pairs) = value else { return value.clone() };
    let members = pairs.iter().filter_map(|pair| match pair {
        Value::List(pair) => match &pair[..] {
            [name, value] => Some((name_of(name), value.clone())),
            _ => None,
        },
        _ => None,
    });
    Value::Object(Rc::new(members.collect()))
}

/// A URL with a form as more of its query.
pub(super) fn behind(url: &Value, form: &Value, scope: &Scope) -> Value {
    let mut pieces = pieces_of(url);
    let has_query = pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('?')));
    pieces.push(Piece::Text(if has_query { "&" } else { "?" }.into()));
    pieces.extend(pieces_of(form));
    if fits(&pieces, scope) { whole(pieces) } else { url.clone() }
}

/// A URL as far as its query.
pub(super) fn without_query(url: &Value) -> Value {
    let mut before = Vec::new();
    for piece in pieces_of(url) {
        match &piece {
            Piece::Text(text) if text.contains('?') => {
                before.push(Piece::Text(text.split('?').next().unwrap_or_default().into()));
                break;
            }
            _ => before.push(piece),
        }
    }
    whole(before)
}

/// `name=value`
fn parameter(name: &str, value: &Value) -> Vec<Piece> {
    let Some(shown) = computed(name).is_none().then_some(name).filter(|name| !name.is_empty()) else {
        // What is spread into it, or has a name that is an expression.
        return vec![Piece::Missing(computed(name).unwrap_or_default().into())];
    };
    let encoded = |text: &str| Piece::Text(byte_serialize(text.as_bytes()).collect::<String>().into());
    let of_value = |piece| match piece {
        Piece::Text(text) => encoded(&text),
        Piece::Missing(unnamed) if unnamed.is_empty() => Piece::Missing(shown.into()),
        missing => missing,
    };
    let mut pieces = vec![encoded(name), Piece::Text("=".into())];
    pieces.extend(pieces_of(value).into_iter().map(of_value));
    pieces
}

fn made(pieces: Vec<Piece>, scope: &Scope) -> Value {
    if !fits(&pieces, scope) {
        return Value::Form(None);
    }
    match whole(pieces) {
        Value::Template(pieces) => Value::OpenForm(pieces),
        value => Value::Form(value.text().map(Rc::from)),
    }
}

fn fits(pieces: &[Piece], scope: &Scope) -> bool {
    let weight = |piece: &Piece| match piece {
        Piece::Text(text) | Piece::Missing(text) => text.len() + size_of::<Piece>(),
    };
    let missing = pieces.iter().filter(|piece| matches!(piece, Piece::Missing(_))).count();
    missing < PIECES_LIMIT && scope.may_join(pieces.iter().map(weight).sum())
}

//! Header fields as the vectors write them, and as servers take them.

use std::collections::BTreeMap;

use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;

use crate::corpus::bytes;

/// The fields of a head, by name.
pub(super) type Fields = BTreeMap<String, Lines>;

/// The value of a field, on one line or on several.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Lines {
    One(String),
    Several(Vec<String>),
}

impl Lines {
    pub(super) fn iter(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::One(line) => std::slice::from_ref(line),
            Self::Several(lines) => lines,
        }
        .iter()
        .map(String::as_str)
    }
}

/// The fields, every line of them.
///
/// # Panics
/// If one of them cannot stand in a head.
pub(super) fn header_map(fields: &Fields) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, lines) in fields {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("the vectors' names are tokens");
        for line in lines.iter() {
            let value = HeaderValue::from_bytes(&bytes(line)).expect("the vectors' values can stand on a line");
            headers.append(&name, value);
        }
    }
    headers
}

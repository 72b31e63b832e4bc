//! Where the vectors stand, and how their JSON is read.

use std::fs;
use std::path::PathBuf;

use preflight_engine::exchange::ResponseHead;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The name and value of a field. A character is the byte of its number: what is on the wire need not be text.
pub type Field = (String, String);

/// A scripted response head.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The fields as they stand on the wire, with whatever white space is around their values.
    pub headers: Vec<Field>,
}

/// Reads `corpus/{name}`.
///
/// # Panics
/// If it cannot be read, or holds something that this crate would silently ignore.
pub fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = path(name);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The place of `corpus/{name}`.
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../corpus")).join(name)
}

/// [Isomorphic encoding](https://infra.spec.whatwg.org/#isomorphic-encode).
///
/// # Panics
/// If `text` holds a character beyond U+00FF, which stands for no byte.
pub fn bytes(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(c).unwrap_or_else(|_| panic!("{c:?} stands for no byte"))).collect()
}

/// A field as a reader of HTTP hands it on: the white space around the value is not part of it
/// ([RFC 9110 section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5)).
pub fn field((name, value): &Field) -> (Vec<u8>, Vec<u8>) {
    (bytes(name), bytes(value.trim_matches([' ', '\t'])))
}

impl From<&Answer> for ResponseHead {
    fn from(answer: &Answer) -> Self {
        Self { status: answer.status, headers: answer.headers.iter().map(field).collect() }
    }
}

//! What the server answers to the requests of a case, and which answer a request gets.
//!
//! Strings stand for bytes: U+0000 to U+00FF are the bytes of that number.

use serde::{Deserialize, Deserializer};

/// The answers of a case, by the hop that the path names.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Script {
    /// To a preflight, where the hop has no answer of its own.
    #[serde(default)]
    preflight: Option<Answer>,
    /// Hop by hop.
    #[serde(default)]
    responses: Vec<Response>,
}

#[derive(Clone, Debug, Deserialize)]
struct Response {
    #[serde(flatten)]
    answer: Answer,
    /// Absent leaves it to the script, null is none.
    #[serde(default, deserialize_with = "present")]
    preflight: Option<Option<Answer>>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Answer {
    /// 200 if not given.
    #[serde(default)]
    pub status: Option<u16>,
    /// The reason phrase; that of the status if not given.
    #[serde(default)]
    pub reason: Option<String>,
    /// The fields, in order.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Lines that are sent as they stand, after the fields.
    #[serde(default)]
    pub raw_lines: Vec<String>,
    /// `ok` if not given.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether the connection is closed instead of an answer.
    #[serde(default)]
    pub close: bool,
    /// The answer to a request that has an `Origin`.
    #[serde(default)]
    pub with_origin: Option<Box<Answer>>,
}

/// What the server needs to know of a request to choose an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The segment of the path after the case's id.
    pub hop: usize,
    /// Whether it is an `OPTIONS` with `Access-Control-Request-Method`.
    pub is_preflight: bool,
    /// Whether it has an `Origin`.
    pub has_origin: bool,
}

/// What the server does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reaction {
    /// It answers.
    Answer(Answer),
    /// It closes the connection.
    Close,
}

impl Script {
    /// What a request of the case gets.
    pub fn react(&self, asked: Asked) -> Reaction {
        let hop = self.responses.get(asked.hop);
        let answer = if asked.is_preflight {
            let scripted = match hop.and_then(|response| response.preflight.as_ref()) {
                Some(own) => own.as_ref(),
                None => self.preflight.as_ref(),
            };
            scripted.cloned().unwrap_or_else(Answer::not_found)
        } else {
            hop.map_or_else(Answer::unscripted, |response| response.answer.clone())
        };
        match answer.with_origin {
            Some(with_origin) if asked.has_origin => Reaction::from(*with_origin),
            _ => Reaction::from(answer),
        }
    }
}

impl Answer {
    /// A bare 404, without any CORS field: to a preflight that nobody scripted, and to paths of nobody.
    pub fn not_found() -> Self {
        Self { status: Some(404), ..Self::default() }
    }

    /// A hop beyond the script.
    fn unscripted() -> Self {
        let headers = vec![("Access-Control-Allow-Origin".to_owned(), "*".to_owned())];
        Self { headers, ..Self::not_found() }
    }
}

impl From<Answer> for Reaction {
    fn from(answer: Answer) -> Self {
        if answer.close { Self::Close } else { Self::Answer(answer) }
    }
}

/// The bytes that a string of a case stands for; a character above U+00FF stands for its UTF-8 bytes.
pub fn bytes(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    bytes
}

/// The string that stands for bytes.
pub fn text(bytes: &[u8]) -> String {
    bytes.iter().map(|&byte| char::from(byte)).collect()
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Answer>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::{Asked, Reaction, Script};

    const SCRIPT: &str = r#"{"preflight": {"status": 204}, "responses": [
        {"status": 302, "with_origin": {"status": 307}},
        {"status": 200, "preflight": null},
        {"close": true, "preflight": {"status": 403}}
    ]}"#;

    #[test]
    fn the_hop_and_the_kind_of_request_choose_the_answer() {
        let script: Script = serde_json::from_str(SCRIPT).expect("it is one");
        let table = [
            ("a preflight gets the script's answer", 0, true, true, Some(204)),
            ("a request without an origin gets the first answer", 0, false, false, Some(302)),
            ("a request with an origin gets the other", 0, false, true, Some(307)),
            ("null is a bare 404", 1, true, true, Some(404)),
            ("a hop's own preflight answer goes first", 2, true, true, Some(403)),
            ("the connection is closed", 2, false, true, None),
            ("a hop beyond the script is a 404", 3, false, true, Some(404)),
        ];
        for (sentence, hop, is_preflight, has_origin, status) in table {
            let reaction = script.react(Asked { hop, is_preflight, has_origin });
            let got = match reaction {
                Reaction::Answer(answer) => answer.status,
                Reaction::Close => None,
            };
            assert_eq!(got, status, "{sentence}");
        }
    }

    #[test]
    fn what_nobody_scripted_is_open_to_all_but_to_preflights() {
        let script = Script::default();
        let fields = |is_preflight| match script.react(Asked { hop: 0, is_preflight, has_origin: true }) {
            Reaction::Answer(answer) => answer.headers.len(),
            Reaction::Close => panic!("nothing is closed"),
        };
        assert_eq!((fields(false), fields(true)), (1, 0));
    }
}

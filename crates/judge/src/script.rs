//! What the server answers to the requests of a case, and which answer a request gets.
//!
//! Strings stand for bytes: U+0000 to U+00FF are the bytes of that number.

use serde::{Deserialize, Deserializer};

/// What the server answers, by the hop that the path names.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Script {
    /// To a preflight, where the hop has no answer of its own.
    #[serde(default)]
    pub preflight: Option<ScriptedAnswer>,
    /// To the request, hop by hop.
    #[serde(default)]
    pub responses: Vec<Response>,
}

/// The answers of one hop.
#[derive(Clone, Debug, Deserialize)]
pub struct Response {
    /// To the request.
    #[serde(flatten)]
    pub answer: ScriptedAnswer,
    /// To a preflight: absent leaves it to the script, null is none.
    #[serde(default, deserialize_with = "present")]
    pub preflight: Option<Option<ScriptedAnswer>>,
}

/// One answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct ScriptedAnswer {
    /// The status; 200 if not given.
    #[serde(default)]
    pub status: Option<u16>,
    /// The reason phrase; that of the status if not given.
    #[serde(default)]
    pub reason: Option<String>,
    /// The fields.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Lines sent as they stand.
    #[serde(default)]
    pub raw_lines: Vec<String>,
    /// The body; `ok` if not given.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether the connection is closed without an answer.
    #[serde(default)]
    pub close: bool,
    /// The answer to a request that has an `Origin`.
    #[serde(default)]
    pub with_origin: Option<Box<ScriptedAnswer>>,
}

/// What has to be known of a request to choose its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The segment of the path after the case's id.
    pub hop: usize,
    /// Whether it is an `OPTIONS` with `Access-Control-Request-Method`.
    pub is_preflight: bool,
    /// Whether it has an `Origin`.
    pub has_origin: bool,
}

impl Script {
    /// The answer to a request; none where the script leaves it out.
    pub fn answer(&self, asked: Asked) -> Option<&ScriptedAnswer> {
        let hop = self.responses.get(asked.hop);
        let answer = if asked.is_preflight {
            match hop.and_then(|response| response.preflight.as_ref()) {
                Some(own) => own.as_ref(),
                None => self.preflight.as_ref(),
            }
        } else {
            hop.map(|response| &response.answer)
        };
        answer.map(|answer| answer.with_origin.as_deref().filter(|_| asked.has_origin).unwrap_or(answer))
    }
}

impl ScriptedAnswer {
    /// A bare 404, without any CORS field.
    pub fn not_found() -> Self {
        Self { status: Some(404), ..Self::default() }
    }
}

/// The bytes that a string of a case stands for. A character above U+00FF stands for its UTF-8 bytes.
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

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<ScriptedAnswer>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::{Asked, Script, ScriptedAnswer};

    const SCRIPT: &str = r#"{"preflight": {"status": 204}, "responses": [
        {"status": 302, "with_origin": {"status": 307}},
        {"status": 200, "preflight": null},
        {"close": true, "preflight": {"status": 403}}
    ]}"#;

    #[test]
    fn the_hop_and_the_kind_of_request_choose_the_answer() {
        let script: Script = serde_json::from_str(SCRIPT).expect("it is one");
        let status = |status| ScriptedAnswer { status: Some(status), ..ScriptedAnswer::default() };
        let closed = ScriptedAnswer { close: true, ..ScriptedAnswer::default() };
        let table = [
            ("a preflight gets the script's answer", 0, true, true, Some(status(204))),
            ("a request with an origin gets the answer in the answer", 0, false, true, Some(status(307))),
            ("null leaves a preflight out", 1, true, true, None),
            ("a hop's own preflight answer goes first", 2, true, true, Some(status(403))),
            ("the connection is closed", 2, false, true, Some(closed)),
            ("a hop beyond the script is left out", 3, false, true, None),
        ];
        for (sentence, hop, is_preflight, has_origin, answer) in table {
            assert_eq!(script.answer(Asked { hop, is_preflight, has_origin }), answer.as_ref(), "{sentence}");
        }
    }
}

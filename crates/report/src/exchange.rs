//! An exchange as it is shown: names and values redacted, and how it went.

use preflight_recording::Purpose;
use serde_json::{Value, json};

use crate::escape::Outside;

/// An exchange whose texts were redacted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownExchange {
    /// Why it took place.
    pub purpose: Purpose,
    /// Whether it is a CORS-preflight request.
    pub is_preflight: bool,
    /// What was sent: the method, the URL, the fields.
    pub method: Outside,
    /// Where to.
    pub url: Outside,
    /// The fields of the request.
    pub headers: ShownHead,
    /// The status and the fields that came back; none where nothing came.
    pub response: Option<(u16, ShownHead)>,
    /// The version of HTTP that was spoken, if any was.
    pub http_version: Option<Outside>,
    /// Why nothing came back: a stable name, and a sentence.
    pub failure: Option<(&'static str, String)>,
    /// The same in the network's words.
    pub explanation: Option<Outside>,
    /// Each address that was tried in vain, with what became of it.
    pub attempts: Vec<Outside>,
    /// Whether one was reached.
    pub was_reached: bool,
    /// The same request as a line for `curl`.
    pub curl: Option<Outside>,
}

/// Fields in their order, each a name and a value.
pub type ShownHead = Vec<(Outside, Outside)>;

impl ShownExchange {
    /// As JSON.
    pub fn object(&self) -> Value {
        json!({
            "purpose": self.purpose.name(),
            "preflight": self.is_preflight,
            // What was not sent is no exchange any more; the keys stay for those who read them.
            "sent": true,
            "stand_in": null,
            "request": { "method": self.method, "url": self.url, "headers": self.headers },
            "response": self.response.as_ref().map(|(status, headers)| json!({ "status": status, "headers": headers })),
            "http_version": self.http_version,
            "failure": self.failure.as_ref().map(|(name, _)| name),
            "explanation": self.explanation,
            "curl": self.curl,
        })
    }
}

//! The fields that a browser sets itself, whatever the page sets.

use super::UserAgent;

const OWN_FIELDS: [&str; 9] = [
    "accept",
    "accept-encoding",
    "accept-language",
    "connection",
    "host",
    "sec-fetch-dest",
    "sec-fetch-mode",
    "sec-fetch-site",
    "user-agent",
];

/// The client hints that go along to every secure origin.
const CLIENT_HINTS: [&str; 3] = ["sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform"];

impl UserAgent {
    /// Whether every request carries a field of that name, in lower case.
    pub fn sends_always(&self, name: &[u8]) -> bool {
        let is_hint = || self.sends_client_hints && CLIENT_HINTS.iter().any(|hint| hint.as_bytes() == name);
        OWN_FIELDS.iter().any(|own| own.as_bytes() == name) || is_hint()
    }
}

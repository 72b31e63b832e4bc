//! Whether the body of a response that a page may read can be read at all.

use preflight_probe::BodyEnd;

use super::run::Checked;
use super::word::Word;

impl Checked {
    /// Whether the page is let to read the response, and its body breaks off.
    pub fn is_body_broken(&self) -> bool {
        let lead = self.lead();
        let last = lead.verdict.exchanges.last().filter(|_| lead.word() == Word::Allowed);
        let detail = last.and_then(|last| self.network.detail(&last.request));
        detail.is_some_and(|detail| detail.body.end == BodyEnd::BrokenOff)
    }

    /// What a page makes of that, and whose fault it is not.
    pub fn note_of_body(&self) -> Option<String> {
        let note = "the body is not what its head says (its length, its chunks or its coding): `fetch` resolves, and `text()` or \
                    `json()` rejects with a network error, in Chromium `Failed to fetch`; that is not CORS: look at the server or the proxy";
        self.is_body_broken().then(|| note.to_owned())
    }
}

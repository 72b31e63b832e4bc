//! What the server allows already, where a snippet is going to stand in its place: a preflight tells it.

use preflight_diagnosis::{Inquiry, Network as _, is_fixed_by_headers};
use preflight_engine::exchange::{Exchange, RequestHead};
use preflight_engine::header_list::HeaderList;
use preflight_recording::{Purpose, Recorded};

use super::run::Checked;
use super::word::Word;

/// A method and a header that need allowing, so that the server shows its lists.
const ASKED: [(&[u8], &[u8]); 2] =
    [(b"access-control-request-method", b"PUT"), (b"access-control-request-headers", b"content-type")];

impl Checked {
    /// Asks for the lists of the server, if a snippet will be shown and no preflight was sent yet.
    pub fn ask_what_is_allowed(&mut self) {
        let is_snippet_shown = self.framework.is_some()
            && self.lead().word() == Word::Blocked
            && self.findings.first().is_some_and(|finding| is_fixed_by_headers(finding.rule));
        let has_lists = self.recording.iter().any(|(_, recorded)| recorded.exchange.request.method == b"OPTIONS");
        let Some(page) = self.page().filter(|_| is_snippet_shown && !has_lists && self.network.sends_probes()) else {
            return;
        };
        let mut request = RequestHead {
            method: b"OPTIONS".to_vec(),
            url: self.question.url().clone(),
            headers: HeaderList::new(),
            is_preflight: true,
            includes_credentials: false,
            has_body: false,
        };
        request.headers.append("origin", page.as_str().as_bytes());
        ASKED.iter().for_each(|(name, value)| request.headers.append(*name, *value));
        let probe = Inquiry { purpose: Purpose::Preflight, request };
        if let Some(answer) = self.network.ask(&probe) {
            let exchange = Exchange { request: probe.request, answer: answer.head };
            self.recording.push(Recorded { exchange, purpose: probe.purpose, body: answer.body });
        }
    }
}

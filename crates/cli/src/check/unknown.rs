//! Headers and bodies whose values were not given: what is not sent for that, and what is said of it.

use preflight_diagnosis::{Answer, Network as Asks, Probe};
use preflight_engine::exchange::RequestHead;

use super::network::Network;
use super::question::Question;
use crate::printable::printable;

/// Whether a request is not sent since its answer would be that to another call.
pub fn is_withheld(question: &Question, network: &Network, head: &RequestHead) -> bool {
    lacks_value(question, head) || head.has_body && question.has_unknown_body() && network.sends(head)
}

/// Whether a header is in it of which a value is not known; a preflight has none of the page's headers.
fn lacks_value(question: &Question, head: &RequestHead) -> bool {
    !head.is_preflight && question.unknown_headers().any(|name| head.headers.contains(name))
}

/// The network for what is asked besides the page's own requests: never with a value that is not known.
pub struct Known<'n> {
    pub question: &'n Question,
    pub network: &'n mut Network,
}

impl Asks for Known<'_> {
    fn ask(&mut self, question: &Probe) -> Option<Answer> {
        if lacks_value(self.question, &question.request) { None } else { self.network.ask(question) }
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        Asks::body(self.network, head)
    }
}

/// What is not known of a call, in words.
pub fn names(question: &Question) -> String {
    let names = question.unknown_headers().map(|name| format!("`{}`", printable(name).to_ascii_lowercase()));
    let body = question.has_unknown_body().then(|| "the body".to_owned());
    names.chain(body).collect::<Vec<_>>().join(", ")
}

/// What is missing for a verdict.
pub fn note(question: &Question) -> String {
    let names = names(question);
    format!(
        "the call itself was not sent, since {names} was not given: give the value, with `-H 'NAME: VALUE'` or `--data`"
    )
}

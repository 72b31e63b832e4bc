//! Why a verdict is not given: what decides was not sent, or is not known. Nothing that stands in for it counts.

use preflight_diagnosis::{Inquiry, Network as Asks, Reply};
use preflight_engine::browser::{BlockReason, Stage, Verdict};
use preflight_engine::exchange::{RequestHead, ResponseHead};

use super::network::Network;
use super::own_origin::OWN_ORIGIN;
use super::question::{Asking, Guess, Question};
use super::stand_in::says_nothing;
use crate::json::text_of;
use crate::printable::printable;
use crate::redact::{HIDDEN, Redactor};

/// Why a verdict is not given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Undecided {
    /// The page is not known, and the server's answer depends on it.
    Page,
    /// A redirect leads to another server, which was not named.
    Elsewhere,
    /// The request may change something, and nobody said that it may be sent.
    NotSent,
    /// The value of a header or the body is not known.
    Value,
    /// The call that the browser blocked is not wholly known, and what is known of it passes.
    Call,
}

/// Why a request is not sent, if it is not.
pub fn withheld(question: &Question, network: &Network, head: &RequestHead) -> Option<Undecided> {
    if !network.reaches(head) {
        return Some(Undecided::Elsewhere);
    }
    if head.is_preflight {
        return None;
    }
    if question.guess.as_ref().is_some_and(|guess| guess.asked == Asking::Before) {
        return Some(Undecided::Call);
    }
    if !network.sends(head) {
        return Some(Undecided::NotSent);
    }
    let lacks_value = lacks_value(question, head) || head.has_body && question.has_unknown_body();
    lacks_value.then_some(Undecided::Value)
}

/// Whether a header is in it of which a value is not known; a preflight has none of the page's headers.
pub fn lacks_value(question: &Question, head: &RequestHead) -> bool {
    !head.is_preflight && question.unknown_headers().any(|name| head.headers.contains(name))
}

/// Whether what became of the call comes from what was made up of it: a call that is let through, since the browser's was
/// not, and a refusal of a part that nobody knows.
pub fn rests_on_guess(guess: &Guess, verdict: &Verdict) -> bool {
    let is_method = |method: &[u8]| guess.method.as_ref().is_some_and(|made_up| made_up.as_bytes() == method);
    let is_header = |name: &[u8]| guess.header.as_ref().is_some_and(|made_up| made_up.as_bytes() == name);
    match verdict.blocked().map(|blocked| &blocked.reason) {
        None => true,
        // Without cookies it passes.
        Some(_) if guess.credentials => true,
        Some(_) if is_of_another_call(guess, verdict) => true,
        Some(BlockReason::MethodNotAllowed { method }) => is_method(method),
        Some(BlockReason::HeaderNotAllowed { name, .. }) => is_header(name),
        Some(BlockReason::Network(_)) => false,
        // The path has no GET; the page may have called it with another method, unless its console names the same status.
        Some(BlockReason::MissingAllowOrigin) if guess.method.is_some() && guess.asked == Asking::PerhapsNot => {
            let is_said = |response: &ResponseHead| guess.status == Some(response.status);
            verdict.last_response().is_some_and(|response| says_nothing(response) && !is_said(response))
        }
        Some(_) => false,
    }
}

/// Whether the answer that decides has another status than the console named, and the method is made up.
pub fn is_of_another_call(guess: &Guess, verdict: &Verdict) -> bool {
    let is_response = verdict.blocked().is_some_and(|blocked| blocked.stage != Stage::Preflight);
    let answered = verdict.evidence().and_then(|exchange| exchange.answer.as_ref().ok()).map(|head| head.status);
    let differs = answered.zip(guess.status).is_some_and(|(answered, said)| answered != said);
    is_response && differs && guess.method.is_some() && guess.asked == Asking::PerhapsNot
}

/// The network for what is asked besides the page's own requests: never with a value that is not known.
pub struct Known<'n> {
    pub question: &'n Question,
    pub network: &'n mut Network,
}

impl Asks for Known<'_> {
    fn ask(&mut self, question: &Inquiry) -> Option<Reply> {
        if lacks_value(self.question, &question.request) { None } else { self.network.ask(question) }
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        Asks::body(self.network, head)
    }
}

/// What is not known of a call, in words.
fn values(question: &Question) -> String {
    let names = question.unknown_headers().map(|name| format!("`{}`", printable(name).to_ascii_lowercase()));
    let body = question.has_unknown_body().then(|| "the body".to_owned());
    names.chain(body).collect::<Vec<_>>().join(", ")
}

impl Undecided {
    /// What was found out, and what was not: beside the verdict.
    pub fn meaning(&self, question: &Question, verdict: &Verdict) -> String {
        let method = method_of(question);
        let is_asked = verdict.exchanges.iter().any(|exchange| exchange.request.is_preflight);
        let so_far = if is_asked { "the preflight allows the call; " } else { "" };
        match self {
            Self::Page
                if verdict.blocked().is_some_and(|blocked| blocked.reason == BlockReason::MissingAllowOrigin) =>
            {
                "the server allows none of the made-up pages that asked; whether it allows yours is not known"
                    .to_owned()
            }
            Self::Page => "what the server answers depends on the page's origin, which is not known".to_owned(),
            Self::Elsewhere => "the call is redirected to another server, which was not asked".to_owned(),
            Self::NotSent if question.call.is_same_origin() => {
                format!("{OWN_ORIGIN}; the {method} itself was not sent, since it may change something")
            }
            Self::NotSent => format!("{so_far}the {method} itself was not sent, since it may change something"),
            Self::Value => {
                format!("{so_far}the verdict depends on {}, whose value was not given", values(question))
            }
            Self::Call => not_reproduced(question, &method, is_asked),
        }
    }

    /// What the command that tells is for.
    pub fn purpose(&self) -> &'static str {
        match self {
            Self::Page => "this tells, with your page's address in its place:",
            Self::NotSent => "this sends it, and it may change something:",
            Self::Elsewhere => "this asks the other server, too:",
            Self::Value | Self::Call => "this tells:",
        }
    }

    /// What would tell.
    pub fn remedy(&self, question: &Question, redactor: &Redactor) -> String {
        let is_hidden = |body: &Vec<u8>| redactor.body(&text_of(body)) == HIDDEN;
        match self {
            Self::Page => "name the page with `--origin`, as in `--origin https://app.example.com`".to_owned(),
            Self::Elsewhere => "`preflight check` follows the redirect".to_owned(),
            Self::NotSent if question.body.as_ref().is_some_and(is_hidden) => format!(
                "`--send-unsafe` sends the {}; put its body in place of `{HIDDEN}` behind `--data`",
                method_of(question)
            ),
            Self::NotSent => format!("`--send-unsafe` sends the {}", method_of(question)),
            Self::Value if question.has_unknown_body() => format!(
                "the call itself was not sent, since {} was not given: put your body in place of `{HIDDEN}` behind `--data`{}",
                values(question),
                if question.unknown_headers().next().is_some() {
                    ", and the value with `-H 'NAME: VALUE'`"
                } else {
                    ""
                }
            ),
            Self::Value => format!(
                "the call itself was not sent, since {} was not given: give the value, with `-H 'NAME: VALUE'` or `--data`",
                values(question)
            ),
            Self::Call => format!(
                "{}; where the server was changed since, leave out `--preflighted` and `--said`",
                missing_parts(question)
            ),
        }
    }
}

fn method_of(question: &Question) -> String {
    question.call.method.value().map_or_else(|| "request".to_owned(), |method| printable(method.as_bytes()))
}

/// What was blocked there, and what passes here.
fn not_reproduced(question: &Question, method: &str, is_asked: bool) -> String {
    let guess = question.guess.clone().unwrap_or_default();
    match &guess.refused[..] {
        [] if guess.credentials => {
            "the browser blocked the call; without cookies it passes here, and with cookies it does not".to_owned()
        }
        [] if is_asked => {
            "the browser blocked the call, and a preflight like its own passes here; what else it sent is not known"
                .to_owned()
        }
        [] => format!("the browser blocked the call, and a {method} passes here; what else it sent is not known"),
        refused => format!(
            "the browser blocked the call for its method, which is not known; the server allows some, and not {}",
            refused.join(", ")
        ),
    }
}

/// What has to be said of the call.
fn missing_parts(question: &Question) -> &'static str {
    let guess = question.guess.clone().unwrap_or_default();
    if !guess.refused.is_empty() {
        "give the method with `-X`, as the Network tab shows it"
    } else if guess.credentials {
        "say `--credentials include` where the page sends cookies, and `--credentials omit` where it does not"
    } else {
        "give the method with `-X` and each header that the page sets with `-H`, as the Network tab shows them; \
         `--credentials include` where it sends cookies"
    }
}

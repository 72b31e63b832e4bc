//! A check whose page nobody named: two strangers ask, and a verdict is given where it is the same for every page.

use preflight_engine::exchange::{Exchange, ResponseHead};

use super::perform::Run;
use super::undecided::Undecided;
use super::word::Word;
use crate::arguments::call::UNKNOWN_PAGE;

/// Two origins as unlike as origins are, both over http so that no page's own security decides: a public name and a port of
/// this machine that no development server has by default.
pub const STRANGERS: [&str; 2] = ["http://page.preflight.example", "http://localhost:49151"];

/// The runs of the first stranger, without a verdict where it would be another for other pages.
pub fn compared(first: Vec<Run>, second: &[Run]) -> Vec<Run> {
    let compare = |mut run: Run| {
        let same = second.iter().find(|other| other.user_agent.name == run.user_agent.name);
        if !same.is_some_and(|other| is_for_every_page(&run, other)) {
            run.undecide(Undecided::Page);
        }
        run
    };
    first.into_iter().map(compare).collect()
}

fn is_for_every_page(a: &Run, b: &Run) -> bool {
    let reason = |run: &Run| run.blocked().map(|blocked| blocked.reason.name());
    let is_same = a.word() == b.word() && a.undecided == b.undecided && reason(a) == reason(b);
    let is_blind = |run: &Run| run.verdict.exchanges.iter().all(ignores_origin);
    is_same && (a.word() == Word::Unreachable || is_blind(a) && is_blind(b))
}

/// A sentence about a stranger who asked in the place of a page that nobody named, as one about that page.
pub fn about_page(text: &str) -> String {
    STRANGERS.iter().fold(text.to_owned(), |text, stranger| text.replace(stranger, UNKNOWN_PAGE))
}

/// Whether an answer says nothing of the page: it allows all or none, and does not say that it varies.
pub fn ignores_origin(exchange: &Exchange) -> bool {
    let Ok(head) = &exchange.answer else { return true };
    let is_star = |line: &[u8]| line.trim_ascii() == b"*";
    head.headers.lines(b"access-control-allow-origin").all(is_star) && !varies_by_origin(head)
}

fn varies_by_origin(head: &ResponseHead) -> bool {
    let names = |line: &[u8]| {
        let mut names = line.split(|byte| *byte == b',').map(<[u8]>::trim_ascii);
        names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin"))
    };
    head.headers.lines(b"vary").any(names)
}

/// What the server's answer to a stranger says of who is allowed, if it names somebody.
pub fn named_origin(runs: &[Run]) -> Option<String> {
    let values = runs.iter().flat_map(|run| &run.verdict.exchanges).filter_map(|exchange| {
        let head = exchange.answer.as_ref().ok()?;
        String::from_utf8(head.headers.get(b"access-control-allow-origin")?).ok()
    });
    values.into_iter().find(|value| value != "*" && !STRANGERS.contains(&value.as_str()) && !value.contains(','))
}

//! [`explain`]: the same rules in the same order over one fact, a console's sentence.

mod granted;
mod meaning;

use preflight_engine::page_call::PageCall;
use preflight_rules::{Certainty, Evidence, Finding};

use crate::console::{ConsoleReason, Message, Saying, page_call};
use crate::facts::Facts;
use crate::facts::failure::{Failure, is_cors_header};
use crate::facts::said::Said;
use crate::fixes::Grant;
use crate::judge::{is_fixed_by_headers, of_rule};
use crate::judged::{Judge, Judged, Open, Topic};
use crate::order::ORDER;
use crate::rules::{frontend_sends_cors_headers, not_cors};

/// As many candidates are named, the likeliest first: more of them help nobody.
pub const CANDIDATE_LIMIT: usize = 6;

/// How likely the first rule of a saying is; each other is a little less likely than the one before it.
const LIKELIEST: u8 = 100;

/// What a message means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What the browser says, in one sentence.
    pub meaning: String,
    /// What it can come from, the likeliest first, at most [`CANDIDATE_LIMIT`]; exactly one where it is certain; none where the
    /// message reports no failure.
    pub candidates: Vec<Candidate>,
    /// Whether the text leaves no doubt: it proves the one candidate, or that nothing failed.
    pub is_certain: bool,
    /// The call that failed, as far as the text tells.
    pub call: PageCall,
    /// What the server would have to allow; `None` where CORS headers fix nothing.
    pub grant: Option<Grant>,
}

/// A cause that a message can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What would be wrong, and what fixes it. It is certain where the text proves it, and possible otherwise.
    pub finding: Finding,
    /// Why it shows as this message.
    pub why: String,
    /// The question whose answer tells it from the others; `None` where there are no others.
    pub ask: Option<String>,
}

/// Explains a message.
///
/// ```
/// use preflight_diagnosis::{explain, read_console};
///
/// let messages = read_console(
///     "Access to fetch at 'http://localhost:8000/' from origin 'http://localhost:5173' has been blocked by CORS policy: \
///      The 'Access-Control-Allow-Origin' header has a value 'http://localhost:5173/' that is not equal to the supplied origin.",
/// );
/// let explanation = explain(&messages[0]);
/// assert!(explanation.is_certain);
/// assert_eq!(explanation.candidates[0].finding.rule.name, "origin-mismatch");
/// assert!(explanation.candidates[0].why.contains("slash"));
/// ```
pub fn explain(message: &Message) -> Explanation {
    let said = Said::new(message);
    let has_failed = said.failure != Failure::None;
    let facts = Facts::Said(Box::new(said));
    let candidates = if has_failed { candidates(&facts, message) } else { Vec::new() };
    let is_certain =
        !candidates.is_empty() && candidates.iter().all(|candidate| candidate.finding.certainty == Certainty::Certain);
    let is_fixed = leaves_headers_open(&candidates);
    Explanation {
        meaning: meaning::meaning(message),
        is_certain,
        call: page_call(message),
        grant: if is_fixed { granted::grant(message) } else { None },
        candidates,
    }
}

/// Whether Access-Control headers may be what fixes it: not where the likeliest cause is another matter.
fn leaves_headers_open(candidates: &[Candidate]) -> bool {
    let is_of_headers = |candidate: &Candidate| is_fixed_by_headers(candidate.finding.rule);
    let is_first_elsewhere = candidates
        .first()
        .and_then(|first| of_rule(first.finding.rule))
        .is_some_and(|first| matches!(first.topic, Topic::Redirect | Topic::Taint | Topic::Page | Topic::Connection));
    !is_first_elsewhere && candidates.iter().any(is_of_headers)
}

/// The one that the sentence proves, or those that it leaves open.
fn candidates(facts: &Facts<'_>, message: &Message) -> Vec<Candidate> {
    let mut open: Vec<(&Judge, Open)> = Vec::new();
    for judge in ORDER {
        match judged(judge, facts, message) {
            Judged::Yes(finding) => return vec![proved(finding, message)],
            Judged::Unknown(unknown) => open.push((judge, unknown)),
            Judged::No => {}
        }
    }
    // A failure that no rule knows is still one.
    if open.is_empty() {
        open.push((&not_cors::JUDGE, Open { likelihood: LIKELIEST, why: None, fix: None }));
    }
    // What is as likely stays in the order of judgement.
    open.sort_by_key(|(_, unknown)| std::cmp::Reverse(unknown.likelihood));
    open.truncate(CANDIDATE_LIMIT);
    let has_rivals = open.len() > 1;
    open.into_iter().map(|(judge, unknown)| possible(judge, unknown, message, has_rivals)).collect()
}

/// What the rule says of the sentence. A saying names its rules itself, since nothing else is known of it; of an error that
/// came through its status is known.
fn judged(judge: &Judge, facts: &Facts<'_>, message: &Message) -> Judged {
    match &message.reason {
        Some(ConsoleReason::Said(saying)) if !message.came_through() => by_saying(judge, saying, message),
        _ => (judge.judge)(facts),
    }
}

fn by_saying(judge: &Judge, saying: &Saying, message: &Message) -> Judged {
    let Some(place) = saying.rules.iter().position(|rule| *rule == judge.rule) else {
        return sent_by_page(judge, saying, message);
    };
    let (why, fix) = (saying.why_of(message), saying.fix_of(message));
    match (place, saying.certain) {
        (0, Certainty::Certain) => Judged::Yes(judge.yes(Certainty::Certain, why, fix)),
        // Beside a certain one no other is left.
        (_, Certainty::Certain) => Judged::No,
        (0, _) => Judged::maybe(LIKELIEST).because(why).fixed_by(fix),
        (place, _) => Judged::maybe(LIKELIEST.saturating_sub(u8::try_from(place).unwrap_or(LIKELIEST))),
    }
}

/// A header of a response among those of the page's call is seen, whatever the script was not told.
fn sent_by_page(judge: &Judge, saying: &Saying, message: &Message) -> Judged {
    let is_sent = saying.is_of_script() && message.headers.iter().any(|name| is_cors_header(name));
    match is_sent && judge.rule == frontend_sends_cors_headers::JUDGE.rule {
        true => Judged::maybe(LIKELIEST - 1),
        false => Judged::No,
    }
}

fn proved(finding: Finding, message: &Message) -> Candidate {
    let why = finding.message.clone();
    let finding = Finding { certainty: Certainty::Certain, ..finding }.seen_in(line(message));
    Candidate { finding, why, ask: None }
}

fn possible(judge: &Judge, open: Open, message: &Message, has_rivals: bool) -> Candidate {
    let why = open.why.unwrap_or_else(|| judge.why.to_owned());
    let fix = open.fix.unwrap_or_else(|| judge.fix.to_owned());
    let finding = Finding::new(judge.rule, Certainty::Possible, why.clone(), fix).seen_in(line(message));
    Candidate { finding, why, ask: has_rivals.then(|| judge.question.to_owned()) }
}

/// What the console says, as evidence.
fn line(message: &Message) -> Option<Evidence> {
    let reason = message.reason.as_ref()?;
    Some(Evidence::Console { line: reason.name().to_owned(), note: "what the browser says".to_owned() })
}

//! From a console's message to its causes: the certain one, or those that it can be, and what would tell them apart.

use preflight_engine::page_call::PageCall;
use preflight_rules::{Certainty, Finding};

use crate::console::Message;
use crate::explain_old;
use crate::fixes::Grant;
use crate::judge::rule_of;

/// As many candidates are named, the likeliest first: more of them help nobody.
pub const CANDIDATE_LIMIT: usize = 6;

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
    let old = explain_old::explain(message);
    let is_certain = old.diagnosis.is_certain();
    let certainty = if is_certain { Certainty::Certain } else { Certainty::Possible };
    let candidates = old.diagnosis.candidates().iter().map(|candidate| Candidate {
        finding: Finding::new(rule_of(candidate.cause), certainty, candidate.why.clone(), candidate.fix.clone()),
        why: candidate.why.clone(),
        ask: candidate.ask.clone(),
    });
    Explanation {
        meaning: old.meaning,
        candidates: candidates.collect(),
        is_certain,
        call: PageCall::default(),
        grant: old.grant,
    }
}

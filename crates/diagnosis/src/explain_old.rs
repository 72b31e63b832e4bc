//! From a console's message to its causes: the certain one, or those that it can be, and what would tell them apart.

mod place;
mod suspects;
mod missing;
mod origin_value;
mod network;

mod meaning;
mod words;
mod mend;

use crate::cause::Cause;
use crate::console::Message;
use crate::fixes::Grant;
use place::Place;
use suspects::Suspects;

/// As many causes are named, the likeliest first: more of them help nobody.
pub(crate) const CAUSE_LIMIT: usize = 6;

/// What a message means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Explanation {
    /// What the browser says, in one sentence.
    pub meaning: String,
    /// What it comes from.
    pub diagnosis: Diagnosis,
    /// What the server would have to allow; `None` where CORS headers mend nothing.
    pub grant: Option<Grant>,
}

/// What a message comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Diagnosis {
    /// It reports no failure.
    NoFailure,
    /// The text proves it.
    Certain(Candidate),
    /// One of these, at least one, at most [`CAUSE_LIMIT`], the likeliest first.
    OneOf(Vec<Candidate>),
}

/// A cause that a message can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// The cause.
    pub cause: Cause,
    /// Why it shows as this message.
    pub why: String,
    /// The question whose answer tells it from the others; `None` where there are no others.
    pub ask: Option<String>,
    /// What mends it.
    pub fix: String,
}

/// Explains a message.
///
pub(crate) fn explain(message: &Message) -> Explanation {
    let place = Place::new(message);
    let suspects = suspects::suspects(message, &place);
    let candidate = |cause, is_certain: bool| Candidate {
        cause,
        why: words::why(cause, message),
        ask: (!is_certain).then(|| words::ask(cause).to_owned()),
        fix: mend::mend(cause, message),
    };
    let diagnosis = match suspects {
        Suspects::Nobody => Diagnosis::NoFailure,
        Suspects::Certain(cause) => Diagnosis::Certain(candidate(cause, true)),
        Suspects::OneOf(causes) => {
            Diagnosis::OneOf(causes.into_iter().take(CAUSE_LIMIT).map(|cause| candidate(cause, false)).collect())
        }
    };
    let is_mended_by_headers = diagnosis.candidates().iter().any(|candidate| candidate.cause.is_mended_by_headers());
    let grant = if is_mended_by_headers { mend::grant(message) } else { None };
    Explanation { meaning: meaning::meaning(message), diagnosis, grant }
}

impl Diagnosis {
    /// The causes, the likeliest first; none where nothing failed.
    pub fn candidates(&self) -> &[Candidate] {
        match self {
            Self::NoFailure => &[],
            Self::Certain(candidate) => std::slice::from_ref(candidate),
            Self::OneOf(candidates) => candidates,
        }
    }

    /// Whether the text leaves no doubt.
    pub fn is_certain(&self) -> bool {
        match self {
            Self::NoFailure | Self::Certain(_) => true,
            Self::OneOf(_) => false,
        }
    }
}

//! One thing that is wrong, with what shows it and what fixes it.

use crate::evidence::Evidence;
use crate::fix::Fix;
use crate::rule::{Rule, Severity};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub rule: &'static Rule,
    /// How sure that is.
    pub certainty: Certainty,
    /// How bad it is: the rule's own severity, unless what was seen makes it another.
    pub severity: Severity,
    /// What happened, in one sentence. It may hold text of the server as it came, and whole URLs: whoever shows it escapes
    /// and redacts.
    pub message: String,
    /// What shows it, the deciding piece first.
    pub evidence: Vec<Evidence>,
    /// What fixes it, the smallest change first; at least one.
    pub fixes: Vec<Fix>,
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// What was seen proves it, and excludes what else it could be.
    Certain,
    /// Nothing else explains what was seen as well.
    Likely,
    /// One of several explanations.
    Possible,
}

impl Finding {
    /// A finding of this rule, fixed by what this sentence says.
    pub fn new(rule: &'static Rule, certainty: Certainty, message: impl Into<String>, fix: impl Into<String>) -> Self {
        let fixes = vec![Fix::advice(fix)];
        Self { rule, certainty, severity: rule.severity, message: message.into(), evidence: Vec::new(), fixes }
    }

    /// The same, with a piece of evidence more.
    #[must_use]
    pub fn seen_in(mut self, evidence: impl IntoIterator<Item = Evidence>) -> Self {
        self.evidence.extend(evidence);
        self
    }

    /// The smallest change that fixes it, as a sentence.
    pub fn fix(&self) -> &str {
        self.fixes.first().map_or("", |fix| &fix.sentence)
    }
}

impl Certainty {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Certain => "certain",
            Self::Likely => "likely",
            Self::Possible => "possible",
        }
    }
}

//! What a rule says of a call, and what a rule is.

use preflight_rules::{Certainty, Finding, Rule};

use crate::facts::Facts;

/// What a rule says of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Judged {
    /// It is so.
    Yes(Finding),
    /// It is not so.
    No,
    /// What is known does not tell: it may be so.
    Unknown(Open),
}

/// What a rule would find, if what is not known were so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    /// How likely that is, among what else it could be: 1 to 100.
    pub(crate) likelihood: u8,
    /// Why, where it is not what the rule says usually.
    pub(crate) why: Option<String>,
    /// What fixes it, where it is not what the rule says usually.
    pub(crate) fix: Option<String>,
}

/// A rule as it is judged: which, what its texts are, and how it judges.
pub(crate) struct Judge {
    /// Which rule.
    pub(crate) rule: &'static Rule,
    /// What it explains.
    pub(crate) role: Role,
    /// What its fix is about.
    pub(crate) topic: Topic,
    /// Why it usually comes to this, in one sentence.
    pub(crate) why: &'static str,
    /// What would tell it from the others.
    pub(crate) question: &'static str,
    /// What usually fixes it.
    pub(crate) fix: &'static str,
    /// How it judges.
    pub(crate) judge: fn(&Facts<'_>) -> Judged,
}

/// What a rule explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// Why a call fails: the first that says yes is the cause, and the others are not asked.
    Cause,
    /// What is worth fixing besides, whatever the cause is.
    Besides,
}

/// What the fix of a rule is about: two findings of which one fix takes care are told once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Topic {
    /// The URL, the page, or the browser.
    Page,
    /// The connection.
    Connection,
    /// A redirect.
    Redirect,
    /// An origin that redirects made `null`: all that follows comes from it.
    Taint,
    /// A status that is an error.
    Status,
    /// Which origins are allowed, and where: a list, or where CORS is registered.
    Origins,
    /// The same, seen as nothing but a missing header.
    Silence,
    /// How preflights are answered.
    Preflights,
    /// The lists of methods and headers.
    Lists,
    /// Credentials.
    Credentials,
    /// Another mechanism, or something in between.
    Elsewhere,
}

impl Judge {
    /// It is so, and this shows it.
    pub(crate) fn yes(&self, certainty: Certainty, message: impl Into<String>, fix: impl Into<String>) -> Finding {
        Finding::new(self.rule, certainty, message, fix)
    }

    /// It is so, as the rule says it usually.
    pub(crate) fn usual(&self, certainty: Certainty) -> Judged {
        Judged::Yes(Finding::new(self.rule, certainty, self.why, self.fix))
    }
}

impl Judged {
    /// It may be so, as likely as this; not at all where the likelihood is 0.
    pub(crate) fn maybe(likelihood: u8) -> Self {
        match likelihood {
            0 => Self::No,
            likelihood => Self::Unknown(Open { likelihood, why: None, fix: None }),
        }
    }

    /// The same, with a fix of its own where it may be so.
    pub(crate) fn fixed_by(self, fix: impl Into<String>) -> Self {
        match self {
            Self::Unknown(open) => Self::Unknown(Open { fix: Some(fix.into()), ..open }),
            other => other,
        }
    }

    /// The same, with a reason of its own where it may be so.
    pub(crate) fn because(self, why: impl Into<String>) -> Self {
        match self {
            Self::Unknown(open) => Self::Unknown(Open { why: Some(why.into()), ..open }),
            other => other,
        }
    }
}

impl From<Option<Finding>> for Judged {
    fn from(finding: Option<Finding>) -> Self {
        finding.map_or(Self::No, Self::Yes)
    }
}

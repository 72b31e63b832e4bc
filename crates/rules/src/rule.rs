//! A rule: its code, its name, what it sees, and how bad it is.

use std::fmt;

/// One thing that preflight can find. A code is never given twice and never changes its meaning.
#[derive(PartialEq, Eq, Hash)]
pub struct Rule {
    /// The stable code, `PFnnn`.
    pub code: &'static str,
    /// The stable name, in kebab case; unique in its family.
    pub name: &'static str,
    /// The rule in a few words, without a full stop.
    pub title: &'static str,
    /// How bad it is where nothing says otherwise.
    pub severity: Severity,
    /// What it is seen in.
    pub sees: &'static [Subject],
    /// The version of preflight that first had it.
    pub since: &'static str,
    /// Its page, in Markdown.
    pub page: &'static str,
}

/// What a group of codes is about. The first digit of a code says which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// `PF0xx`: why a page's call fails.
    Calls,
    /// `PF1xx`: mistakes in a policy of preflight.
    Policies,
    /// `PF2xx`: configurations of other systems.
    Configurations,
    /// `PF3xx`: what a server lets strangers read.
    Exposure,
    /// `PF4xx`: development proxies.
    DevelopmentProxies,
}

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing, and no fault.
    Note,
    /// Sound, and probably not what was meant.
    Warning,
    /// Wrong: a call fails, a policy is refused, a stranger reads.
    Error,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// Requests and responses.
    Exchange,
    /// What a browser's console or another program said.
    Console,
    /// A policy of preflight.
    Policy,
    /// The configuration of another system.
    Configuration,
    /// The configuration of a development proxy.
    DevelopmentProxy,
}

impl Rule {
    /// The group that the code belongs to.
    pub fn family(&self) -> Family {
        match self.code.as_bytes().get(2) {
            Some(b'1') => Family::Policies,
            Some(b'2') => Family::Configurations,
            Some(b'3') => Family::Exposure,
            Some(b'4') => Family::DevelopmentProxies,
            // The registry's test holds every code against its form.
            _ => Family::Calls,
        }
    }
}

/// Code and name; the page would hide everything else.
impl fmt::Debug for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.name)
    }
}

impl Family {
    /// What the family is about, in a few words.
    pub fn title(self) -> &'static str {
        match self {
            Self::Calls => "why a page's call fails",
            Self::Policies => "mistakes in a policy of preflight",
            Self::Configurations => "configurations of other systems",
            Self::Exposure => "what a server lets strangers read",
            Self::DevelopmentProxies => "development proxies",
        }
    }
}

impl Severity {
    /// A stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

//! The kinds of difference that the corpus tells apart.

use std::fmt;

/// A kind of difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// How the calls ended: outcome, type, status, whether redirected, whether the constructor threw.
    Outcome,
    /// What the page sees of the headers.
    VisibleHeaders,
    /// How many preflights were sent.
    PreflightCount,
    /// Which other requests were sent, or in which order all were.
    RequestSequence,
    /// `Origin`.
    OriginHeader,
    /// `Access-Control-Request-Method`.
    Acrm,
    /// `Access-Control-Request-Headers`.
    Acrh,
    /// Whether a cookie was sent.
    Cookie,
    /// Which of the page's own headers were sent.
    OwnHeaders,
    /// What the console says.
    Console,
}

impl Kind {
    /// Its name in the corpus.
    pub fn name(self) -> &'static str {
        match self {
            Self::Outcome => "outcome",
            Self::VisibleHeaders => "visible-headers",
            Self::PreflightCount => "preflight-count",
            Self::RequestSequence => "request-sequence",
            Self::OriginHeader => "origin-header",
            Self::Acrm => "acrm",
            Self::Acrh => "acrh",
            Self::Cookie => "cookie",
            Self::OwnHeaders => "own-headers",
            Self::Console => "console",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

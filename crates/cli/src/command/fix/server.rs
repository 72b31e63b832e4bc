//! The running server, as it was seen, and why it may differ from a file.

use std::path::Path;

use super::process;

/// The server that runs.
#[derive(Clone, Debug)]
pub struct Server {
    /// Its URL, as it is shown.
    pub url: String,
    pub seen: Seen,
    /// Whether the response headers that the page reads are there and exposed.
    pub shows_all: bool,
    /// What was seen of the plain call, where a browser is said to have blocked it once: what it answers now.
    pub now: Option<Now>,
    /// What was seen after the file was written.
    pub after: Option<Seen>,
    /// Whether its process is older than the file.
    pub is_older: Option<u32>,
}

/// What a server answers now to a call that was blocked once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    pub seen: Seen,
    /// Whether a part of the call was made up: then the one that was blocked may be another.
    pub is_made_up: bool,
}

/// What was seen of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// The page reads the response.
    Allowed,
    /// A browser blocks it, for this reason.
    Blocked(String),
    /// The preflight is allowed, and the call itself was not sent.
    PreflightAllowed,
    /// Nothing that decides was sent.
    Undecided,
    /// The connection is closed without an answer.
    Closed,
    /// Nothing answers.
    Unreachable,
}

impl Seen {
    /// The word of a verdict.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked(_) => "blocked",
            Self::PreflightAllowed | Self::Undecided => "undetermined",
            Self::Closed | Self::Unreachable => "unreachable",
        }
    }
}

impl Server {
    pub fn new(url: String, seen: Seen) -> Self {
        Self { url, seen, shows_all: true, now: None, after: None, is_older: None }
    }

    /// What outranks that a browser blocked the call: the server was seen to allow all that is known of it.
    pub fn allows_now(&self) -> Option<&Now> {
        self.now.as_ref().filter(|now| matches!(now.seen, Seen::Allowed | Seen::PreflightAllowed))
    }

    /// Looks whether the process that listens at a port of this machine is older than a file.
    pub fn compare_age(&mut self, port: Option<u16>, file: &Path) {
        self.is_older = port.and_then(|port| process::older_listener(port, file));
    }
}

/// Why a server does not do what a file says: one cause where it was seen, else all that may be.
pub fn why_it_differs(server: Option<&Server>) -> String {
    match server.and_then(|server| server.is_older) {
        Some(process) => format!(
            "the server was started before the file was changed (process {process}), and was not restarted (PF037): restart it"
        ),
        None if server.is_some_and(|server| server.seen == Seen::Closed) => {
            "perhaps the handler crashes before it answers, which the server's log says; or another process answers there".to_owned()
        }
        None => "perhaps another file or another process answers there, it was not restarted since the file was changed, something in front of it changes the answer, or it fails before it answers".to_owned(),
    }
}

//! The loop that joins the engine to the network: each head that the browser would send is sent, each answer received.

use std::time::{Duration, Instant};

use preflight_diagnosis::{Finding, diagnose};
use preflight_engine::browser::{BlockReason, Browser, Fetch, Outcome, Step, UserAgent, Verdict};
use preflight_probe::{ExchangeDetail, Probe, ProbeOptions};

use super::question::Question;
use super::{CheckArgs, Exit, Failure, Format, json, text};

/// Everything that a report tells.
pub struct Checked {
    pub question: Question,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// One for each exchange of the verdict.
    pub details: Vec<ExchangeDetail>,
}

/// A verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Allowed,
    Blocked,
    Opaque,
    Unreachable,
}

/// Runs `preflight check`.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    let question = Question::new(args)?;
    let probe = Probe::new(options(args)?);
    let checked = perform(question, &probe)?;
    match args.format {
        Format::Text => text::print(&checked, args.verbose),
        Format::Json => json::print(&checked),
    }
    Ok(checked.word().exit())
}

fn options(args: &CheckArgs) -> Result<ProbeOptions, Failure> {
    let mut options = ProbeOptions::default();
    if let Some(file) = &args.cacert {
        options.extra_roots.add_pem_file(file).map_err(|error| Failure::usage(error.to_string()))?;
    }
    Ok(options)
}

fn perform(question: Question, probe: &Probe) -> Result<Checked, Failure> {
    let started = Instant::now();
    let mut browser = Browser::new(UserAgent::STANDARD);
    let mut details = Vec::new();
    let mut step = Fetch::start(question.request.clone(), &mut browser, Duration::ZERO);
    let verdict = loop {
        let (head, awaiting) = match step {
            Step::Done(verdict) => break verdict,
            Step::Send { head, awaiting } => (head, awaiting),
        };
        let exchanged = probe
            .exchange(&head, question.body.as_deref())
            .map_err(|error| Failure::usage(format!("the request cannot be written: {error}")))?;
        details.push(exchanged.detail);
        step = match exchanged.answer {
            Ok(response) => awaiting.receive(response, started.elapsed()),
            Err(failure) => awaiting.fail(failure, started.elapsed()),
        };
    };
    let findings = diagnose(&verdict);
    Ok(Checked { question, verdict, findings, details })
}

impl Checked {
    pub fn word(&self) -> Word {
        match &self.verdict.outcome {
            Outcome::SameOrigin(_) | Outcome::Shared(_) => Word::Allowed,
            Outcome::Opaque | Outcome::OpaqueRedirect(_) => Word::Opaque,
            Outcome::Blocked(blocked) if matches!(blocked.reason, BlockReason::Network(_)) => Word::Unreachable,
            Outcome::Blocked(_) => Word::Blocked,
        }
    }
}

impl Word {
    pub fn name(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Blocked => "blocked",
            Self::Opaque => "opaque",
            Self::Unreachable => "unreachable",
        }
    }

    fn exit(self) -> Exit {
        match self {
            Self::Allowed => Exit::Good,
            Self::Blocked | Self::Opaque => Exit::Findings,
            Self::Unreachable => Exit::Unreachable,
        }
    }
}

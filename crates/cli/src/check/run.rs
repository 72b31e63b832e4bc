//! Runs the page's call in each browser's model against the real server, and decides what the report leads with.

use std::time::{Duration, Instant};

use preflight_diagnosis::{Finding, diagnose};
use preflight_engine::browser::{
    BlockReason, Browser, Fetch, FetchRequest, Outcome, Step, UserAgent, Verdict, console,
};
use preflight_probe::{Probe, ProbeOptions};

use super::network::Network;
use super::question::Question;
use super::{CheckArgs, Exit, Failure, Format, json, text};

/// Everything that a report tells.
pub struct Checked {
    pub question: Question,
    /// One for each browser, in the order of the facts' table.
    pub runs: Vec<Run>,
    /// What was really sent.
    pub network: Network,
}

/// The call in one browser.
pub struct Run {
    pub user_agent: UserAgent,
    pub request: FetchRequest,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// What the browser's console says.
    pub console: Vec<String>,
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
    let mut network = Network::new(Probe::new(options(args)?), question.body.clone());
    let user_agents = UserAgent::ALL.into_iter().filter(|agent| args.engine.includes(agent.name));
    let runs = user_agents.map(|agent| perform(&question, agent, &mut network)).collect::<Result<_, _>>()?;
    let checked = Checked { question, runs, network };
    match args.format {
        Format::Text => text::print(&checked, args.verbose),
        Format::Json => json::print(&checked),
    }
    Ok(checked.lead().word().exit())
}

fn options(args: &CheckArgs) -> Result<ProbeOptions, Failure> {
    let mut options = ProbeOptions::default();
    if let Some(file) = &args.cacert {
        options.extra_roots.add_pem_file(file).map_err(|error| Failure::usage(error.to_string()))?;
    }
    Ok(options)
}

/// Takes the steps of one browser, each exchange over the network.
fn perform(question: &Question, user_agent: UserAgent, network: &mut Network) -> Result<Run, Failure> {
    let request = question.request(&user_agent)?;
    let started = Instant::now();
    let mut browser = Browser::new(user_agent);
    let mut step = Fetch::start(request.clone(), &mut browser, Duration::ZERO);
    let verdict = loop {
        step = match step {
            Step::Done(verdict) => break verdict,
            Step::Send { head, awaiting } => match network.exchange(&head)? {
                Ok(response) => awaiting.receive(response, started.elapsed()),
                Err(failure) => awaiting.fail(failure, started.elapsed()),
            },
        };
    };
    let findings = diagnose(&verdict);
    let console = console::messages(&browser.user_agent, &verdict);
    Ok(Run { user_agent: browser.user_agent, request, verdict, findings, console })
}

impl Checked {
    /// The run that the report is about: the first real browser that blocks the call, else the first of all. What only
    /// the standard would block is a note.
    pub fn lead(&self) -> &Run {
        let mut browsers = self.runs.iter().filter(|run| !run.is_standard());
        let first = browsers.clone().next().unwrap_or(&self.runs[0]);
        browsers.find(|run| run.word() != Word::Allowed).unwrap_or(first)
    }
}

impl Run {
    pub fn is_standard(&self) -> bool {
        self.user_agent == UserAgent::STANDARD
    }

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

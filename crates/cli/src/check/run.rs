//! Runs the page's call in each browser's model against the real server, and decides what the report leads with.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use preflight_diagnosis::{Case, Framework, Judgement, NoNetwork, judge};
use preflight_engine::browser::{
    BlockReason, Blocked, Browser, Fetch, FetchRequest, Outcome, Step, UserAgent, Verdict, console,
};
use preflight_engine::exchange::{Exchange, NetworkFailure};
use preflight_engine::page_call::PageCall;
use preflight_probe::{Probe, ProbeOptions};
use preflight_recording::Purpose;
use preflight_rules::{Finding, MIXED_CONTENT};
use url::Url;

use super::budget::Budget;
use super::cacert;
use super::network::Network;
use super::question::Question;
use super::{CheckArgs, Exit, Failure, Format, json, lint, survey, text, unasked, unknown, watch};
use crate::redact::{Redactor, Values};

/// Everything that a report tells.
pub struct Checked {
    pub question: Question,
    /// One for each browser, in the order of the facts' table.
    pub runs: Vec<Run>,
    /// What was really sent.
    pub network: Network,
    /// What was asked besides, of the run that the report is about.
    pub probes: Vec<(Purpose, Exchange)>,
    /// What is no fault, and worth knowing.
    pub notes: Vec<String>,
    /// What the fix is written for, if that is known.
    pub framework: Option<Framework>,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// The call in one browser.
pub struct Run {
    pub user_agent: UserAgent,
    pub request: FetchRequest,
    pub verdict: Verdict,
    pub findings: Vec<Finding>,
    /// What the browser's console says.
    pub console: Vec<String>,
    /// Whether the budget was used up before it came to its end: then its verdict says nothing about the server.
    pub is_cut_short: bool,
    /// Whether it depends on a value that was not given, so that the request was not sent.
    pub is_undetermined: bool,
}

/// A verdict in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    Allowed,
    Blocked,
    Opaque,
    Unreachable,
    Undetermined,
}

/// Runs `preflight check`.
pub fn run(args: &CheckArgs) -> Result<Exit, Failure> {
    if args.survey {
        return survey::run(args);
    }
    if args.format == Format::Toml {
        return Err(Failure::usage("a policy file can be written of a survey only").with_help("add `--survey`"));
    }
    if args.watch {
        return watch::run(args);
    }
    let checked = check(args)?;
    match args.format {
        Format::Text => text::print(&checked, args.verbose),
        Format::Json | Format::Toml => json::print(&checked),
    }
    Ok(checked.lead().word().exit())
}

/// Does what the arguments ask, and prints nothing.
pub fn check(args: &CheckArgs) -> Result<Checked, Failure> {
    let question = Question::new(args)?;
    let identity = args.identity.identity(args.engine);
    let (probe, page) = (Probe::new(options(args)?), question.origin().clone());
    let mut network = Network::new(probe, identity, page, Budget::of(args.max_time))
        .with_body(question.body.clone())
        .sending_unsafe(args.send_unsafe)
        .sending_probes(!args.quick);
    let user_agents = UserAgent::ALL.into_iter().filter(|agent| args.engine.includes(agent.name));
    let runs = user_agents.map(|agent| perform(&question, agent, &mut network)).collect::<Result<_, _>>()?;
    let (runs, undecided) = decided(runs);
    let notes = lint::notes(question.origin(), question.url());
    let framework = args.framework.map(|name| name.0);
    let own_urls = [Some(question.url()), question.upstream.as_ref()];
    let redactor = Redactor::new(Values::of_flag(args.show_values), own_urls.into_iter().flatten().map(Url::as_str));
    let mut checked = Checked { question, runs, network, probes: Vec::new(), notes, framework, redactor };
    look_closer(&mut checked);
    checked.notes.extend(unasked::notes(checked.network.unasked(), &undecided));
    learn_locations(&mut checked);
    checked.framework = checked.framework.or_else(|| guess(&checked));
    Ok(checked)
}

/// The runs that came to their end, and the browsers of the others. Where none did, the first stands for all: nothing
/// answered in time.
fn decided(runs: Vec<Run>) -> (Vec<Run>, Vec<&'static str>) {
    if runs.iter().all(|run| run.is_cut_short) {
        return (runs, Vec::new());
    }
    let (cut_short, decided): (Vec<_>, Vec<_>) = runs.into_iter().partition(|run| run.is_cut_short);
    (decided, cut_short.iter().map(|run| run.user_agent.name).collect())
}

pub fn options(args: &CheckArgs) -> Result<ProbeOptions, Failure> {
    let timeout = Duration::from_secs(args.timeout);
    let mut options = ProbeOptions { exchange_timeout: timeout, head_timeout: timeout, ..ProbeOptions::default() };
    if let Some(file) = &args.cacert {
        cacert::add(&mut options.extra_roots, file)?;
    }
    Ok(options)
}

/// Takes the steps of one browser, each exchange over the network.
fn perform(question: &Question, user_agent: UserAgent, network: &mut Network) -> Result<Run, Failure> {
    let request = question.request(&user_agent)?;
    let started = Instant::now();
    let mut browser = Browser::new(user_agent);
    if question.knows_page_space() {
        browser.address_spaces = network.spaces_of(question.url());
    }
    let (mut is_cut_short, mut is_undetermined) = (false, false);
    let mut step = Fetch::start(request.clone(), &mut browser, Duration::ZERO);
    let mut verdict = loop {
        step = match step {
            Step::Done(verdict) => break verdict,
            Step::Send { head, awaiting } if unknown::is_withheld(question, network, &head) => {
                is_undetermined = true;
                awaiting.fail(NetworkFailure::Unreachable, started.elapsed())
            }
            Step::Send { head, awaiting } => match network.exchange(&head, &awaiting.sender())? {
                Ok(response) => awaiting.receive(response, started.elapsed()),
                Err(failure) => {
                    is_cut_short |= network.is_unasked(&head);
                    awaiting.fail(failure, started.elapsed())
                }
            },
        };
    };
    if is_undetermined {
        // What was not sent failed nowhere.
        verdict.exchanges.retain(|exchange| !unknown::is_withheld(question, network, &exchange.request));
        let (findings, console) = (Vec::new(), Vec::new());
        return Ok(Run {
            user_agent: browser.user_agent,
            request,
            verdict,
            findings,
            console,
            is_cut_short,
            is_undetermined,
        });
    }
    let findings = judge(Case::new(&PageCall::default(), &request, &verdict), &mut NoNetwork).findings;
    let console = console::messages(&browser.user_agent, &verdict);
    Ok(Run { user_agent: browser.user_agent, request, verdict, findings, console, is_cut_short, is_undetermined })
}

/// Shows what servers said of other places no further than places are shown.
fn learn_locations(checked: &mut Checked) {
    let of_runs = checked.runs.iter().flat_map(|run| &run.verdict.exchanges);
    let exchanges = of_runs.chain(checked.probes.iter().map(|(_, exchange)| exchange));
    let mut values = BTreeSet::new();
    for head in exchanges.filter_map(|exchange| exchange.answer.as_ref().ok()) {
        let lines = head.headers.lines(b"location").map(<[u8]>::to_vec).chain(head.headers.get(b"location"));
        values.extend(lines.filter(|value| !is_cut_as_any_url(value)));
    }
    values.iter().for_each(|value| checked.redactor.learn_location(value));
}

/// Whether a sentence that quotes this has it as one word that is a readable URL without a user name, or a path. Such are cut as any URL,
/// and are not worth their parsing, which takes long where a server redirects to 200 KiB.
fn is_cut_as_any_url(value: &[u8]) -> bool {
    let is_path = matches!(value, [b'/', second, ..] if second.is_ascii_alphanumeric());
    let is_url = (value.starts_with(b"http://") || value.starts_with(b"https://"))
        && std::str::from_utf8(value).is_ok_and(|url| Url::parse(url).is_ok());
    (is_path || is_url) && value.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b'@' | b'\\' | b'['))
}

/// Asks what the exchanges of the leading run leave open.
fn look_closer(checked: &mut Checked) {
    let place = checked.lead_place();
    let lead = &checked.runs[place];
    if lead.is_undetermined {
        return checked.notes.push(unknown::note(&checked.question));
    }
    let call = PageCall::default();
    let case = Case {
        reads: &checked.question.reads,
        upstream: checked.question.upstream.as_ref(),
        ..Case::new(&call, &lead.request, &lead.verdict)
    };
    let Judgement { findings, recording, notes } =
        judge(case, &mut unknown::Known { question: &checked.question, network: &mut checked.network });
    checked.notes.extend(mixed_content_elsewhere(checked, place));
    checked.runs[place].findings = findings;
    let probes = recording.iter().map(|(_, recorded)| (recorded.purpose, recorded.exchange.clone()));
    checked.probes = probes.filter(|(purpose, _)| *purpose != Purpose::Page).collect();
    checked.notes.extend(notes);
}

/// That another browser than the leading one blocks the call before anything is sent.
fn mixed_content_elsewhere(checked: &Checked, lead: usize) -> Option<String> {
    let is_mixed = |run: &&Run| run.findings.first().is_some_and(|finding| finding.rule == &MIXED_CONTENT);
    let others = checked.runs.iter().enumerate().filter(|(place, _)| *place != lead).map(|(_, run)| run);
    let other = others.filter(|_| !is_mixed(&&checked.runs[lead])).find(is_mixed)?;
    other.findings.first().map(|finding| format!("{}; {}", finding.message, finding.fix()))
}

/// What the servers say that they are.
fn guess(checked: &Checked) -> Option<Framework> {
    let mut text = String::new();
    for exchange in checked.exchanges() {
        let Ok(head) = &exchange.answer else { continue };
        for name in ["server", "x-powered-by"] {
            for value in head.headers.lines(name.as_bytes()) {
                text += &format!("{name}: {}\n", String::from_utf8_lossy(value));
            }
        }
    }
    Framework::guess(&text)
}

impl Checked {
    /// The run that the report is about: the first real browser that blocks the call, else the first of all. What only
    /// the standard would block is a note.
    pub fn lead(&self) -> &Run {
        &self.runs[self.lead_place()]
    }

    fn lead_place(&self) -> usize {
        let mut browsers = self.runs.iter().enumerate().filter(|(_, run)| !run.is_standard());
        let first = browsers.clone().next().map_or(0, |(place, _)| place);
        // A block needs no value that is not known.
        let blocked = browsers.clone().find(|(_, run)| !matches!(run.word(), Word::Allowed | Word::Undetermined));
        let blocking =
            blocked.or_else(|| browsers.find(|(_, run)| run.word() != Word::Allowed)).map_or(first, |(place, _)| place);
        // What one browser takes for no answer at all, another may have read.
        let heard = browsers.find(|(_, run)| run.word() == Word::Blocked && run.verdict.last_response().is_some());
        match heard {
            Some((place, _)) if self.runs[blocking].word() == Word::Unreachable => place,
            _ => blocking,
        }
    }

    /// Every exchange that the findings count: those of the leading run, then the probes.
    pub fn exchanges(&self) -> impl Iterator<Item = &Exchange> {
        self.lead().verdict.exchanges.iter().chain(self.probes.iter().map(|(_, exchange)| exchange))
    }

    /// An exchange with the whole head that was on the wire.
    pub fn on_wire(&self, exchange: &Exchange) -> Exchange {
        Exchange { request: self.network.on_wire(&exchange.request), answer: exchange.answer.clone() }
    }

    /// What an exchange was to tell, if the page itself would not have made it.
    pub fn purpose(&self, place: usize) -> Option<Purpose> {
        let probe = place.checked_sub(self.lead().verdict.exchanges.len())?;
        self.probes.get(probe).map(|(purpose, _)| *purpose)
    }
}

impl Run {
    /// Why the call was blocked, if it was.
    pub fn blocked(&self) -> Option<&Blocked> {
        self.verdict.blocked().filter(|_| !self.is_undetermined)
    }

    pub fn is_standard(&self) -> bool {
        self.user_agent == UserAgent::STANDARD
    }

    pub fn word(&self) -> Word {
        match &self.verdict.outcome {
            _ if self.is_undetermined => Word::Undetermined,
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
            Self::Undetermined => "undetermined",
        }
    }

    fn exit(self) -> Exit {
        match self {
            Self::Allowed => Exit::Good,
            Self::Blocked | Self::Opaque => Exit::Findings,
            Self::Unreachable => Exit::Unreachable,
            Self::Undetermined => Exit::Undetermined,
        }
    }
}

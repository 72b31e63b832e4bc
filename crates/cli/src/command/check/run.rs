//! Runs the page's call in each browser's model against the real server, and decides what the report leads with.

use std::time::Duration;

use preflight_diagnosis::{Case, Deciding, Framework, Judgement, Message, NoNetwork, explain, judge};
use preflight_engine::Origin;
use preflight_engine::browser::{BlockReason, UserAgent};
use preflight_engine::exchange::ResponseHead;
use preflight_probe::{Probe, ProbeOptions};
use preflight_recording::Recording;
use preflight_rules::{Certainty, Finding, MIXED_CONTENT, NO_CORS_MODE, ORIGIN_MISMATCH, UNREACHABLE};
use url::Url;

use super::budget::Budget;
use super::listed_method::listed_methods;
use super::network::Network;
use super::own_origin::OWN_ORIGIN;
use super::perform::{Run, perform};
use super::question::{Asking, Guess, Question};
use super::refused_method::{LISTED_METHODS, is_method_refused};
use super::undecided::{Known, Undecided, is_of_another_call};
use super::word::Word;
use super::{CheckArgs, Failure, cacert, lint, locations, plausible, unasked, unknown_page};
use crate::arguments::call::{Asked, Preflighted};
use crate::json::text_of;
use crate::redact::{Redactor, Values};

/// Everything that a report tells.
pub struct Checked {
    /// What was asked, as far as it was said.
    pub asked: Asked,
    pub question: Question,
    /// One for each browser, in the order of the facts' table.
    pub runs: Vec<Run>,
    /// What is wrong with the run that the report is about, the most important first.
    pub findings: Vec<Finding>,
    /// Its exchanges, and what was asked besides.
    pub recording: Recording,
    /// What was really sent.
    pub network: Network,
    /// What is no fault, and worth knowing.
    pub notes: Vec<String>,
    /// What the fix is written for, if that is known.
    pub framework: Option<Framework>,
    /// Whether the change of the server's own source is shown below.
    pub has_own_change: bool,
    /// What is shown of all this.
    pub redactor: Redactor,
}

/// Whether what may change something is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sends {
    /// Only what has no effect.
    Safe,
    /// Everything.
    Unsafe,
}

/// Does what was asked; `console` is what a browser said of the call, if that is known.
pub fn check(args: &CheckArgs, asked: Asked, sends: Sends, console: Option<&Message>) -> Result<Checked, Failure> {
    let question = question(&asked, args)?;
    let (probe, identity) = (Probe::new(options(args)?), args.identity.identity(args.engine));
    let mut network = Network::new(probe, identity, question.origin().clone(), Budget::of(args.max_time))
        .with_body(question.body.clone())
        .sending_unsafe(sends == Sends::Unsafe)
        .sending_probes(!args.quick);
    if console.is_some() {
        network = network.asking_only(question.url());
    }
    let (question, runs) = runs(args, &asked, question, &mut network)?;
    let (runs, left_out) = decided(runs);
    let own_urls = [Some(question.url()), question.upstream.as_ref()];
    let redactor = Redactor::new(Values::of_flag(args.show_values), own_urls.into_iter().flatten().map(Url::as_str))
        .hiding(&asked.named);
    let mut checked = Checked {
        notes: own_origin_note(&asked, &runs)
            .into_iter()
            .chain(asked.notes.iter().cloned())
            .chain(lint::notes(asked.call.origin.value(), question.url()))
            .collect(),
        framework: args.framework.map(|name| name.0),
        has_own_change: false,
        findings: Vec::new(),
        recording: Recording::default(),
        asked,
        question,
        runs,
        network,
        redactor,
    };
    checked.look_closer(console);
    checked.notes.extend(unasked::notes(checked.network.unasked(), &left_out));
    checked.learn_locations();
    checked.framework = checked.framework.or_else(|| checked.guessed_framework());
    checked.ask_what_is_allowed();
    Ok(checked)
}

/// That CORS has no part in the call, where no answer of another origin says otherwise and no answer at all says so.
fn own_origin_note(asked: &Asked, runs: &[Run]) -> Option<String> {
    let is_open = runs.iter().all(|run| matches!(run.word(), Word::Undetermined | Word::Unreachable));
    let is_own = asked.call.is_same_origin() && is_open;
    is_own.then(|| format!("{OWN_ORIGIN}, and the browser sends no preflight"))
}

/// The question of the page that was named, or of a stranger.
fn question(asked: &Asked, args: &CheckArgs) -> Result<Question, Failure> {
    Question::new(asked, asked.call.origin.value().cloned().unwrap_or_else(|| stranger(0)), args)
}

fn stranger(place: usize) -> Origin {
    Origin::parse(unknown_page::STRANGERS[place]).unwrap_or(Origin::Null)
}

/// The runs of every browser that is asked for, and the question that they answer.
fn runs(
    args: &CheckArgs,
    asked: &Asked,
    question: Question,
    network: &mut Network,
) -> Result<(Question, Vec<Run>), Failure> {
    let user_agents = || UserAgent::ALL.into_iter().filter(|agent| args.engine.includes(agent.name));
    let mut all = |question: &Question| -> Result<Vec<Run>, Failure> {
        user_agents().map(|agent| perform(question, agent, network)).collect()
    };
    let first = all(&question)?;
    if asked.call.origin.is_unknown() {
        let second = all(&Question::new(asked, stranger(1), args)?)?;
        return Ok((question, unknown_page::compared(first, &second)));
    }
    if is_method_refused(asked) && question.guess.is_some() {
        return refused_methods(question, first, all);
    }
    let (question, first) = with_listed_method(args, asked, question, first, &mut all)?;
    if !is_open(&first) {
        return Ok((question, first));
    }
    // What passes here was blocked there: another call may be meant.
    let mut others = plausible::alternatives(&question, asked);
    if asked.was_blocked == Some(Preflighted::Unknown) {
        let with_preflight = Asked { was_blocked: Some(Preflighted::Yes), ..asked.clone() };
        let asking_first = self::question(&with_preflight, args)?;
        let more = plausible::alternatives(&asking_first, &with_preflight);
        others.splice(..0, std::iter::once(asking_first).chain(more));
    }
    let mut refused = None;
    for other in others {
        let runs = all(&other)?;
        match plausible::is_as_said(&runs, asked) {
            true if plausible::is_decided(&runs) => return Ok((other, runs)),
            true if refused.is_none() => refused = Some((other, runs)),
            _ => {}
        }
    }
    Ok(refused.unwrap_or((question, first)))
}

/// The same with a method that the server names, where the one that was made up is none of those and was refused.
fn with_listed_method(
    args: &CheckArgs,
    asked: &Asked,
    question: Question,
    first: Vec<Run>,
    mut all: impl FnMut(&Question) -> Result<Vec<Run>, Failure>,
) -> Result<(Question, Vec<Run>), Failure> {
    let listed = listed_methods(&question, &first);
    // A call that passes, and one that is refused for its method, are looked at as they are.
    if listed.is_empty() || is_open(&first) || plausible::refuses_method(&first) {
        return Ok((question, first));
    }
    let other = Question::with_guess(asked, Guess::beside(asked, &listed), question.origin().clone(), args)?;
    if other.guess == question.guess {
        return Ok((question, first));
    }
    let runs = all(&other)?;
    Ok((other, runs))
}

fn is_open(runs: &[Run]) -> bool {
    runs.iter().all(|run| run.undecided == Some(Undecided::Call))
}

/// The browser says that the method is not listed, and not which: each that has to be is asked for. Where none is allowed, that
/// decides.
fn refused_methods(
    question: Question,
    first: Vec<Run>,
    mut all: impl FnMut(&Question) -> Result<Vec<Run>, Failure>,
) -> Result<(Question, Vec<Run>), Failure> {
    let mut answered = vec![(question.clone(), first)];
    for method in &LISTED_METHODS[1..] {
        let other = question.guessing(method);
        let runs = all(&other)?;
        answered.push((other, runs));
    }
    let is_refused = |(_, runs): &(Question, Vec<Run>)| plausible::refuses_method(runs);
    let refused: Vec<_> = LISTED_METHODS
        .into_iter()
        .zip(&answered)
        .filter_map(|(method, answered)| is_refused(answered).then_some(method))
        .collect();
    let is_for_all = refused.len() == answered.len();
    let place = answered.iter().position(is_refused).unwrap_or_default();
    let (mut question, mut runs) = answered.swap_remove(place);
    if is_for_all {
        runs.iter_mut().for_each(Run::decide);
    }
    if let Some(guess) = &mut question.guess {
        guess.refused = refused;
    }
    Ok((question, runs))
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

    /// Whether the server refuses the method, and nobody knows which it is: then no configuration can be written.
    pub fn lacks_method(&self) -> bool {
        self.question.guess.as_ref().is_some_and(|guess| !guess.refused.is_empty())
    }

    /// The origin of the page, where somebody named it.
    pub fn page(&self) -> Option<&Origin> {
        self.asked.call.origin.value()
    }

    /// Asks what the exchanges of the leading run leave open.
    fn look_closer(&mut self, console: Option<&Message>) {
        let lead = self.lead().clone();
        // What was made up was sent, and refused: that is looked at, and nothing is certain of it.
        let is_other = self.question.guess.as_ref().is_some_and(|guess| is_of_another_call(guess, &lead.verdict));
        let is_refused_guess = lead.withheld.is_none() && lead.undecided == Some(Undecided::Call) && !is_other;
        let case = Case {
            deciding: if is_refused_guess { Deciding::Sent } else { lead.deciding() },
            reads: &self.question.reads,
            upstream: self.question.upstream.as_ref(),
            console: console.or(self.asked.console.as_ref()),
            methods: self.question.guess.as_ref().map_or(&[], |guess| &guess.refused),
            asker: self.question.asker(),
            ..Case::new(&self.question.call, &lead.request, &lead.verdict)
        };
        let mut known = Known { question: &self.question, network: &mut self.network };
        let Judgement { findings, recording, notes } = judge(case, &mut known);
        self.findings = findings;
        self.recording = recording;
        let lead = self.without_cause_of_stranger(lead);
        self.doubt();
        // Whoever pasted the text is told what it says already.
        if console.is_none() {
            self.findings.extend(self.by_sentence(&lead));
        }
        self.notes.extend(lead.undecided.as_ref().map(|why| why.remedy(&self.question, &self.redactor)));
        self.notes.extend(self.seen_in_place(&lead));
        self.notes.extend(self.named_page(&lead));
        self.notes.extend(self.silent_list(&lead));
        self.notes.extend(self.mixed_content_elsewhere());
        self.notes.extend(self.note_of_body());
        self.notes.extend(notes);
    }

    /// What a verdict of a missing header rests on where no page was named.
    fn silent_list(&self, lead: &Run) -> Option<String> {
        let is_missing = lead.blocked().is_some_and(|blocked| blocked.reason == BlockReason::MissingAllowOrigin);
        let is_open =
            is_missing && lead.word() == Word::Blocked && self.page().is_none() && self.asked.was_blocked.is_none();
        is_open.then(|| {
            "two unlike origins asked, and neither is allowed; a list that holds your page and sends no `Vary: Origin` looks the same: `--origin` tells"
                .to_owned()
        })
    }

    /// That a stranger is on no list says nothing of the page: then there is no verdict.
    fn without_cause_of_stranger(&mut self, lead: Run) -> Run {
        let is_of_list = |finding: &Finding| *finding.rule == ORIGIN_MISMATCH;
        if self.page().is_some() || lead.word() != Word::Blocked {
            return lead;
        }
        if self.findings.first().is_some_and(is_of_list) {
            let blocked = self.runs.iter_mut().filter(|run| run.word() == Word::Blocked);
            blocked.for_each(|run| run.undecide(Undecided::Page));
            return self.lead().clone();
        }
        self.findings.retain(|finding| !is_of_list(finding));
        lead
    }

    /// What the console's sentence alone tells of a call that is not known, where nothing that was asked tells more.
    fn by_sentence(&self, lead: &Run) -> Option<Finding> {
        let message = self.asked.console.as_ref()?;
        let is_open = lead.undecided == Some(Undecided::Call) && self.findings.is_empty();
        let explanation = is_open.then(|| explain(message))?;
        let candidate = explanation.candidates.into_iter().next()?;
        let message = format!("the console says that {}; {}", explanation.meaning, candidate.why);
        Some(Finding { certainty: Certainty::Possible, message, ..candidate.finding })
    }

    /// Nothing is certain that rests on a page or a call that was made up, or on what was not sent.
    fn doubt(&mut self) {
        match self.lead().undecided {
            // What was found is about a page that nobody named.
            Some(Undecided::Page) => self.findings.clear(),
            // What a part that was made up is refused for may be what the page's own is.
            Some(Undecided::Call) => {
                // A browser blocked it, and blocks nothing because of this mode.
                self.findings.retain(|finding| ![&UNREACHABLE, &NO_CORS_MODE].contains(&finding.rule));
                self.findings.iter_mut().for_each(|finding| finding.certainty = Certainty::Possible);
            }
            // What was not sent failed nowhere.
            Some(_) => self.findings.retain(|finding| *finding.rule != UNREACHABLE),
            None => {}
        }
        let is_stranger = self.page().is_none() && self.lead().word() != Word::Unreachable;
        // An error or a redirect may be that of GET alone.
        let is_ok = self.lead().verdict.last_response().is_some_and(ResponseHead::has_ok_status);
        let is_guessed = self.question.guess.as_ref().is_some_and(|guess| {
            let is_other_stage = guess.asked == Asking::Before && self.asked.was_blocked == Some(Preflighted::Unknown);
            // A preflight for a header that nobody named may be another than the page's, or none of its at all.
            let is_header_made_up = guess.header.is_some();
            is_other_stage || is_header_made_up || guess.asked == Asking::PerhapsNot && guess.method.is_some() && !is_ok
        });
        if is_stranger || is_guessed {
            for finding in &mut self.findings {
                finding.certainty = finding.certainty.max(Certainty::Likely);
            }
        }
    }

    /// What GET was answered in the place of what was not sent: a sign, and no verdict.
    fn seen_in_place(&self, lead: &Run) -> Option<String> {
        let (_, head) = lead.withheld.as_ref().filter(|(why, _)| *why == Undecided::NotSent)?;
        let (_, answer) = self.network.answer_in_place_of(head)?;
        let status = answer.status;
        let allow = match answer.headers.contains(b"access-control-allow-origin") {
            true => "with Access-Control-Allow-Origin",
            false => "without Access-Control-Allow-Origin",
        };
        let method = text_of(&head.method);
        Some(format!("GET to the same URL was answered {status} {allow}; that says nothing certain of {method}"))
    }

    /// Whom the server allows, where the page is not known.
    fn named_page(&self, lead: &Run) -> Option<String> {
        if lead.undecided != Some(Undecided::Page) {
            return None;
        }
        let named = unknown_page::named_origin(&self.runs)?;
        Some(format!("the server allows `{named}`: where that is the page, `--origin {named}` says so"))
    }

    /// That another browser than the leading one blocks the call before anything is sent.
    fn mixed_content_elsewhere(&self) -> Option<String> {
        let first = |run: &Run| run.findings(&self.question).into_iter().next();
        let is_mixed = |finding: &Finding| *finding.rule == MIXED_CONTENT;
        if self.findings.first().is_some_and(is_mixed) || self.page().is_none() {
            return None;
        }
        let lead = self.lead_place();
        let others = self.runs.iter().enumerate().filter(|(place, _)| *place != lead);
        let other = others.filter_map(|(_, run)| first(run)).find(is_mixed)?;
        Some(format!("{}; {}", other.message, other.fix()))
    }

    fn learn_locations(&mut self) {
        let of_runs = self.runs.iter().flat_map(|run| &run.verdict.exchanges);
        let recorded = self.recording.iter().map(|(_, recorded)| &recorded.exchange);
        locations::learn(&mut self.redactor, of_runs.chain(recorded));
    }

    /// What the servers say that they are.
    fn guessed_framework(&self) -> Option<Framework> {
        let mut text = String::new();
        for (_, recorded) in self.recording.iter() {
            let Ok(head) = &recorded.exchange.answer else { continue };
            for name in ["server", "x-powered-by"] {
                for value in head.headers.lines(name.as_bytes()) {
                    text += &format!("{name}: {}\n", String::from_utf8_lossy(value));
                }
            }
        }
        Framework::guess(&text)
    }
}

impl Run {
    /// What is wrong with this run, from its own exchanges.
    pub fn findings(&self, question: &Question) -> Vec<Finding> {
        let case = Case {
            deciding: self.deciding(),
            asker: question.asker(),
            ..Case::new(&question.call, &self.request, &self.verdict)
        };
        judge(case, &mut NoNetwork).findings
    }
}

//! The page's call in one browser's model, each exchange over the network.

use std::time::{Duration, Instant};

use preflight_diagnosis::Deciding;
use preflight_engine::browser::{
    BlockReason, Blocked, Browser, Fetch, FetchRequest, Outcome, Step, UserAgent, Verdict, console,
};
use preflight_engine::exchange::{NetworkFailure, RequestHead};

use super::Failure;
use super::network::Network;
use super::question::Question;
use super::undecided::{Undecided, lacks_value, rests_on_guess, withheld};
use super::word::Word;

/// The call in one browser.
#[derive(Clone, Debug)]
pub struct Run {
    pub user_agent: UserAgent,
    pub request: FetchRequest,
    pub verdict: Verdict,
    /// What the browser's console says.
    pub console: Vec<String>,
    /// Whether the budget was used up before it came to its end: then its verdict says nothing about the server.
    pub is_cut_short: bool,
    /// Why there is no verdict, if there is none.
    pub undecided: Option<Undecided>,
    /// What was not sent, and why.
    pub withheld: Option<(Undecided, RequestHead)>,
}

/// Takes the steps of one browser.
pub fn perform(question: &Question, user_agent: UserAgent, network: &mut Network) -> Result<Run, Failure> {
    let request = question.request(&user_agent)?;
    let started = Instant::now();
    let mut browser = Browser::new(user_agent);
    if question.knows_page_space() {
        browser.address_spaces = network.spaces_of(question.url());
    }
    let (mut is_cut_short, mut sent, mut withheld_head) = (false, 0, None);
    let mut step = Fetch::start(request.clone(), &mut browser, Duration::ZERO);
    let mut verdict = loop {
        let Step::Send { head, awaiting } = step else {
            let Step::Done(verdict) = step else { continue };
            break verdict;
        };
        if let Some(why) = withheld(question, network, &head) {
            // Where nothing can be sent at all, that decides.
            let is_sound = why == Undecided::NotSent && !lacks_value(question, &head);
            let is_looked_at = is_sound && (sent == 0 || network.sends_probes());
            let obstacle =
                if is_looked_at { network.obstacle(&head, &awaiting.sender())? } else { None }.filter(|_| sent == 0);
            withheld_head = obstacle.is_none().then_some((why, head));
            step = awaiting.fail(obstacle.unwrap_or(NetworkFailure::Unreachable), started.elapsed());
            continue;
        }
        sent += 1;
        step = match network.exchange(&head, &awaiting.sender())? {
            Ok(response) => awaiting.receive(response, started.elapsed()),
            Err(failure) => {
                is_cut_short |= network.is_unasked(&head);
                awaiting.fail(failure, started.elapsed())
            }
        };
    };
    let mut undecided = withheld_head.as_ref().map(|(why, _)| why.clone());
    if undecided.is_some() {
        // What was not sent failed nowhere.
        verdict.exchanges.truncate(sent);
    } else if question.guess.as_ref().is_some_and(|guess| rests_on_guess(guess, &verdict)) {
        undecided = Some(Undecided::Call);
    }
    let mut run = Run {
        user_agent: browser.user_agent,
        request,
        verdict,
        console: Vec::new(),
        is_cut_short,
        undecided,
        withheld: withheld_head,
    };
    run.console = run.console_lines();
    Ok(run)
}

impl Run {
    /// What the browser's console says; nothing where nobody knows what it did.
    fn console_lines(&self) -> Vec<String> {
        if self.undecided.is_some() { Vec::new() } else { console::messages(&self.user_agent, &self.verdict) }
    }

    /// What it prints of the network itself, above or below that.
    pub fn network_lines(&self) -> Vec<String> {
        if self.undecided.is_some() { Vec::new() } else { console::network_lines(&self.user_agent, &self.verdict) }
    }

    /// The same without a verdict.
    pub fn undecide(&mut self, why: Undecided) {
        self.undecided = Some(why);
        self.console = self.console_lines();
    }

    /// The same with its verdict, where that holds for every call that it may have been.
    pub fn decide(&mut self) {
        if self.undecided == Some(Undecided::Call) {
            self.undecided = None;
        }
    }

    /// Why the call was blocked, if it was.
    pub fn blocked(&self) -> Option<&Blocked> {
        self.verdict.blocked().filter(|_| self.undecided.is_none())
    }

    pub fn is_standard(&self) -> bool {
        self.user_agent == UserAgent::STANDARD
    }

    /// What a verdict on this run rests on.
    pub fn deciding(&self) -> Deciding {
        if self.undecided.is_some() { Deciding::Withheld } else { Deciding::Sent }
    }

    pub fn word(&self) -> Word {
        match &self.verdict.outcome {
            _ if self.undecided.is_some() => Word::Undetermined,
            Outcome::SameOrigin(_) | Outcome::Shared(_) => Word::Allowed,
            Outcome::Opaque | Outcome::OpaqueRedirect(_) => Word::Opaque,
            Outcome::Blocked(blocked) if matches!(blocked.reason, BlockReason::Network(_)) => Word::Unreachable,
            Outcome::Blocked(_) => Word::Blocked,
        }
    }
}

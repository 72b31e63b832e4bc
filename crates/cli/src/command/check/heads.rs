//! Heads that somebody pasted, judged as the exchanges of a check would be; nothing is sent.

use std::time::Duration;

use preflight_diagnosis::{Case, Deciding, PastedExchange, RecordedNetwork, judge};
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, Fetch, Outcome, Step, UserAgent, Verdict};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_engine::page_call::{PageCall, Part};
use preflight_recording::Recording;
use preflight_rules::{Certainty, Finding, ORIGIN_MISMATCH};
use url::Url;

use super::hand_made_preflight::{hand_made_preflight, without_origin};
use super::question::Question;
use super::unknown_page::{STRANGERS, ignores_origin};
use super::{CheckArgs, Failure, Word};
use crate::arguments::call::{Asked, CallArgs};

/// Where a head that was pasted alone came from.
const UNKNOWN_URL: &str = "http://unknown.invalid/";

/// What pasted heads come to.
pub struct JudgedHeads {
    /// The call, as far as the heads and the user tell it.
    pub call: PageCall,
    pub word: Word,
    pub findings: Vec<Finding>,
}

/// Judges pasted heads as the answers to a page of this origin, if one is known; a command may have asked for them.
pub fn judged_heads(
    pasted: &PastedExchange,
    is_of_command: bool,
    origin: Option<&Origin>,
) -> Result<JudgedHeads, Failure> {
    let mut call = pasted.call.clone();
    call.origin = call.origin.or(origin.cloned().map_or(Part::Unknown, Part::Known));
    let is_stranger = call.origin.is_unknown();
    let page = call.origin.value().cloned().or_else(|| Origin::parse(STRANGERS[0]).ok()).unwrap_or(Origin::Null);
    let unknown_url = Url::parse(UNKNOWN_URL).ok();
    let url = call.url.value().cloned().or(unknown_url);
    let recording = url.as_ref().and_then(|url| pasted.recording_at(url)).unwrap_or_default();
    let asked_call = PageCall { url: url.map_or(Part::Unknown, Part::Known), ..call.clone() };
    let asked = Asked { call: asked_call, ..Asked::default() };
    let question = Question::new(&asked, page, &CheckArgs::of(String::new(), CallArgs::default()))?;
    let (verdict, deciding) = replayed(&question, &recording)?;
    let request = question.request(&UserAgent::CHROMIUM)?;
    let case = Case { deciding, asker: question.asker(), ..Case::new(&question.call, &request, &verdict) };
    let mut judgement = judge(case, &mut RecordedNetwork::new(&recording));
    let is_blind = verdict.exchanges.iter().all(ignores_origin);
    // That a stranger is on no list says nothing of the page.
    let is_of_list = judgement.findings.first().is_some_and(|finding| *finding.rule == ORIGIN_MISMATCH);
    let without_origin = if is_of_command { without_origin(pasted) } else { None };
    let word = match (&verdict.outcome, deciding) {
        _ if without_origin.is_some() => Word::Undetermined,
        (_, Deciding::Withheld) => Word::Undetermined,
        _ if is_stranger && (!is_blind || is_of_list) => Word::Undetermined,
        (Outcome::Blocked(_), _) => Word::Blocked,
        (Outcome::Opaque | Outcome::OpaqueRedirect(_), _) => Word::Opaque,
        (Outcome::Shared(_) | Outcome::SameOrigin(_), _) => Word::Allowed,
    };
    if word != Word::Blocked {
        judgement.findings = hand_made_preflight(pasted).or(without_origin).into_iter().collect();
    }
    // Who asked for these heads, and how, is not known.
    for finding in &mut judgement.findings {
        finding.certainty = finding.certainty.max(Certainty::Likely);
    }
    Ok(JudgedHeads { call: call.with_implications(), word, findings: judgement.findings })
}

/// A browser's steps over what was pasted; withheld where it has no answer to one.
fn replayed(question: &Question, recording: &Recording) -> Result<(Verdict, Deciding), Failure> {
    let request = question.request(&UserAgent::CHROMIUM)?;
    let mut browser = Browser::new(UserAgent::CHROMIUM);
    let mut pasted: Vec<_> = recording.iter().map(|(_, recorded)| &recorded.exchange).collect();
    let (mut sent, mut deciding) = (0, Deciding::Sent);
    let mut step = Fetch::start(request, &mut browser, Duration::ZERO);
    let mut verdict = loop {
        let Step::Send { head, awaiting } = step else {
            let Step::Done(verdict) = step else { continue };
            break verdict;
        };
        let place = pasted.iter().position(|exchange| is_kind_of(&exchange.request, &head));
        let answer: Option<ResponseHead> = place.and_then(|place| pasted.remove(place).answer.clone().ok());
        step = match answer {
            Some(response) => {
                sent += 1;
                awaiting.receive(response, Duration::ZERO)
            }
            None => {
                deciding = Deciding::Withheld;
                awaiting.fail(NetworkFailure::Unreachable, Duration::ZERO)
            }
        };
    };
    if deciding == Deciding::Withheld {
        verdict.exchanges.truncate(sent);
    }
    Ok((verdict, deciding))
}

/// Whether what was pasted is an exchange of this kind: the heads of tools have other fields than those of browsers.
fn is_kind_of(pasted: &RequestHead, asked: &RequestHead) -> bool {
    pasted.is_preflight == asked.is_preflight && (asked.is_preflight || pasted.method == asked.method)
}

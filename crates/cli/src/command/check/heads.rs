//! Heads that somebody pasted, judged as the exchanges of a check would be; nothing is sent.

use std::time::Duration;

use preflight_diagnosis::{Case, Deciding, PastedExchange, PastedHead, RecordedNetwork, judge, kept_for_another};
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, Fetch, Outcome, Step, UserAgent, Verdict};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_engine::header_list::HeaderList;
use preflight_engine::page_call::{PageCall, Part};
use preflight_recording::Recording;
use preflight_rules::{
    ACAO_DUPLICATED, ACAO_LIST_OR_PATTERN, CACHE_WITHOUT_VARY, Certainty, Finding, HEADER_NOT_ALLOWED,
    METHOD_NOT_ALLOWED, NO_ACAO, ORIGIN_MISMATCH,
};
use url::Url;

use super::one_call::{is_of_one_call, is_of_one_page};
use super::question::Question;
use super::test_without_origin::{is_silent_test, test_without_origin};
use super::unknown_page::{STRANGERS, ignores_origin};
use super::{CheckArgs, Failure, Word};
use crate::arguments::call::{Asked, CallArgs, Preflighted};

/// Where a head that was pasted alone came from.
const UNKNOWN_URL: &str = "http://unknown.invalid/";

/// What pasted heads come to.
pub struct JudgedHeads {
    /// The call, as far as the heads and the user tell it.
    pub call: PageCall,
    pub word: Word,
    pub findings: Vec<Finding>,
}

/// Judges pasted heads as the answers to a page of this origin, if one is known.
pub fn judged_heads(pasted: &PastedExchange, origin: Option<&Origin>) -> Result<JudgedHeads, Failure> {
    let mut call = pasted.call.clone();
    call.origin = call.origin.or(origin.cloned().map_or(Part::Unknown, Part::Known));
    let is_stranger = call.origin.is_unknown();
    let fails_for_all = pasted.heads.iter().any(PastedHead::is_failed_options);
    // Where the status fails every page, it is not the origin that is judged.
    let allowed = || pasted.heads.iter().find(|head| head.is_failed_options()).and_then(allowed_origin);
    let stranger = || allowed().or_else(|| Origin::parse(STRANGERS[0]).ok()).unwrap_or(Origin::Null);
    let page = call.origin.value().cloned().unwrap_or_else(stranger);
    let unknown_url = Url::parse(UNKNOWN_URL).ok();
    let url = call.url.value().cloned().or(unknown_url);
    let recording = url.as_ref().and_then(|url| pasted.recording_at(url)).unwrap_or_default();
    let asked_call = PageCall { url: url.map_or(Part::Unknown, Part::Known), ..call.clone() };
    let asks_first = pasted.heads.iter().any(PastedHead::is_preflight);
    // What made a browser ask first may not show.
    let is_made_up = asks_first && (call.method.is_unknown() || !needs_preflight(&call));
    let was_blocked = is_made_up.then_some(Preflighted::Yes);
    let asked = Asked { call: asked_call, was_blocked, ..Asked::default() };
    let question = Question::new(&asked, page, &CheckArgs::of(String::new(), CallArgs::default()))?;
    // What was answered was sent: mixed content counts only where nothing in the answers fails.
    let sent = question.clone().with_mixed_content();
    let is_failed = matches!(replayed(&sent, &recording)?.0.outcome, Outcome::Blocked(_));
    let question = if is_failed { sent } else { question };
    let (verdict, deciding) = replayed(&question, &recording)?;
    let request = question.request(&UserAgent::CHROMIUM)?;
    let case = Case { deciding, asker: question.asker(), ..Case::new(&question.call, &request, &verdict) };
    let mut judgement = judge(case, &mut RecordedNetwork::new(&recording));
    let is_blind = verdict.exchanges.iter().all(ignores_origin);
    let first = judgement.findings.first().map(|finding| finding.rule);
    // That a stranger is on no list says nothing of the page.
    let is_of_list = first.is_some_and(|rule| *rule == ORIGIN_MISMATCH);
    // Two values, or one that is no origin, allow nobody.
    let is_no_origin = first.is_some_and(|rule| [&ACAO_DUPLICATED, &ACAO_LIST_OR_PATTERN].contains(&rule));
    let is_of_made_up =
        is_made_up && first.is_some_and(|rule| [&METHOD_NOT_ALLOWED, &HEADER_NOT_ALLOWED].contains(&rule));
    let asked_as_page = pasted.heads.iter().any(|head| head.request.contains(b"origin")) || origin.is_some();
    let word = match (&verdict.outcome, deciding) {
        (_, Deciding::Withheld) => Word::Undetermined,
        _ if !is_of_one_page(&pasted.heads) => Word::Undetermined,
        (Outcome::Blocked(_), _) if fails_for_all || is_no_origin => Word::Blocked,
        _ if is_of_made_up || is_stranger && (!is_blind || is_of_list) => Word::Undetermined,
        (Outcome::Blocked(_), _) if is_silent_test(pasted) => Word::Undetermined,
        (Outcome::Blocked(_), _) => Word::Blocked,
        (Outcome::Opaque | Outcome::OpaqueRedirect(_), _) => Word::Opaque,
        (Outcome::Shared(_) | Outcome::SameOrigin(_), _) if !asked_as_page || !is_of_one_call(&pasted.heads) => {
            Word::Undetermined
        }
        (Outcome::Shared(_) | Outcome::SameOrigin(_), _) => Word::Allowed,
    };
    if word != Word::Blocked {
        judgement.findings.clear();
    }
    add_cache(&mut judgement.findings, &pasted.heads);
    judgement.findings.extend(test_without_origin(pasted, word == Word::Blocked));
    // Who asked for these heads, and how, is not known.
    for finding in &mut judgement.findings {
        finding.certainty = finding.certainty.max(Certainty::Likely);
    }
    if let Some(first) = judgement.findings.first_mut().filter(|_| pasted.heads.iter().any(lacks_redirect_status)) {
        first.message.push_str("; the text has no status, and `Location` is taken for that of a redirect");
    }
    Ok(JudgedHeads { call: call.with_implications(), word, findings: judgement.findings })
}

/// Whether only `Location` tells that an answer is a redirect.
fn lacks_redirect_status(head: &PastedHead) -> bool {
    head.status.is_none() && head.response.contains(b"location")
}

/// A cache that answered says so in the head; it stands behind the first cause, which it may explain.
fn add_cache(findings: &mut Vec<Finding>, heads: &[PastedHead]) {
    let answers = heads.iter().filter(|head| !head.is_options() && head.status.is_none_or(|status| status < 400));
    let kept = answers.filter_map(|head| kept_for_another(&head.response)).next();
    let is_explained = findings.first().is_none_or(|first| [&NO_ACAO, &ORIGIN_MISMATCH].contains(&first.rule));
    if let Some(kept) =
        kept.filter(|_| is_explained && !findings.iter().any(|finding| finding.rule == &CACHE_WITHOUT_VARY))
    {
        findings.insert(findings.len().min(1), kept);
    }
}

fn needs_preflight(call: &PageCall) -> bool {
    PageCall { preflight: Part::Unknown, ..call.clone() }.needs_preflight() == Some(true)
}

/// The one origin that an answer allows.
fn allowed_origin(head: &PastedHead) -> Option<Origin> {
    let value = String::from_utf8(head.response.get(b"access-control-allow-origin")?).ok()?;
    Origin::parse(value.trim()).ok()
}

/// A browser's steps over what was pasted; withheld where it has no answer to one.
///
/// A response that no browser hands over fails the call whatever its preflight was answered: one that was not pasted counts as
/// passed then.
fn replayed(question: &Question, recording: &Recording) -> Result<(Verdict, Deciding), Failure> {
    let (verdict, deciding) = steps(question, recording, false)?;
    let has_preflight = recording.iter().any(|(_, recorded)| recorded.exchange.request.is_preflight);
    if deciding == Deciding::Sent || has_preflight {
        return Ok((verdict, deciding));
    }
    let (mut supposed, deciding_supposed) = steps(question, recording, true)?;
    let Outcome::Blocked(blocked) = &mut supposed.outcome else { return Ok((verdict, deciding)) };
    let is_of_response = deciding_supposed == Deciding::Sent && supposed.exchanges.len() > 1;
    if !is_of_response {
        return Ok((verdict, deciding));
    }
    supposed.exchanges.remove(0);
    blocked.exchange = blocked.exchange.map(|place| place.saturating_sub(1));
    Ok((supposed, deciding_supposed))
}

/// The steps; a preflight that was not pasted may be supposed to pass.
fn steps(question: &Question, recording: &Recording, may_suppose: bool) -> Result<(Verdict, Deciding), Failure> {
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
        let answer = answer.or_else(|| (may_suppose && head.is_preflight).then(|| passed(&head)));
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

/// The answer that lets a preflight pass, whatever it asks for.
fn passed(preflight: &RequestHead) -> ResponseHead {
    let mut headers = HeaderList::default();
    for (asked, answer) in [
        ("origin", "access-control-allow-origin"),
        ("access-control-request-method", "access-control-allow-methods"),
        ("access-control-request-headers", "access-control-allow-headers"),
    ] {
        if let Some(value) = preflight.headers.get(asked.as_bytes()) {
            headers.append(answer, value);
        }
    }
    headers.append("access-control-allow-credentials", "true");
    ResponseHead { status: 204, headers }
}

/// Whether what was pasted is an exchange of this kind: the heads of tools have other fields than those of browsers.
fn is_kind_of(pasted: &RequestHead, asked: &RequestHead) -> bool {
    pasted.is_preflight == asked.is_preflight && (asked.is_preflight || pasted.method == asked.method)
}

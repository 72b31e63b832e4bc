//! The kinds of networks: a recording and a policy answer as a server would, and what they do not know is not asked twice.

use std::time::Duration;

use preflight_diagnosis::{
    Case, Inquiry, Judgement, Network, NoNetwork, PolicyNetwork, RecordedNetwork, ScriptedNetwork, judge,
};
use preflight_engine::Origin;
use preflight_engine::browser::{Browser, Fetch, FetchRequest, RequestInit, UserAgent, Verdict};
use preflight_engine::exchange::NetworkFailure;
use preflight_engine::page_call::PageCall;
use preflight_engine::server::{Allowed, Policy, PolicyConfig};
use preflight_recording::Purpose;

fn call(page: &str, method: &str) -> FetchRequest {
    let init = RequestInit { method: Some(method.into()), ..RequestInit::default() };
    let url = "https://api.example.com/todos".parse().expect("a URL");
    FetchRequest::new(Origin::parse(page).expect("an origin"), url, init).expect("a call")
}

fn policy() -> Policy {
    let origins = Allowed::listed(["https://www.example.com"]);
    Policy::new(&PolicyConfig { origins, ..PolicyConfig::default() }).expect("a policy")
}

fn verdict(request: &FetchRequest, policy: &Policy) -> Verdict {
    let mut browser = Browser::new(UserAgent::CHROMIUM);
    Fetch::start(request.clone(), &mut browser, Duration::ZERO)
        .run_to_end(|head| (policy.answer(head).ok_or(NetworkFailure::InvalidResponse), Duration::ZERO))
}

fn judged(request: &FetchRequest, verdict: &Verdict, network: &mut dyn Network) -> Judgement {
    judge(Case::new(&PageCall::default(), request, verdict), network)
}

#[test]
fn a_policy_is_asked_as_a_server_is() {
    let (policy, request) = (policy(), call("https://example.com", "GET"));
    let verdict = verdict(&request, &policy);
    let judgement = judged(&request, &verdict, &mut PolicyNetwork::new(&policy));
    assert_eq!(judgement.findings[0].rule.name, "origin-mismatch");
    assert!(judgement.findings[0].message.contains("https://www.example.com"), "{}", judgement.findings[0].message);
}

#[test]
fn a_recording_of_a_live_check_gives_its_finding_again() {
    let (policy, request) = (policy(), call("https://example.com", "PUT"));
    let verdict = verdict(&request, &policy);
    let live = judged(&request, &verdict, &mut PolicyNetwork::new(&policy));
    let again = judged(&request, &verdict, &mut RecordedNetwork::new(&live.recording));
    assert_eq!(live.findings, again.findings);
    assert!(live.recording.iter().any(|(_, recorded)| recorded.purpose != Purpose::Page));
}

#[test]
fn nothing_is_asked_twice() {
    let (policy, request) = (policy(), call("https://app.example.org", "GET"));
    let verdict = verdict(&request, &policy);
    let mut network = ScriptedNetwork::new(|_: &preflight_engine::exchange::RequestHead| None);
    judged(&request, &verdict, &mut network);
    let asked: Vec<&Inquiry> = network.asked().iter().collect();
    let heads: Vec<_> = asked.iter().map(|probe| &probe.request).collect();
    assert!(heads.iter().enumerate().all(|(place, head)| !heads[..place].contains(head)), "{asked:#?}");
}

#[test]
fn where_nothing_may_be_asked_the_exchanges_speak_alone() {
    let (policy, request) = (policy(), call("https://app.example.org", "GET"));
    let verdict = verdict(&request, &policy);
    let judgement = judged(&request, &verdict, &mut NoNetwork);
    assert_eq!(judgement.findings[0].rule.name, "origin-mismatch");
    assert_eq!(judgement.recording.iter().count(), verdict.exchanges.len());
}

//! Makes a scenario's call as a browser would, over loopback, and has it judged.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use preflight_causes::{Page, Running};
use preflight_diagnosis::{Case, Inquiry as Question, Judgement, Network, Reply, judge};
use preflight_engine::Origin;
use preflight_engine::browser::{
    AddressSpace, AddressSpaces, BlockReason, Body, Browser, CredentialsMode, Fetch, FetchRequest, Outcome,
    RequestInit, RequestMode, UserAgent, Verdict,
};
use preflight_engine::exchange::{NetworkFailure, RequestHead, ResponseHead};
use preflight_engine::page_call::PageCall;
use preflight_probe::{Probe, ProbeOptions};
use url::Url;

use crate::{REQUEST_LIMIT, authority, page_of};

/// A call in one browser, and what is wrong with it.
pub struct Asked {
    pub user_agent: UserAgent,
    pub verdict: Verdict,
    pub judgement: Judgement,
    /// How many requests were sent.
    pub requests: usize,
}

/// The run that a report would be about: the first browser that blocks the call, else the first of all.
pub fn lead(running: &Running) -> Option<Asked> {
    let is_readable = |asked: &Asked| asked.verdict.is_readable();
    let engines = [UserAgent::CHROMIUM, UserAgent::FIREFOX, UserAgent::WEBKIT];
    let mut asked: Vec<_> = engines.into_iter().filter_map(|engine| ask(running, engine)).collect();
    let is_heard = |asked: &Asked| {
        let blocked = asked.verdict.blocked();
        blocked.is_some_and(|blocked| !matches!(blocked.reason, BlockReason::Network(_)))
    };
    let blocking = asked.iter().position(is_heard).or_else(|| asked.iter().position(|asked| !is_readable(asked)));
    (!asked.is_empty()).then(|| asked.swap_remove(blocking.unwrap_or(0)))
}

/// Makes the call in a browser, and judges it; nothing for a call that this browser cannot make.
pub fn ask(running: &Running, user_agent: UserAgent) -> Option<Asked> {
    let scenario = running.scenario;
    if scenario.call.page == Page::Redirected && scenario.server.scheme() == "https" {
        return None;
    }
    let mut network = Wire::new(running);
    let request = request(running, &user_agent);
    let mut browser = Browser::new(user_agent);
    let is_public = scenario.arguments.contains(&"--page-address-space");
    if is_public {
        browser.address_spaces = AddressSpaces::default();
    }
    let name = browser.user_agent.name;
    let verdict = Fetch::start(request.clone(), &mut browser, Duration::ZERO)
        .run_to_end(|head| (network.send(head), Duration::ZERO));
    let user_agent = UserAgent::ALL.into_iter().find(|agent| agent.name == name)?;
    let reads: Vec<String> = value_of(running, "--read").into_iter().collect();
    let upstream: Option<Url> = value_of(running, "--upstream").and_then(|url| url.parse().ok());
    let call = PageCall::default();
    let case = Case { reads: &reads, upstream: upstream.as_ref(), ..Case::new(&call, &request, &verdict) };
    let judgement = judge(case, &mut network);
    let requests = network.sent.len();
    Some(Asked { user_agent, verdict, judgement, requests })
}

/// The value of an argument of `preflight check`.
fn value_of(running: &Running, name: &str) -> Option<String> {
    let arguments = running.scenario.arguments;
    let place = arguments.iter().position(|argument| *argument == name)?;
    arguments.get(place + 1).map(|value| value.replace("{other}", &running.other()))
}

fn request(running: &Running, user_agent: &UserAgent) -> FetchRequest {
    let call = running.scenario.call;
    let page = page_of(call.page);
    let origin = if call.page == Page::Nowhere { "null" } else { &page };
    let is_public = running.scenario.arguments.contains(&"--page-address-space");
    let init = RequestInit {
        method: Some(call.method.as_bytes().to_vec()),
        headers: call
            .headers
            .iter()
            .map(|(name, value)| (name.as_bytes().to_vec(), value.as_bytes().to_vec()))
            .collect(),
        mode: match call.mode {
            "no-cors" => RequestMode::NoCors,
            "same-origin" => RequestMode::SameOrigin,
            _ => RequestMode::Cors,
        },
        credentials: if call.with_credentials { CredentialsMode::Include } else { CredentialsMode::SameOrigin },
        body: None::<Body>,
        restricts_mixed_content: true,
        client_address_space: is_public.then_some(AddressSpace::Public),
        ..RequestInit::default()
    };
    let origin = Origin::parse(origin).expect("an origin");
    let url = running.url(&page).parse().expect("a URL");
    FetchRequest::new_in(user_agent, origin, url, init).expect("a call that a page can make")
}

/// Loopback, on which a head is sent once.
struct Wire<'r> {
    running: &'r Running,
    probe: Probe,
    sent: Vec<(RequestHead, Reply)>,
    known: HashMap<String, ResponseHead>,
}

impl<'r> Wire<'r> {
    fn new(running: &'r Running) -> Self {
        let mut options = ProbeOptions { exchange_timeout: Duration::from_secs(5), ..ProbeOptions::default() };
        options.extra_roots.add_pem(authority().pem().as_bytes(), Path::new("authority.pem")).expect("a certificate");
        // The page's own server sends calls of a redirected page away.
        let away = running.url(&page_of(running.scenario.call.page));
        let redirect =
            ResponseHead { status: 302, headers: [("Location", running.direct_url())].into_iter().collect() };
        let is_redirected = running.scenario.call.page == Page::Redirected;
        let known = is_redirected.then_some((away, redirect)).into_iter().collect();
        Self { running, probe: Probe::new(options), sent: Vec::new(), known }
    }

    fn send(&mut self, head: &RequestHead) -> Result<ResponseHead, NetworkFailure> {
        if let Some(known) = self.known.get(head.url.as_str()) {
            return Ok(known.clone());
        }
        if let Some((_, answer)) = self.sent.iter().find(|(sent, _)| sent == head) {
            return answer.head.clone();
        }
        let exchanged = self.probe.exchange(head, None).expect("a head that can be written");
        let answer = Reply { head: exchanged.answer.clone(), body: exchanged.detail.body.bytes.clone() };
        self.sent.push((head.clone(), answer));
        exchanged.answer
    }
}

impl Network for Wire<'_> {
    fn ask(&mut self, question: &Question) -> Option<Reply> {
        let is_safe = matches!(question.request.method.as_slice(), b"GET" | b"HEAD" | b"OPTIONS");
        assert!(is_safe, "{}: {question:?} is not safe", self.running.scenario.id);
        let is_new = !self.sent.iter().any(|(sent, _)| *sent == question.request);
        if is_new && self.sent.len() >= REQUEST_LIMIT {
            return None;
        }
        let head = self.send(&question.request);
        Some(Reply { head, body: self.body(&question.request) })
    }

    fn body(&self, head: &RequestHead) -> Vec<u8> {
        let sent = self.sent.iter().find(|(sent, _)| sent == head);
        sent.map(|(_, answer)| answer.body.clone()).unwrap_or_default()
    }
}

impl Asked {
    /// Whether there is anything that a console would have to say.
    pub fn is_blocked(&self) -> bool {
        matches!(self.verdict.outcome, Outcome::Blocked(_))
    }
}

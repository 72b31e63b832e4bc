//! A call and its answers, performed twice by one browser, the second time with what it remembers.

use std::time::Duration;

use preflight_engine::browser::{Api, Browser, CredentialsMode, RequestInit, console};
use preflight_engine::exchange::ResponseHead;
use preflight_engine::header_list::HeaderList;
use preflight_engine::{Fetch, FetchRequest, Origin, UserAgent, Verdict};

/// A field: name and value.
pub type Field = (Vec<u8>, Vec<u8>);

/// What a page asks, and what answers.
#[derive(Clone, Default)]
pub struct Call {
    pub api: Api,
    pub method: &'static str,
    pub headers: Vec<Field>,
    pub credentials: CredentialsMode,
    pub preflight: Vec<Field>,
    /// Answers beyond the first are to redirects.
    pub responses: Vec<(u16, Vec<Field>)>,
}

/// The console's texts, so that nothing is left out.
pub fn perform(call: &Call, user_agent: &UserAgent) -> Vec<Vec<String>> {
    let mut browser = Browser::new(user_agent.clone());
    let mut texts = |second| {
        let verdict = fetch(call, &mut browser, Duration::from_secs(second));
        console::messages(user_agent, &verdict)
    };
    vec![texts(0), texts(1)]
}

fn fetch(call: &Call, browser: &mut Browser, now: Duration) -> Verdict {
    let page = Origin::parse("https://app.example.com").expect("it is an origin");
    let url = "https://api.example.com/".parse().expect("it is a URL");
    let init = RequestInit {
        api: call.api,
        method: Some(call.method.into()),
        headers: call.headers.clone(),
        credentials: call.credentials,
        ..RequestInit::default()
    };
    let request = FetchRequest::new_in(&browser.user_agent, page, url, init).expect("a page may ask this");
    let mut responses = call.responses.iter().cycle();
    Fetch::start(request, browser, now).run_to_end(|head| {
        let (status, fields) = match head.is_preflight {
            true => (204, &call.preflight),
            false => responses.next().map(|(status, fields)| (*status, fields)).expect("there is an answer"),
        };
        (Ok(ResponseHead { status, headers: fields.iter().cloned().collect::<HeaderList>() }), now)
    })
}
